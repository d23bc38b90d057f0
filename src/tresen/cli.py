"""The command line. Documented in docs/reference/cli.md."""

import argparse
import contextlib
import gc
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from tresen import __version__
from tresen.ports.signer import SignerDown

PORT = 8000


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point. Returns the exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == ["replay"]:
        from tresen.demo.replay.command import main as replay

        return replay(given[1:])
    parsed = command_line().parse_args(given)
    from tresen.web.trust.refused import AccessRefused

    try:
        status: int = parsed.run(parsed)
    except AccessRefused as reason:
        print(reason, file=sys.stderr)
        return 2
    except SignerDown as reason:
        print(f"The TSE in {parsed.data} cannot be opened: {reason}.", file=sys.stderr)
        return 2
    return status


def command_line() -> argparse.ArgumentParser:
    """All commands with their options."""
    parser = argparse.ArgumentParser(prog="tresen", description="Tresen, the shop's own point of sale.")
    parser.add_argument("--version", action="version", version=f"tresen {__version__}")
    commands = parser.add_subparsers(required=True, metavar="command")
    demo = commands.add_parser("demo", help="open the practice shop with simulated devices")
    _common(demo)
    demo.add_argument("--fresh", action="store_true", help="throw the practice shop away and start over")
    demo.add_argument("--replay", action="store_true", help="replay real baskets through the shop, then stay open")
    demo.set_defaults(run=_demo)
    serve = commands.add_parser("serve", help="run the node of a shop")
    _common(serve)
    serve.set_defaults(run=_serve)
    commands.add_parser("replay", help="send real baskets of a public panel to a running practice shop")
    verify = commands.add_parser("verify", help="prove that nothing is missing and nothing was changed")
    verify.add_argument("--data", type=Path, default=Path("data"), help="folder of the node (default: data)")
    verify.add_argument("--database", default="", help="database URL if it is not in the data folder")
    verify.set_defaults(run=_verify)
    export = commands.add_parser("export", help="hand out what others ask for, while the node is stopped")
    kinds = export.add_subparsers(required=True, metavar="what")
    tse = kinds.add_parser("tse", help="the log of the TSE as TAR file (TR-03153)")
    tse.add_argument("--data", type=Path, default=Path("data"), help="folder of the node (default: data)")
    tse.add_argument("--database", default="", help="database URL if it is not in the data folder")
    tse.add_argument("--tse", default="", help="serial number, id or name, where there are several")
    tse.add_argument("--out", type=Path, required=True, help="file to write; it must not exist yet")
    tse.set_defaults(run=_export_tse)
    from tresen.operations.dsfinvk.command import add_export_command

    add_export_command(kinds)
    from tresen.inspection.command import add_commands

    add_commands(commands, _language_here)
    from tresen.web.tax_office_commands import add_archive_commands, add_export_audit

    add_archive_commands(commands)
    add_export_audit(kinds, _language_here)
    return parser


def _language_here() -> str:
    from tresen.web.trust.printed import language_here

    return language_here()


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, default=Path("data"), help="folder where everything lives (default: data)")
    parser.add_argument("--database", default="", help="postgresql://… instead of SQLite in the data folder")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    parser.add_argument("--port", type=int, default=PORT, help=f"port to listen on (default: {PORT})")
    parser.add_argument(
        "--https-port", type=int, default=None,
        help="port for HTTPS (default: 8443; none if only this machine is served)",
    )  # fmt: skip
    parser.add_argument(
        "--name",
        action="append",
        default=[],
        help="a name by which devices reach this machine, e.g. tresen.local; may be given several times",
    )
    parser.add_argument("--certificate", type=Path, default=None, help="a real certificate with its chain (PEM)")
    parser.add_argument("--key", type=Path, default=None, help="the key of the real certificate (PEM, no password)")
    parser.add_argument("--no-https", action="store_true", help="no HTTPS of its own, e.g. behind a proxy that has it")


def _access(parsed: argparse.Namespace) -> Any:
    """How other devices will reach the node. Raises AccessRefused with a sentence for whoever typed the command."""
    from tresen.web.trust.access import Wanted, open_access

    return open_access(
        parsed.data,
        Wanted(
            parsed.host, parsed.port, parsed.https_port, parsed.no_https, parsed.certificate, parsed.key, parsed.name
        ),
    )


def _demo(parsed: argparse.Namespace) -> int:
    from tresen.demo.seed import seed
    from tresen.web.app import Settings, make_node

    if parsed.fresh and parsed.data.exists():
        if not (parsed.data / "practice").exists() and any(parsed.data.iterdir()):
            print(f"{parsed.data} is not a practice shop; nothing was deleted.", file=sys.stderr)
            return 2
        shutil.rmtree(parsed.data)
    access = _access(parsed)
    settings = Settings(parsed.data, parsed.database, practice=True, access=access)
    node = make_node(settings)
    if len(node.masterdata.shops) == 0:
        (parsed.data / "practice").touch()
        seed(node, parsed.data / "pictures", "" if access.reach == "trust" else access.safe() or _here(parsed, access))
    settings.greeting = lambda node: _greet(node, parsed, access)
    if parsed.replay:
        threading.Thread(target=_replay_into, args=(parsed,), name="replay", daemon=True).start()
    return _run(node, settings, parsed)


