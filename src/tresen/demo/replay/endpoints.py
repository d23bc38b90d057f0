"""Every address of the node that the replay uses, and the shape of what goes there and comes back: all in this file."""

import asyncio
import io
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import replace
from typing import Any, Final
from urllib.parse import quote as escaped

import msgspec

from tresen.core.basket import Basket
from tresen.core.receipt import Tender
from tresen.demo.goods import Good, write_goods
from tresen.demo.replay.connection import Connection, Reply
from tresen.demo.replay.mapping import PAID_OUT
from tresen.demo.replay.steps import Abort, CloseDay, OpenDay, PayOut, Sell, Step

API: Final = "/api/v1"
MARK: Final = "J"
"""What the numbers of the replay's articles begin with."""
COINS: Final = (
    200_00, 100_00, 50_00, 20_00, 10_00, 5_00, 2_00, 1_00, 50, 20, 10, 5, 2, 1,
)  # fmt: skip
_PAGE: Final = 200
_ROWS_PER_IMPORT: Final = 5_000
_ASK_AGAIN: Final = 0.02
_IMPORT_PAUSE: Final = 0.05
_ASKS: Final = 1_500


class NodeRefused(Exception):
    """The node said no; a replay that is not exact stops."""

    def __init__(self, what: str, reply: Reply) -> None:
        """`what` was asked for in plain words."""
        super().__init__(f"{what}: {reply.code} ({reply.status}) {reply.body[:300].decode(errors='replace')}")
        self.code = reply.code


class NoPracticeShop(Exception):
    """The node is a real shop: a replay would book invented sales into its journal."""


class TillRow(msgspec.Struct):
    """A till as the office sees it."""

    id: str
    name: str


class Paired(msgspec.Struct):
    """What a device gets when it is paired."""

    till: Any
    key: str


class ReceiptRow(msgspec.Struct):
    """A receipt in the office's list."""

    id: str
    kind: str
    total: int
    signature: str = ""
    first_line: str = ""


class StockRow(msgspec.Struct):
    """What lies of an article over all places, thousandths."""

    number: str
    quantity: int


class _ArticleRow(msgspec.Struct):
    id: str
    number: str


class _Import(msgspec.Struct):
    id: str
    missing: list[str] = []
    errors: list[Any] = []
    state: str = "checked"


class CustomerRow(msgspec.Struct):
    """A customer with the balance of points."""

    id: str
    points: int = 0


class _Setup(msgspec.Struct):
    demo: bool


class _Code(msgspec.Struct):
    code: str


class _Session(msgspec.Struct):
    session: str


class _Payment(msgspec.Struct):
    state: str


class _Total(msgspec.Struct):
    id: str
    total: int


class _Sold(msgspec.Struct):
    receipt: _Total
    repeated: bool = False


