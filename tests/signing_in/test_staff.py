"""Signing in at a till: the person first, then the PIN; guesses wait longer and longer."""

from pathlib import Path

import pytest

from tests.shop_fixture import PINS, OpenShop, close, living, make_node, open_shop
from tresen.core.failures import Failure
from tresen.operations.doors import STAFF_SESSIONS, OpenDevice, digest
from tresen.operations.signing_in.issue_pairing_code import IssuedCode, issue_pairing_code
from tresen.operations.signing_in.pair_device import Paired, pair_device
from tresen.operations.signing_in.set_pin import pin_weak, set_pin, unlock_staff
from tresen.operations.signing_in.sign_in_staff import SignedIn, sign_in_staff
from tresen.operations.signing_in.sign_out_staff import sign_out_staff


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


async def paired(shop: OpenShop, till: str = "till-1") -> OpenDevice:
    issued = await issue_pairing_code(shop.node, shop.owner, till)
    assert isinstance(issued, IssuedCode)
    answer = await pair_device(shop.node, issued.code, "Tablet", "10.0.0.7")
    assert isinstance(answer, Paired)
    device = shop.node.doors.device(answer.key, shop.clock.now())
    assert device is not None
    return device


async def test_right_pin_opens_a_session_on_this_device_only(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        device, other = await paired(shop), await paired(shop, "till-2")
        answer = await sign_in_staff(shop.node, device, "staff-cashier", PINS["staff-cashier"])
        assert isinstance(answer, SignedIn)
        assert answer.staff.name == "Kai Cashier"
        assert answer.rights["refund"] == "approve"
        assert shop.node.doors.staff_session(answer.session, device.id) is not None
        assert shop.node.doors.staff_session(answer.session, other.id) is None
        assert shop.node.doors.staff_session(answer.session + "x", device.id) is None


async def test_three_wrong_pins_make_the_next_wait_and_each_further_one_twice_as_long(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        device = await paired(shop)
        for _ in range(3):
            assert await sign_in_staff(shop.node, device, "staff-cashier", "0000") == Failure(
                "wrong_pin", {"name": "Kai Cashier"}
            )
        for wait in (5, 10, 20):
            right = await sign_in_staff(shop.node, device, "staff-cashier", PINS["staff-cashier"])
            assert right == Failure("pin_throttled", {"seconds": wait})
            shop.clock.move(seconds=wait)
            wrong = await sign_in_staff(shop.node, device, "staff-cashier", "0000")
            assert isinstance(wrong, Failure) and wrong.code == "wrong_pin"
        another = await sign_in_staff(shop.node, device, "staff-second", PINS["staff-second"])
        assert isinstance(another, SignedIn), "only this person waits"
        shop.clock.move(seconds=40)
        assert isinstance(await sign_in_staff(shop.node, device, "staff-cashier", PINS["staff-cashier"]), SignedIn)
        assert len(shop.entries("denied")) == 6


async def test_the_pause_survives_a_restart_and_the_office_unlocks(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        device = await paired(shop)
        for _ in range(3):
            await sign_in_staff(shop.node, device, "staff-cashier", "0000")
        clock, owner = shop.clock, shop.owner
    node = make_node(tmp_path, clock=clock)
    async with living(node):
        device = node.doors.devices[device.id]
        refused = await sign_in_staff(node, device, "staff-cashier", PINS["staff-cashier"])
        assert isinstance(refused, Failure) and refused.code == "pin_throttled"
        assert await unlock_staff(node, owner, "staff-cashier") is None
        assert isinstance(await sign_in_staff(node, device, "staff-cashier", PINS["staff-cashier"]), SignedIn)


async def test_many_guesses_at_once_are_no_way_around_the_pause(tmp_path: Path) -> None:
    import asyncio

    async with open_shop(tmp_path) as shop:
        device = await paired(shop)
        guesses = [sign_in_staff(shop.node, device, "staff-cashier", f"{guess:04}") for guess in range(20)]
        answers = await asyncio.gather(*guesses)
        codes = [answer.code for answer in answers if isinstance(answer, Failure)]
        assert codes.count("wrong_pin") == 3
        assert codes.count("pin_throttled") == 17


async def test_sessions_survive_a_restart_and_end_after_sixteen_hours(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        device = await paired(shop)
        answer = await sign_in_staff(shop.node, device, "staff-cashier", PINS["staff-cashier"])
        assert isinstance(answer, SignedIn)
        clock = shop.clock
    node = make_node(tmp_path, clock=clock)
    session = node.doors.staff_session(answer.session, device.id)
    assert session is not None
    assert session.expires_at == clock.now() + 16 * 3600 * 1000
    close(node)
    clock.move(hours=16)
    node = make_node(tmp_path, clock=clock)
    assert node.doors.staff_session(answer.session, device.id) is None
    close(node)


async def test_the_same_on_every_database(tmp_path: Path, database_url: str) -> None:
    async with open_shop(tmp_path, database_url) as shop:
        device = await paired(shop)
        wrong = await sign_in_staff(shop.node, device, "staff-second", "0000")
        assert isinstance(wrong, Failure) and wrong.code == "wrong_pin"
        answer = await sign_in_staff(shop.node, device, "staff-cashier", PINS["staff-cashier"])
        assert isinstance(answer, SignedIn)
        clock = shop.clock
    node = make_node(tmp_path, database_url, clock=clock)
    assert node.doors.staff_session(answer.session, device.id) is not None
    assert node.doors.pin_throttle.tries[f"staff-second.{device.id}"].count == 1
    assert node.masterdata.devices[device.id].name == "Tablet"
    close(node)


async def test_a_device_holds_a_few_sessions_and_the_oldest_ends(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        device = await paired(shop)
        answers = [
            await sign_in_staff(shop.node, device, "staff-cashier", PINS["staff-cashier"])
            for _ in range(STAFF_SESSIONS + 1)
        ]
        keys = [answer.session for answer in answers if isinstance(answer, SignedIn)]
        assert shop.node.doors.staff_session(keys[0], device.id) is None
        assert all(shop.node.doors.staff_session(key, device.id) for key in keys[1:])
        switched = await sign_in_staff(shop.node, device, "staff-second", PINS["staff-second"], keys[-1])
        assert isinstance(switched, SignedIn)
        assert shop.node.doors.staff_session(keys[-1], device.id) is None, "taken over"


async def test_signing_out_ends_the_session_and_is_written_down(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        device = await paired(shop)
        answer = await sign_in_staff(shop.node, device, "staff-cashier", PINS["staff-cashier"])
        assert isinstance(answer, SignedIn)
        session = shop.node.doors.staff_session(answer.session, device.id)
        assert session is not None
        await sign_out_staff(shop.node, session)
        assert shop.node.doors.staff_session(answer.session, device.id) is None
        assert [(kind, actor) for kind, actor, _, _ in shop.entries()][-2:] == [
            ("signed_in", "staff-cashier"),
            ("signed_out", "staff-cashier"),
        ]


async def test_a_new_pin_replaces_the_old_and_ends_sessions(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        device = await paired(shop)
        before = await sign_in_staff(shop.node, device, "staff-cashier", PINS["staff-cashier"])
        assert isinstance(before, SignedIn)
        assert await set_pin(shop.node, shop.owner, "staff-cashier", "1234") == Failure("pin_weak", {})
        assert await set_pin(shop.node, shop.owner, "staff-cashier", "2580") is None
        assert shop.node.doors.staff_session(before.session, device.id) is None
        old = await sign_in_staff(shop.node, device, "staff-cashier", PINS["staff-cashier"])
        assert isinstance(old, Failure) and old.code == "wrong_pin"
        assert isinstance(await sign_in_staff(shop.node, device, "staff-cashier", "2580"), SignedIn)


async def test_who_may_set_whose_pin(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        assert await set_pin(shop.node, shop.cashier, "staff-second", "2580") == Failure("denied", {"act": "staff"})
        assert await set_pin(shop.node, shop.cashier, "staff-cashier", "2580") is None, "one's own"
        shop.node.masterdata.settings.rights["manager"] = {"staff": "allow"}
        assert await set_pin(shop.node, shop.manager, "staff-second", "2580") is None
        assert await set_pin(shop.node, shop.manager, "staff-owner", "2580") == Failure("denied", {"act": "staff"})


@pytest.mark.parametrize("pin", ["1111", "1234", "9876", "2468", "7890", "123", "123456789", "12a4", "", "１２４９"])
def test_pins_that_everybody_guesses_are_refused(pin: str) -> None:
    assert pin_weak(pin)


@pytest.mark.parametrize("pin", ["2580", "7391", "11112", "90210831"])
def test_other_pins_are_fine(pin: str) -> None:
    assert not pin_weak(pin)


async def test_unknown_left_and_pinless_people(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        device = await paired(shop)
        assert await sign_in_staff(shop.node, device, "nobody", "1") == Failure("staff_not_found", {})
        del shop.node.doors.pins["staff-cashier"]
        missing = await sign_in_staff(shop.node, device, "staff-cashier", "5173")
        assert isinstance(missing, Failure) and missing.code == "pin_missing"
        shop.node.masterdata.staff["staff-second"].active = False
        assert await sign_in_staff(shop.node, device, "staff-second", "9406") == Failure("staff_not_found", {})


async def test_only_hashes_are_kept(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        device = await paired(shop)
        answer = await sign_in_staff(shop.node, device, "staff-cashier", PINS["staff-cashier"])
        assert isinstance(answer, SignedIn)
        secret = answer.session.partition(".")[2]
        assert shop.node.doors.staff_sessions[answer.session.partition(".")[0]].hash == digest(secret)
    written = everything_in(tmp_path)
    assert secret.encode() not in written
    assert b"argon2id" in written
