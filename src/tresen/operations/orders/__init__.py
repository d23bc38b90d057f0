"""Orders of customers: placed, changed, prepaid, handed over, called off."""
