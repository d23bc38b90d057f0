"""Rescue files: what a device has not sent, encrypted for this node, so that it can be carried by hand."""
