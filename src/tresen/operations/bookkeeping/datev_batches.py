"""Hand closings over as a DATEV posting batch: each once. A batch is remembered and can be made again byte by byte.

What was handed over by mistake is taken back by a batch of the same rows with Generalumkehr, never by sending other
figures under the same numbers; after that its closings can be handed over anew.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec

from tresen.core.failures import Failure
from tresen.fiscal.datev.batch import Period, period_of, written
from tresen.fiscal.datev.rows import AccountMissing, BatchRow, ClosingSums, rows_of
from tresen.fiscal.datev.settings import DatevSettings
from tresen.journal.entry import Draft, Entry, encode
from tresen.journal.read import PAGE_LIMIT, by_id, closings_page, of_kind_in_tx, page
from tresen.operations.drawer.close_day import decode_closing
from tresen.operations.node import Actor, Node
from tresen.operations.rights import check
from tresen.operations.writing import office_day
from tresen.operations.writing import written as written_down
from tresen.store.writer import Refused, Tx

KIND: Final = "datev_batch"
MOST: Final = 20_000
"""Closings of one batch."""
PIECE: Final = 500


@dataclass(slots=True)
class Batch:
    """A batch as it is in the journal; with its closings it is enough to make the file again."""

    first: str
    last: str
    closings: list[str]
    """Ids, oldest first."""
    settings: DatevSettings
    made_at: str
    rows: int
    sha256: str
    cash: int
    """What the cash account changes by, cents."""
    reverses: str = ""
    """Id of the batch that this one takes back."""
    name: str = ""
    id: str = ""
    at: int = 0
    taken_back: bool = False


@dataclass(slots=True)
class _Found:
    batches: list[Batch] = field(default_factory=list)
    closings: list[Entry] = field(default_factory=list)


decode_batch = msgspec.json.Decoder(Batch).decode


async def make_batch(node: Node, actor: Actor, first: str, last: str) -> tuple[Batch, bytes] | Failure:
    """Hand over every closing of a period (business days) that was not handed over yet."""
    missing = check(node, actor, "fiscal")
    if missing is not None:
        return missing
    settings = node.masterdata.settings.datev
    if not settings.ready:
        return Failure("datev_not_set_up", {})
    found = await node.database.read(
        lambda connection: _Found(_batches(connection), _closings(connection, first, last))
    )
    done = _handed_over(found.batches)
    entries = [entry for entry in found.closings if entry.id not in done]
    if not entries:
        return Failure("datev_nothing_new", {})
    if len(entries) > MOST:
        return Failure("too_much", {"limit": MOST})
    return await _hand_over(node, actor, entries, settings, "")


async def take_back(node: Node, actor: Actor, id: str) -> tuple[Batch, bytes] | Failure:
    """A batch that cancels another one, row by row."""
    missing = check(node, actor, "fiscal")
    if missing is not None:
        return missing
    batches = await node.database.read(_batches)
    batch = next((one for one in batches if one.id == id), None)
    if batch is None:
        return Failure("not_found", {})
    if batch.reverses or batch.taken_back:
        return Failure("datev_taken_back", {})
    entries = await node.database.read(lambda connection: _by_ids(connection, batch.closings))
    return await _hand_over(node, actor, entries, batch.settings, batch.id)


async def batches_of(node: Node) -> list[Batch]:
    """All batches, newest first."""
    found = await node.database.read(_batches)
    return found[::-1]


async def file_of(node: Node, id: str) -> tuple[Batch, bytes] | Failure:
    """The file of a batch, as it was handed over."""
    batch = next((one for one in await batches_of(node) if one.id == id), None)
    if batch is None:
        return Failure("not_found", {})
    entries = await node.database.read(lambda connection: _by_ids(connection, batch.closings))
    content = _file(batch, _rows(entries, batch.settings, reversal=bool(batch.reverses)))
    assert hashlib.sha256(content).hexdigest() == batch.sha256, "the same closings and settings make the same file"
    return batch, content


async def _hand_over(
    node: Node, actor: Actor, entries: list[Entry], settings: DatevSettings, reverses: str
) -> tuple[Batch, bytes] | Failure:
    try:
        rows = _rows(entries, settings, reversal=bool(reverses))
    except AccountMissing as missing:
        return Failure("datev_account_missing", {"role": str(missing)})
    if not rows:
        return Failure("datev_nothing_new", {})
    now = node.clock.now()
    days = [entry.business_day for entry in entries]
    period = period_of(min(days), max(days), settings)
    if period is None:
        return Failure("datev_two_years", {})
    moment = node.local(next(iter(node.masterdata.shops)), now)
    batch = Batch(
        period.first, period.last, [entry.id for entry in entries], settings, _stamp(moment, now), len(rows), "",
        _cash(rows, settings), reverses, _name(period, moment, reverses=bool(reverses)), node.ids.new(), now,
    )  # fmt: skip
    content = _file(batch, rows)
    batch.sha256 = hashlib.sha256(content).hexdigest()
    subject = f"datev:{reverses or batch.id}"
    draft = Draft(batch.id, "datev_batch", now, office_day(node, now), encode(batch), (), actor.staff, subject=subject)

    def job(tx: Tx) -> None:
        known = {one.id: one for one in _in_tx(tx)}
        wanted = set(batch.closings)
        if reverses and known[reverses].taken_back:
            raise Refused(Failure("datev_taken_back", {}))
        if not reverses and wanted & _handed_over(known.values()):
            raise Refused(Failure("conflict", {}))
        node.journal.append(tx, draft)

    refused = await written_down(node, job)
    return refused if isinstance(refused, Failure) else (batch, content)


def _rows(entries: Iterable[Entry], settings: DatevSettings, *, reversal: bool) -> list[BatchRow]:
    made = []
    for entry in entries:
        closing = decode_closing(entry.body)
        sums = ClosingSums(
            closing.till, closing.till_record.name, entry.counter, entry.business_day, closing.totals.cases,
            closing.totals.payments, closing.party.small_business,
        )  # fmt: skip
        made.extend(rows_of(sums, settings, reversal=reversal))
    return made


def _file(batch: Batch, rows: list[BatchRow]) -> bytes:
    period = period_of(batch.first, batch.last, batch.settings)
    assert period is not None, "it was one fiscal year when it was made"
    title = f"{'Storno ' if batch.reverses else ''}Kasse {batch.first[8:10]}.{batch.first[5:7]}.-{batch.last[8:10]}.{batch.last[5:7]}."
    return written(rows, batch.settings, period, batch.made_at, title=title)


def _cash(rows: Iterable[BatchRow], settings: DatevSettings) -> int:
    """The signed sum on the cash account, whichever side it stands on."""
    account = settings.account("cash")
    return sum(
        one.signed if one.account == account else -one.signed for one in rows if account in (one.account, one.contra)
    )


def _name(period: Period, moment: str, *, reverses: bool) -> str:
    stamp = moment.replace("-", "").replace(":", "").replace("T", "-")
    return f"EXTF_Buchungsstapel_{period.first}_{period.last}{'_Storno' if reverses else ''}_{stamp[:15]}.csv"


def _stamp(moment: str, now: int) -> str:
    return "".join(sign for sign in moment if sign.isdecimal())[:14] + f"{now % 1000:03d}"


def _handed_over(batches: Iterable[Batch]) -> set[str]:
    return {closing for one in batches if not one.reverses and not one.taken_back for closing in one.closings}


def _batches(connection: Any) -> list[Batch]:
    """All batches, oldest first, with what became of them."""
    entries: list[Entry] = []
    before = 0
    while True:
        piece = page(connection, kind=KIND, before=before, limit=PAGE_LIMIT)
        entries.extend(piece)
        if len(piece) < PAGE_LIMIT:
            break
        before = piece[-1].seq
    return _with_fate((entry.id, entry.at, entry.body) for entry in reversed(entries))


def _in_tx(tx: Tx) -> list[Batch]:
    return _with_fate((entry.id, entry.at, entry.body) for entry in of_kind_in_tx(tx, KIND))


def _with_fate(rows: Iterable[tuple[str, int, bytes]]) -> list[Batch]:
    found: dict[str, Batch] = {}
    for id, at, body in rows:
        batch = decode_batch(body)
        batch.id, batch.at = id, at
        found[id] = batch
        if batch.reverses in found:
            found[batch.reverses].taken_back = True
    return list(found.values())


def _closings(connection: Any, first: str, last: str) -> list[Entry]:
    """Closings of a period, oldest first."""
    found: list[Entry] = []
    while True:
        piece, total = closings_page(connection, "", first, last, len(found), PIECE)
        found.extend(piece)
        if len(found) >= min(total, MOST + 1) or not piece:
            return found[::-1]


def _by_ids(connection: Any, ids: Iterable[str]) -> list[Entry]:
    found = [by_id(connection, id) for id in ids]
    return [entry for entry in found if entry is not None]
