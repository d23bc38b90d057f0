"""The agencies that the shop sells for: the whole list as it shall be. Numbers are for ever, so none is taken away."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from tresen.core.agency import Agency
from tresen.core.failures import Failure
from tresen.masterdata.records import change
from tresen.operations.drawer.closing_first import need_closing
from tresen.operations.node import Actor, Node
from tresen.operations.rights import check
from tresen.operations.writing import office_day, written
from tresen.store.writer import Tx

MOST: Final = 500
HIGHEST_NUMBER: Final = 999_999
LONGEST: Final = {
    "name": 60, "street": 60, "postcode": 10, "city": 62, "country": 3, "tax_number": 20, "vat_id": 15,
}  # fmt: skip
"""Lengths of DSFinV-K `pa.csv`."""
NEEDED: Final = ("name", "street", "postcode", "city", "country")


async def change_agencies(node: Node, actor: Actor, wanted: Sequence[Agency]) -> Failure | None:
    """Store what changed. One that is not needed any more becomes inactive: old receipts and closings name it."""
    missing = check(node, actor, "settings")
    if missing is not None:
        return missing
    async with node.changing:
        agencies = [_trimmed(one) for one in wanted]
        faulty = _faulty(agencies) or _lost(node, agencies)
        if faulty:
            return Failure("bad_input", {"field": faulty})
        known = node.masterdata.agencies.by_id
        put = [one for one in agencies if known.get(str(one.number)) != one]
        now = node.clock.now()
        day, ids = office_day(node, now), [node.ids.new() for _ in put]

        changed = any(str(one.number) in known for one in put)

        def job(tx: Tx) -> None:
            if changed:  # a new one says nothing else about what was sold before
                need_closing(node, tx)
            for one, entry_id in zip(put, ids, strict=True):
                change(
                    tx, node.journal, "agency", str(one.number), one, entry_id=entry_id, at=now, day=day,
                    actor=actor.staff,
                )  # fmt: skip

        refused = await written(node, job) if put else None
    node.bus.tell("masterdata", kind="agency")
    return refused


def _trimmed(one: Agency) -> Agency:
    return replace(one, **{name: " ".join(getattr(one, name).split()) for name in LONGEST})  # type: ignore[arg-type]


def _faulty(agencies: Sequence[Agency]) -> str:
    if len(agencies) > MOST or len({one.number for one in agencies}) != len(agencies):
        return "agencies"
    for one in agencies:
        if not 1 <= one.number <= HIGHEST_NUMBER:
            return "agencies.number"
        for name, longest in LONGEST.items():
            value = getattr(one, name)
            if len(value) > longest or not value.isprintable() or (not value and name in NEEDED):
                return f"agencies.{name}"
        if len(one.country) != 3 or not one.country.isalpha() or not one.country.isupper():
            return "agencies.country"
        if not one.tax_number and not one.vat_id:
            return "agencies.tax_number"
    return ""


def _lost(node: Node, agencies: Sequence[Agency]) -> str:
    """A number that is gone, or one that articles still sell under and that was switched off."""
    by_number = {one.number: one for one in agencies}
    if any(one.number not in by_number for one in node.masterdata.agencies):
        return "agencies.number"
    off = {one.number for one in agencies if not one.active}
    used = off and any(one.active and one.article.agency in off for one in node.masterdata.articles)
    return "agencies.active" if used else ""
