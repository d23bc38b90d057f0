"""`tresen export tse`: the whole log of the TSE leaves as one file, and nothing is overwritten."""

import asyncio
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from tresen.adapters.moment_system import SystemClock
from tresen.adapters.signer_simulator.simulator import SimulatedSigner
from tresen.cli import main

ROOT = Path(__file__).resolve().parents[2]


async def sign_once(signer: SimulatedSigner) -> None:
    await signer.register("TRESEN-1")
    started = await signer.start("TRESEN-1")
    await signer.finish("TRESEN-1", started.transaction, "Kassenbeleg-V1", "Beleg^0.39_0.00_0.00_0.00_0.00^0.39:Bar")


def test_every_message_of_the_tse_is_in_the_file(tmp_path: Path) -> None:
    signer = SimulatedSigner(tmp_path / "data" / "tse", SystemClock())
    asyncio.run(sign_once(signer))
    signer.close()
    file = tmp_path / "tse.tar"
    assert main(["export", "tse", "--data", str(tmp_path / "data"), "--out", str(file)]) == 0
    with tarfile.open(file) as tar:
        names = tar.getnames()
    assert "info.csv" in names
    assert [name for name in names if name.endswith("_Finish_Client-TRESEN-1.log")]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "tse.tar"]


def test_a_file_that_is_there_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "data" / "tse").mkdir(parents=True)
    file = tmp_path / "tse.tar"
    file.write_text("mine")
    assert main(["export", "tse", "--data", str(tmp_path / "data"), "--out", str(file)]) == 2
    assert file.read_text() == "mine"
    assert "exists already" in capsys.readouterr().err


def test_a_folder_without_a_tse_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "tse", "--data", str(tmp_path), "--out", str(tmp_path / "tse.tar")]) == 2
    assert "There is no TSE" in capsys.readouterr().err


def test_a_running_node_keeps_its_tse_to_itself(tmp_path: Path) -> None:
    signer = SimulatedSigner(tmp_path / "data" / "tse", SystemClock())
    command = [sys.executable, "-m", "tresen", "export", "tse", "--data", "data", "--out", "tse.tar"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    ran = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    signer.close()
    assert ran.returncode == 2
    assert "another process uses this" in ran.stderr
    assert not (tmp_path / "tse.tar").exists()
