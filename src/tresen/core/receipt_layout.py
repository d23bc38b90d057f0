"""What stands on a receipt, in order, with everything §6 KassenSichV, §33 UStDV and the AEAO to §146a ask for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tresen.core.foreign_cash import EURO
from tresen.core.money import format_cents
from tresen.core.receipt import Party, Receipt, Tender
from tresen.core.receipt_lines import currency_sign, line_rows
from tresen.core.receipt_notes import agency_rows, tax_rows
from tresen.core.receipt_rows import Part, Row
from tresen.core.receipt_words import DECIMAL_MARK, WORDS, Language

SELLING = (
    "sale", "refund", "exchange", "settlement", "down_payment", "order", "benefit", "training", "abort",
)  # fmt: skip
"""Kinds that list goods. The others are vouchers about money in the drawer."""


@dataclass(slots=True, frozen=True)
class LayoutOptions:
    """What a receipt needs beside itself. It never changes what was signed."""

    copy: bool = False
    """A second print: marked as a copy."""
    numbers: Mapping[str, str] = field(default_factory=dict)
    """Printed numbers of the receipts in `refers_to`, by id; without one the end of the id is printed."""
    barcode: str = ""
    """Text of a Code 128 that finds the receipt again at the till."""


def layout(
    receipt: Receipt,
    language: Language,
    local: Callable[[int], str],
    qr_text: str = "",
    options: LayoutOptions | None = None,
) -> tuple[Row, ...]:
    """The rows of a receipt in a language.

    `local` turns milliseconds since 1970 UTC into the shop's local time, `YYYY-MM-DDTHH:MM:SS` (more may follow).
    `qr_text` is the text of the TSE's QR code (DSFinV-K annex I), empty for none.
    """
    chosen = options or LayoutOptions()
    words = WORDS[language]
    marks = _marks(receipt, words, chosen.copy)
    rows = [
        *marks,
        *([Row("mark", "blank")] if marks else []),
        *_business(receipt.party, words),
        *_title(receipt, words, chosen),
    ]
    rows += _facts(receipt, language, local)
    if receipt.kind in SELLING:
        rows += _goods(receipt, language)
    else:
        rows += _voucher(receipt, language)
    rows += _points(receipt, words)
    rows += _tse(receipt, words, qr_text)
    rows += _coupons(receipt, language)
    rows += _foot(receipt, words, chosen)
    if marks:
        rows += [Row("mark", "blank"), *marks]
    return tuple(rows)


def _marks(receipt: Receipt, words: Mapping[str, str], copy: bool) -> list[Row]:
    """What must be seen first and last: training, simulated device, copy."""
    names = []
    if copy:
        names.append("copy")
    if receipt.kind == "training" or receipt.type == "AVTraining":
        names.append("training")
    if receipt.signed.simulated:
        names.append("simulator")
    rows = []
    for name in names:
        rows.append(Row("mark", "text", (words[f"mark_{name}"],), "mark", "center"))
        if f"mark_{name}_note" in words:
            rows.append(Row("mark", "text", (words[f"mark_{name}_note"],), "bold", "center"))
    return rows


def _business(party: Party, words: Mapping[str, str]) -> list[Row]:
    texts = [party.street, f"{party.postcode} {party.city}".strip()]
    if party.country not in ("", "DEU"):
        texts.append(party.country)
    if party.phone:
        texts.append(f"{words['telephone']} {party.phone}")
    if party.tax_number:
        texts.append(f"{words['tax_number']} {party.tax_number}")
    if party.vat_id:
        texts.append(f"{words['vat_id']} {party.vat_id}")
    rows = [Row("business", "text", (party.name,), "title", "center")]
    rows += [Row("business", "text", (text,), align="center") for text in party.heading.split("\n") if text]
    return rows + [Row("business", "text", (text,), align="center") for text in texts if text]


def _title(receipt: Receipt, words: Mapping[str, str], options: LayoutOptions) -> list[Row]:
    title = words.get(receipt.kind, "") if receipt.kind != "training" else ""
    rows = []
    if title:
        rows += [Row("title", "blank"), Row("title", "text", (title,), "large", "center")]
    rows += [
        Row("title", "text", (f"{words['refers_to']} {options.numbers.get(id_, '…' + id_[-8:])}",), align="center")
        for id_ in receipt.refers_to
    ]
    return rows


def _date(iso: str, language: Language) -> str:
    return f"{iso[8:10]}.{iso[5:7]}.{iso[0:4]}" if language == "de" else iso[0:10]


def _facts(receipt: Receipt, language: Language, local: Callable[[int], str]) -> list[Row]:
    """Number, date of issue, start and end of the transaction, till, staff (§6 no. 2, 4 and 6)."""
    words = WORDS[language]
    signed = receipt.signed
    start = local(signed.started_at or receipt.started_at)
    end = local(signed.finished_at or receipt.finished_at)
    started = start[11:19] if start[:10] == end[:10] else f"{_date(start, language)} {start[11:19]}"
    rows = [Row("facts", "rule")]
    number = f"{words['receipt_number']} {receipt.number}" if receipt.number else ""
    rows.append(Row("facts", "cells", (number, f"{words['date']} {_date(end, language)}")))
    rows.append(Row("facts", "cells", (f"{words['start']} {started}", f"{words['end']} {end[11:19]}")))
    rows.append(Row("facts", "cells", (receipt.till_name, f"{words['till_serial']} {receipt.till_serial}")))
    staff = words["staff"] if receipt.kind in SELLING else words["staff_voucher"]
    pairs = (
        (staff, receipt.staff_name),
        (words["approved_by"], receipt.approved_by_name),
        (words["customer_number"], receipt.customer_number),
        (words["reason"], receipt.reason),
        (words["note"], receipt.note),
        (words["recipient"], f"{receipt.recipient.name} ({receipt.recipient.id})" if receipt.recipient else ""),
        *_order(receipt, language, local),
    )
    rows += [Row("facts", "pair", pair) for pair in pairs if pair[1]]
    return rows


def _order(receipt: Receipt, language: Language, local: Callable[[int], str]) -> list[tuple[str, str]]:
    """What the receipt says of its order; with the sale the start of the first record (DSFinV-K annex H)."""
    words, note = WORDS[language], receipt.order
    if note is None:
        return []
    begun = local(note.ordered_at) if note.ordered_at else ""
    return [
        (words["order_name"], note.name),
        (words["order_due"], _date(note.due, language) if note.due else ""),
        (words["ordered_at"], f"{_date(begun, language)} {begun[11:19]}" if begun else ""),
    ]


def _goods(receipt: Receipt, language: Language) -> list[Row]:
    """What was sold, what it costs, how it was paid, the VAT in it (§6 no. 3 and 5, AEAO: amount per kind of payment)."""
    words = WORDS[language]
    rows = line_rows(receipt, language)
    if receipt.kind == "abort":
        return [*rows, Row("total", "rule"), Row("total", "text", (words["abort_note"],), "bold")]
    if f"{receipt.kind}_note" in words:
        rows.append(Row("total", "text", (words[f"{receipt.kind}_note"],), "bold"))
    mark = DECIMAL_MARK[language]
    name = words["total"] if receipt.total >= 0 else words["total_refund"]
    total = f"{format_cents(receipt.total, mark)}"
    rows += [Row("total", "rule", style="bold")]
    rows += [Row("total", "cells", (f"{name} {currency_sign(receipt.currency)}", total, ""), "large")]
    if receipt.savings > 0 and receipt.party.show_savings:
        rows.append(Row("total", "cells", (words["savings"], format_cents(receipt.savings, mark), "")))
        for used in receipt.promotions:
            if used.saving:
                cells = (used.promotion.name, format_cents(used.saving, mark), "")
                rows.append(Row("total", "cells", cells, indent=1))
    if receipt.tenders:
        rows.append(Row("tenders", "blank"))
    foreign = any(tender.currency != EURO for tender in receipt.tenders)
    for tender in receipt.tenders:
        rows += _tender(tender, language, foreign=foreign)
    rows += tax_rows(receipt, language)
    rows += agency_rows(receipt, language)
    for tender in receipt.tenders:
        if tender.text:
            rows.append(Row("card", "rule"))
            rows += [Row("card", "text" if text else "blank", (text,)) for text in tender.text.split("\n")]
    return rows


def _tender(tender: Tender, language: Language, *, foreign: bool) -> list[Row]:
    """One way it was paid. `foreign`: some of it in another currency, whose change is in euro."""
    words, mark = WORDS[language], DECIMAL_MARK[language]
    name = words.get(tender.kind, tender.kind)
    if tender.currency != EURO:
        name = f"{name} {tender.currency} {format_cents(tender.foreign_amount, mark)}"
    elif foreign and tender.kind == "cash" and tender.amount < 0:
        name = words["change"]
    rows = [Row("tenders", "cells", (name, format_cents(tender.amount, mark), ""))]
    if tender.given > tender.amount > 0:
        change = tender.given - tender.amount
        rows.append(Row("tenders", "cells", (words["given"], format_cents(tender.given, mark), ""), indent=1))
        rows.append(Row("tenders", "cells", (words["change"], format_cents(change, mark), ""), "bold", indent=1))
    return rows


def _voucher(receipt: Receipt, language: Language) -> list[Row]:
    """Money that moved without a sale: for the drawer and the books."""
    words = WORDS[language]
    amount = format_cents(receipt.total, DECIMAL_MARK[language])
    return [
        Row("total", "rule", style="bold"),
        Row("total", "cells", (f"{words['amount']} {currency_sign(receipt.currency)}", amount), "large"),
        Row("total", "blank"),
        Row("total", "blank"),
        Row("total", "pair", (words["signature_line"], "_" * 20)),
    ]


def _points(receipt: Receipt, words: Mapping[str, str]) -> list[Row]:
    if not receipt.customer or not (receipt.points or receipt.points_balance):
        return []
    return [
        Row("points", "rule"),
        Row("points", "cells", (words["points"], str(receipt.points))),
        Row("points", "cells", (words["points_balance"], str(receipt.points_balance)), "bold"),
    ]


def _tse(receipt: Receipt, words: Mapping[str, str], qr_text: str) -> list[Row]:
    """Transaction, counter, serial, signature as text (§6 no. 4 and 6 to 9) and as QR code, or the note of the outage.

    The times of §6 no. 2 stand at the top; they are the TSE's where it worked.
    """
    signed = receipt.signed
    part: Part = "tse"
    rows = [Row(part, "rule")]
    if signed.failure or not signed.signature:
        note = words["tse_failed"] if signed.failure else words["tse_missing"]
        rows.append(Row(part, "text", (note,), "mark", "center"))
        if signed.failure:
            rows.append(Row(part, "pair", (words["reason"], signed.failure), "small"))
    numbers = (
        f"{words['tse_transaction']} {signed.transaction}" if signed.transaction else "",
        f"{words['tse_counter']} {signed.counter}" if signed.counter else "",
    )
    if any(numbers):
        rows.append(Row(part, "cells", numbers, "small"))

    pairs = (
        (words["tse_serial"], signed.serial),
        (words["tse_signature"], signed.signature),
        (words["tse_algorithm"], signed.algorithm),
        (words["tse_time_format"], signed.time_format),
        (words["tse_public_key"], signed.public_key),
    )
    rows += [Row(part, "pair", pair, "small") for pair in pairs if pair[1]]
    if qr_text:
        rows.append(Row(part, "qr", (qr_text, words["qr"]), align="center"))
    return rows


def _coupons(receipt: Receipt, language: Language) -> list[Row]:
    """The codes for a later purchase, to read and to scan."""
    words = WORDS[language]
    rows: list[Row] = []
    for coupon in receipt.coupons:
        rows += [
            Row("foot", "blank"),
            Row("foot", "text", (words["coupon"],), align="center"),
            Row("foot", "text", (coupon.name,), "bold", "center"),
            Row("foot", "text", (_grouped(coupon.code),), "large", "center"),
        ]
        if coupon.valid_to:
            until = f"{words['coupon_valid_to']} {_date(coupon.valid_to, language)}"
            rows.append(Row("foot", "text", (until,), align="center"))
        rows.append(Row("foot", "qr", (coupon.code, words["coupon_code"]), align="center"))
    return rows


def _grouped(code: str) -> str:
    """A long code as people read it, in groups of four; a short one, or one with a dash of its own, as it is."""
    if len(code) < 12 or "-" in code:
        return code
    return "-".join([code[place : place + 4] for place in range(0, len(code), 4)])


def _foot(receipt: Receipt, words: Mapping[str, str], options: LayoutOptions) -> list[Row]:
    rows: list[Row] = []
    if receipt.kind in ("sale", "exchange", "refund", "settlement", "down_payment"):
        for said in (receipt.party.thanks, receipt.party.returns):
            texts = [text for text in said.split("\n") if text]
            if texts:
                rows.append(Row("foot", "blank"))
                rows += [Row("foot", "text", (text,), align="center") for text in texts]
    if options.barcode:
        rows += [Row("foot", "blank"), Row("foot", "barcode", (options.barcode, words["barcode"]), align="center")]
    return rows
