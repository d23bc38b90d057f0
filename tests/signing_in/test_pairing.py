"""Pairing devices with a one-time code, and shutting them out."""

from pathlib import Path

from tests.signing_in.browser import browser, code_of, office, open_web, till
from tresen.operations.doors import CODE_LETTERS


async def test_a_code_pairs_one_device_once(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, app):
        boss = await office(app)
        issued = (await boss.post("/api/v1/office/tills/till-1/pairing")).json()
        assert len(issued["code"]) == 8 and set(issued["code"]) <= set(CODE_LETTERS)
        assert issued["url"].endswith(f"/till/#pair={issued['code']}")
        assert issued["expires_at"] == shop.clock.now() + 600_000
        device = browser(app)
        typed = f" {issued['code'][:4].lower()}-{issued['code'][4:]} "
        paired = await device.post("/api/v1/pair", json={"code": typed, "device_name": "Tablet vorn"})
        assert paired.status_code == 201 and paired.json()["till"] == "till-1"
        kept = paired.headers["set-cookie"]
        assert "HttpOnly" in kept and "SameSite=strict" in kept and "Max-Age=34560000" in kept
        assert (await device.get("/api/v1/till")).status_code == 200, "the cookie is enough"
        machine = browser(app, Authorization=f"Bearer {paired.json()['key']}")
        assert (await machine.get("/api/v1/till")).status_code == 200, "so is the key"
        again = await browser(app).post("/api/v1/pair", json={"code": issued["code"], "device_name": "zwei"})
        assert (again.status_code, code_of(again)) == (401, "pairing_code_wrong")
        [listed] = (await boss.get("/api/v1/office/devices")).json()
        assert (listed["name"], listed["till_name"], listed["state"]) == ("Tablet vorn", "Kasse 1", "ok")


async def test_a_code_ends_after_ten_minutes_and_by_a_newer_one(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, app):
        boss = await office(app)
        old = (await boss.post("/api/v1/office/tills/till-1/pairing")).json()["code"]
        new = (await boss.post("/api/v1/office/tills/till-1/pairing")).json()["code"]
        assert code_of(await browser(app).post("/api/v1/pair", json={"code": old})) == "pairing_code_wrong"
        shop.clock.move(minutes=10)
        assert code_of(await browser(app).post("/api/v1/pair", json={"code": new})) == "pairing_code_expired"


async def test_codes_cannot_be_guessed(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (_, app):
        boss = await office(app)
        code = (await boss.post("/api/v1/office/tills/till-1/pairing")).json()["code"]
        one = browser(app)
        tries = [code_of(await one.post("/api/v1/pair", json={"code": "AAAAAAAA"})) for _ in range(6)]
        assert tries == ["pairing_code_wrong"] * 5 + ["throttled"]
        for address in ("10.1.0.1", "10.1.0.2", "10.1.0.3"):
            other = browser(app, address)
            for _ in range(5):
                await other.post("/api/v1/pair", json={"code": "AAAAAAAA"})
        late = await browser(app, "10.1.0.4").post("/api/v1/pair", json={"code": code})
        assert code_of(late) == "pairing_code_wrong", "withdrawn after twenty wrong ones"


async def test_only_who_may_pairs_devices(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (_, app):
        assert code_of(await browser(app).post("/api/v1/office/tills/till-1/pairing")) == "not_signed_in"
        boss = await office(app)
        assert code_of(await boss.post("/api/v1/office/tills/nix/pairing")) == "till_not_found"
        added = (await boss.post("/api/v1/office/tills", json={"name": "Marktstand"})).json()
        assert added["serial"].startswith("TRESEN-")
        taken = await boss.post("/api/v1/office/tills", json={"name": " marktstand "})
        assert code_of(taken) == "name_taken"
        assert (await boss.post(f"/api/v1/office/tills/{added['id']}/pairing")).status_code == 201


async def test_a_revoked_device_is_refused_at_once_with_everybody_on_it(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, app):
        device = await till(app, staff="staff-cashier")
        assert (await device.get("/api/v1/till/baskets")).status_code == 200
        boss = await office(app)
        [listed] = (await boss.get("/api/v1/office/devices")).json()
        revoked = await boss.post(f"/api/v1/office/devices/{listed['id']}/revoke")
        assert revoked.json()["state"] == "off"
        assert code_of(await device.get("/api/v1/till/baskets")) == "device_revoked"
        assert code_of(await device.get("/api/v1/till")) == "device_revoked"
        pin = {"staff": "staff-cashier", "pin": "5173"}
        assert code_of(await device.post("/api/v1/till/sign-in", json=pin)) == "device_revoked"
        assert not shop.node.doors.staff_sessions
        assert [kind for kind, *_ in shop.entries()][-1] == "device_revoked"
        assert (await boss.post(f"/api/v1/office/devices/{listed['id']}/revoke")).status_code == 200, "harmless again"


async def test_a_foreign_key_opens_nothing(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (_, app):
        for key in ("", "x", "a.b", "." * 50, "é.ü", "x" * 5000):
            shown = [(b"cookie", b"tresen_device=" + key.encode()), (b"x-staff-session", key.encode())]
            assert code_of(await browser(app).get("/api/v1/till", headers=shown)) == "device_unknown"
            held = [(b"authorization", b"Bearer " + key.encode())]
            assert code_of(await browser(app).get("/api/v1/till", headers=held)) == "device_unknown"
