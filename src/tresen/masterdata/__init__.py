"""What may change, with history: articles, customers, staff, tills, shops, settings."""
