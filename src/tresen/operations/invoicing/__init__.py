"""Invoices from receipts: issue, credit what came back, cancel, and let customers ask for theirs."""
