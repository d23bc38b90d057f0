"""Paper: receipts, reports and the drawer's pulse leave through a visible queue."""
