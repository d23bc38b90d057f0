"""`tresen tse verify` and `tresen dsfinvk check`: what is typed, what is printed, how it ends."""

import argparse
import dataclasses
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from tresen.fiscal.certificates import BadCertificate
from tresen.fiscal.objection import Objections
from tresen.inspection.dsfinvk_check import check_dsfinvk
from tresen.inspection.said import as_json, lines_of
from tresen.inspection.tse_verify import TseReport, read_roots, verify_tse

_KINDS: Final = {
    "de": {
        "archive": "TAR-Archiv einer TSE", "export": "DSFinV-K-Export", "codes": "QR-Codes", "picture": "Bild",
        "unknown": "unbekannt",
    },
    "en": {
        "archive": "TAR archive of a TSE", "export": "DSFinV-K export", "codes": "QR codes", "picture": "picture",
        "unknown": "unknown",
    },
}  # fmt: skip
_WORDS: Final = {
    "de": {
        "file": "{name}: {kind}, {signatures} Signaturen, davon {true} wahr", "outages": ", {outages} Ausfälle der TSE",
        "export": "{name}: {closings} Abschlüsse, {receipts} Vorgänge, {rows} Zeilen, {signatures} Signaturen, davon {true} wahr",
        "root": "Die Zertifikate enden bei: {root}", "sound": "in Ordnung", "end": "{faults} Fehler, {notes} Hinweise",
    },
    "en": {
        "file": "{name}: {kind}, {signatures} signatures, {true} of them true", "outages": ", {outages} TSE outages",
        "export": "{name}: {closings} closings, {receipts} events, {rows} rows, {signatures} signatures, {true} of them true",
        "root": "The certificates end with: {root}", "sound": "sound", "end": "{faults} faults, {notes} notes",
    },
}  # fmt: skip


def add_commands(commands: Any, language_here: Callable[[], str]) -> None:
    """Add both commands to the command line."""
    tse = commands.add_parser("tse", help="check what a TSE signed")
    verify = tse.add_subparsers(required=True, metavar="what").add_parser(
        "verify", help="check QR codes, archives and exports: signatures, certificates, missing numbers"
    )
    verify.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help="TAR archives, exports, codes as text, pictures"
    )
    verify.add_argument(
        "--root", action="append", type=Path, default=[],
        help="a certificate that chains must end with (PEM or DER); may be given several times",
    )  # fmt: skip
    _answer(verify)
    verify.set_defaults(run=lambda parsed: _verify_tse(parsed, parsed.language or language_here()))
    dsfinvk = commands.add_parser("dsfinvk", help="check DSFinV-K exports")
    check = dsfinvk.add_subparsers(required=True, metavar="what").add_parser(
        "check", help="check an export: files, columns, values, keys, sums, signatures, missing numbers"
    )
    check.add_argument("path", type=Path, metavar="PATH", help="folder or ZIP of the export")
    _answer(check)
    check.set_defaults(run=lambda parsed: _check_dsfinvk(parsed, parsed.language or language_here()))


def _answer(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print everything as JSON, in both languages")
    parser.add_argument(
        "--language", choices=("de", "en"), default="", help="language of the texts (default: the machine's)"
    )


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _verify_tse(parsed: argparse.Namespace, language: str) -> int:
    for path in (*parsed.files, *parsed.root):
        if not path.exists():
            sys.stderr.write(f"There is no {path}.\n")
            return 2
    try:
        roots = read_roots(parsed.root)
    except (OSError, BadCertificate) as error:
        sys.stderr.write(f"The root cannot be read: {error}\n")
        return 2
    report = verify_tse(parsed.files, roots)
    if parsed.json:
        files = [dataclasses.asdict(one) for one in report.files]
        _say(json.dumps({"files": files, "roots": report.roots, **as_json(report.objections)}, ensure_ascii=False))
    else:
        _print_tse(report, language)
    return 1 if report.objections.faults else 0


def _print_tse(report: TseReport, language: str) -> None:
    words = _WORDS[language]
    for one in report.files:
        line = words["file"].format(**{**dataclasses.asdict(one), "kind": _KINDS[language][one.kind]})
        _say(line + (words["outages"].format(outages=one.outages) if one.outages else ""))
    for root in report.roots:
        _say(words["root"].format(root=root))
    _print_objections(report.objections, language)


def _print_objections(objections: Objections, language: str) -> None:
    for line in lines_of(objections, language):
        _say(line)
    faults, notes = objections.faults, objections.notes
    _say(_WORDS[language]["end"].format(faults=faults, notes=notes) if faults or notes else _WORDS[language]["sound"])


def _check_dsfinvk(parsed: argparse.Namespace, language: str) -> int:
    if not parsed.path.exists():
        sys.stderr.write(f"There is no {parsed.path}.\n")
        return 2
    report = check_dsfinvk(parsed.path)
    told = {
        name: getattr(report, name)
        for name in ("name", "closings", "receipts", "rows", "signatures", "true", "outages")
    }
    if parsed.json:
        _say(json.dumps({**told, **as_json(report.objections)}, ensure_ascii=False))
    else:
        words = _WORDS[language]
        outages = words["outages"].format(**told) if report.outages else ""
        _say(words["export"].format(**told) + outages)
        _print_objections(report.objections, language)
    return 1 if report.objections.faults else 0
