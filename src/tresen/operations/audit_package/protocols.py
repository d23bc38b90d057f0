"""Protocols of changes and acts in a period, as tables: what was before, what afterwards, when, by whom."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import msgspec

from tresen.journal.entry import Entry
from tresen.journal.read import newest_about, walk_kinds
from tresen.ledger.receipts_of_period import receipts_of_period
from tresen.operations.audit_package.table_file import euro, moment, write_table
from tresen.operations.drawer.close_day import decode_closing
from tresen.operations.node import Node
from tresen.operations.rights import ACTS, DEFAULTS, rights_of

GOODS: Final = ("article", "group", "place", "promotion", "price_list", "coupon_batch")
_PERSONAL: Final = ("customer",)
"""Cards of customers: no matter of the till's configuration, and nobody's business in an audit of the till."""
CHANGE_HEAD: Final = (
    "Zeitpunkt",
    "Geschäftstag",
    "Wer",
    "Art",
    "Gegenstand",
    "Feld",
    "Vorher",
    "Nachher",
    "Quelle",
    "Eintrag",
)
_LONGEST: Final = 500


class Names:
    """Names of people by id, as they are now."""

    def __init__(self, node: Node) -> None:
        self._staff = {one.id: one.name for one in node.masterdata.staff}
        self._tills = {one.id: one.name for one in node.masterdata.tills}

    def staff(self, id: str) -> str:
        return self._staff.get(id, id)

    def till(self, id: str) -> str:
        return self._tills.get(id, id)


def change_rows(connection: Any, names: Names, first: str, last: str, *, goods: bool) -> Iterator[tuple[object, ...]]:
    """One row for each field that a change of masterdata or settings made another one."""
    for entry in walk_kinds(connection, ("masterdata",), first, last):
        kind, _, id = entry.subject.partition(":")
        if kind in _PERSONAL or (kind in GOODS) is not goods:
            continue
        before = newest_about(connection, entry.subject, entry.seq - 1)
        old = _flat(before) if before is not None and before.kind == "masterdata" else {}
        new = _flat(entry)
        body: dict[str, Any] = msgspec.json.decode(entry.body)
        called = _called(body.get("record"), id)
        stamp = (moment(entry.at), entry.business_day, names.staff(entry.actor), kind, called)
        end = (body.get("source", ""), entry.seq)
        if body.get("deleted"):
            yield (*stamp, "(gelöscht)", called, "", *end)
            continue
        if not old:
            yield (*stamp, "(neu)", "", called, *end)
        for field in dict.fromkeys([*old, *new]):
            if old.get(field, "") != new.get(field, ""):
                yield (*stamp, field, old.get(field, ""), new.get(field, ""), *end)


def _called(record: Any, id: str) -> str:
    inner = record.get("article", record) if isinstance(record, Mapping) else {}
    inner = inner if isinstance(inner, Mapping) else {}
    return str(inner.get("name") or inner.get("label") or inner.get("number") or id)


def _flat(entry: Entry) -> dict[str, str]:
    """A record as field and text, nested fields joined by dots."""
    found: dict[str, str] = {}

    def add(path: str, value: Any) -> None:
        if isinstance(value, Mapping):
            for name, inner in value.items():
                add(f"{path}.{name}" if path else str(name), inner)
        elif isinstance(value, list):
            found[path] = msgspec.json.encode(value).decode()[:_LONGEST] if value else ""
        elif value not in (None, ""):
            found[path] = ("ja" if value else "nein") if isinstance(value, bool) else str(value)[:_LONGEST]

    add("", msgspec.json.decode(entry.body).get("record") or {})
    return found


def write_protocols(connection: Any, names: Names, first: str, last: str, folder: Path) -> None:
    """All protocols of the period."""
    write_table(folder / "stammdaten.csv", CHANGE_HEAD, change_rows(connection, names, first, last, goods=True))
    write_table(folder / "einstellungen.csv", CHANGE_HEAD, change_rows(connection, names, first, last, goods=False))
    write_table(folder / "software.csv", ("Zeitpunkt", "Version", "Eintrag"), _software(connection, first, last))
    write_table(
        folder / "kassenstuerze.csv",
        ("Zeitpunkt", "Kasse", "Gezählt von", "Anwesend", "Soll", "Ist", "Differenz", "Eintrag"),
        _cash_checks(connection, names, first, last),
    )
    write_table(
        folder / "lade-ohne-verkauf.csv", ("Zeitpunkt", "Kasse", "Wer", "Grund", "Freigabe", "Eintrag"),
        _openings(connection, names, first, last),
    )  # fmt: skip
    write_table(
        folder / "tse-ausfaelle.csv", ("Zeitpunkt", "Was", "Grund", "TSE", "Eintrag"), _outages(connection, first, last)
    )
    write_table(
        folder / "abbrueche-rueckgaben.csv",
        ("Zeitpunkt", "Kasse", "Belegnummer", "Art", "Betrag", "Wer", "Grund", "Freigabe", "Bezug"),
        _receipts(connection, first, last),
    )
    write_table(folder / "einsichten.csv", ("Zeitpunkt", "Wer", "Was", "Eintrag"), _looks(connection, first, last))


def _body(entry: Entry) -> dict[str, Any]:
    found: dict[str, Any] = msgspec.json.decode(entry.body)
    return found


def _software(connection: Any, first: str, last: str) -> Iterator[tuple[object, ...]]:
    """Every moment at which another version is seen: in closings, and where the program noted it itself."""
    seen = ""
    for entry in walk_kinds(connection, ("closing", "software"), first, last):
        version = (
            f"Tresen {_body(entry)['version']}" if entry.kind == "software" else decode_closing(entry.body).software
        )
        if version != seen:
            seen = version
            yield moment(entry.at), version, entry.seq


def _cash_checks(connection: Any, names: Names, first: str, last: str) -> Iterator[tuple[object, ...]]:
    for entry in walk_kinds(connection, ("cash_check",), first, last):
        body = _body(entry)
        counted, expected = int(body["counted"]), int(body["expected"])
        yield (
            moment(entry.at), names.till(entry.till), names.staff(entry.actor), body.get("present", ""), euro(expected),
            euro(counted), euro(counted - expected), entry.seq,
        )  # fmt: skip


def _openings(connection: Any, names: Names, first: str, last: str) -> Iterator[tuple[object, ...]]:
    for entry in walk_kinds(connection, ("drawer_opened",), first, last):
        body = _body(entry)
        yield (
            moment(entry.at), names.till(entry.till), names.staff(entry.actor), body.get("reason", ""),
            names.staff(str(body.get("approved_by", ""))), entry.seq,
        )  # fmt: skip


def _outages(connection: Any, first: str, last: str) -> Iterator[tuple[object, ...]]:
    said = {"tse_outage_begun": "Beginn", "tse_outage_ended": "Ende"}
    for entry in walk_kinds(connection, tuple(said), first, last):
        body = _body(entry)
        yield moment(entry.at), said[entry.kind], body.get("reason", ""), body.get("serial", ""), entry.seq


def _receipts(connection: Any, first: str, last: str) -> Iterator[tuple[object, ...]]:
    said = {"abort": "Abbruch", "refund": "Rückgabe", "exchange": "Umtausch"}
    for one in receipts_of_period(connection, tuple(said), first, last):
        yield (
            moment(one.finished_at), one.till_name, one.number, said[one.kind], euro(one.total), one.staff_name,
            one.reason or one.note, one.approved_by_name, " ".join(one.refers_to),
        )  # fmt: skip


def _looks(connection: Any, first: str, last: str) -> Iterator[tuple[object, ...]]:
    kinds = ("officer_pass_issued", "officer_pass_revoked", "officer_looked")
    for entry in walk_kinds(connection, kinds, first, last):
        body = _body(entry)
        yield moment(entry.at), body.get("name", ""), body.get("path", entry.kind), entry.seq


def write_people(node: Node, folder: Path) -> None:
    """Who may do what, as it is now; changes of it are in the protocol of settings."""
    people = sorted(node.masterdata.staff, key=lambda one: (one.role, one.name))
    write_table(
        folder / "mitarbeitende.csv", ("Name", "Rolle", "Aktiv", "Kennung"),
        ((one.name, one.role, "ja" if one.active else "nein", one.id) for one in people),
    )  # fmt: skip
    rights = {role: rights_of(node, role) for role in DEFAULTS}
    write_table(
        folder / "rechte.csv", ("Recht", *DEFAULTS), ((act, *(rights[role][act] for role in DEFAULTS)) for act in ACTS)
    )
