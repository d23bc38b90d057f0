"""Compute a handed-out basket again, with the engine and the masterdata the till had; what differs becomes a deviation.

A queue behind the commit: the till's confirmation never waits for it, a crash loses nothing, and whatever comes of it
the receipt stays as it was printed.
"""

import asyncio
import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

import msgspec

from tresen.core.article import Barcode
from tresen.core.business_day import business_day
from tresen.core.promotion import Usage
from tresen.core.quote import Quote
from tresen.core.receipt import Receipt
from tresen.fiscal.questions import QuoteQuestion, Rules, RulesShop, SoldReceipt
from tresen.journal.entry import encode
from tresen.journal.read import by_id
from tresen.ledger import accounts
from tresen.ledger.finding import with_returns
from tresen.ledger.receipt_list import has_bought
from tresen.ledger.receipts import receipt_of
from tresen.ledger.use_accounts import USE, uses_of
from tresen.masterdata.as_of import masterdata_as_of
from tresen.masterdata.records import Masterdata
from tresen.operations.engine_archive import EngineUnknown
from tresen.operations.node import Node
from tresen.operations.people.customer_facts import customer_facts
from tresen.operations.promotions.coupon_codes import opened_by, plain_code
from tresen.operations.selling.offering import usage_of
from tresen.operations.taking_in.handed_out import HandingOut, RaisedDeviation, decode_taken
from tresen.operations.taking_in.raising import raise_deviations, tell
from tresen.store import queues
from tresen.store.connection import StorageDown, StorageFull
from tresen.store.queues import QueueItem
from tresen.store.writer import Tx

QUEUE: Final = "requote"
PIECE: Final = 20
PAUSE: Final = 60.0
"""Seconds until what a full disk kept from being done is tried again."""


@dataclass(slots=True)
class _Recalled:
    """What the journal says of the receipt and of what the till knew."""

    receipt: Receipt
    how: HandingOut
    masterdata: Masterdata
    sold: tuple[SoldReceipt, ...]
    bought_before: bool


async def requote_queue(node: Node) -> None:
    """Runs for as long as the node lives: woken when something was taken in; ordinary sales cost it nothing."""
    archive = node.engines
    assert archive is not None, "the composition root says where the engines lie"
    while True:
        archive.wanted.clear()
        with contextlib.suppress(StorageFull, StorageDown):  # the items stay; the next round tries again
            await requote_due(node)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PAUSE):
                await archive.wanted.wait()


async def requote_due(node: Node) -> int:
    """Compute everything again that is due now; returns how many receipts that were."""
    done = 0
    while True:
        now = node.clock.now()
        items = await node.writer.write(lambda tx, now=now: queues.due(tx, QUEUE, now, PIECE))  # type: ignore[misc]
        for item in items:
            await _requote(node, item)
        done += len(items)
        if len(items) < PIECE:
            return done


async def _requote(node: Node, item: QueueItem) -> None:
    id = str(item.body.get("receipt", ""))
    recalled = await node.database.read(lambda connection: _recall(connection, id))
    raised = await _differences(node, recalled) if recalled is not None else []
    done = replace(item, tries=item.tries + 1, state="done")

    def job(tx: Tx) -> None:
        if recalled is not None:
            raise_deviations(node, tx, recalled.receipt, raised)
        queues.put(tx, done)

    await node.writer.write(job)
    if recalled is not None and raised:
        await tell(node, recalled.receipt.till)


def _recall(connection: Any, id: str) -> _Recalled | None:
    """None if there is nothing to compute."""
    entry = by_id(connection, id)
    how = decode_taken(entry.body).handed_out if entry is not None and entry.kind == "receipt" else None
    if entry is None or how is None:
        return None
    receipt = receipt_of(entry.body, entry.counter)
    rules, goods = how.rules_version or entry.seq, how.goods_version or entry.seq
    articles = {line.article for line in how.basket.lines} | {line.article for line in receipt.lines}
    masterdata = masterdata_as_of(connection, rules, goods, articles - {""})
    sold = []
    for taken_back in receipt.refers_to:
        found = with_returns(connection, taken_back, before=entry.seq)
        if found is not None:
            sold.append(SoldReceipt(*found))
    bought = bool(receipt.customer) and has_bought(connection, receipt.customer, before=entry.seq)
    return _Recalled(receipt, how, masterdata, tuple(sold), bought)


async def _differences(node: Node, recalled: _Recalled) -> list[RaisedDeviation]:
    receipt = recalled.receipt
    if len(recalled.sold) < len(receipt.refers_to):
        return []  # told already: the sale is not here
    archive = node.engines
    try:
        rules, question = _rules(node, recalled), await _question(node, recalled)
        if archive is None:
            raise EngineUnknown(recalled.how.engine)
        answer = await archive.quote(recalled.how.engine, encode(rules).decode(), encode(question).decode())
        quoted = msgspec.json.decode(answer, type=Quote)
    except (StorageFull, StorageDown):
        raise
    except Exception as error:  # noqa: BLE001 - whatever no engine can compute: the figures stay and the queue goes on
        return [RaisedDeviation("engine_unknown", {"reason": str(error)[:200]})]
    earners = {each.receipt.id: each.receipt.customer for each in recalled.sold}
    return compared(receipt, quoted, recalled.how, earners, points=node.masterdata.settings.offline.points)


