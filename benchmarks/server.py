"""A node in a process of its own, as `tresen serve` starts it."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 120


@dataclass(frozen=True)
class Served:
    """A running node."""

    port: int
    process: int
    seconds: float
    """From the start of the process to its first answer."""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def memory(self) -> float:
        """What it holds of the memory now, megabytes."""
        status = Path(f"/proc/{self.process}/status").read_text(encoding="ascii")
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(data: Path, database: str = "") -> Iterator[Served]:
    """Start a node on a prepared folder; stop it at the end."""
    port, begun = free_port(), time.perf_counter()
    command = [sys.executable, "-m", "tresen", "serve", "--data", str(data), "--port", str(port)]
    if database:
        command += ["--database", database]
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}"}
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment, cwd=data)
    try:
        _wait(process, port)
        yield Served(port, process.pid, time.perf_counter() - begun)
    finally:
        process.terminate()
        process.wait(timeout=60)


def _wait(process: "subprocess.Popen[bytes]", port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/setup", timeout=5):
                return
        except OSError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("the node did not start") from None
            time.sleep(0.01)
