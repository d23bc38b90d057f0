"""Tresen: a point-of-sale platform that a shop owns and runs itself."""

__version__ = "0.1.0"
