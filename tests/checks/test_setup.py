"""The two commands' own parts: the closing line of ./test, and how the front ends' packages are installed."""

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


def loaded(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(Path(name).stem, ROOT / name)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def reported(folder: Path, name: str, not_run: list[str], **counts: int) -> None:
    (folder / f"{name}.json").write_text(json.dumps({"counts": counts, "not_run": not_run}))


@pytest.fixture
def closing(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.delenv("CI", raising=False)
    return loaded(".setup/closing.py")


def test_closing_adds_up_all_parts(closing: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reported(tmp_path, "one", [], passed=3, failed=0)
    reported(tmp_path, "two", [], passed=4, failed=0)
    assert closing.main(str(tmp_path), "12", "0") == 0
    assert capsys.readouterr().out.splitlines()[-1] == f"{'=' * 20} 0 failed, 7 passed in 12.00s {'=' * 20}"


def test_a_failed_part_fails_even_without_a_failed_test(closing: ModuleType, tmp_path: Path) -> None:
    assert closing.main(str(tmp_path), "1", "1", "mypy") == 1


def test_what_was_not_run_is_named_and_fails_on_the_build_machine(
    closing: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    reported(tmp_path, "one", ["browser: Chromium is not installed"], passed=3, skipped=1)
    assert closing.main(str(tmp_path), "1", "0", "journeys (--fast)") == 0
    told = capsys.readouterr().out
    assert "  - browser: Chromium is not installed" in told
    assert "  - journeys (--fast)" in told
    monkeypatch.setenv("CI", "true")
    assert closing.main(str(tmp_path), "1", "0") == 1


def test_front_ends_are_stale_when_a_source_changes(tmp_path: Path) -> None:
    build = loaded("hatch_build.py")
    for name in ("frontends/till/a.ts", "src/tresen/core/money.py", "frontends/node_modules/x.js"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("1")
    assert not build.is_fresh(tmp_path)
    build.static_of(tmp_path).mkdir(parents=True)
    (build.static_of(tmp_path) / ".built").write_text(build.digest_of_sources(tmp_path))
    assert build.is_fresh(tmp_path)
    (tmp_path / "frontends/node_modules/x.js").write_text("2")
    assert build.is_fresh(tmp_path)
    (tmp_path / "src/tresen/core/money.py").write_text("2")
    assert not build.is_fresh(tmp_path)


def test_a_lock_without_foreign_platforms_is_installed_without_writing() -> None:
    build = loaded("hatch_build.py")
    whole = {"packages": {"node_modules/a": {"optionalDependencies": {"b": "1"}}, "node_modules/b": {}}}
    assert build.install_command(json.dumps(whole).encode()) == ["ci"]
    del whole["packages"]["node_modules/b"]
    assert build.install_command(json.dumps(whole).encode()) == ["install", "--no-save"]


def test_supported_python_is_the_one_in_use() -> None:
    assert (3, 11) <= sys.version_info[:2] < (3, 14)


def test_a_journey_that_passes_when_walked_again_counts_once(
    closing: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reported(tmp_path, "journeys", [], passed=4, failed=1)
    reported(tmp_path, "journeys-again", [], passed=1)
    assert closing.main(str(tmp_path), "9", "0") == 0
    assert "5 passed" in capsys.readouterr().out
    reported(tmp_path, "journeys-again", [], failed=1)
    assert closing.main(str(tmp_path), "9", "0") == 1
