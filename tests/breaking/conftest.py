"""Folders for tests that make many databases: in memory where the machine has such a place, so that no disk waits."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

MEMORY = Path("/dev/shm")


@pytest.fixture
def tmp_path(tmp_path: Path) -> Iterator[Path]:
    """kill -9 and restarts lose no memory of the machine; that a power cut loses nothing is shown by PRAGMA and fsync."""
    if not MEMORY.is_dir() or shutil.disk_usage(MEMORY).free < 256 * 1024 * 1024:
        yield tmp_path
        return
    folder = Path(tempfile.mkdtemp(prefix="tresen-", dir=MEMORY))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
