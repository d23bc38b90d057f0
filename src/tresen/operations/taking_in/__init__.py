"""Taking in what tills handed out without the node."""
