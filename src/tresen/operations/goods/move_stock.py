"""Goods come, are counted, go from place to place, or are written off: entries of kind `stock` with transfers.

A count states what is there; what it differs by is a visible transfer from or to `world:count`. A mistake is undone
by the counter-movement. Selling below zero is allowed at the till, so balances may be negative.
"""

from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Final

import msgspec

from tresen.core.failures import Failure
from tresen.core.ids import is_id
from tresen.core.sheet import MAX_PRICE, MAX_QUANTITY
from tresen.journal.entry import Draft, Transfer, encode
from tresen.journal.read import by_seqs, known_in_tx
from tresen.ledger import accounts
from tresen.masterdata.records import change
from tresen.operations.node import Actor, Node
from tresen.operations.rights import check
from tresen.operations.writing import office_day, written
from tresen.store.writer import Tx

MOST_LINES: Final = 2000
LONGEST: Final = 1000 * MAX_QUANTITY
OWN_USE: Final = ("eigenverbrauch", "eigenbedarf", "own use", "personal use")
"""Words of a reason that make a write-off a withdrawal by the owner (§3(1b) UStG)."""


@dataclass(slots=True)
class StockLine:
    """`quantity` in thousandths. `cost`: the new purchase price in cents per the article's `per`, None: as before."""

    article: str
    quantity: int
    cost: int | None = None


@dataclass(slots=True)
class StockAct:
    """`receive` adds, `count` states what is at the place, `adjust` books a signed difference with its reason,
    `transfer` moves from `place` to `to`. The id is made by the office.
    """

    id: str
    kind: str
    place: str
    lines: tuple[StockLine, ...]
    to: str = ""
    reason: str = ""
    note: str = ""


@dataclass(slots=True)
class MovedLine:
    """What became of a line: the difference it made at the place and what is there afterwards."""

    article: str
    difference: int
    quantity: int


@dataclass(slots=True)
class StockDone:
    """`entry`: number of the journal entry, names the act for undo."""

    entry: int
    lines: tuple[MovedLine, ...]


@dataclass(slots=True)
class StockBody:
    """Content of an entry of kind `stock`. Opening stocks have no `act`."""

    transfers: tuple[Transfer, ...] = ()
    act: str = ""
    place: str = ""
    to: str = ""
    reason: str = ""
    note: str = ""
    lines: tuple[MovedLine, ...] = ()
    undoes: int = 0
    """Number of the entry that this one takes back."""
    costs: dict[str, int] = field(default_factory=dict)


decode_stock = msgspec.json.Decoder(StockBody).decode


async def move_stock(node: Node, actor: Actor, act: StockAct) -> StockDone | Failure:
    """Write the act down once; the same id again gets the first answer."""
    refused = check(node, actor, "stock") or _refusal(node, act)
    if refused is not None:
        return refused
    now = node.clock.now()
    day, ids = office_day(node, now), [node.ids.new() for _ in act.lines]

    def job(tx: Tx) -> StockDone:
        known = known_in_tx(tx, act.id)
        if known is not None:
            return StockDone(known[0], decode_stock(known[1]).lines)
        body = _body(node, act)
        content = encode(body)
        entry = node.journal.append(
            tx, Draft(act.id, "stock", now, day, content, body.transfers, actor.staff, subject=f"place:{act.place}")
        )
        for line, entry_id in zip(act.lines, ids, strict=True):
            record = node.masterdata.articles.get(line.article)
            if line.cost is not None and record is not None and line.cost != record.cost:
                priced = replace(record, cost=line.cost)
                change(
                    tx, node.journal, "article", line.article, priced, entry_id=entry_id, at=now, day=day,
                    actor=actor.staff, source="receive",
                )  # fmt: skip
        return StockDone(entry.seq, body.lines)

    async with node.changing:
        done = await written(node, job)
    if not isinstance(done, Failure):
        node.bus.tell("stock", place=act.place, articles=[line.article for line in act.lines[:50]])
    return done


