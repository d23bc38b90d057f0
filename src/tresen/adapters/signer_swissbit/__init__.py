"""The TSE of Swissbit (USB, SD, microSD) through the maker's library: what it needs, its limits, what was never tried: README.md."""

from tresen.adapters.signer_swissbit.setup import SwissbitSetup
from tresen.adapters.signer_swissbit.signer import SwissbitSigner

__all__ = ["SwissbitSetup", "SwissbitSigner"]
