"""A replay survives lost answers and breaks, goes on where it was, and its proof finds what is missing."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.demo.replay.fake_node import FakeNode
from tresen.demo.replay.command import command_line, main, wish_of
from tresen.demo.replay.connection import Connection, NodeDown
from tresen.demo.replay.endpoints import NodeRefused, NoPracticeShop, coins_of
from tresen.demo.replay.mapping import customer_id
from tresen.demo.replay.panel import Chooser, PanelArticle, PanelBasket, PanelLine, open_panel
from tresen.demo.replay.plan import Habits
from tresen.demo.replay.progress import Bar, Progress
from tresen.demo.replay.proof import Proof
from tresen.demo.replay.run import Wish, plan_of, replay
from tresen.demo.replay.steps import Sell

HABITS = Habits(returns=100, voids=100, aborts=60)
START = 1_488_466_800_000


class SmallPanel:
    """Stands for the real panel: two stores, two days, every oddity."""

    stores = (367, 406)

    def baskets(self, store: int) -> Iterator[PanelBasket]:
        for place in range(60):
            at = START + (place // 30) * 86_400_000 + place % 30 * 300_000
            lines = [
                PanelLine(1 + (place + more) % 9, 1 + more, 333 + place, 20, match=5) for more in range(1 + place % 3)
            ]
            if place % 40 == 7:
                lines = [PanelLine(1, 1, 100, coupon=150)]
            if place % 40 == 9:
                lines.append(PanelLine(5, 0, 250, coupon=400))
            yield PanelBasket(store * 1000 + place, 1 + place % 6, store, at, tuple(lines))

    def articles(self) -> dict[int, PanelArticle]:
        return {id: PanelArticle(id, "GROCERY", "SOUP", f"SOUP {id}") for id in range(1, 12)}

    def households(self) -> tuple[int, ...]:
        return (1, 2, 3, 4, 5, 6)

    def count(self) -> int:
        return 120


def wish(node: FakeNode, folder: Path) -> Wish:
    return Wish(node.address, folder, habits=HABITS, pauses=(0, 0))


async def run(node: FakeNode, folder: Path) -> Proof:
    return await replay(wish(node, folder), SmallPanel())


async def test_everything_sent_is_found_again(tmp_path: Path) -> None:
    async with FakeNode() as node:
        proof = await run(node, tmp_path)
        assert proof.holds, proof.as_text()
        assert proof.sent == 120
        for times in node.times.values():
            assert times == sorted(times)
        assert {row["kind"] for row in node.receipts.values()} == {"sale", "refund", "abort", "cash_out"}
        assert sorted(node.tills.values()) == ["Filiale 367", "Filiale 406"]
        money = sum(basket.paid for store in SmallPanel.stores for basket in SmallPanel().baskets(store))
        (check,) = (check for check in proof.checks if check.money and "panel" in check.name)
        assert check.expected == check.found == money
        assert proof.as_json()["holds"] is True


async def test_a_lost_answer_is_asked_for_again_and_counts_once(tmp_path: Path) -> None:
    async with FakeNode(hang_up_every=7) as node:
        proof = await run(node, tmp_path)
        assert node.repeated > 10
        assert proof.holds, proof.as_text()


async def test_a_replay_that_was_broken_off_goes_on(tmp_path: Path) -> None:
    panel = SmallPanel()
    sales = [step for step in plan_of(panel, panel.articles(), 406, HABITS) if isinstance(step, Sell)]
    async with FakeNode(refuse=sales[40].id) as node:
        with pytest.raises(NodeRefused) as stopped:
            await run(node, tmp_path)
        assert stopped.value.code == "total_differs"
        assert len(node.receipts) < 120
        node.refuse = ""
        proof = await run(node, tmp_path)
        assert proof.holds, proof.as_text()
        assert 0 < proof.sent < 120


def forget_the_last_step(folder: Path) -> None:
    """The closing was booked, but the machine died before the note was made."""
    (path,) = folder.iterdir()
    progress = Progress(path)
    for till in progress.done:
        progress.done[till] -= 1
    progress.save()


async def test_progress_that_was_not_saved_is_sent_again_without_harm(tmp_path: Path) -> None:
    async with FakeNode() as node:
        await run(node, tmp_path)
        forget_the_last_step(tmp_path)
        before = dict(node.receipts)
        proof = await run(node, tmp_path)
        assert proof.holds, proof.as_text()
        assert node.receipts == before


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [
        (lambda node: node.receipts.popitem(), "panel's money"),
        (lambda node: next(iter(node.receipts.values())).update(total=1), "panel's money"),
        (lambda node: next(iter(node.receipts.values())).update(signature="failed"), "signed"),
        (lambda node: node.stock.update(J1=1), "stock"),
        (lambda node: node.points.update({customer_id(1): 1}), "points"),
    ],
)
async def test_the_proof_finds_what_is_wrong(harm, sentence: str, tmp_path: Path) -> None:
    async with FakeNode() as node:
        await run(node, tmp_path)
        harm(node)
        proof = await run(node, tmp_path)
        assert not proof.holds
        assert any(sentence in check.name for check in proof.checks if not check.holds)
        assert "DIFFERS" in proof.as_text()


async def test_a_node_that_is_down_is_named(tmp_path: Path) -> None:
    async with FakeNode() as node:
        gone = dataclasses.replace(wish(node, tmp_path), address="http://127.0.0.1:9")
    with pytest.raises(NodeDown):
        await replay(gone, SmallPanel())


async def test_nothing_is_ever_sent_to_a_real_shop(tmp_path: Path) -> None:
    async with FakeNode() as node:
        node.practice = False
        with pytest.raises(NoPracticeShop):
            await run(node, tmp_path)
        assert node.requests == 1
        assert not node.tills


async def test_a_wrong_password_stops_it_at_once(tmp_path: Path) -> None:
    async with FakeNode() as node:
        with pytest.raises(NodeRefused, match="wrong_password"):
            await replay(dataclasses.replace(wish(node, tmp_path), password="x"), SmallPanel())


async def test_answers_may_come_in_pieces_and_close_the_connection() -> None:
    import asyncio

    async def slow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        for part in (
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnec",
            b"tion: close\r\n\r\n3\r\n[1,",
            b"\r\n2\r\n2]\r\n0\r\n\r\n",
        ):
            writer.write(part)
            await writer.drain()
            await asyncio.sleep(0)
        writer.close()

    server = await asyncio.start_server(slow, "127.0.0.1", 0)
    async with server, Connection(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", pauses=(0,)) as connection:
        for _ in range(3):
            reply = await connection.get("/x")
            assert (reply.status, reply.body) == (200, b"[1,2]")


def test_days_and_limit_choose_the_earliest_baskets() -> None:
    baskets = {1: (30, "2017-01-02"), 2: (10, "2017-01-01"), 3: (20, "2017-01-02"), 4: (40, "2017-01-03")}
    assert Chooser().choose(baskets) == [2, 3, 1, 4]
    assert Chooser(limit=1, days=("2017-01-02", "2017-01-03")).choose(baskets) == [3]


def test_the_panel_is_read_by_store_and_in_time_order(household_panel: None) -> None:
    panel = open_panel(stores=(367,), chosen=Chooser(limit=50))
    baskets = list(panel.baskets(367))
    assert len(baskets) == panel.count() == 50
    assert [basket.at for basket in baskets] == sorted(basket.at for basket in baskets)
    assert {basket.household for basket in baskets} == set(panel.households())
    assert {line.article for basket in baskets for line in basket.lines} == set(panel.articles())
    assert all(len({line.article for line in basket.lines}) == len(basket.lines) for basket in baskets)


def test_an_amount_is_counted_in_the_fewest_notes_and_coins() -> None:
    assert coins_of(387_41) == {
        "20000": 1,
        "10000": 1,
        "5000": 1,
        "2000": 1,
        "1000": 1,
        "500": 1,
        "200": 1,
        "20": 2,
        "1": 1,
    }
    assert coins_of(0) == {}


def test_the_bar_tells_how_far_it_is() -> None:
    times = iter([0.0, 1.0, 2.0, 2.0])
    bar = Bar(10, clock=lambda: next(times))
    bar.known = 3
    bar.sold("2023-03-01")
    bar.sold("2023-03-01")
    assert bar.line() == "[###############...............] 5/10 sales  1/s  2023-03-01"


def test_the_command_line_refuses_what_it_cannot_read(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--days", "2017-03-31..2017-03-01"])
    assert "two days" in capsys.readouterr().err


def test_the_command_line_says_what_to_replay() -> None:
    plain = wish_of(command_line().parse_args([]))
    assert (plain.days, plain.stores, plain.limit, plain.staff) == (None, (), 0, "staff-2")
    asked = command_line().parse_args(["--days", "2017-03-01..2017-03-31", "--stores", "367,406", "--cards", "10"])
    wished = wish_of(asked)
    assert (wished.days, wished.stores, wished.habits.cash) == (("2017-03-01", "2017-03-31"), (367, 406), 900)