class Office:
    """The replay as a user of the office."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    async def must_be_practice(self) -> None:
        """Raise `NoPracticeShop` unless the node says that it is one."""
        setup = await self._get(f"{API}/setup", _Setup)
        if not setup.demo:
            raise NoPracticeShop

    async def sign_in(self, name: str, password: str) -> None:
        """Open a session."""
        reply = await self.connection.post(f"{API}/office/sign-in", {"name": name, "password": password})
        _accept("sign in to the office", reply)
        cookies = "; ".join(f"{name}={value}" for name, value in reply.cookies.items())
        self.connection.headers |= {"Cookie": cookies, "X-Tresen": "1"}

    async def paired_till(self, name: str) -> tuple[str, str]:
        """Id and device key of the till of this name; it is created if it is not there yet."""
        tills = await self._get(f"{API}/office/tills", list[TillRow])
        till = next((till for till in tills if till.name == name), None)
        if till is None:
            till = await self._post(f"{API}/office/tills", {"name": name}, TillRow)
        pairing = await self._post(f"{API}/office/tills/{till.id}/pairing", {}, _Code)
        paired = await self._post(f"{API}/pair", {"code": pairing.code, "device_name": f"Replay {name}"}, Paired)
        return till.id, paired.key

    async def import_articles(self, goods: Iterable[Good]) -> None:
        """Bring articles in as a table, some thousand in a go; known ones stay as they are."""
        rest = list(goods)
        while rest:
            part, rest = rest[:_ROWS_PER_IMPORT], rest[_ROWS_PER_IMPORT:]
            table = io.StringIO()
            write_goods(part, table)
            body, kind = _form(table.getvalue(), "replay.csv", dry_run="true")
            reply = await self.connection.send("POST", f"{API}/office/articles/import", body, kind)
            _accept("check the articles", reply)
            run = msgspec.json.decode(reply.body, type=_Import)
            if run.missing or run.errors:
                raise NodeRefused("import the articles", reply)
            await self._apply(f"{API}/office/imports/{run.id}")

    async def _apply(self, path: str) -> None:
        reply = await self.connection.post(f"{path}/apply", {})
        for _ in range(_ASKS):
            _accept("apply the import", reply)
            state = msgspec.json.decode(reply.body, type=_Import).state
            if state == "applied":
                return
            if state == "failed":
                break
            await asyncio.sleep(_IMPORT_PAUSE)
            reply = await self.connection.get(path)
        raise NodeRefused("apply the import", reply)

    async def article_ids(self) -> dict[str, str]:
        """The node's ids of the replay's articles, by number."""
        found = {}
        async for row in self._pages(f"{API}/office/articles?q={MARK}&state=all", _ArticleRow):
            found[row.number] = row.id
        return found

    async def know_customer(self, id: str, number: str, name: str) -> None:
        """Bring a household in as a customer with a card; a known one stays as it is."""
        person = {"name": name, "phone": "", "mail": "", "street": "", "postcode": "", "city": ""}
        body = {"id": id, "person": person, "number": number, "consents": ["loyalty"]}
        reply = await self.connection.post(f"{API}/office/customers", body)
        _accept(f"customer {id}", reply, "customer_number_taken", "customer_double")

    async def receipts(self, till: str) -> AsyncIterator[ReceiptRow]:
        """Every receipt of a till."""
        async for row in self._pages(f"{API}/office/receipts?till={escaped(till)}", ReceiptRow):
            yield row

    async def stock(self) -> AsyncIterator[StockRow]:
        """What lies where, of every article."""
        async for row in self._pages(f"{API}/office/stock?q={MARK}", StockRow):
            yield row

    async def customers(self) -> AsyncIterator[CustomerRow]:
        """Every customer with the balance of points."""
        async for row in self._pages(f"{API}/office/customers?sort=name", CustomerRow):
            yield row

    async def _pages(self, path: str, row: type[Any]) -> AsyncIterator[Any]:
        page = 1
        while True:
            answer = await self._get(f"{path}&page={page}&size={_PAGE}", dict[str, Any])
            found = msgspec.convert(answer["items"], list[row])  # type: ignore[valid-type]  # the row's type is a value
            for one in found:
                yield one
            if len(found) < _PAGE:
                return
            page += 1

    async def _get(self, path: str, shape: Any) -> Any:
        reply = await self.connection.get(path)
        _accept(path, reply)
        return msgspec.json.decode(reply.body, type=shape)

    async def _post(self, path: str, body: object, shape: Any) -> Any:
        reply = await self.connection.post(path, body)
        _accept(path, reply)
        return msgspec.json.decode(reply.body, type=shape)


class TillDesk:
    """The replay as a till."""

    def __init__(self, connection: Connection, key: str, staff: str, pin: str, ids: Mapping[str, str]) -> None:
        """`key` of the device; who sells; the node's article ids by number."""
        self.connection = connection
        self.staff = staff
        self.pin = pin
        self.ids = ids
        connection.headers |= {"Authorization": f"Bearer {key}", "X-Tresen": "1"}

    async def sign_in(self, at: int = 0) -> None:
        """Begin a shift."""
        reply = await self.connection.post(f"{API}/till/sign-in", {"staff": self.staff, "pin": self.pin}, at)
        _accept("sign in to the till", reply)
        self.connection.headers["X-Staff-Session"] = msgspec.json.decode(reply.body, type=_Session).session

    async def do(self, step: Step) -> None:
        """Do one step, signed in; doing it twice changes nothing. Raises `NodeRefused`."""
        try:
            await self._do(step)
        except NodeRefused as refused:
            if refused.code not in ("session_expired", "not_signed_in"):
                raise
            await self.sign_in(step.at)
            await self._do(step)

    async def _do(self, step: Step) -> None:
        if isinstance(step, Sell):
            await self._sell(step)
        elif isinstance(step, OpenDay):
            body = {"id": step.id, "amount": step.opening_float}
            _accept("open the day", await self._post("day/open", body, step), "day_already_open")
        elif isinstance(step, Abort):
            await self._abort(step)
        elif isinstance(step, PayOut):
            body = {"id": step.id, "amount": step.amount, "reason": PAID_OUT, "note": "Replay"}
            _accept("pay out", await self._post("cash-out", body, step))
        else:
            await self._close(step)

    async def _keep(self, step: Abort | Sell) -> bool:
        """Keep the basket open on the node; False if it is already done with."""
        body = msgspec.json.encode({"basket": self._named(step.basket), "version": 0, "training": False})
        path = f"{API}/till/baskets/{step.id}"
        kept = await self.connection.send("PUT", path, body, "application/json", step.at)
        _accept("keep a basket", kept, "basket_not_found", "basket_paying")
        return kept.code != "basket_not_found"

    async def _abort(self, step: Abort) -> None:
        if await self._keep(step):
            _accept("abort", await self._post(f"baskets/{step.id}/abort", {"reason": step.reason}, step))

    def _named(self, basket: Basket) -> Basket:
        """The basket with the node's ids of its articles."""
        lines = tuple(replace(line, article=self.ids.get(line.article, line.article)) for line in basket.lines)
        return replace(basket, lines=lines)

    async def _sell(self, step: Sell) -> None:
        for tender in step.tenders:
            if tender.kind == "card" and await self._keep(step):
                await self._charge(step, tender)
        tenders = [
            {"kind": tender.kind, "amount": tender.amount, "given": tender.given, "payment": tender.payment}
            for tender in step.tenders
        ]
        basket = self._named(step.basket)
        body = {"basket": basket, "tenders": tenders, "total": step.total, "training": False, "print": False}
        reply = await self._post("sales", body, step)
        _accept("sell", reply)
        sold = msgspec.json.decode(reply.body, type=_Sold).receipt
        if (sold.id, sold.total) != (step.id, step.total):
            raise NodeRefused(f"receipt {sold.id} over {sold.total} for sale {step.id} over {step.total}", reply)

    async def _charge(self, step: Sell, tender: Tender) -> None:
        body = {"id": tender.payment, "basket": step.id, "amount": tender.amount, "refund": False}
        reply = await self._post("payments", body, step)
        for _ in range(_ASKS):
            _accept("card payment", reply)
            state = msgspec.json.decode(reply.body, type=_Payment).state
            if state == "approved":
                return
            if state == "declined":
                break
            await asyncio.sleep(_ASK_AGAIN)
            if state == "unknown":
                reply = await self._post(f"payments/{tender.payment}/ask", {}, step)
            else:
                reply = await self.connection.get(f"{API}/till/payments/{tender.payment}", step.at)
        raise NodeRefused("card payment was not approved", reply)

    async def _close(self, step: CloseDay) -> None:
        count = {"id": step.count, "coins": coins_of(step.counted)}
        _accept("count", await self._post("count", count, step))
        closing = {"id": step.id, "count": step.count, "take_out": step.taken_out}
        _accept("close", await self._post("close", closing, step))

    async def _post(self, path: str, body: object, step: Step) -> Reply:
        return await self.connection.post(f"{API}/till/{path}", body, step.at)


def coins_of(amount: int) -> dict[str, int]:
    """The fewest notes and coins for an amount: how many of each, by their value in cents."""
    counted = {}
    for value in COINS:
        pieces, amount = divmod(amount, value)
        if pieces:
            counted[str(value)] = pieces
    return counted


def _accept(what: str, reply: Reply, *fine: str) -> None:
    if not reply.ok and reply.code not in fine:
        raise NodeRefused(what, reply)


def _form(table: str, name: str, **fields: str) -> tuple[bytes, str]:
    boundary = "tresen-replay-6f1d"
    parts = [(f'name="{field}"', value) for field, value in fields.items()]
    parts.append((f'name="file"; filename="{name}"\r\nContent-Type: text/csv', table))
    text = "".join(f"--{boundary}\r\nContent-Disposition: form-data; {head}\r\n\r\n{body}\r\n" for head, body in parts)
    return f"{text}--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"
