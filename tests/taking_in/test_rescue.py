"""A device that cannot send writes what it has into a file for this node; the office imports it, also twice."""

import base64
import json
import os
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tests.signing_in.browser import browser, code_of, office, open_web, till
from tests.taking_in.test_routes import Tablet


def sealed(public: str, key: str, content: dict[str, Any]) -> bytes:
    """A rescue file as a device writes it."""
    secret, nonce = os.urandom(32), os.urandom(12)
    wrapping = serialization.load_der_public_key(base64.b64decode(public))
    assert isinstance(wrapping, rsa.RSAPublicKey)
    oaep = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)
    parts = {
        "wrapped": wrapping.encrypt(secret, oaep), "nonce": nonce,
        "content": AESGCM(secret).encrypt(nonce, json.dumps(content).encode(), None),
    }  # fmt: skip
    written = {name: base64.b64encode(value).decode() for name, value in parts.items()}
    return json.dumps({"format": "tresen-rescue-1", "key": key, **written}).encode()


async def test_what_a_device_saved_is_booked_once_with_an_answer_for_each_receipt(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, app):
        client = await till(app)
        tablet = Tablet(shop, next(iter(shop.node.masterdata.devices)).id)
        items = [await tablet.milk() for _ in range(3)]
        assert (await client.post("/api/v1/till/handed-out", json=items[0])).status_code == 201
        key = (await client.get("/api/v1/till/rescue-key")).json()
        assert key == (await client.get("/api/v1/till/rescue-key")).json() and key["algorithm"] == "RSA-OAEP-256"
        boss = await office(app)
        await boss.post(f"/api/v1/office/devices/{tablet.devices['till-1']}/revoke")
        file = sealed(key["public"], key["key"], {
            "device": tablet.devices["till-1"], "till": "till-1", "made_at": shop.clock.now(),
            "items": [*items, {"receipt": "torn"}],
        })  # fmt: skip
        shop.clock.move(hours=50)
        boss = await office(app)
        first = await boss.post("/api/v1/office/rescue", files={"file": ("rettung.json", file)})
        assert first.status_code == 200, first.text
        told = first.json()
        assert (told["booked"], told["known"], told["refused"]) == (2, 1, 1)
        assert [one["state"] for one in told["items"]] == ["repeated", "booked", "booked", "refused"]
        assert told["items"][3]["text"] == "This receipt does not add up in itself and cannot be taken in."
        again = (await boss.post("/api/v1/office/rescue", files={"file": ("rettung.json", file)})).json()
        assert (again["booked"], again["known"], again["refused"]) == (0, 3, 1)
        assert len(shop.entries("receipt")) == 3 and len(shop.entries("rescue_imported")) == 2
        assert not [one for one in shop.node.deviations.open.values() if one.code == "clock_wrong"]


async def test_a_file_that_is_torn_foreign_or_none_is_refused_and_books_nothing(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, app):
        client = await till(app)
        tablet = Tablet(shop, next(iter(shop.node.masterdata.devices)).id)
        key = (await client.get("/api/v1/till/rescue-key")).json()
        good = sealed(
            key["public"], key["key"], {"device": "", "till": "", "made_at": 0, "items": [await tablet.milk()]}
        )
        other = rsa.generate_private_key(65537, 2048).public_key()
        der = other.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
        foreign = sealed(base64.b64encode(der).decode(), key["key"], {"items": []})
        boss = await office(app)
        for file in (
            b"",
            b"{}",
            b"\xff\xfe",
            good[:-40] + b'"}',
            good.replace(b'"nonce": "', b'"nonce": "AAAA'),
            foreign,
        ):
            answer = await boss.post("/api/v1/office/rescue", files={"file": ("x.json", file)})
            assert code_of(answer) == "rescue_file_faulty", file[:60]
        assert shop.entries("receipt") == []
        stranger = await browser(app).post("/api/v1/office/rescue", files={"file": ("x.json", good)})
        assert code_of(stranger) == "not_signed_in"


async def test_the_private_key_never_leaves_the_node(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, app):
        client = await till(app)
        answer = await client.get("/api/v1/till/rescue-key")
        assert "PRIVATE" not in answer.text and set(answer.json()) == {"key", "public", "algorithm"}
        assert all(b"PRIVATE KEY" not in body for *_, body in shop.entries())
        assert code_of(await browser(app).get("/api/v1/till/rescue-key")) == "device_unknown"
