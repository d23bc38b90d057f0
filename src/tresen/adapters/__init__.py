"""One folder per device or service, each with a simulator. Adapters see `core` and `ports` (signers also `fiscal`)."""
