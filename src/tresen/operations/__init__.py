"""What the shop does: one file per act, named by its verb."""
