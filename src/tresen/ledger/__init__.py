"""Accounts, transfers and balances: folds over the journal."""