async def _greet(node: Any, parsed: argparse.Namespace, access: Any) -> None:
    """Say where everything is, with a link that makes this browser the first till (ten minutes, once)."""
    from tresen.demo.shop import demo_shop
    from tresen.operations.node import Actor
    from tresen.operations.signing_in.issue_pairing_code import IssuedCode, issue_pairing_code
    from tresen.web.trust.printed import WORDS, language_here

    shop = demo_shop()
    owner = Actor(shop.staff[0].id, shop.staff[0].name, "owner")
    issued = await issue_pairing_code(node, owner, shop.tills[0].id)
    code = f"#pair={issued.code}" if isinstance(issued, IssuedCode) else ""
    words = WORDS[language_here()]
    print(f"\n  {shop.party.name}: {words['practice']}\n")
    _addresses(access, shop.tills[0].id, code)
    print(f"\n  {words['office']}: {shop.staff[0].name}, {words['password']} {shop.password}")
    for person in shop.staff:
        print(f"  {words[person.role]:8} {person.name:16} PIN {person.pin}")
    print(f"\n  {words['data']}: {parsed.data.resolve()}   {words['stop']}\n", flush=True)


def _replay_into(parsed: argparse.Namespace) -> None:
    """Wait until the node answers, then replay into it from a process of its own; the shop stays open."""
    pause = threading.Event()
    for _ in range(300):
        try:
            socket.create_connection((parsed.host, parsed.port), timeout=1).close()
            break
        except OSError:
            pause.wait(0.1)
    address = f"http://{parsed.host}:{parsed.port}"
    # the panel's last four weeks, moved by whole weeks so that they end last week: the office shows them as its month
    last, today = date(2017, 12, 31), datetime.now(UTC).date()
    weeks = (today - last).days // 7 - (0 if (today - last).days % 7 else 1)
    days = f"{last - timedelta(days=27)}..{last}"
    command = [
        sys.executable, "-m", "tresen.demo.replay", "--address", address, "--data", str(parsed.data),
        "--days", days, "--weeks", str(weeks),
    ]  # fmt: skip
    subprocess.run(command, check=False)  # noqa: S603 - our own module


def _here(parsed: argparse.Namespace, access: Any) -> str:
    return f"http://{parsed.host}:{parsed.port}" if access.reach == "here" else str(access.plain())


def _addresses(access: Any, till: str = "", code: str = "") -> None:
    from tresen.web.trust.printed import addresses, language_here

    for line in addresses(access, language_here(), till, code):
        print(line)


def _serve(parsed: argparse.Namespace) -> int:
    from tresen.web.app import Settings, make_node
    from tresen.web.trust.printed import WORDS, language_here

    access = _access(parsed)
    settings = Settings(parsed.data, parsed.database, practice=(parsed.data / "practice").exists(), access=access)
    node = make_node(settings)
    said = "no_signer" if not node.signing.members else "simulated_signer" if _simulated(node) else ""
    print(f"\n  {WORDS[language_here()][said]}\n" if said else "")
    _addresses(access)
    return _run(node, settings, parsed)


def _simulated(node: Any) -> bool:
    return all(node.masterdata.signers[id].kind == "simulator" for id in node.signing.members)


def _run(node: Any, settings: Any, parsed: argparse.Namespace) -> int:
    import uvicorn

    from tresen.web.app import make_app
    from tresen.web.trust.listening import TwoDoors

    app = make_app(node, settings)
    gc.collect()
    gc.freeze()  # the catalogue never becomes garbage: p99 of a sale falls by a fifth
    gc.set_threshold(20_000, 20, 20)  # hardly anything is cyclic: looking for it less often saves 6 % of a sale
    config = uvicorn.Config(
        app, host=parsed.host, port=parsed.port, loop="uvloop" if sys.platform != "win32" else "asyncio",
        http="httptools", log_level="warning", access_log=False, timeout_graceful_shutdown=5,
    )  # fmt: skip
    with contextlib.suppress(KeyboardInterrupt):
        TwoDoors(config, settings.access).run()
    return 0


def _export_tse(parsed: argparse.Namespace) -> int:
    from tresen.web.app import Settings
    from tresen.web.tse_export import ExportRefused, export_log

    if parsed.out.exists():
        print(f"{parsed.out} exists already; nothing was written.", file=sys.stderr)
        return 2
    try:
        settings = Settings(parsed.data, parsed.database, practice=(parsed.data / "practice").exists())
        size, notes = export_log(settings, parsed.tse, parsed.out)
    except ExportRefused as reason:
        print(reason, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{parsed.out} cannot be written: {error.strerror}.", file=sys.stderr)
        return 2
    print(f"{parsed.out}: {size} bytes")
    for note in notes:
        print(f"note: {note}", file=sys.stderr)
    return 0


def _verify(parsed: argparse.Namespace) -> int:
    from tresen.ledger.verify import verify
    from tresen.store.database import Database

    path = parsed.data / "node.db"
    if not parsed.database and not path.exists():
        print(f"There is no journal in {parsed.data}.", file=sys.stderr)
        return 2
    database = Database(parsed.database or str(path))
    shown = sys.stderr.isatty()
    verdict = database.read_now(
        lambda connection: (
            verify(connection, lambda seq: print(f"\r{seq} entries", end="", file=sys.stderr))
            if shown
            else verify(connection)
        )
    )
    database.close()
    print(
        f"{verdict.entries} entries, {verdict.receipts} receipts ({verdict.signed} signed, {verdict.unsigned} marked "
        f"as TSE outage), {verdict.closings} closings, {verdict.accounts} balances\nlast hash {verdict.last_hash}"
    )
    for note in verdict.notes:
        print(f"note: {note}")
    for fault in verdict.faults:
        print(f"FAULT: {fault}")
    print("sound" if verdict.sound else f"{len(verdict.faults)} faults")
    return 0 if verdict.sound else 1
