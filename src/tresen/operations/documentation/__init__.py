"""The process documentation (Verfahrensdokumentation): made from the real configuration, in German, kept in editions."""
