"""Handing the closings to the tax adviser's bookkeeping."""
