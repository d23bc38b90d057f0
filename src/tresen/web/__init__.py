"""Thin HTTP: till, office, display, API, sign-in; the composition root."""
