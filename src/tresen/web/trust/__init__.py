"""How devices in the shop's network reach the node safely: an own authority, HTTPS, and the page that explains it."""
