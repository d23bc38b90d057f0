"""One closing of an export as a whole: its masterdata, and its sums against what its receipts add up to."""

import itertools
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from tresen.fiscal.dsfinvk_cells import read_moment, read_number, shown
from tresen.fiscal.dsfinvk_receipt_check import ClosingKnown, ClosingSums, Told
from tresen.fiscal.objection import Objections
from tresen.fiscal.process_data import slot_of

_ZERO_RATED: Final = frozenset({"5", "6", "7", "8"})
_UNIQUE: Final[Mapping[str, tuple[str, ...]]] = {
    "slaves.csv": ("TERMINAL_ID",),
    "pa.csv": ("AGENTUR_ID",),
    "tse.csv": ("TSE_ID",),
    "vat.csv": ("UST_SCHLUESSEL",),
    "businesscases.csv": ("GV_TYP", "GV_NAME", "AGENTUR_ID", "UST_SCHLUESSEL"),
    "payment.csv": ("ZAHLART_TYP", "ZAHLART_NAME"),
    "cash_per_currency.csv": ("ZAHLART_WAEH",),
}
"""What may be there once in a closing."""
_ONE_ROW: Final = ("location.csv", "cashregister.csv")


@dataclass(slots=True)
class ClosingRows:
    """The rows of one closing that are about no single Vorgang, by file."""

    head: Told
    of: Mapping[str, Sequence[Told]]


