"""DATEV: closings as a posting batch (EXTF), for the tax adviser's bookkeeping."""
