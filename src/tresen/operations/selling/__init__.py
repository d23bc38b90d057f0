"""From the first line to the receipt."""
