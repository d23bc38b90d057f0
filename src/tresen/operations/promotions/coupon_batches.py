"""Coupon batches: single-use codes made in advance, to be printed, mailed or handed out."""

import csv
import io
from dataclasses import dataclass, replace
from typing import Final

from tresen.core.failures import Failure
from tresen.ledger import accounts
from tresen.ledger.use_accounts import USE
from tresen.masterdata.kinds import CouponBatch
from tresen.masterdata.records import change
from tresen.operations.node import Actor, Node
from tresen.operations.promotions.coupon_codes import BATCHES, batch_number, code_in_batch, spaced_code
from tresen.operations.promotions.promotion_rules import span_faults
from tresen.operations.rights import check
from tresen.operations.writing import office_day, written
from tresen.store.writer import Tx

MOST_CODES: Final = 100_000


@dataclass(slots=True)
class NewBatch:
    """What the office asks for. Days as YYYY-MM-DD, empty: at once, without end."""

    id: str
    promotion: str
    name: str
    count: int
    valid_from: str = ""
    valid_to: str = ""


async def create_batch(node: Node, actor: Actor, wanted: NewBatch) -> CouponBatch | Failure:
    """Make codes; the same id again answers with the first. The codes follow from the batch and are stored nowhere."""
    missing = check(node, actor, "masterdata")
    if missing is not None:
        return missing
    async with node.changing:
        known = node.masterdata.coupon_batches.get(wanted.id)
        if known is not None:
            return known
        refused = _refused(node, wanted)
        if refused is not None:
            return refused
        number = next_batch_number(node)
        if isinstance(number, Failure):
            return number
        batch = CouponBatch(
            wanted.id, number, wanted.promotion, " ".join(wanted.name.split()), wanted.count, wanted.valid_from,
            wanted.valid_to, node.clock.now(),
        )  # fmt: skip
        return await _store(node, actor, batch)


async def switch_batch(node: Node, actor: Actor, id: str, *, active: bool) -> CouponBatch | Failure:
    """Take its codes, or take them no longer."""
    missing = check(node, actor, "masterdata")
    if missing is not None:
        return missing
    async with node.changing:
        known = node.masterdata.coupon_batches.get(id)
        if known is None:
            return Failure("not_found", {"batch": id[:64]})
        return await _store(node, actor, replace(known, active=active)) if known.active != active else known


def codes_of(node: Node, batch: CouponBatch, first: int = 0, count: int = MOST_CODES) -> list[tuple[str, bool]]:
    """Codes of a batch made in advance, and whether each was used."""
    found = []
    for serial in range(first, min(first + count, batch.count)):
        code = code_in_batch(node, batch, serial)
        found.append((code, node.balances.of(accounts.coupon(code), USE) > 0))
    return found


def codes_csv(node: Node, batch: CouponBatch, language: str) -> str:
    """All codes of a batch as a table for spreadsheets and mail programs."""
    english = language.startswith("en")
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    heads = ("Code", "Readable", "Valid from", "Valid to", "Used") if english else (
        "Code", "Lesbar", "Gültig ab", "Gültig bis", "Eingelöst"
    )  # fmt: skip
    writer.writerow(heads)
    for code, used in codes_of(node, batch):
        said = ("yes" if english else "ja") if used else ""
        writer.writerow((code, spaced_code(code), batch.valid_from, batch.valid_to, said))
    return "\ufeff" + text.getvalue()


def used_by_batch(node: Node) -> dict[int, int]:
    """How many codes of each batch were used, by the batch's number."""
    found: dict[int, int] = {}
    prefix = accounts.coupon("")
    for account, uses in node.balances.starting_with(prefix, USE).items():
        number = batch_number(account.removeprefix(prefix))
        if uses > 0 and number is not None:
            found[number] = found.get(number, 0) + 1
    return found


def next_batch_number(node: Node) -> int | Failure:
    """A number that no batch ever had. The caller holds `node.changing`."""
    number = max(node.masterdata.batch_numbers, default=0) + 1
    return number if number < BATCHES else Failure("too_much", {"limit": BATCHES})


def _refused(node: Node, wanted: NewBatch) -> Failure | None:
    opened = node.masterdata.promotions.get(wanted.promotion)
    if opened is None:
        return Failure("promotion_not_found", {})
    if not opened.when.coupon:
        return Failure("promotion_faulty", {"field": "when.coupon"})
    if not 1 <= wanted.count <= MOST_CODES:
        return Failure("bad_input", {"field": "count"})
    if not wanted.name.strip() or len(wanted.name) > 60 or not wanted.name.isprintable():
        return Failure("bad_input", {"field": "name"})
    id = wanted.id
    if not id or len(id) > 64 or not id.isascii() or not id.isprintable() or ":" in id:
        return Failure("bad_input", {"field": "id"})
    if any(len(day) not in (0, 10) for day in (wanted.valid_from, wanted.valid_to)):
        return Failure("bad_input", {"field": "valid_from"})
    wrong = next(span_faults(wanted.valid_from, wanted.valid_to), None)
    if wrong == "valid_to" and wanted.valid_from == wanted.valid_to:
        return None  # one day: both ends are days and count
    return Failure("bad_input", {"field": wrong}) if wrong is not None else None


async def _store(node: Node, actor: Actor, batch: CouponBatch) -> CouponBatch | Failure:
    now, entry_id = node.clock.now(), node.ids.new()
    day = office_day(node, now)

    def job(tx: Tx) -> None:
        change(
            tx, node.journal, "coupon_batch", batch.id, batch, entry_id=entry_id, at=now, day=day, actor=actor.staff
        )  # fmt: skip

    refused = await written(node, job)
    if isinstance(refused, Failure):
        return refused
    node.bus.tell("masterdata", kind="coupon_batch", id=batch.id)
    return batch
