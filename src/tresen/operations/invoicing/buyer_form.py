"""Who gets the invoice, as typed, and what is wrong with it."""

from dataclasses import dataclass
from typing import Final

from stdnum.eu import vat
from stdnum.exceptions import ValidationError

from tresen.core.countries import COUNTRIES
from tresen.core.failures import Failure
from tresen.core.invoice import Buyer
from tresen.fiscal.invoicing.leitweg import is_leitweg_id, looks_like_leitweg_id

LONGEST: Final = {
    "name": 120, "street": 100, "postcode": 12, "city": 80, "country": 2, "vat_id": 20, "reference": 50,
}  # fmt: skip
NEEDED: Final = ("name", "street", "postcode", "city")
_GERMAN_POSTCODE: Final = 5


@dataclass(slots=True)
class BuyerForm:
    """`country`: ISO 3166-1, two letters. `reference`: Leitweg-ID or the buyer's own reference."""

    name: str
    street: str
    postcode: str
    city: str
    country: str = "DE"
    vat_id: str = ""
    reference: str = ""


def read_buyer(form: BuyerForm) -> Buyer | Failure:
    """The buyer, tidied, or which field is wrong."""
    values = {name: " ".join(str(getattr(form, name)).split()) for name in LONGEST}
    values["country"] = values["country"].upper()
    for name, value in values.items():
        if len(value) > LONGEST[name] or not value.isprintable() or (not value and name in NEEDED):
            return Failure("invoice_buyer_faulty", {"field": name})
    if values["country"] not in COUNTRIES:
        return Failure("invoice_buyer_faulty", {"field": "country"})
    postcode = values["postcode"]
    if values["country"] == "DE" and not (
        postcode.isascii() and postcode.isdigit() and len(postcode) == _GERMAN_POSTCODE
    ):
        return Failure("invoice_buyer_faulty", {"field": "postcode"})
    number = _vat_id(values["vat_id"])
    if number is None:
        return Failure("invoice_buyer_faulty", {"field": "vat_id"})
    reference = values["reference"]
    if looks_like_leitweg_id(reference) and not is_leitweg_id(reference):
        return Failure("invoice_buyer_faulty", {"field": "reference"})
    return Buyer(
        values["name"], values["street"], postcode, values["city"], values["country"], number, reference
    )  # fmt: skip


def _vat_id(text: str) -> str | None:
    """The number with its country in front; None if its check digits or its country are wrong (BR-CO-9)."""
    compact = "".join(letter for letter in text.upper() if letter.isalnum())
    if not compact:
        return ""
    if compact[:2] == "EL" or compact[:2].lower() in vat.MEMBER_STATES:
        try:
            return str(vat.validate(compact))
        except ValidationError:
            return None
    return compact if compact.isascii() and compact[:2] in COUNTRIES else None
