"""The rows of one Vorgang: head, payments, VAT as printed, signature, references; its lines are in `line_rows`.

Nothing is computed anew: printed VAT is written as it is stored. A voucher, store credit or a sale on account is a
negative line of its own (see `tresen.fiscal.tenders`), so UMS_BRUTTO is the total less what was paid with them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from tresen.core.receipt import Receipt, Signed, Tender
from tresen.fiscal.closing_facts import ClosingFacts, TseFacts, tses_of
from tresen.fiscal.dsfinvk import receipt_tables as tables
from tresen.fiscal.dsfinvk.closing_rows import NO_VAT, closing_key
from tresen.fiscal.dsfinvk.column import Table
from tresen.fiscal.dsfinvk.dialect import Row, amount, amounts_with, moment, text, tse_time
from tresen.fiscal.dsfinvk.line_rows import LineRows
from tresen.fiscal.fiscal_settings import FiscalSettings
from tresen.fiscal.tenders import case_of, payment_type

NOBODY: Final = "System"
"""BEDIENER_ID where the program itself acted."""
KNOWN_TWICE: Final = "Ohne Server ausgehändigter Beleg eines gebuchten Verkaufs"


@dataclass(slots=True, frozen=True)
class Target:
    """Where a receipt that is referred to stands."""

    at: int
    """Milliseconds since 1970 UTC: its end."""
    till: str
    number: int
    """Z_NR of the closing that covers it."""
    zone: str = "Europe/Berlin"


@dataclass(slots=True, frozen=True)
class KnownTwice:
    """A number that a till handed out for a sale that was booked already (entry of kind `handed_out`)."""

    id: str
    number: int
    booked: str
    """Id of the receipt that was booked."""
    finished_at: int
    staff: str
    failure: str


@dataclass(slots=True)
class Rows:
    """Rows that collected, by table."""

    of: dict[str, list[Row]] = field(default_factory=lambda: {table.file: [] for table in PER_RECEIPT})


PER_RECEIPT: Final[tuple[Table, ...]] = (
    tables.TRANSACTIONS,
    tables.DATA_PAYMENT,
    tables.LINES,
    tables.ITEM_AMOUNTS,
    tables.SUB_ITEMS,
    tables.TRANSACTIONS_TSE,
    tables.TRANSACTIONS_VAT,
    tables.LINES_VAT,
    tables.ALLOCATION_GROUPS,
    tables.REFERENCES,
)


class ReceiptRows:
    """Turns the receipts of one closing into rows, one by one."""

    def __init__(self, facts: ClosingFacts, settings: FiscalSettings) -> None:
        self._key = closing_key(facts)
        self._facts = facts
        self._settings = settings
        self._zone = ZoneInfo(facts.time_zone)
        self._zones: dict[str, tzinfo] = {facts.time_zone: self._zone}
        self._sum = amounts_with(settings.decimals)
        self._lines = LineRows(facts, self._key, settings.decimals)
        self.tses = list(tses_of(facts))
        """Those of the closing; one that only a receipt names is added."""
        self._numbers = {tse.serial: number for number, tse in enumerate(self.tses, 1)}

    def add(self, receipt: Receipt, targets: Mapping[str, Target], rows: Rows) -> None:
        """The rows of one receipt. `targets`: what it refers to, by id, as far as the journal has it."""
        key = (*self._key, receipt.id)
        of = rows.of
        total, taxes = self._head_sums(receipt)
        of[tables.TRANSACTIONS.file].append(self._head(receipt, total, key))
        if receipt.type == "Beleg":
            of[tables.DATA_PAYMENT.file] += self._payments(receipt, key)
        of[tables.TRANSACTIONS_VAT.file] += taxes
        of[tables.TRANSACTIONS_TSE.file].append(self._signature(receipt.signed, key))
        self._lines.add(
            receipt, of[tables.LINES.file], of[tables.LINES_VAT.file], of[tables.ITEM_AMOUNTS.file],
            of[tables.SUB_ITEMS.file],
        )  # fmt: skip
        if receipt.order is not None and receipt.order.allocation:
            of[tables.ALLOCATION_GROUPS.file].append((*key, text(receipt.order.allocation, 50)))
        if receipt.refers_to:
            of[tables.REFERENCES.file] += self._references(receipt, targets, key)

    def add_known_twice(self, known: KnownTwice, targets: Mapping[str, Target], rows: Rows) -> None:
        """A printed number without money: it names the Vorgang under which the sale was booked."""
        key = (*self._key, known.id)
        at = moment(known.finished_at, self._zone)
        person = text(known.staff, 50) or NOBODY
        rows.of[tables.TRANSACTIONS.file].append((
            *key, known.number, "AVSonstige", KNOWN_TWICE, "", "0", at, at, person, "", "0,00",
            *[""] * 8, "Der Verkauf ist unter der Referenz gebucht.",
        ))  # fmt: skip
        outage = Signed(client="", failure=known.failure or "no connection to the node")
        rows.of[tables.TRANSACTIONS_TSE.file].append(self._signature(outage, key))
        rows.of[tables.REFERENCES.file].append(self._reference(key, "", known.booked, targets))

    def _head_sums(self, receipt: Receipt) -> tuple[int, list[Row]]:
        """UMS_BRUTTO, and the VAT rows as printed, with the tenders that are business cases on key 5."""
        key = (*self._key, receipt.id)
        cases = 0
        tendered = False
        for tender in receipt.tenders:
            if case_of(tender):
                cases -= tender.amount
                tendered = True
        written = self._sum
        rows: list[Row] = []
        for tax in receipt.taxes:
            gross, net = tax.gross, tax.net
            if tendered and tax.key == NO_VAT:
                gross, net, tendered = gross + cases, net + cases, False
            rows.append((*key, tax.key, written(gross), written(net), written(tax.vat)))
        if tendered:
            rows.append((*key, NO_VAT, written(cases), written(cases), written(0)))
        if not receipt.taxes and not receipt.lines and receipt.total:
            rows.append((*key, NO_VAT, written(receipt.total), written(receipt.total), written(0)))
        return receipt.total + cases, rows

    def _head(self, receipt: Receipt, total: int, key: tuple[str, ...]) -> Row:
        zone = self._zones.get(receipt.time_zone)
        if zone is None:
            zone = self._zones[receipt.time_zone] = ZoneInfo(receipt.time_zone)
        staff = receipt.recipient
        name, number, kind = (
            (staff.name, staff.id, staff.kind) if staff is not None
            else ("", receipt.customer_number or receipt.customer, "")
        )  # fmt: skip
        note = "; ".join([part for part in (receipt.reason, receipt.note) if part])
        return (
            *key, receipt.number, receipt.type, _name(receipt), "", self._reversed(receipt),
            moment(receipt.started_at, zone), moment(receipt.finished_at, zone), text(receipt.staff, 50) or NOBODY,
            text(receipt.staff_name, 50), amount(total), text(name, 50), text(number, 50), text(kind, 50), "", "", "", "", "",
            text(note, 255) if note else "",
        )  # fmt: skip

    def _reversed(self, receipt: Receipt) -> str:
        """BON_STORNO, if the shop follows 4.2.2: the receipt does nothing but take one other back."""
        if self._settings.bon_storno == "0" or receipt.kind != "refund" or len(receipt.refers_to) != 1:
            return "0"
        return "1" if all(line.return_receipt for line in receipt.lines) else "0"

    def _payments(self, receipt: Receipt, key: tuple[str, ...]) -> list[Row]:
        rows: list[Row] = []
        for tender in receipt.tenders:
            kind = payment_type(tender)
            if kind:
                rows.append(_payment(tender, kind, key))
        return rows or [(*key, "Keine", "", receipt.currency, "", "0,00")]

    def _signature(self, signed: Signed, key: tuple[str, ...]) -> Row:
        number = self._number(signed)
        if signed.failure or not signed.signature:
            reason = text(signed.failure, 200) or "nicht signiert"
            return (*key, number, "", "", "", "", "", "", reason, "")
        return (
            *key, number, signed.transaction, tse_time(signed.started_at), tse_time(signed.finished_at),
            signed.process_type, signed.counter, signed.signature, "", signed.process_data,
        )  # fmt: skip

    def _number(self, signed: Signed) -> int | str:
        found = self._numbers.get(signed.serial)
        if found is not None:
            return found
        if not signed.serial:
            return 1 if self.tses else ""
        self.tses.append(
            TseFacts(signed.serial, signed.algorithm, signed.time_format, public_key=signed.public_key)
        )  # fmt: skip
        self._numbers[signed.serial] = len(self.tses)
        return len(self.tses)

    def _references(self, receipt: Receipt, targets: Mapping[str, Target], key: tuple[str, ...]) -> list[Row]:
        """Each line that takes something back names its receipt; what no line names is named for the whole."""
        rows: list[Row] = []
        named: set[str] = set()
        for line in receipt.lines:
            if line.return_receipt:
                named.add(line.return_receipt)
                rows.append(self._reference(key, str(line.n), line.return_receipt, targets))
        rows += [self._reference(key, "", one, targets) for one in receipt.refers_to if one not in named]
        return rows

    def _reference(self, key: tuple[str, ...], line: str, referred: str, targets: Mapping[str, Target]) -> Row:
        target = targets.get(referred)
        if target is None:
            return (*key, line, "ExterneSonstige", "Beleg, der nicht im Journal steht", "", "", "", text(referred, 40))
        at = moment(target.at, ZoneInfo(target.zone))
        if self._settings.ref_datum == "date":
            at = at[:10]
        return (*key, line, "Transaktion", "", at, text(target.till, 50), target.number, referred)


def _payment(tender: Tender, kind: str, key: tuple[str, ...]) -> Row:
    foreign = amount(tender.foreign_amount) if tender.currency != "EUR" else ""
    return (*key, kind, text(tender.card, 60), tender.currency, foreign, amount(tender.amount))


def _name(receipt: Receipt) -> str:
    return text(receipt.kind, 60) if receipt.type == "AVSonstige" else ""
