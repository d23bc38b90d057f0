"""What the tests of both checkers share."""

from pathlib import Path

import pytest

from tresen.inspection.tse_verify import TseReport, verify_tse


@pytest.fixture
def check(tmp_path: Path):
    """Check bytes as if they were files: `check(content, ...)`; the report."""

    def run(*contents: bytes | str, trusted=None) -> TseReport:
        paths = []
        for place, content in enumerate(contents):
            path = tmp_path / f"file-{place}"
            path.write_bytes(content.encode() if isinstance(content, str) else content)
            paths.append(path)
        return verify_tse(paths, trusted)

    return run
