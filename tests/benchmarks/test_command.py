"""The benchmarks run; how fast is asked by nobody here."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.alone
def test_every_number_is_measured_in_a_small_size(tmp_path: Path) -> None:
    file = tmp_path / "numbers.json"
    command = [sys.executable, "-m", "benchmarks", "--quick", "--json", str(file)]
    path = os.pathsep.join(map(str, (ROOT / "src", ROOT)))
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    numbers = {number["name"]: number for number in json.loads(file.read_text(encoding="utf-8"))["numbers"]}
    assert len(numbers) > 20
    assert numbers["sales, 8 clients"]["value"] > 0
    assert numbers["sales, 64 clients"]["note"] == "", "no sale was refused"
    assert "targets reached" in done.stdout
    assert done.stderr == ""


def test_without_wrk_a_client_of_ours_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from benchmarks import load
    from benchmarks.baskets import sale_bodies
    from benchmarks.server import serving
    from benchmarks.shop import make_shop

    monkeypatch.setattr(load.shutil, "which", lambda _: None)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(map(str, (ROOT / "src", ROOT))))
    keys = make_shop(tmp_path, 50)
    with serving(tmp_path) as node:
        seen = load.post(node.address, "/api/v1/till/sales", keys.headers, sale_bodies(5, 50), 3, 0.5)
    assert seen.bad == 0
    assert seen.rate > 0
    assert 0 < seen.p50 <= seen.p99
