"""An export read back as an auditor's program does, and what must add up in every export."""

import contextlib
import csv
import io
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import dsfinvk.validate
from lxml import etree

from tests.floor import Floor, right
from tresen.fiscal.dsfinvk.tables import TABLES, WORDS
from tresen.fiscal.fiscal_settings import FiscalSettings
from tresen.fiscal.process_data import parse_process_data
from tresen.inspection.dsfinvk_check import check_dsfinvk
from tresen.ledger.dsfinvk import Wanted
from tresen.operations.dsfinvk.export import export_dsfinvk
from tresen.operations.node import Node

Row = dict[str, str]


def cents(written: str) -> int:
    """An amount as hundredths; more decimals than two must be zeros."""
    found = re.fullmatch(r"(-?)(\d+),(\d\d)0*", written)
    assert found, written
    value = int(found[2]) * 100 + int(found[3])
    return -value if found[1] else value


class Export:
    """The files of a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.of: dict[str, list[Row]] = {}
        for table in TABLES:
            with (folder / table.file).open(encoding="utf-8", newline="") as file:
                content = file.read()
            assert content.count("\r\n") == content.count("\n")
            self.of[table.file.removesuffix(".csv")] = list(
                csv.DictReader(io.StringIO(content, newline=""), delimiter=";")
            )

    def __getattr__(self, name: str) -> list[Row]:
        return self.of[name]

    def about(self, table: str, receipt: str, *columns: str) -> list[Any]:
        """The rows of a receipt, all of them or some columns."""
        rows = [row for row in self.of[table] if row["BON_ID"] == receipt]
        return [tuple(row[name] for name in columns) for row in rows] if columns else rows

    def lines(self, receipt: str) -> list[tuple[str, str, int]]:
        """Case, VAT key and gross cents of each line with an amount."""
        cases = {row["POS_ZEILE"]: row["GV_TYP"] for row in self.about("lines", receipt)}
        return [
            (cases[row["POS_ZEILE"]], row["UST_SCHLUESSEL"], cents(row["POS_BRUTTO"]))
            for row in self.about("lines_vat", receipt)
        ]

    # ---- what must hold

    def must_hold(self) -> None:
        """The cross checks of the specification, what two programs that are not ours say, and our own checker."""
        self._fields()
        self._keys()
        self._sums()
        self._closings()
        self._signed()
        others_find_nothing(self.folder)
        own = check_dsfinvk(self.folder).objections
        assert [own.text(one, "en") for one in own.kept if one.rule != "tse.row_gap"] == []

    def _fields(self) -> None:
        for table in TABLES:
            for row in self.of[table.file.removesuffix(".csv")]:
                for column in table.columns:
                    value = row[column.name]
                    if column.need in ("key", "always") and not (
                        row.get("TSE_TA_FEHLER")
                        or column.name.startswith("TSE_Z")
                        or self._names_nothing(column.name, row)
                    ):
                        assert value, (table.file, column.name, row)
                    if column.name in WORDS and value:
                        assert value in WORDS[column.name], (column.name, value)
                    if column.need == "transaction":
                        assert bool(value) == (row["REF_TYP"] == "Transaktion")
                    assert not column.length or len(value) <= column.length

    def _names_nothing(self, column: str, row: Row) -> bool:
        """A closing without any Vorgang has no first and no last one."""
        empty = not any(
            one["Z_KASSE_ID"] == row["Z_KASSE_ID"] and one["Z_NR"] == row["Z_NR"] for one in self.transactions
        )
        return column in ("Z_START_ID", "Z_ENDE_ID") and empty

    def _keys(self) -> None:
        bons = [(row["Z_KASSE_ID"], row["Z_NR"], row["BON_ID"]) for row in self.transactions]
        assert len({bon for _, _, bon in bons}) == len(bons)
        closings = {(row["Z_KASSE_ID"], row["Z_NR"]) for row in self.cashpointclosing}
        tses = {(row["Z_KASSE_ID"], row["Z_NR"], row["TSE_ID"]) for row in self.tse}
        rates = {(row["Z_KASSE_ID"], row["Z_NR"], row["UST_SCHLUESSEL"]) for row in self.vat}
        agencies = {(row["Z_KASSE_ID"], row["Z_NR"], row["AGENTUR_ID"]) for row in self.pa}
        positions = {(row["BON_ID"], row["POS_ZEILE"]) for row in self.of["lines"]}
        assert len(positions) == len(self.of["lines"])
        for name, rows in self.of.items():
            for row in rows:
                place = (row["Z_KASSE_ID"], row["Z_NR"])
                assert place in closings
                assert "BON_ID" not in row or (*place, row["BON_ID"]) in bons, name
                assert name == "references" or "POS_ZEILE" not in row or (row["BON_ID"], row["POS_ZEILE"]) in positions
                assert "UST_SCHLUESSEL" not in row or (*place, row["UST_SCHLUESSEL"]) in rates
                assert row.get("AGENTUR_ID", "0") in ("", "0") or (*place, row["AGENTUR_ID"]) in agencies
                assert not row.get("TSE_ID") or (*place, row["TSE_ID"]) in tses
        by_bon: dict[str, list[int]] = defaultdict(list)
        for row in self.of["lines"]:
            by_bon[row["BON_ID"]].append(int(row["POS_ZEILE"]))
        assert all(found == list(range(1, len(found) + 1)) for found in by_bon.values())
        assert sorted(row["BON_ID"] for row in self.transactions_tse) == sorted(bon for _, _, bon in bons)

    def _sums(self) -> None:
        taxes: dict[tuple[str, str], int] = defaultdict(int)
        lines: dict[tuple[str, str], int] = defaultdict(int)
        paid: dict[str, int] = defaultdict(int)
        for row in self.transactions_vat:
            taxes[row["BON_ID"], row["UST_SCHLUESSEL"]] += cents(row["BON_BRUTTO"])
            assert cents(row["BON_NETTO"]) + cents(row["BON_UST"]) == cents(row["BON_BRUTTO"])
        for row in self.lines_vat:
            lines[row["BON_ID"], row["UST_SCHLUESSEL"]] += cents(row["POS_BRUTTO"])
        for row in self.datapayment:
            paid[row["BON_ID"]] += cents(row["BASISWAEH_BETRAG"])
        assert {place: sum for place, sum in taxes.items() if sum} == {
            place: sum for place, sum in lines.items() if sum
        }
        for row in self.transactions:
            total = cents(row["UMS_BRUTTO"])
            assert total == sum(sum_ for (bon, _), sum_ in taxes.items() if bon == row["BON_ID"])
            assert row["BON_TYP"] != "Beleg" or paid[row["BON_ID"]] == total
            assert row["BON_TYP"] == "Beleg" or row["BON_ID"] not in paid

    def _closings(self) -> None:
        beleg = {row["BON_ID"] for row in self.transactions if row["BON_TYP"] == "Beleg"}
        cases: dict[Any, int] = defaultdict(int)
        payments: dict[Any, int] = defaultdict(int)
        named = {(row["BON_ID"], row["POS_ZEILE"]): row for row in self.of["lines"]}
        for row in self.lines_vat:
            line = named[row["BON_ID"], row["POS_ZEILE"]]
            if row["BON_ID"] in beleg:
                place = (row["Z_KASSE_ID"], row["Z_NR"], line["GV_TYP"], line["GV_NAME"], line["AGENTUR_ID"])
                cases[*place, row["UST_SCHLUESSEL"]] += cents(row["POS_BRUTTO"])
        for row in self.datapayment:
            if row["ZAHLART_TYP"] != "Keine":
                place = (row["Z_KASSE_ID"], row["Z_NR"], row["ZAHLART_TYP"], row["ZAHLART_NAME"])
                payments[place] += cents(row["BASISWAEH_BETRAG"])
        said = {
            tuple(row[name] for name in ("Z_KASSE_ID", "Z_NR", "GV_TYP", "GV_NAME", "AGENTUR_ID", "UST_SCHLUESSEL")):
            cents(row["Z_UMS_BRUTTO"]) for row in self.businesscases
        }  # fmt: skip
        assert said == cases
        assert payments == {
            (row["Z_KASSE_ID"], row["Z_NR"], row["ZAHLART_TYP"], row["ZAHLART_NAME"]): cents(row["Z_ZAHLART_BETRAG"])
            for row in self.payment
        }
        for row in self.cashpointclosing:
            place = (row["Z_KASSE_ID"], row["Z_NR"])
            assert cents(row["Z_SE_ZAHLUNGEN"]) == sum(sum_ for key, sum_ in payments.items() if key[:2] == place)
            assert cents(row["Z_SE_ZAHLUNGEN"]) == sum(sum_ for key, sum_ in cases.items() if key[:2] == place)
            bar = [sum_ for key, sum_ in payments.items() if key[:3] == (*place, "Bar")]
            assert cents(row["Z_SE_BARZAHLUNGEN"]) == sum(bar)

    def _signed(self) -> None:
        heads = {row["BON_ID"]: row for row in self.transactions}
        for row in self.transactions_tse:
            if row["TSE_TA_FEHLER"]:
                assert not row["TSE_TA_SIG"]
                continue
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", row["TSE_TA_START"])
            if row["TSE_TA_VORGANGSART"] != "Kassenbeleg-V1":
                continue
            data = parse_process_data(row["TSE_VORGANGSDATEN"])
            assert data.type == heads[row["BON_ID"]]["BON_TYP"]
            assert sum(data.amounts) == cents(heads[row["BON_ID"]]["UMS_BRUTTO"])


def others_find_nothing(folder: Path) -> None:
    """The validator of another maker (all but its demand for five decimals), and the grammar of the standard."""
    told = io.StringIO()
    with contextlib.redirect_stdout(told):
        assert dsfinvk.validate.validate_dir(folder) == []
    found = [line for line in told.getvalue().splitlines() if line.startswith("Line ") and "with 5 places" not in line]
    assert found == []
    grammar = (folder / "gdpdu-01-09-2004.dtd").read_text()
    ambiguous = "<!ELEMENT Media (Name, Command*, Table*, Command*, AcceptNoTables?)>"
    plain = etree.DTD(
        io.StringIO(grammar.replace(ambiguous, "<!ELEMENT Media (Name,(Command|Table)*,AcceptNoTables?)>"))
    )
    assert plain.validate(etree.parse(folder / "index.xml")), plain.error_log


def exported(floor: Floor, wanted: Wanted | None = None, settings: FiscalSettings | None = None) -> Export:
    """What the shop hands over, read back."""
    return exported_from(floor.node, floor.folder / f"export-{floor.id()}", wanted, settings)


def exported_from(
    node: Node, target: Path, wanted: Wanted | None = None, settings: FiscalSettings | None = None
) -> Export:  # fmt: skip
    right(node.database.read_now(
        lambda connection: export_dsfinvk(
            connection, wanted or Wanted(), settings or FiscalSettings(), target, lambda done, total: None
        )
    ))  # fmt: skip
    return Export(target)
