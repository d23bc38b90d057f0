"""The version of the engine: which rules made a quote."""

from typing import Final

ENGINE: Final = "2"
"""Raised when a basket may cost something else than before. The hash of the sources stands behind it in an engine id."""
