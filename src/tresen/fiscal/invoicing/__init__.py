"""Invoices from receipts as pure functions: amounts, VAT categories, and the XML of EN 16931."""
