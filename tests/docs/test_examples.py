"""Examples in documents run: fences that say ```python run``` or ```console run``` are executed, in order, per document.

A document that says `<!-- needs: practice shop -->` gets a running one: its address is in `TRESEN_SHOP`, its data folder
is `data` below the working folder. One shop serves all documents of a test process.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live import LiveShop, live_shop

ROOT = Path(__file__).resolve().parents[2]
NEEDS_SHOP = "<!-- needs: practice shop -->"
FENCE = re.compile(r"^```(python|console) run\s*\n(.*?)^```\s*$", re.MULTILINE | re.DOTALL)


def documents() -> list[Path]:
    found = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    return [path for path in found if FENCE.search(path.read_text(encoding="utf-8"))]


@pytest.fixture(scope="session")
def practice_shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveShop]:
    with live_shop(tmp_path_factory.mktemp("documents") / "shop") as shop:
        yield shop


def commands(folder: Path) -> Path:
    """A folder with `tresen` and `python` as somebody has them who installed this source."""
    programs = folder / "programs"
    programs.mkdir(exist_ok=True)
    for name, arguments in (("tresen", "-m tresen"), ("python", "")):
        program = programs / name
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" {arguments} "$@"\n')
        program.chmod(0o755)
    return programs


def run_console(block: str, folder: Path) -> None:
    """Each `$ command` must succeed; the lines below it must come in its output in this order (`...` is anything)."""
    environment = dict(os.environ, PATH=f"{commands(folder)}{os.pathsep}{os.environ['PATH']}")
    environment["PYTHONPATH"] = str(ROOT / "src")
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, expected = part.partition("\n")
        ran = subprocess.run(
            ["bash", "-c", command],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert ran.returncode == 0, f"{command}\n{ran.stdout}{ran.stderr}"
        rest = ran.stdout
        for line in (line.strip() for line in expected.splitlines()):
            if line and line != "...":
                assert line in rest, f"{command}: `{line}` is not in\n{ran.stdout}"
                rest = rest.partition(line)[2]


def run_document(text: str, folder: Path) -> None:
    names: dict[str, object] = {"__name__": "example"}
    for match in FENCE.finditer(text):
        if match[1] == "python":
            exec(compile(match[2], "example", "exec"), names)
        else:
            run_console(match[2], folder)


@pytest.mark.parametrize("path", [pytest.param(path, id=path.relative_to(ROOT).as_posix()) for path in documents()])
def test_examples_of_the_document_run(
    path: Path, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = path.read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    if NEEDS_SHOP in text:
        shop: LiveShop = request.getfixturevalue("practice_shop")
        (tmp_path / "data").symlink_to(shop.folder)
        monkeypatch.setenv("TRESEN_SHOP", shop.base)
    run_document(text, tmp_path)


def test_an_example_that_is_wrong_is_found(tmp_path: Path) -> None:
    with pytest.raises(AssertionError):
        run_document("```python run\nassert 1 + 1 == 3\n```\n", tmp_path)
    with pytest.raises(AssertionError):
        run_document("```console run\n$ echo one\ntwo\n```\n", tmp_path)
    with pytest.raises(AssertionError):
        run_document("```console run\n$ exit 3\n```\n", tmp_path)


def test_an_example_that_is_right_runs(tmp_path: Path) -> None:
    run_document("```python run\nx = 2\n```\n\n```python run\nassert x == 2\n```\n", tmp_path)
    run_document("```console run\n$ printf 'a\\nb\\nc\\n'\na\n...\nc\n```\n", tmp_path)
