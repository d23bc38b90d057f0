"""Why a node cannot be opened to others as it was asked. Imports nothing, so that the command line starts quickly."""


class AccessRefused(Exception):
    """The text says what to do, for whoever typed the command."""
