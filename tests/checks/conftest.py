"""A small repository in a folder, to plant faults in."""

from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def house(tmp_path: Path) -> Callable[..., Path]:
    """`house({"src/tresen/core/a.py": "..."})` writes the files and gives the root."""

    def build(files: dict[str, str]) -> Path:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return tmp_path

    return build
