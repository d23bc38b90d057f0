"""Replay: baskets of the public Complete Journey household panel, sold again through the public HTTP API as a till would.

What the data are, and what is changed on the way, stands in `docs/reference/replay.md`.
"""
