"""A seeded world: tills, a node and what goes wrong between them. The same seed gives the same run, to the last step."""
