"""`tresen export dsfinvk`: the closings of a period leave as a folder or a ZIP, whole or not at all."""

import os
import zipfile
from pathlib import Path

import dsfinvk.validate
import pytest

from tests.floor import open_floor
from tresen.cli import main


async def a_day(folder: Path) -> None:
    async with open_floor(folder) as floor:
        await floor.open_day()
        await floor.sell(floor.basket("milk"))
        await floor.close_day()


def made(folder: Path) -> None:
    folder.mkdir()


def inside(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


async def test_a_zip_holds_all_files_and_nothing_is_left_beside_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "data"
    await a_day(data)
    target = tmp_path / "daten.zip"
    assert (
        main(["export", "dsfinvk", "--data", str(data), "--from", "2026-06-01", "--to", "2026-06-30", str(target)]) == 0
    )
    assert "1 closings, 2 receipts" in capsys.readouterr().out
    with zipfile.ZipFile(target) as packed:
        assert len(packed.namelist()) == 22
        assert "2026-06-01 bis 2026-06-30" in packed.read("index.xml").decode()
        assert packed.read("transactions.csv").startswith(b"Z_KASSE_ID;Z_ERSTELLUNG;Z_NR;BON_ID;BON_NR;")
    assert dsfinvk.validate.validate_zip(target) == []
    assert inside(tmp_path) == ["data", "daten.zip"]


async def test_what_is_there_is_left_alone_and_an_empty_period_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "data"
    await a_day(data)
    made(tmp_path / "mine")
    assert main(["export", "dsfinvk", "--data", str(data), str(tmp_path / "mine")]) == 2
    assert "Choose another name" in capsys.readouterr().err
    assert main(["export", "dsfinvk", "--data", str(data), "--from", "2027-01-01", str(tmp_path / "none")]) == 3
    assert "no closing in this period" in capsys.readouterr().err
    assert main(["export", "dsfinvk", "--data", str(tmp_path / "mine"), str(tmp_path / "none")]) == 2
    assert "no journal" in capsys.readouterr().err
    assert inside(tmp_path) == ["data", "mine"]


async def test_a_disk_that_refuses_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = tmp_path / "data"
    await a_day(data)

    def full(*arguments: object, **more: object) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(zipfile.ZipFile, "write", full)
    assert main(["export", "dsfinvk", "--data", str(data), str(tmp_path / "daten.zip")]) == 2
    assert inside(tmp_path) == ["data"]
