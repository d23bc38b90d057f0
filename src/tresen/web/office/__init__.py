"""The office's routes, by noun. Every one checks a right; every change goes through an operation."""
