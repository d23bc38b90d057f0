"""The TSE of Epson, in a printer or at a TSE server: what it speaks, its limits and what was never tried: README.md."""

from tresen.adapters.signer_epson.setup import EpsonSetup
from tresen.adapters.signer_epson.signer import EpsonSigner

__all__ = ["EpsonSetup", "EpsonSigner"]