def _refusal(node: Node, act: StockAct) -> Failure | None:
    md = node.masterdata
    if act.kind not in ("receive", "count", "adjust", "transfer"):
        return Failure("bad_input", {"field": "kind"})
    if not is_id(act.id):
        return Failure("bad_input", {"field": "id"})
    if act.place not in md.places.by_id or (act.kind == "transfer" and act.to not in md.places.by_id):
        return Failure("stock_place_unknown", {})
    if act.kind == "transfer" and act.to == act.place:
        return Failure("bad_input", {"field": "to"})
    if act.kind == "adjust" and not act.reason.strip():
        return Failure("reason_needed", {})
    if not act.lines:
        return Failure("bad_input", {"field": "lines"})
    if len(act.lines) > MOST_LINES:
        return Failure("too_much", {"limit": MOST_LINES})
    if len({line.article for line in act.lines}) != len(act.lines):
        return Failure("bad_input", {"field": "article"})
    least = {"receive": 1, "transfer": 1, "count": 0, "adjust": -LONGEST}[act.kind]
    for line in act.lines:
        if md.articles.get(line.article) is None:
            return Failure("article_not_found", {"article": line.article})
        if not least <= line.quantity <= LONGEST or (act.kind == "adjust" and line.quantity == 0):
            return Failure("bad_input", {"field": "quantity"})
        if line.cost is not None and not 0 <= line.cost <= MAX_PRICE:
            return Failure("bad_input", {"field": "cost"})
    return None


def _body(node: Node, act: StockAct) -> StockBody:
    """What the act moves, decided by the writer, so that a sale before it counts and one after it does not."""
    moved: list[Transfer] = []
    lines: list[MovedLine] = []
    for line in act.lines:
        article = node.masterdata.articles[line.article].article
        here = accounts.stock(act.place, article.id)
        before = node.balances.of(here, article.unit)
        difference = line.quantity - before if act.kind == "count" else line.quantity
        if act.kind == "transfer":
            difference = -line.quantity
        lines.append(MovedLine(article.id, difference, before + difference))
        if difference:
            other, reason = _other_side(act, article.id, difference)
            source, target = (other, here) if difference > 0 else (here, other)
            moved.append(Transfer(source, target, abs(difference), article.unit, reason))
    costs = {line.article: line.cost for line in act.lines if line.cost is not None}
    return StockBody(
        tuple(moved), act.kind, act.place, act.to, act.reason.strip()[:200], act.note.strip()[:500], tuple(lines),
        costs=costs,
    )  # fmt: skip


def _other_side(act: StockAct, article: str, difference: int) -> tuple[str, str]:
    """The account at the other end and the kind of movement."""
    if act.kind == "receive":
        return accounts.SUPPLIER, "receive"
    if act.kind == "count":
        return accounts.COUNT, "count"
    if act.kind == "transfer":
        return accounts.stock(act.to, article), "transfer"
    if difference < 0 and any(words in act.reason.lower() for words in OWN_USE):
        return accounts.OWNER, "own_use"
    return accounts.LOSS, "loss"


async def undo_stock(node: Node, actor: Actor, entry: int) -> StockDone | Failure:
    """Write the counter-movement of an act. A second undo of the same act answers with the first."""
    missing = check(node, actor, "stock")
    if missing is not None:
        return missing
    found = (await node.database.read(lambda connection: by_seqs(connection, [entry]))).get(entry)
    if found is None or found.kind != "stock":
        return Failure("not_found", {"entry": entry})
    undone = decode_stock(found.body)
    if undone.undoes:
        return Failure("bad_input", {"field": "entry"})
    id = sha256(f"undo {found.id}".encode()).hexdigest()[:32]
    now = node.clock.now()
    day = office_day(node, now)

    def job(tx: Tx) -> StockDone:
        known = known_in_tx(tx, id)
        if known is not None:
            return StockDone(known[0], decode_stock(known[1]).lines)
        moved = tuple(Transfer(t.target, t.source, t.amount, t.unit, "undo") for t in undone.transfers)
        lines = []
        for line in undone.lines:
            here = accounts.stock(undone.place, line.article)
            unit = node.masterdata.articles[line.article].article.unit
            lines.append(MovedLine(line.article, -line.difference, node.balances.of(here, unit) - line.difference))
        body = StockBody(moved, "undo", undone.place, undone.to, undone.reason, undone.note, tuple(lines), undoes=entry)
        draft = Draft(id, "stock", now, day, encode(body), moved, actor.staff, subject=f"place:{undone.place}")
        return StockDone(node.journal.append(tx, draft).seq, body.lines)

    done = await written(node, job)
    if not isinstance(done, Failure):
        node.bus.tell("stock", place=undone.place, articles=[line.article for line in undone.lines[:50]])
    return done
