"""The USB TSE of Diebold Nixdorf through its web service: what it speaks, what is assumed, what was never tried: README.md."""

from tresen.adapters.signer_diebold.setup import DieboldSetup
from tresen.adapters.signer_diebold.signer import DieboldSigner

__all__ = ["DieboldSetup", "DieboldSigner"]
