"""Clients in a process of their own: wrk where it is installed, else a small client of ours (`benchmarks.client`)."""

import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

SCRIPT = """
local bodies = {
%(bodies)s
}
local n = 0
local headers = {["content-type"] = "application/json", %(headers)s}
request = function()
  n = n + 1
  local id = string.format("%(prefix)s%%016x", n)
  return wrk.format("POST", "%(path)s", headers, (string.gsub(bodies[n %% #bodies + 1], "@@", id)))
end
local told = 0
response = function(status, _, body)
  if status ~= 201 and told < 3 then told = told + 1; io.stderr:write(status, " ", string.sub(body, 1, 300), "\\n") end
end
"""
_UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}


@dataclass(frozen=True)
class Load:
    """What the clients saw. Times in milliseconds."""

    rate: float
    p50: float
    p99: float
    bad: int
    """Answers that were no success."""


def post(
    address: str, path: str, headers: Mapping[str, str], bodies: Sequence[str], clients: int, seconds: float
) -> Load:
    """Send bodies in turn, each client the next one as soon as it has its answer. `@@` in a body becomes a new id."""
    prefix = f"{time.time_ns() // 1_000_000:012x}7000"
    order = {"path": path, "headers": dict(headers), "bodies": list(bodies), "prefix": prefix}
    with tempfile.TemporaryDirectory() as folder:
        if shutil.which("wrk"):
            return _wrk(address, order, clients, seconds, Path(folder))
        file = Path(folder) / "order.json"
        file.write_text(json.dumps(order), encoding="utf-8")
        command = [sys.executable, "-m", "benchmarks.client", address, str(file), str(clients), str(seconds)]
        root = Path(__file__).resolve().parent.parent
        done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=root)
        return Load(**json.loads(done.stdout))


def _wrk(address: str, order: dict[str, object], clients: int, seconds: float, folder: Path) -> Load:
    headers, bodies = order["headers"], order["bodies"]
    assert isinstance(headers, dict)
    assert isinstance(bodies, list)
    script = folder / "load.lua"
    values = {
        "bodies": ",\n".join(f"[==[{body}]==]" for body in bodies),
        "headers": ", ".join(f'["{name}"] = "{value}"' for name, value in headers.items()),
        "path": order["path"],
        "prefix": order["prefix"],
    }
    script.write_text(SCRIPT % values, encoding="utf-8")
    command = ["wrk", "-t1", f"-c{clients}", f"-d{max(1, round(seconds))}s", "--latency", "-s", str(script), address]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    if done.stderr:
        print(done.stderr, file=sys.stderr)
    return _read(done.stdout)


def _read(text: str) -> Load:
    def of(pattern: str) -> str:
        found = re.search(pattern, text)
        return found[1] if found else "0"

    def milliseconds(percent: str) -> float:
        found = re.search(rf"{percent}%\s+([\d.]+)(us|ms|s|m)", text)
        return float(found[1]) * _UNITS[found[2]] if found else 0.0

    bad = int(of(r"Non-2xx or 3xx responses: (\d+)"))
    broken = sum(int(n) for n in re.findall(r"(?:connect|read|write|timeout) (\d+)", of(r"Socket errors: (.*)")))
    return Load(float(of(r"Requests/sec:\s+([\d.]+)")), milliseconds("50"), milliseconds("99"), bad + broken)
