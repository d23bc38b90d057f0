"""The cloud TSE of fiskaly (SIGN DE v2): what it speaks, its limits and what was never tried stand in README.md."""

from tresen.adapters.signer_fiskaly.setup import FiskalySetup
from tresen.adapters.signer_fiskaly.signer import FiskalySigner

__all__ = ["FiskalySetup", "FiskalySigner"]
