"""The shop's own plausibility report: what the checkers find, and what stands out in the closings of the period."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from tresen.fiscal.objection import Objections
from tresen.inspection.dsfinvk_check import check_dsfinvk
from tresen.inspection.said import lines_of
from tresen.inspection.tse_verify import verify_tse
from tresen.journal.read import walk_kinds
from tresen.ledger.verify import verify
from tresen.operations.audit_package.table_file import euro, moment, write_table
from tresen.operations.drawer.close_day import decode_closing

HEAD: Final = (
    "Seriennummer", "Z", "Geschäftstag", "Zeitpunkt", "Belege", "Abbrüche", "Storni", "Rückgaben", "Rückgaben Betrag",
    "Rabatte", "Rabatte Betrag", "Preisänderungen", "Lade ohne Verkauf", "Ohne TSE", "Schulung", "Soll", "Gezählt",
    "Differenz", "Blind gezählt", "Fehlende Nummern",
)  # fmt: skip


def closing_lines(connection: Any, first: str, last: str) -> Iterator[tuple[object, ...]]:
    """What stands out in each closing."""
    for entry in walk_kinds(connection, ("closing",), first, last):
        one = decode_closing(entry.body)
        sums = one.totals
        yield (
            one.till_record.serial, entry.counter, one.business_day, moment(one.at), sums.receipts, sums.aborts,
            sums.voids, sums.refunds, euro(sums.refunds_amount), sums.discounts, euro(sums.discounts_amount),
            sums.price_changes, sums.drawer_openings, sums.outages, sums.trainings, euro(one.expected),
            euro(one.counted), euro(one.difference), "ja" if one.counted_blind else "nein",
            one.completeness.missing_count,
        )  # fmt: skip


def write_report(
    connection: Any, first: str, last: str, files: Path, notes: list[str], tell: Callable[[str], None]
) -> int:
    """Check everything that lies in `files` and the journal; how many faults were found."""
    folder = files / "plausibilitaet"
    write_table(folder / "abschluesse.csv", HEAD, closing_lines(connection, first, last))
    tell("verify")
    verdict = verify(connection)
    said = [
        "PLAUSIBILITÄTSBERICHT", "=====================", "",
        "1. Journal (tresen verify): alles aus dem Journal neu gerechnet und verglichen",
        (f"   {verdict.entries} Einträge, {verdict.receipts} Belege ({verdict.signed} signiert, {verdict.unsigned} als "
        f"TSE-Ausfall gekennzeichnet), {verdict.closings} Abschlüsse, {verdict.accounts} Salden"),
        f"   Hash des letzten Eintrags: {verdict.last_hash}",
        *(f"   Hinweis: {text}" for text in verdict.notes), *(f"   FEHLER: {text}" for text in verdict.faults),
        "   in Ordnung" if verdict.sound else f"   {len(verdict.faults)} Fehler", "",
    ]  # fmt: skip
    faults = len(verdict.faults)
    tell("check")
    if (files / "dsfinvk").is_dir():
        export = check_dsfinvk(files / "dsfinvk")
        faults += export.objections.faults
        said += [
            "2. DSFinV-K (tresen dsfinvk check)",
            (
                f"   {export.closings} Abschlüsse, {export.receipts} Vorgänge, {export.signatures} Signaturen, davon "
                f"{export.true} wahr"
            ),
            *_objections(export.objections),
        ]
    else:
        said += ["2. DSFinV-K", "   kein Abschluss im Zeitraum", ""]
    archives = sorted((files / "tse").glob("*.tar")) if (files / "tse").is_dir() else []
    said.append("3. Protokoll der TSE (tresen tse verify)")
    if archives:
        found = verify_tse(archives)
        faults += found.objections.faults
        said += [*(f"   {one.name}: {one.signatures} Signaturen, davon {one.true} wahr" for one in found.files)]
        said += _objections(found.objections)
    else:
        said += ["   kein Protokoll in diesem Paket", ""]
    said += ["4. Auffälligkeiten", "   Je Abschluss in abschluesse.csv; einzeln in protokolle/.", ""]
    said += [f"Hinweis: {note}" for note in notes]
    (folder / "bericht.txt").write_text("\n".join(said) + "\n", encoding="utf-8")
    return faults


def _objections(objections: Objections) -> list[str]:
    found = [f"   {line}" for line in lines_of(objections, "de")]
    end = "   in Ordnung" if not objections.faults else f"   {objections.faults} Fehler"
    return [*found, end, ""]
