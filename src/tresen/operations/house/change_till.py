"""Rename a till, give it another printer or terminal, put it out of use. Its serial number never changes."""

import re
from dataclasses import replace
from typing import Final

from tresen.core.failures import Failure
from tresen.masterdata.kinds import Till
from tresen.masterdata.records import change
from tresen.operations.node import Actor, Node
from tresen.operations.rights import check
from tresen.operations.signers.opening import arrange, used
from tresen.operations.writing import office_day, written
from tresen.store.writer import Tx

LONGEST_REASON: Final = 200


async def change_till(
    node: Node, actor: Actor, id: str, *, name: str | None = None, printer: str | None = None,
    terminal: str | None = None, place: str | None = None, active: bool | None = None,
    signers: tuple[str, ...] | None = None, maker: str | None = None, model: str | None = None,
    acquired_on: str | None = None, reason: str = "",
) -> Till | Failure:  # fmt: skip
    """Change what is given. A till whose day is open or that holds baskets stays in use."""
    missing = check(node, actor, "devices")
    if missing is not None:
        return missing
    async with node.changing:
        known = node.masterdata.tills.get(id)
        if known is None:
            return Failure("till_not_found", {})
        till = replace(
            known,
            name=known.name if name is None else " ".join(name.split()),
            printer=known.printer if printer is None else printer,
            terminal=known.terminal if terminal is None else terminal,
            place=known.place if place is None else place,
            active=known.active if active is None else active,
            signers=known.signers if signers is None else tuple(dict.fromkeys(signers)),
            maker=known.maker if maker is None else maker.strip(),
            model=known.model if model is None else model.strip(),
            acquired_on=known.acquired_on if acquired_on is None else acquired_on,
        )
        if till.active != known.active:
            ended = 0 if till.active else node.clock.now()
            why = "" if till.active else reason.strip()[:LONGEST_REASON] or "außer Betrieb genommen"
            till = replace(till, decommissioned_at=ended, decommissioned_reason=why)
        refused = _refusal(node, known, till)
        if refused is not None:
            return refused
        if till == known:
            return known
        now = node.clock.now()
        day, entry_id = office_day(node, now), node.ids.new()

        def job(tx: Tx) -> None:
            change(tx, node.journal, "till", id, till, entry_id=entry_id, at=now, day=day, actor=actor.staff, till=id)

        written_down = await written(node, job)
    if isinstance(written_down, Failure):
        return written_down
    if till.signers != known.signers:
        arrange(node)
        await node.signing.register(till.serial)
    node.bus.tell("state", id)
    return till


def _refusal(node: Node, known: Till, till: Till) -> Failure | None:
    if not till.name or len(till.name) > 60 or not till.name.isprintable():
        return Failure("bad_input", {"field": "name"})
    same = till.name.casefold()
    if any(other.name.casefold() == same and other.id != till.id for other in node.masterdata.tills):
        return Failure("name_taken", {"name": till.name})
    if till.printer != known.printer and till.printer and node.printers.get(till.printer) is None:
        return Failure("printer_missing", {})
    if till.terminal != known.terminal and till.terminal and node.terminals.get(till.terminal) is None:
        return Failure("terminal_missing", {})
    if till.signers != known.signers and not set(till.signers) <= {one.id for one in used(node)}:
        return Failure("tse_not_found", {})
    if any(not 0 < len(text) <= 50 or not text.isprintable() for text in (till.maker, till.model)):
        return Failure("bad_input", {"field": "maker" if till.maker == known.maker else "model"})
    if not re.fullmatch(r"(\d{4}-\d\d-\d\d)?", till.acquired_on):
        return Failure("bad_input", {"field": "acquired_on"})
    if till.place not in node.masterdata.places.by_id:
        return Failure("stock_place_unknown", {})
    busy = node.till_days.of(till.id).open or any(basket.till == till.id for basket in node.open.values())
    return Failure("till_open", {}) if known.active and not till.active and busy else None
