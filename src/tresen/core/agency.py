"""An agency: another business in whose name and for whose account the shop sells (Agentur, DSFinV-K `pa.csv`)."""

from dataclasses import dataclass


@dataclass(slots=True, frozen=True)
class Agency:
    """The principal as it stands on receipts and in the tax office's files."""

    number: int
    """AGENTUR_ID, from 1; 0 is the shop's own business."""
    name: str
    street: str
    postcode: str
    city: str
    country: str = "DEU"
    tax_number: str = ""
    vat_id: str = ""
    """One of the two must be there."""
    active: bool = True
