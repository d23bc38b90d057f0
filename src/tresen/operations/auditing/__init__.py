"""What a shop does when the tax office stands at the door, and what it keeps ready for that day."""
