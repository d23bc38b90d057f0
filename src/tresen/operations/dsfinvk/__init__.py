"""The export for the tax office (DSFinV-K): files for an auditor, made from the journal."""
