"""The TSEs of the shop: set up, kept ready, archived, put out of use."""
