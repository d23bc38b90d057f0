"""Sessions, schema and migrations for SQLite and PostgreSQL behind one contract."""