@dataclass(slots=True)
class ClosingCheck:
    """Checks one closing: first its masterdata, and when its receipts have passed, its sums."""

    objections: Objections
    export: str
    rows: ClosingRows
    sums: ClosingSums = field(default_factory=ClosingSums)

    def _object(self, rule: str, file: str, line: int, **said: str | int) -> None:
        self.objections.add(rule, f"{self.export}/{file}", line, **said)

    def known(self) -> ClosingKnown:
        """Object to the masterdata, and say what receipts may name."""
        of = self.rows.of
        for file in _ONE_ROW:
            if not of[file]:
                self._object("key.master_missing", "cashpointclosing.csv", self.rows.head[0], master=file)
        for file, columns in _UNIQUE.items():
            seen: set[tuple[str, ...]] = set()
            for line, row in of[file]:
                value = tuple(row[column] for column in columns)
                if value in seen:
                    self._object("key.double", file, line, column=" ".join(columns), value=" ".join(value))
                seen.add(value)
        for line, row in of["vat.csv"]:
            self._check_rate(line, row)
        agencies = {row["AGENTUR_ID"] for _, row in of["pa.csv"]} | {"", "0"}
        for line, row in of["businesscases.csv"]:
            if row["AGENTUR_ID"] not in agencies:
                self._object(
                    "key.unknown",
                    "businesscases.csv",
                    line,
                    column="AGENTUR_ID",
                    value=row["AGENTUR_ID"],
                    master="pa.csv",
                )
        return ClosingKnown(
            {row["UST_SCHLUESSEL"]: read_number(row["UST_SATZ"]) for _, row in of["vat.csv"]},
            frozenset(agencies),
            frozenset(row["TERMINAL_ID"] for _, row in of["slaves.csv"]),
            frozenset(row["TSE_ID"] for _, row in of["tse.csv"]),
            of["cashregister.csv"][0][1]["KASSE_BASISWAEH_CODE"] if of["cashregister.csv"] else "EUR",
        )

    def _check_rate(self, line: int, row: Mapping[str, str]) -> None:
        key, rate = row["UST_SCHLUESSEL"], row["UST_SATZ"]
        try:
            slot_of(int(key) if key.isdecimal() and len(key) < 10 else 0)
        except ValueError:
            self._object("vat.key", "vat.csv", line, value=key)
        if key in _ZERO_RATED and read_number(rate):
            self._object("vat.zero", "vat.csv", line, value=key, rate=rate)

    def end(self, currency: str) -> None:
        """Object to sums that are not what the receipts add up to."""
        self._check_cases()
        self._check_payments()
        self._check_cash(currency)
        self._check_totals()
        registers = self.rows.of["cashregister.csv"]
        if "7" in self.sums.keys and registers and registers[0][1]["KEINE_UST_ZUORDNUNG"] != "1":
            self._object("vat.undetermined", "cashregister.csv", registers[0][0])

    def _check_cases(self) -> None:
        file = "businesscases.csv"
        told: Counter[tuple[str, str, str, str]] = Counter()
        line_of: dict[tuple[str, str, str, str], int] = {}
        parts: dict[str, tuple[int, int]] = {}
        for line, row in self.rows.of[file]:
            key = row["UST_SCHLUESSEL"]
            case = (row["GV_TYP"], row["GV_NAME"], row["AGENTUR_ID"] or "0", key)
            gross, net, vat = (read_number(row[name]) for name in ("Z_UMS_BRUTTO", "Z_UMS_NETTO", "Z_UST"))
            if net + vat != gross:
                self._object("vat.parts", file, line, net=shown(net), vat=shown(vat), gross=shown(gross))
            told[case] += gross
            line_of.setdefault(case, line)
            old_net, old_vat = parts.get(key, (0, 0))
            parts[key] = (old_net + net, old_vat + vat)
        for case in sorted(told.keys() | self.sums.cases.keys()):
            wanted, found = told[case], self.sums.cases[case]
            if wanted != found:
                name = " ".join(part for part in case[:3] if part and part != "0")
                self._object(
                    "sum.cases", file, line_of.get(case, 0), case=name, key=case[3], wanted=shown(wanted), found=shown(found)
                )  # fmt: skip
        for key in sorted(parts.keys() | self.sums.net_and_vat.keys()):
            wanted_parts, found_parts = parts.get(key, (0, 0)), self.sums.net_and_vat.get(key, (0, 0))
            if wanted_parts != found_parts:
                said = (" / ".join(shown(part) for part in both) for both in (wanted_parts, found_parts))
                self._object("sum.cases_net", file, 0, key=key, wanted=next(said), found=next(said))

    def _check_payments(self) -> None:
        file = "payment.csv"
        told: Counter[tuple[str, str]] = Counter()
        line_of: dict[tuple[str, str], int] = {}
        for line, row in self.rows.of[file]:
            kind = (row["ZAHLART_TYP"], row["ZAHLART_NAME"])
            told[kind] += read_number(row["Z_ZAHLART_BETRAG"])
            line_of.setdefault(kind, line)
        for kind in sorted(told.keys() | self.sums.payments.keys()):
            wanted, found = told[kind], self.sums.payments[kind]
            if wanted != found:
                self._object(
                    "sum.payments", file, line_of.get(kind, 0), type=" ".join(kind).strip(), wanted=shown(wanted),
                    found=shown(found),
                )  # fmt: skip

    def _check_cash(self, currency: str) -> None:
        file = "cash_per_currency.csv"
        told: Counter[str] = Counter()
        line_of: dict[str, int] = {}
        for line, row in self.rows.of[file]:
            told[row["ZAHLART_WAEH"]] += read_number(row["ZAHLART_BETRAG_WAEH"])
            line_of.setdefault(row["ZAHLART_WAEH"], line)
        for named in sorted(told.keys() | self.sums.cash.keys()):
            wanted, found = told[named], self.sums.cash[named]
            if wanted != found:
                self._object(
                    "sum.cash", file, line_of.get(named, 0), currency=named or currency, wanted=shown(wanted), found=shown(found)
                )  # fmt: skip

    def _check_totals(self) -> None:
        line, head = self.rows.head
        file = "cashpointclosing.csv"
        payments = self.rows.of["payment.csv"]
        paid = sum(read_number(row["Z_ZAHLART_BETRAG"]) for _, row in payments)
        total, cash = read_number(head["Z_SE_ZAHLUNGEN"]), read_number(head["Z_SE_BARZAHLUNGEN"])
        if paid != total:
            self._object("sum.closing_payments", file, line, wanted=shown(total), found=shown(paid))
        all_cash = sum(read_number(row["Z_ZAHLART_BETRAG"]) for _, row in payments if row["ZAHLART_TYP"] == "Bar")
        currency = self.known_currency()
        own_cash = sum(
            read_number(row["ZAHLART_BETRAG_WAEH"])
            for _, row in self.rows.of["cash_per_currency.csv"]
            if row["ZAHLART_WAEH"] == currency
        )
        if cash not in {all_cash, own_cash}:  # "in the base currency" is read in both ways
            self._object("sum.closing_cash", file, line, wanted=shown(cash), found=shown(all_cash))
        cases = sum(read_number(row["Z_UMS_BRUTTO"]) for _, row in self.rows.of["businesscases.csv"])
        if cases != paid:
            self._object("sum.closing_cases", file, line, found=shown(cases), wanted=shown(paid))

    def known_currency(self) -> str:
        """The base currency of the till."""
        registers = self.rows.of["cashregister.csv"]
        return registers[0][1]["KASSE_BASISWAEH_CODE"] if registers else "EUR"


@dataclass(slots=True)
class ClosingSeries:
    """The closings of each till in their order: no number missing, none twice, each later than the one before."""

    objections: Objections
    place: str
    _of: dict[str, list[tuple[int, str, int]]] = field(default_factory=dict)

    def take(self, row: Mapping[str, str], line: int) -> None:
        if row["Z_NR"].isdecimal() and len(row["Z_NR"]) < 19:
            self._of.setdefault(row["Z_KASSE_ID"], []).append((int(row["Z_NR"]), row["Z_ERSTELLUNG"], line))

    def end(self) -> None:
        for till, closings in self._of.items():
            closings.sort()
            for (number, at, _), (next_number, next_at, line) in itertools.pairwise(closings):
                if next_number == number:
                    self.objections.add("key.closing_double", self.place, line, till=till, number=number)
                    continue
                if next_number > number + 1:
                    self.objections.add(
                        "key.closing_gap", self.place, line, till=till, before=number, after=next_number
                    )
                before, after = read_moment(at), read_moment(next_at)
                if before and after and (before.tzinfo is None) == (after.tzinfo is None) and after < before:
                    self.objections.add("key.closing_order", self.place, line, till=till, number=next_number)
