"""VAT rates by date: a rate holds from a day on, and what has been valid is never changed."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from tresen.core.failures import Failure
from tresen.core.tax import MARGIN_SCHEME, TaxRate, rates_on
from tresen.fiscal.process_data import slot_of
from tresen.masterdata.kinds import Rate
from tresen.masterdata.records import change
from tresen.masterdata.starting_rates import rate_id
from tresen.operations.drawer.closing_first import need_closing
from tresen.operations.node import Actor, Node
from tresen.operations.rights import check
from tresen.operations.writing import office_day, written
from tresen.store.writer import Tx

HIGHEST_KEY: Final = 9_999
"""From 1000 on keys are the shop's own (DSFinV-K annex 2)."""
HIGHEST_RATE: Final = 10_000
MOST: Final = 300
LONGEST_NOTE: Final = 120


async def change_rates(node: Node, actor: Actor, wanted: Sequence[Rate]) -> Failure | None:
    """The whole list as it shall be. Rates that hold already keep their number and day, only their label may change;
    new ones begin today or later; future ones may be changed or taken away.
    """
    missing = check(node, actor, "settings")
    if missing is not None:
        return missing
    async with node.changing:
        now = node.clock.now()
        today = office_day(node, now)
        rates = {rate_id(rate): rate for rate in wanted}
        known = {rate_id(rate): rate for rate in node.masterdata.tax}
        faulty = _faulty(wanted, rates, known, today)
        if faulty is not None:
            return faulty
        put = [(rate, False) for id, rate in rates.items() if known.get(id) != rate]
        gone = [(rate, True) for id, rate in known.items() if id not in rates]
        ids = [node.ids.new() for _ in (*put, *gone)]
        closed_first = _held(rates.values(), today) != _held(known.values(), today)

        def job(tx: Tx) -> None:
            if closed_first:
                need_closing(node, tx)
            for (rate, deleted), entry_id in zip((*put, *gone), ids, strict=True):
                change(
                    tx, node.journal, "tax", rate_id(rate), rate, entry_id=entry_id, at=now, day=today,
                    actor=actor.staff, deleted=deleted,
                )  # fmt: skip

        refused = await written(node, job) if ids else None
    node.bus.tell("masterdata", kind="tax")
    return refused


def _held(rates: Iterable[Rate], day: str) -> dict[int, TaxRate]:
    """What a closing of the day states."""
    return rates_on((TaxRate(one.key, one.rate, one.valid_from, one.label) for one in rates), day)


def _faulty(
    wanted: Sequence[Rate], rates: dict[str, Rate], known: dict[str, Rate], today: str
) -> Failure | None:  # fmt: skip
    if len(rates) != len(wanted) or len(wanted) > MOST:
        return Failure("bad_input", {"field": "tax"})
    for id, rate in rates.items():
        if not 1 <= rate.key <= HIGHEST_KEY or not 0 <= rate.rate <= HIGHEST_RATE:
            return Failure("bad_input", {"field": "tax.rate"})
        if not _is_known(rate.key):
            return Failure("bad_input", {"field": "tax.key"})
        if rate.key == MARGIN_SCHEME and rate.rate:
            return Failure("bad_input", {"field": "tax.rate"})
        if len(rate.note) > LONGEST_NOTE or not rate.note.isprintable():
            return Failure("bad_input", {"field": "tax.note"})
        if not rate.label.strip() or len(rate.label) > 55 or not rate.label.isprintable():
            return Failure("bad_input", {"field": "tax.label"})
        try:
            if date.fromisoformat(rate.valid_from).isoformat() != rate.valid_from:
                return Failure("bad_input", {"field": "tax.valid_from"})
        except ValueError:
            return Failure("bad_input", {"field": "tax.valid_from"})
        old = known.get(id)
        begun = rate.valid_from <= today
        if (old is None and rate.valid_from < today) or (old is not None and begun and old.rate != rate.rate):
            return Failure("bad_input", {"field": "tax.valid_from"})
    lost = any(id not in rates and rate.valid_from <= today for id, rate in known.items())
    return Failure("bad_input", {"field": "tax"}) if lost else None


def _is_known(key: int) -> bool:
    """Whether a sale with this key could be signed."""
    try:
        slot_of(key)
    except ValueError:
        return False
    return True
