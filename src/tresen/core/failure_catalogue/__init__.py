"""The catalogue of expected failures: for each code what happened, whether the data are safe, and what to do."""

from typing import Final

from tresen.core.failure_catalogue.access import ACCESS
from tresen.core.failure_catalogue.bookkeeping import BOOKKEEPING
from tresen.core.failure_catalogue.devices import DEVICES
from tresen.core.failure_catalogue.dsfinvk import DSFINVK
from tresen.core.failure_catalogue.entry import NOT_STORED, Entry, entry
from tresen.core.failure_catalogue.invoicing import INVOICING
from tresen.core.failure_catalogue.offers import OFFERS
from tresen.core.failure_catalogue.office import OFFICE
from tresen.core.failure_catalogue.owing import OWING
from tresen.core.failure_catalogue.quoting import QUOTING
from tresen.core.failure_catalogue.selling import SELLING
from tresen.core.failure_catalogue.taking_in import TAKING_IN
from tresen.core.failure_catalogue.tax_office import TAX_OFFICE

UNEXPECTED: Final = entry(
    500, "node", NOT_STORED,
    "Etwas Unerwartetes ist passiert.",
    "Bitte versuchen Sie es noch einmal. Bleibt es so, melden Sie es mit der Uhrzeit.",
    "Something unexpected happened.",
    "Please try again. If it stays like this report it with the time of day.",
)  # fmt: skip

CATALOGUE: Final[dict[str, Entry]] = {
    **QUOTING,
    **SELLING,
    **TAKING_IN,
    **DEVICES,
    **ACCESS,
    **OFFICE,
    **OFFERS,
    **TAX_OFFICE,
    **OWING,
    **INVOICING,
    **DSFINVK,
    **BOOKKEEPING,
    "unexpected": UNEXPECTED,
}
