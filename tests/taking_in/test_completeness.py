"""The closing says what was printed, what is confirmed, what is signed or marked, and what is missing by number."""

from dataclasses import replace
from pathlib import Path

import sqlalchemy as sa

from tests.floor import Floor, open_floor, right
from tresen.core.receipt_text import plain_text
from tresen.fiscal.completeness import Completeness
from tresen.journal.read import body_in_tx
from tresen.ledger.verify import verify
from tresen.operations.drawer.close_day import Closing, ClosingRequest, close_day
from tresen.operations.drawer.report import report
from tresen.operations.printing.print_report import z_rows


async def closed(floor: Floor, *waiting: int) -> Closing:
    return right(await close_day(floor.node, floor.cashier, ClosingRequest(floor.id(), waiting=waiting)))


async def test_a_closing_counts_signed_marked_and_missing_receipts(tmp_path: Path, database_url: str) -> None:
    async with open_floor(tmp_path, database_url) as floor:
        await floor.open_day()
        await floor.sell(floor.basket("milk"))
        items = [await floor.hand_out(floor.basket("milk")) for _ in range(3)]
        right(await floor.send(items[0]))
        right(await floor.send(items[2]))
        said = (await closed(floor)).completeness
        assert said == Completeness(5, 4, 2, 2, (10_000_002,), 1, 0, "unbroken")
        assert [one.code for one in floor.node.deviations.of_till("till-1")] == ["number_gap"]
        right(await floor.send(items[1]))
        await floor.open_day(amount=10_516)
        later = (await closed(floor)).completeness
        assert (later.printed, later.confirmed, later.missing) == (2, 2, ()), "the float and the late receipt"


async def test_receipts_that_wait_on_the_device_are_named_by_the_closing(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        items = [await floor.hand_out(floor.basket("milk")) for _ in range(3)]
        right(await floor.send(items[0]))
        said = (await closed(floor, 10_000_001, 10_000_002, 10_000_003)).completeness
        assert (said.printed, said.confirmed) == (4, 2)
        assert (said.missing, said.missing_count) == ((10_000_002, 10_000_003), 2)


async def test_a_number_that_was_printed_for_a_booked_sale_is_counted_as_printed_and_marked(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        basket = floor.basket("milk")
        await floor.sell(basket)
        right(await floor.send(await floor.hand_out(basket)))
        shown = right(await report(floor.node, floor.cashier)).completeness
        assert (shown.printed, shown.confirmed, shown.signed, shown.marked) == (3, 3, 2, 1)
        assert shown.deviations == 1
        assert (await closed(floor)).completeness == shown


async def test_the_printed_closing_says_it_in_both_languages(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        item = await floor.hand_out(floor.basket("milk"))
        late = await floor.hand_out(floor.basket("soap"))
        right(await floor.send(late))
        closing = await closed(floor)
        body, number = right(await floor.node.writer.write(lambda tx: body_in_tx(tx, closing.id)))
        german, english = (plain_text(z_rows(floor.node, body, number, language)) for language in ("de", "en"))
        assert "Vollständigkeit" in german and f"Noch nicht übernommen: {item.receipt.number}" in german
        assert "Completeness" in english and f"Not taken in yet: {item.receipt.number}" in english
        assert "ununterbrochen" in german and "unbroken" in english


async def test_verifying_names_what_has_not_arrived_and_finds_a_closing_that_claims_more(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        await floor.hand_out(floor.basket("milk"))
        right(await floor.send(await floor.hand_out(floor.basket("milk"))))
        await closed(floor)
        verdict = floor.node.database.read_now(verify)
        assert verdict.sound
        assert verdict.notes == ["1 receipts that till till-1 handed out have not arrived yet: 10000001"]
        claimed = _claiming(floor)
        assert any("says other receipts arrived than had" in fault for fault in claimed)


def _claiming(floor: Floor) -> list[str]:
    """What verifying says of a closing that hides the missing receipt (the chain is broken by this, too)."""
    database = floor.node.database
    with database.engine.begin() as connection:
        connection.execute(sa.text("DROP TRIGGER entry_no_update"))
        row = connection.execute(sa.text("SELECT seq, body FROM entry WHERE kind = 'closing'")).one()
        hidden = bytes(row.body).replace(b'"missing":[10000001],"missing_count":1', b'"missing":[],"missing_count":0')
        assert hidden != bytes(row.body)
        hidden = hidden.replace(b'"printed":3,', b'"printed":2,')
        connection.execute(sa.text("UPDATE entry SET body = :body WHERE seq = :seq"), {"body": hidden, "seq": row.seq})
    faults = database.read_now(verify).faults
    with database.engine.begin() as connection:
        connection.execute(
            sa.text("UPDATE entry SET body = :body WHERE seq = :seq"), {"body": bytes(row.body), "seq": row.seq}
        )
    return faults


async def test_a_closing_while_receipts_arrive_holds_all_of_them_or_leaves_them_to_the_next(tmp_path: Path) -> None:
    import asyncio

    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        items = [await floor.hand_out(floor.basket("milk")) for _ in range(12)]
        closing, *_ = await asyncio.gather(closed(floor), *(floor.send(item) for item in items))
        receipts = [receipt for receipt in floor.receipts() if receipt.kind == "sale"]
        assert len(receipts) == 12
        await floor.open_day(amount=floor.drawer())
        second = await closed(floor)
        assert closing.totals.handed_out + second.totals.handed_out == 12
        assert replace(second.completeness, chain="unbroken") == second.completeness
