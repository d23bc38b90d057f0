"""A change of what a closing states needs the closing first (DSFinV-K 3.2): a closing has one address, one set of VAT rates,
one list of TSEs, one version of the program. Whoever wants such a change closes the day at the tills that sold since.

What concerns a closing: name, address, tax numbers and time zone of the shop, VAT rates that hold today, agencies, TSEs.
A till's own serial never changes. For the version of the program nobody can be asked: see `close_for_update`.
"""

from typing import Final

from tresen.core.failures import Failure
from tresen.core.receipt import Party
from tresen.masterdata.kinds import Shop
from tresen.operations.node import Node
from tresen.store.writer import Refused, Tx

PARTY: Final = ("name", "street", "postcode", "city", "country", "tax_number", "vat_id", "small_business")
"""What a closing states of the business; the other texts stand on receipts only."""


def unclosed(node: Node, tx: Tx) -> list[str]:
    """Names of the tills that made receipts since their last closing. Inside a job of the writer, so that none comes
    between the question and the change."""
    return [
        till.name
        for till in node.masterdata.tills
        if node.receipts.behind_in_tx(tx, till.id, node.till_days.of(till.id).closed_seq)
    ]


def need_closing(node: Node, tx: Tx) -> None:
    """Refuse the change that this job is about to make, unless every till is closed."""
    tills = unclosed(node, tx)
    if tills:
        raise Refused(Failure("closing_first", {"tills": ", ".join(tills)[:200]}))


def concerns_closing(old: Shop | None, new: Shop) -> bool:
    """Whether a change of the shop is one of what closings state."""
    if old is None:
        return False
    same_party = all(getattr(old.party, name) == getattr(new.party, name) for name in PARTY)
    return not same_party or (old.name, old.time_zone, old.day_start) != (new.name, new.time_zone, new.day_start)


assert all(name in Party.__dataclass_fields__ for name in PARTY), "fields of a party"
