"""What a till asks its engine without the node: receipts, their rows, the X report, why a price is what it is."""

import json
from dataclasses import replace

import msgspec
import pytest

from tests.floor import open_floor
from tests.promotions.offers import cheaper, put
from tresen.core.basket import ReturnOf
from tresen.core.quote import Quote
from tresen.core.receipt import Receipt, Tender
from tresen.core.wire import Malformed, read, written
from tresen.fiscal.engine import Engine
from tresen.operations.engine_source import engine_id
from tresen.operations.printing.papers import receipt_rows
from tresen.operations.till_rules import till_rules


def ask(engine, act, **question):
    """As the till asks: records become JSON on the way."""
    return json.loads(getattr(engine, act)(msgspec.json.encode(question).decode()))


@pytest.fixture
async def floor(tmp_path):
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        await put(floor, cheaper())
        yield floor


@pytest.fixture
def engine(floor):
    """With the rules as the node serves them to a till, which say more than the engine reads."""
    engine = Engine(engine_id())
    rules = msgspec.json.encode(till_rules(floor.node, floor.node.masterdata.tills["till-1"])).decode()
    assert json.loads(engine.rules(rules)) == {"version": floor.node.masterdata.rules_version}
    return engine


def asked_for(floor, basket, **more):
    node = floor.node
    shop = node.shop_of(node.masterdata.tills["till-1"])
    ids = {line.article for line in basket.lines}
    articles = [article for id, article in node.masterdata.priced.items() if id in ids or article.kind == "deposit"]
    return {"basket": basket, "at": node.local(shop, floor.clock.now()), "articles": articles, **more}


async def test_the_till_quotes_what_the_node_quotes(floor, engine):
    basket = floor.basket("soap", "cola", "milk")
    here = ask(engine, "quote", **asked_for(floor, basket))
    assert read(Quote, here) == await floor.quote(basket)
    assert here["savings"] == 50


async def test_the_till_makes_the_receipt_that_the_node_would_make(floor, engine):
    basket = floor.basket("soap", "cola")
    quoted = await floor.quote(basket)
    at = floor.circumstances(floor.cashier, basket.id)
    tender = Tender("cash", quoted.total, quoted.total + 100)
    made = read(Receipt, ask(engine, "sale_receipt", basket=basket, quoted=quoted, tenders=[tender], at=at))
    answer = await floor.sell(basket, None, tender)
    node_s = replace(
        answer.receipt, number=made.number, signed=made.signed, token=made.token, finished_at=made.finished_at,
        series=made.series, counter=made.counter,
    )  # fmt: skip
    assert made == node_s
    assert made.engine == engine_id()


async def test_a_return_is_priced_from_the_receipt_on_the_device(floor, engine):
    sold = (await floor.sell(floor.basket("soap", "soap"))).receipt
    line = replace(floor.basket("soap").lines[0], quantity=-1000, return_of=ReturnOf(sold.id, 1, "Gefällt nicht"))
    basket = floor.basket(line)
    here = ask(engine, "quote", **asked_for(floor, basket, receipts=[{"receipt": sold, "back": {}}]))
    assert read(Quote, here) == await floor.quote(basket)
    assert here["total"] < 0


async def test_cash_and_aborts_get_receipts_too(floor, engine):
    at = floor.circumstances(floor.manager, floor.id())
    cash = ask(
        engine, "cash_receipt", receipt="c", kind="cash_in", case="Geldtransit", amount=5000, at=at, reason="Bank"
    )
    assert (cash["total"], cash["tenders"][0]["amount"], cash["engine"]) == (5000, 5000, engine_id())
    given_up = ask(engine, "abort_receipt", receipt="a", at=at, was_in_basket=["1 Milch"], reason="Kunde weg")
    assert (given_up["type"], given_up["voided"]) == ("AVBelegabbruch", ["1 Milch"])


async def test_a_receipt_has_the_same_rows_here_and_there(floor, engine):
    receipt = (await floor.sell(floor.basket("soap", "cola"))).receipt
    shop = floor.node.shop_of(floor.node.masterdata.tills["till-1"])
    moments = (receipt.started_at, receipt.finished_at, receipt.signed.started_at, receipt.signed.finished_at)
    local = {str(at): floor.node.local(shop, at) for at in moments}
    rows = receipt_rows(floor.node, receipt, "de")
    barcode = next((row.cells[0] for row in rows if row.kind == "barcode"), "")
    here = ask(engine, "rows", receipt=receipt, local=local, language="de", barcode=barcode)
    assert here["rows"] == json.loads(msgspec.json.encode(rows))
    assert "Seife" in here["text"]


async def test_an_x_report_without_the_node_adds_up(floor, engine):
    receipts = [(await floor.sell(floor.basket("soap"))).receipt, (await floor.sell(floor.basket("milk"))).receipt]
    report = ask(engine, "report", receipts=receipts, no_sales=1)
    assert report["totals"]["receipts"] == 2
    assert sum(kind["amount"] for kind in report["totals"]["kinds"]) == sum(receipt.total for receipt in receipts)
    assert report["totals"]["drawer_openings"] == 1


async def test_each_step_of_a_price_is_told(floor, engine):
    quoted = await floor.quote(floor.basket("soap"))
    steps = ask(engine, "price_steps", lines=quoted.lines, number=1, applied=quoted.promotions)
    assert [(step["kind"], step["amount"]) for step in steps][1:] == [("promotion", -50), ("paid", quoted.total)]


def test_a_question_of_another_shape_is_refused_and_changes_nothing():
    engine = Engine()
    with pytest.raises(Malformed, match=r"QuoteQuestion.basket"):
        engine.quote('{"at": "2026-11-28"}')
    assert json.loads(engine.quote('{"at": "2026-11-28", "basket": {"id": "b"}}'))["total"] == 0
    assert written(read(Tender, {"kind": "cash", "amount": 1}))["given"] == 0
