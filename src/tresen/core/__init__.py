"""The pure heart: what a sale costs and what a receipt says. No clock, no randomness, no files, no float."""
