"""A node of a hundred lines: remembers what a replay sends, quotes it with the real core, and can be unreliable."""

import asyncio
import json
from collections import Counter
from dataclasses import replace
from typing import Any, Self

import httptools
import msgspec

from tresen.core import gtin
from tresen.core.article import Article, Excerpt, ReturnableLine
from tresen.core.basket import Basket
from tresen.core.quoting import quote
from tresen.core.tax import rates_on
from tresen.demo.goods import read_goods
from tresen.demo.shop import TAX

RATES = rates_on(TAX, "2023-03-01")


class FakeNode:
    """Serves on a port of its own while it is entered."""

    def __init__(self, hang_up_every: int = 0, refuse: str = "") -> None:
        self.hang_up_every = hang_up_every
        """After so many requests the connection is closed before the answer, though the work is done."""
        self.refuse = refuse
        """Id of a sale that is refused."""
        self.practice = True
        self.requests = 0
        self.articles: dict[str, Article] = {}
        self.tills: dict[str, str] = {}
        self.days: dict[str, bool] = {}
        self.receipts: dict[str, dict[str, Any]] = {}
        self.answers: dict[str, tuple[int, Any]] = {}
        self.payments: dict[str, int] = {}
        self.returnable: dict[tuple[str, int], ReturnableLine] = {}
        self.stock: Counter[str] = Counter()
        self.points: Counter[str] = Counter()
        self.times: dict[str, list[int]] = {}
        self.repeated = 0
        self.asked_for_import = 0
        self.shifts: dict[str, int] = {}
        self.kept: set[str] = set()

    async def __aenter__(self) -> Self:
        self.server = await asyncio.get_running_loop().create_server(lambda: _Talk(self), "127.0.0.1", 0)
        self.address = f"http://127.0.0.1:{self.server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self.server.close()

    def answer(self, method: str, path: str, headers: dict[str, str], body: bytes) -> tuple[int, Any]:
        path, _, query = path.removeprefix("/api/v1/").partition("?")
        if path == "office/articles/import":
            assert b'name="dry_run"\r\n\r\ntrue\r\n' in body
            table = body.split(b"text/csv\r\n\r\n", 1)[1].rsplit(b"\r\n--", 1)[0].decode()
            for good in read_goods(table.splitlines()):
                id = "id-" + good.article.number
                self.articles[id] = replace(good.article, id=id)
            return 200, {"id": "import-1", "missing": [], "errors": [], "counts": {"new": len(self.articles)}}
        sent = json.loads(body) if body else {}
        if path == "setup":
            return 200, {"needs_owner": False, "demo": self.practice, "version": "0"}
        if path.startswith("office/"):
            return self.office(method, path, query, headers, sent)
        if path == "pair":
            return 201, {"device": "d", "till": {"id": sent["code"]}, "key": "key-" + sent["code"]}
        till = headers["authorization"].removeprefix("Bearer key-")
        assert till in self.tills, "a paired till"
        return self.till(path.removeprefix("till/"), till, headers, sent, body)

    def office(self, method: str, path: str, query: str, headers: dict[str, str], sent: Any) -> tuple[int, Any]:
        if path == "office/sign-in":
            return (200, {}) if sent["password"] == "uebungsladen" else (401, {"code": "wrong_password"})
        assert headers["cookie"] == "tresen_office=session"
        assert headers["x-tresen"] == "1"
        if path == "office/tills":
            if method == "POST":
                self.tills[id := f"till-{len(self.tills)}"] = sent["name"]
                return 201, {"id": id, "name": sent["name"], "serial": "s"}
            return 200, [{"id": id, "name": name} for id, name in self.tills.items()]
        if path.endswith("/pairing"):
            return 201, {"code": path.split("/")[2]}
        if path.startswith("office/imports/"):
            self.asked_for_import += 1
            return 200, {"id": "import-1", "state": "applied" if self.asked_for_import > 1 else "running"}
        if path == "office/customers" and method == "POST":
            assert gtin.is_valid(sent["number"])
            self.points.setdefault(sent["id"], 0)
            return 201, {}
        asked = dict(part.split("=") for part in query.split("&") if part)
        rows: list[Any] = {
            "office/articles": [{"id": id, "number": article.number} for id, article in self.articles.items()],
            "office/receipts": [row for row in self.receipts.values() if row["till"] == asked.get("till")],
            "office/stock": [
                {"article": "id-" + number, "number": number, "quantity": q} for number, q in self.stock.items()
            ],
            "office/customers": [{"id": id, "points": points} for id, points in self.points.items()],
        }[path]
        start = (int(asked["page"]) - 1) * int(asked["size"])
        assert int(asked["size"]) <= 200
        return 200, {"items": rows[start : start + int(asked["size"])], "total": len(rows)}

    def till(self, path: str, till: str, headers: dict[str, str], sent: Any, body: bytes) -> tuple[int, Any]:
        at = int(headers["x-practice-at"])
        if path == "sign-in":
            self.shifts[till] = at
            return 200, {"session": "shift"}
        if headers.get("x-staff-session") != "shift":
            return 401, {"code": "not_signed_in"}
        if at - self.shifts[till] > 16 * 3_600_000:
            return 401, {"code": "session_expired"}
        self.times.setdefault(till, []).append(at)
        if path == "day/open":
            if self.days.get(till):
                return 409, {"code": "day_already_open"}
            self.days[till] = True
            return 200, {}
        if path.startswith("payments/"):
            return 200, {"state": "approved"}
        id = f"{path}/{sent['id'] if 'id' in sent else sent['basket']['id'] if 'basket' in sent else ''}"
        if id in self.answers:
            self.repeated += 1
            return self.answers[id]
        assert self.days.get(till), f"{path} on a closed day"
        status, answer = self.fresh(path, till, sent, body)
        if status < 300:
            self.answers[id] = (status, answer)
        return status, answer

    def fresh(self, path: str, till: str, sent: Any, body: bytes) -> tuple[int, Any]:
        if path == "sales":
            return self.sell(till, sent, msgspec.json.decode(body, type=_Sale).basket)
        if path == "payments":
            assert sent["basket"] in self.kept, "a card payment is for a basket that the node knows"
            self.payments[sent["id"]] = sent["amount"]
            return 200, {"state": "asked" if len(self.payments) % 3 == 0 else "approved"}
        if path.startswith("baskets/") and not path.endswith("/abort"):
            self.kept.add(sent["basket"]["id"])
        elif path == "close":
            self.days[till] = False
        elif path.endswith("/abort"):
            self.keep(till, path.split("/")[1], "abort", 0, sent["reason"])
        elif path == "cash-out":
            self.keep(till, sent["id"], "cash_out", -sent["amount"], sent["reason"])
        return 200, {}

    def sell(self, till: str, sent: Any, basket: Basket) -> tuple[int, Any]:
        if basket.id == self.refuse:
            return 422, {"code": "total_differs"}
        answer = quote(basket, Excerpt(self.articles, RATES, returnable=self.returnable), "2023-03-01")
        assert not any(warning.blocks for warning in answer.warnings), answer.warnings
        assert answer.total == sent["total"] == sum(tender["amount"] for tender in sent["tenders"])
        for tender in sent["tenders"]:
            assert tender["kind"] == "cash" or self.payments[tender["payment"]] == tender["amount"]
        for line in answer.lines:
            self.stock[line.number] -= line.quantity
            self.returnable[basket.id, line.n] = ReturnableLine(
                line.article, line.name, line.kind, line.unit, line.tax_key, line.tax_rate, line.quantity,
                line.amount, number=line.number, points=line.points,
            )  # fmt: skip
        self.points[basket.customer] += answer.points
        back = any(line.return_receipt for line in answer.lines)
        self.keep(till, basket.id, "refund" if back else "sale", answer.total, "")
        return 201, {"receipt": {"id": basket.id, "total": answer.total}, "repeated": False}

    def keep(self, till: str, id: str, kind: str, total: int, reason: str) -> None:
        assert id not in self.receipts
        self.receipts[id] = {"id": id, "kind": kind, "total": total, "signature": "signed", "till": till,
                             "first_line": f"Auszahlung: {reason}"}  # fmt: skip


class _Sale(msgspec.Struct):
    basket: Basket


class _Talk(asyncio.Protocol):
    def __init__(self, node: FakeNode) -> None:
        self.node = node
        self.begin()

    def begin(self) -> None:
        self.parser = httptools.HttpRequestParser(self)
        self.path = b""
        self.headers: dict[str, str] = {}
        self.body = b""

    def connection_made(self, transport: Any) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.parser.feed_data(data)

    def on_url(self, url: bytes) -> None:
        self.path += url

    def on_header(self, name: bytes, value: bytes) -> None:
        self.headers[name.decode().lower()] = value.decode()

    def on_body(self, body: bytes) -> None:
        self.body += body

    def on_message_complete(self) -> None:
        node = self.node
        status, answer = node.answer(self.parser.get_method().decode(), self.path.decode(), self.headers, self.body)
        node.requests += 1
        if node.hang_up_every and node.requests % node.hang_up_every == 0:
            self.transport.close()
            return
        content = json.dumps(answer).encode()
        head = f"HTTP/1.1 {status} X\r\nSet-Cookie: tresen_office=session; HttpOnly\r\nContent-Length: {len(content)}\r\n\r\n"
        self.transport.write(head.encode() + content)
        self.begin()
