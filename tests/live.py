"""A practice shop in a process of its own, as a user would start it, for journeys, fuzzing and outages."""

import http.client
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
STATIC = ROOT / "src" / "tresen" / "web" / "static"
"""The built front ends."""
START_LIMIT = 400
"""Times that a starting shop is asked whether it is there, a tenth of a second apart."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class LiveShop:
    """A running node and how to talk to it."""

    port: int
    folder: Path
    process: "subprocess.Popen[bytes]"
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def call(
        self, method: str, path: str, body: object = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, Any, Mapping[str, str]]:
        """Status, decoded JSON (or text) and headers of an answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        content = json.dumps(body).encode() if body is not None else None
        sent = {"Content-Type": "application/json", **self.headers, **(headers or {})}
        connection.request(method, path, content, sent)
        answer = connection.getresponse()
        raw = answer.read()
        kind = answer.headers.get("content-type", "")
        decoded = json.loads(raw) if "json" in kind and raw else raw.decode("utf-8", "replace")
        found = {name.lower(): value for name, value in answer.getheaders()}
        connection.close()
        return answer.status, decoded, found

    def kill(self) -> None:
        """Pull the plug."""
        self.process.kill()
        self.process.wait()


def start(folder: Path, port: int, *arguments: str, module: str = "tresen") -> LiveShop:
    """Start `tresen demo` (or a module that does it with something beside it) and wait until it answers."""
    command = [sys.executable, "-m", module, "demo", "--data", str(folder), "--port", str(port), *arguments]
    env = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    with (folder.parent / f"{folder.name}.log").open("ab") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env=env)
    shop = LiveShop(port, folder, process)
    pause = threading.Event()
    for _ in range(START_LIMIT):
        assert process.poll() is None, (folder.parent / f"{folder.name}.log").read_text()[-3000:]
        try:
            if shop.call("GET", "/api/v1/setup")[0] == 200:
                return shop
        except OSError:
            pause.wait(0.1)
    raise AssertionError("the shop did not start in time")


@contextmanager
def live_shop(folder: Path, *arguments: str, module: str = "tresen") -> Iterator[LiveShop]:
    """A shop that is gone when the block ends."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    shop = start(folder, free_port(), *arguments, module=module)
    try:
        yield shop
    finally:
        shop.process.terminate()
        try:
            shop.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            shop.kill()


def office_session(shop: LiveShop, name: str = "Theresa Tresen", password: str = "uebungsladen") -> dict[str, str]:
    """Headers of a signed-in owner."""
    status, _, headers = shop.call(
        "POST", "/api/v1/office/sign-in", {"name": name, "password": password}, {"X-Tresen": "1"}
    )
    assert status in (200, 201), status
    cookie = headers["set-cookie"].split(";")[0]
    return {"Cookie": cookie, "X-Tresen": "1"}


def till_session(shop: LiveShop, till: str = "till-1", staff: str = "staff-1", pin: str = "1111") -> dict[str, str]:
    """Headers of a paired device with somebody signed in."""
    office = office_session(shop)
    status, pairing, _ = shop.call("POST", f"/api/v1/office/tills/{till}/pairing", {}, office)
    assert status in (200, 201), pairing
    status, paired, _ = shop.call("POST", "/api/v1/pair", {"code": pairing["code"], "device_name": "Test"})
    assert status in (200, 201), paired
    device = {"Authorization": f"Bearer {paired['key']}"}
    status, signed, _ = shop.call("POST", "/api/v1/till/sign-in", {"staff": staff, "pin": pin}, device)
    assert status in (200, 201), signed
    return {**device, "X-Staff-Session": signed["session"]}
