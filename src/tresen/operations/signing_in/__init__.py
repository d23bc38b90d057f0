"""Signing in: first set-up, office, tills and their devices, staff, approvals, tokens of machines.

What is allowed and what was refused goes into the journal, never a PIN, password, key or code.
"""
