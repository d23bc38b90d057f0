"""People: customers with what they agreed to, and the staff with their rights."""
