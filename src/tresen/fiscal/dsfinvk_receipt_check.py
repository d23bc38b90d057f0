"""One Vorgang of an export as a whole: lines, VAT, payments and signed text say the same."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from tresen.fiscal.dsfinvk_cells import SCALE, read_number, shown
from tresen.fiscal.objection import Objections
from tresen.fiscal.process_data import RECEIPT, BadProcessData, parse_process_data, slot_of

Told = tuple[int, Mapping[str, str]]
"""A row with its line in the file."""

_NOT_TAXABLE: Final = frozenset(
    {
        "TrinkgeldAN", "MehrzweckgutscheinKauf", "MehrzweckgutscheinEinloesung", "Anfangsbestand", "Privatentnahme",
        "Privateinlage", "Geldtransit", "Lohnzahlung", "Einzahlung", "Auszahlung", "DifferenzSollIst",
    }
)  # fmt: skip
"""Business cases that are no supply: key 5."""
_UNPAID: Final = frozenset({"AVTraining", "AVBelegabbruch", "AVSachbezug", "AVBestellung", "AVTransfer"})
_RATE_SCALE: Final = 100 * SCALE


@dataclass(slots=True)
class ClosingSums:
    """What the receipts of one closing add up to, in 1/100,000."""

    cases: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)
    """By GV_TYP, GV_NAME, AGENTUR_ID, UST_SCHLUESSEL."""
    net_and_vat: dict[str, tuple[int, int]] = field(default_factory=dict)
    """By UST_SCHLUESSEL."""
    payments: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By ZAHLART_TYP, ZAHLART_NAME."""
    cash: Counter[str] = field(default_factory=Counter)
    """By currency."""
    keys: set[str] = field(default_factory=set)
    """VAT keys that occur on receipts."""


@dataclass(slots=True)
class ReceiptRows:
    """The rows of one Vorgang, by file."""

    id: str
    head: Told
    of: Mapping[str, Sequence[Told]]


@dataclass(slots=True, frozen=True)
class ClosingKnown:
    """What receipts may name: from the masterdata of their closing."""

    rates: Mapping[str, int]
    """Percent in 1/100,000 by UST_SCHLUESSEL."""
    agencies: frozenset[str]
    terminals: frozenset[str]
    tses: frozenset[str]
    currency: str


