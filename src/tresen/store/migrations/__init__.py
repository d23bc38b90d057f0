"""Schema versions, one linear history."""
