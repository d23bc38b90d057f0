"""What the shop needs of the outside world, in the shop's words. One protocol a file; adapters fulfil them."""