class ReceiptCheck:
    """Checks the Vorgänge of one closing one after the other and adds up their sums."""

    def __init__(self, objections: Objections, export: str, known: ClosingKnown, sums: ClosingSums) -> None:
        self._objections = objections
        self._export = export
        self._known = known
        self.sums = sums

    def _object(self, rule: str, file: str, line: int, **said: str | int) -> None:
        self._objections.add(rule, f"{self._export}/{file}", line, **said)

    def check(self, rows: ReceiptRows) -> None:
        """Object to what does not fit together in one Vorgang."""
        line, head = rows.head
        total = read_number(head["UMS_BRUTTO"])
        self._check_names(rows)
        by_key = self._check_vat(rows, total)
        self._check_lines(rows, by_key)
        self._check_payments(rows, head, total)
        signatures = rows.of["transactions_tse.csv"]
        if not signatures:
            self._object("key.tse_missing", "transactions.csv", line)
        for extra in signatures[1:]:
            self._object("key.double", "transactions_tse.csv", extra[0], column="BON_ID", value=rows.id)
        for signature in signatures[:1]:
            self._check_signed(rows, head, by_key, signature)
        if head["BON_STORNO"] == "1" and not rows.of["references.csv"]:
            self._object("key.reference_missing", "transactions.csv", line)

    def _check_names(self, rows: ReceiptRows) -> None:
        """Agencies, devices and VAT keys are in the masterdata of the closing."""
        known = self._known
        line, head = rows.head
        if head["TERMINAL_ID"] and head["TERMINAL_ID"] not in known.terminals:
            self._unknown("transactions.csv", line, "TERMINAL_ID", head["TERMINAL_ID"], "slaves.csv")
        for line, row in rows.of["lines.csv"]:
            if row["AGENTUR_ID"] not in known.agencies:
                self._unknown("lines.csv", line, "AGENTUR_ID", row["AGENTUR_ID"], "pa.csv")
            if row["POS_TERMINAL_ID"] and row["POS_TERMINAL_ID"] not in known.terminals:
                self._unknown("lines.csv", line, "POS_TERMINAL_ID", row["POS_TERMINAL_ID"], "slaves.csv")
        for file in ("transactions_vat.csv", "lines_vat.csv", "itemamounts.csv"):
            for line, row in rows.of[file]:
                if row["UST_SCHLUESSEL"] not in known.rates:
                    self._unknown(file, line, "UST_SCHLUESSEL", row["UST_SCHLUESSEL"], "vat.csv")
        for line, row in rows.of["subitems.csv"]:
            if row["ZI_UST_SCHLUESSEL"] not in known.rates:
                self._unknown("subitems.csv", line, "ZI_UST_SCHLUESSEL", row["ZI_UST_SCHLUESSEL"], "vat.csv")
        for line, row in rows.of["transactions_tse.csv"]:
            if row["TSE_ID"] and row["TSE_ID"] not in known.tses:
                self._unknown("transactions_tse.csv", line, "TSE_ID", row["TSE_ID"], "tse.csv")

    def _unknown(self, file: str, line: int, column: str, value: str, master: str) -> None:
        self._object("key.unknown", file, line, column=column, value=value, master=master)

    def _check_vat(self, rows: ReceiptRows, total: int) -> dict[str, int]:
        """Gross by VAT key as printed."""
        file = "transactions_vat.csv"
        by_key: dict[str, int] = {}
        counted = rows.head[1]["BON_TYP"] == "Beleg"
        for line, row in rows.of[file]:
            key = row["UST_SCHLUESSEL"]
            gross, net, vat = (read_number(row[name]) for name in ("BON_BRUTTO", "BON_NETTO", "BON_UST"))
            if key in by_key:
                self._object("key.double", file, line, column="UST_SCHLUESSEL", value=key)
            by_key[key] = by_key.get(key, 0) + gross
            self._check_parts(file, line, key, gross, net, vat)
            if counted:
                old_net, old_vat = self.sums.net_and_vat.get(key, (0, 0))
                self.sums.net_and_vat[key] = (old_net + net, old_vat + vat)
                self.sums.keys.add(key)
        found = sum(by_key.values())
        if found != total:
            line = rows.head[0]
            self._object(
                "sum.receipt_vat", "transactions.csv", line, value=rows.id, found=shown(found), wanted=shown(total)
            )
        return by_key

    def _check_parts(self, file: str, line: int, key: str, gross: int, net: int, vat: int) -> None:
        """Net and VAT make gross; and VAT is what the rate says, to the cent."""
        if net + vat != gross:
            self._object("vat.parts", file, line, net=shown(net), vat=shown(vat), gross=shown(gross))
            return
        rate = self._known.rates.get(key)
        if rate is None or _margin(key):
            return
        off = abs(gross * rate - vat * (_RATE_SCALE + rate))
        if off > SCALE // 100 * (_RATE_SCALE + rate):
            self._object("vat.amount", file, line, gross=shown(gross), rate=shown(rate), vat=shown(vat))

    def _check_lines(self, rows: ReceiptRows, by_key: Mapping[str, int]) -> None:
        lines = {row["POS_ZEILE"]: (line, row) for line, row in rows.of["lines.csv"]}
        self._check_numbering(rows, lines)
        sums: dict[str, int] = {}
        of_line: dict[str, int] = {}
        for line, row in rows.of["lines_vat.csv"]:
            gross = _gross_of(row)
            if (
                row["POS_BRUTTO"]
                and row["POS_NETTO"]
                and read_number(row["POS_NETTO"]) + read_number(row["POS_UST"]) != gross
            ):
                self._object(
                    "vat.parts",
                    "lines_vat.csv",
                    line,
                    net=row["POS_NETTO"],
                    vat=row["POS_UST"],
                    gross=row["POS_BRUTTO"],
                )
            key, place = row["UST_SCHLUESSEL"], row["POS_ZEILE"]
            sums[key] = sums.get(key, 0) + gross
            of_line[place] = of_line.get(place, 0) + gross
            if place not in lines:
                self._object("key.line_unknown", "lines_vat.csv", line, value=place)
                continue
            self._count_case(rows, lines[place][1], line, key, gross)
        for key in sorted(sums.keys() | by_key.keys()):
            if sums.get(key, 0) != by_key.get(key, 0):
                self._object(
                    "sum.lines_vat", "transactions.csv", rows.head[0], value=rows.id, key=key,
                    found=shown(sums.get(key, 0)), wanted=shown(by_key.get(key, 0)),
                )  # fmt: skip
        for place, (line, row) in lines.items():
            self._check_line(line, row, of_line.get(place))
        for file, names in (("itemamounts.csv", ("PF_BRUTTO", "PF_NETTO", "PF_UST")), ("subitems.csv", ())):
            for line, row in rows.of[file]:
                if row["POS_ZEILE"] not in lines:
                    self._object("key.line_unknown", file, line, value=row["POS_ZEILE"])
                if names:
                    gross, net, vat = (read_number(row[name]) for name in names)
                    if net + vat != gross:
                        self._object("vat.parts", file, line, net=shown(net), vat=shown(vat), gross=shown(gross))

    def _check_numbering(self, rows: ReceiptRows, lines: Mapping[str, Told]) -> None:
        told = rows.of["lines.csv"]
        if len(lines) != len(told):
            seen: set[str] = set()
            for line, row in told:
                if row["POS_ZEILE"] in seen:
                    self._object("key.line_double", "lines.csv", line, value=row["POS_ZEILE"])
                seen.add(row["POS_ZEILE"])
        numbers = sorted(int(place) for place in lines if place.isdecimal() and len(place) < 10)
        if len(numbers) == len(lines) and numbers and numbers[-1] - numbers[0] + 1 != len(numbers):
            self._object("key.line_gap", "lines.csv", told[0][0], value=rows.id, count=len(numbers), last=numbers[-1])

    def _count_case(self, rows: ReceiptRows, row: Mapping[str, str], line: int, key: str, gross: int) -> None:
        case = row["GV_TYP"]
        if case in _NOT_TAXABLE and key != "5":
            self._object("vat.case_key", "lines_vat.csv", line, case=case, value=key)
        if rows.head[1]["BON_TYP"] == "Beleg":
            self.sums.cases[case, row["GV_NAME"], row["AGENTUR_ID"] or "0", key] += gross

    def _check_line(self, line: int, row: Mapping[str, str], gross: int | None) -> None:
        if row["P_STORNO"] == "1":
            if gross:
                self._object("cell.void_after", "lines.csv", line, gross=shown(gross))
            return
        if gross is None:
            self._object("sum.line_without_vat", "lines.csv", line, line_number=row["POS_ZEILE"])
            return
        if not row["MENGE"] or not row["STK_BR"]:
            return
        quantity, price = read_number(row["MENGE"]), read_number(row["STK_BR"])
        factor = read_number(row["FAKTOR"]) or SCALE
        # both the price and the sum are rounded: half a last digit of each, and a cent that a split may move
        allowed = abs(quantity) * 5 // 10 * SCALE // factor + SCALE * SCALE // 100
        if abs(quantity * price * SCALE // factor - gross * SCALE) > allowed:
            found = quantity * price // factor
            self._object("sum.line_price", "lines.csv", line, found=shown(found), wanted=shown(gross))

    def _check_payments(self, rows: ReceiptRows, head: Mapping[str, str], total: int) -> None:
        file = "datapayment.csv"
        kind = head["BON_TYP"]
        paid = 0
        for line, row in rows.of[file]:
            amount, currency = read_number(row["BASISWAEH_BETRAG"]), row["ZAHLWAEH_CODE"]
            paid += amount
            foreign = currency != self._known.currency
            if kind in _UNPAID and amount:
                self._object("sum.paid_nothing", file, line, type=kind)
            if row["ZAHLART_TYP"] == "Keine" and amount:
                self._object("sum.none_paid", file, line, found=shown(amount))
            if foreign and amount and not row["ZAHLWAEH_BETRAG"]:
                self._object("sum.foreign", file, line, currency=currency)
            if kind == "Beleg":
                self.sums.payments[row["ZAHLART_TYP"], row["ZAHLART_NAME"]] += amount
                if row["ZAHLART_TYP"] == "Bar":
                    self.sums.cash[currency] += read_number(row["ZAHLWAEH_BETRAG"]) if foreign else amount
        if kind == "Beleg" and paid != total:
            line = rows.head[0]
            self._object("sum.paid", "transactions.csv", line, value=rows.id, found=shown(paid), wanted=shown(total))

    def _check_signed(
        self, rows: ReceiptRows, head: Mapping[str, str], by_key: Mapping[str, int], signature: Told
    ) -> None:
        """The signed text says what the files say."""
        line, row = signature
        file = "transactions_tse.csv"
        kind = head["BON_TYP"]
        if not row["TSE_TA_SIG"]:
            return
        if row["TSE_TA_VORGANGSART"] != RECEIPT:
            if kind == "Beleg":
                self._object("signed.process", file, line, type=kind, found=row["TSE_TA_VORGANGSART"])
            return
        try:
            said = parse_process_data(row["TSE_VORGANGSDATEN"])
        except BadProcessData:
            return  # the check of the signatures tells it
        if said.type != kind:
            self._object("signed.type", file, line, found=said.type, wanted=kind)
        if kind == "AVBelegabbruch":
            return
        self._check_slots(file, line, said.amounts, by_key)
        if kind != "Beleg" and not rows.of["datapayment.csv"]:
            return
        paid: dict[tuple[bool, str], int] = {}
        for _, payment in rows.of["datapayment.csv"]:
            currency = payment["ZAHLWAEH_CODE"]
            foreign = currency != self._known.currency and payment["ZAHLWAEH_BETRAG"]
            amount = read_number(payment["ZAHLWAEH_BETRAG"] if foreign else payment["BASISWAEH_BETRAG"])
            key = (payment["ZAHLART_TYP"] == "Bar", currency)
            paid[key] = paid.get(key, 0) + amount
        signed = {(one.is_cash, one.currency): one.amount * SCALE // 100 for one in said.payments}
        if signed != {key: amount for key, amount in paid.items() if amount}:
            self._object("signed.payments", file, line, found=_payments(signed), wanted=_payments(paid))

    def _check_slots(self, file: str, line: int, signed: Sequence[int], by_key: Mapping[str, int]) -> None:
        slots = [0, 0, 0, 0, 0]
        free = 0
        for key, gross in by_key.items():
            try:
                number = slot_of(int(key) if key.isdecimal() and len(key) < 10 else 0)
            except ValueError:
                return  # an unknown key is told by itself
            slots[number - 1] += gross
            free += int(key) >= 1000
        told = [cents * SCALE // 100 for cents in signed]
        if free and sum(slots) == sum(told):
            return  # own keys may belong to a slot that only the shop knows
        for number, (found, wanted) in enumerate(zip(told, slots, strict=True), 1):
            if found != wanted:
                self._object("signed.amounts", file, line, number=number, found=shown(found), wanted=shown(wanted))


def _margin(key: str) -> bool:
    """Keys whose VAT is not a share of the gross: own keys, such as the margin scheme."""
    return not key.isdecimal() or int(key[:9]) >= 1000 or key == "7"


def _gross_of(row: Mapping[str, str]) -> int:
    if row["POS_BRUTTO"]:
        return read_number(row["POS_BRUTTO"])
    return read_number(row["POS_NETTO"]) + read_number(row["POS_UST"])


def _payments(paid: Mapping[tuple[bool, str], int]) -> str:
    parts = [
        f"{shown(amount)} {'Bar' if is_cash else 'Unbar'} {currency}"
        for (is_cash, currency), amount in sorted(paid.items())
        if amount
    ]
    return ", ".join(parts) or "-"