def _rules(node: Node, recalled: _Recalled) -> Rules:
    md, shop = recalled.masterdata, node.masterdata.shops.get(recalled.receipt.shop)
    rates = md.rates
    settings = md.excerpt("2000-01-01", recalled.receipt.shop).settings
    start = shop.day_start if shop is not None else 0
    return Rules(
        1, rates, md.offers.promotions, md.offers.price_lists, settings, RulesShop(recalled.receipt.shop, start)
    )  # fmt: skip


async def _question(node: Node, recalled: _Recalled) -> QuoteQuestion:
    """The same question as the till asked its engine, as far as the node can know."""
    receipt, md, basket = recalled.receipt, recalled.masterdata, recalled.how.basket
    at = datetime.fromtimestamp((recalled.how.quoted_at or receipt.finished_at) // 1000, ZoneInfo(receipt.time_zone))
    shop = node.masterdata.shops.get(receipt.shop)
    day = business_day(at, shop.day_start if shop is not None else 0)
    customer = None
    if basket.customer and (md.offers.promotions or md.offers.price_lists):
        customer = await customer_facts(node, basket.customer, birthday=md.offers.by_birthday)
    if customer is not None:
        customer = replace(customer, first_purchase=not recalled.bought_before)
    codes = tuple(dict.fromkeys(plain_code(code) for code in basket.codes[:20]))
    own = uses_of(receipt)
    counted = usage_of(node, md.offers, basket.customer, day, codes)
    usage = Usage(
        {id: uses - own.get(accounts.uses_of(id, basket.customer), 0) for id, uses in counted.customer.items()},
        {id: uses - own.get(accounts.uses_on(id, receipt.business_day), 0) for id, uses in counted.day.items()},
        {id: uses - own.get(accounts.uses(id), 0) for id, uses in counted.total.items()},
        {code: uses - own.get(accounts.coupon(code), 0) for code, uses in counted.codes.items()},
    )
    coupons = {}
    for code in codes:
        promotion = opened_by(node, code, day)
        if promotion and node.balances.of(accounts.coupon(code), USE) - own.get(accounts.coupon(code), 0) <= 0:
            coupons[code] = promotion
    barcodes: tuple[Barcode, ...] = tuple(md.priced_barcodes.values())
    return QuoteQuestion(
        basket, at.strftime("%Y-%m-%dT%H:%M:%S"), tuple(md.priced.values()), barcodes, customer, usage, coupons,
        receipts=recalled.sold,
    )  # fmt: skip


def compared(
    receipt: Receipt, quoted: Quote, how: HandingOut, earners: Mapping[str, str], *, points: bool = True
) -> list[RaisedDeviation]:
    """What of the receipt the engine computes otherwise: pure. `earners`: whose points a sale brought, by its id."""
    found = []
    if quoted.total != receipt.total:
        found.append(RaisedDeviation("price_differs", {"amount_till": receipt.total, "amount_node": quoted.total}))
    else:
        printed, computed = (
            [(line.article, line.quantity, line.amount) for line in lines] for lines in (receipt.lines, quoted.lines)
        )
        if printed != computed:
            name, till, node = _first_difference(receipt, quoted)
            detail: dict[str, str | int] = {"amount_till": till, "amount_node": node, "line": name}
            found.append(RaisedDeviation("price_differs", detail))
    taxes = {(tax.key, tax.rate): (tax.net, tax.vat) for tax in receipt.taxes if tax.gross}
    wanted = {(tax.key, tax.rate): (tax.net, tax.vat) for tax in quoted.taxes if tax.gross}
    if not found and taxes != wanted:
        sums = {"amount_till": sum(vat for _, vat in taxes.values()), "amount_node": sum(v for _, v in wanted.values())}
        found.append(RaisedDeviation("tax_differs", dict(sums)))
    if not found and receipt.type == "Beleg":
        found += _points_compared(receipt, quoted, earners, points=points)
    above = any(warning.code == "discount_limit" for warning in quoted.warnings)
    if above and not any(note.act == "discount_above_limit" for note in how.approvals):
        found.append(RaisedDeviation("discount_limit"))
    return found


def _points_compared(
    receipt: Receipt, quoted: Quote, earners: Mapping[str, str], *, points: bool
) -> list[RaisedDeviation]:
    """Points of the customer and of whoever earned those that returns take back."""
    taken: dict[str, int] = {}
    for line in quoted.lines:
        earner = earners.get(line.return_receipt, "") if line.points else ""
        if earner:
            taken[earner] = taken.get(earner, 0) - line.points
    printed = dict(receipt.points_taken)
    if printed != taken:
        sums = {"points_till": -sum(printed.values()), "points_node": -sum(taken.values())}
        return [RaisedDeviation("points_differ", dict(sums))]
    if not receipt.customer or not (points or receipt.points):
        return []
    earned = sum(line.points for line in quoted.lines if line.points > 0 and not line.return_receipt)
    expected = earned - taken.get(receipt.customer, 0)
    if expected == receipt.points:
        return []
    return [RaisedDeviation("points_differ", {"points_till": receipt.points, "points_node": expected})]


def _first_difference(receipt: Receipt, quoted: Quote) -> tuple[str, int, int]:
    for printed, computed in zip(receipt.lines, quoted.lines, strict=False):
        if (printed.article, printed.quantity, printed.amount) != (
            computed.article,
            computed.quantity,
            computed.amount,
        ):
            return printed.name, printed.amount, computed.amount
    return "", receipt.total, quoted.total
