"""What a receipt says of its VAT beside the goods: the sums by key, exemptions, and who the goods were sold for."""

from collections.abc import Mapping

from tresen.core.money import format_cents
from tresen.core.receipt import Receipt
from tresen.core.receipt_lines import percent, tax_letter
from tresen.core.receipt_rows import Row
from tresen.core.receipt_words import DECIMAL_MARK, WORDS, Language
from tresen.core.tax import MARGIN_SCHEME, TaxSum, tax_sum
from tresen.core.tax_parts import tax_parts


def tax_rows(receipt: Receipt, language: Language) -> list[Row]:
    """One row per VAT key; a small business shows its exemption instead (§19 UStG), the margin scheme no VAT (§25a)."""
    words, mark = WORDS[language], DECIMAL_MARK[language]
    if receipt.party.small_business:
        return [Row("tax", "rule"), Row("tax", "text", (words["small_business"],))]
    if not receipt.taxes:
        return []
    rows = [
        Row("tax", "rule"),
        Row("tax", "cells", (words["tax_head"], words["net"], words["vat"], words["gross"]), "head"),
    ]
    rows += [_sum(tax, language) for tax in receipt.taxes]
    if len(receipt.taxes) > 1:
        shown = [tax for tax in receipt.taxes if tax.key != MARGIN_SCHEME]
        sums = (
            sum(tax.net for tax in shown),
            sum(tax.vat for tax in shown),
            sum(tax.gross for tax in receipt.taxes),
        )
        rows.append(Row("tax", "cells", (words["tax_total"], *(format_cents(value, mark) for value in sums))))
    return rows + _notes(receipt, words)


def _sum(tax: TaxSum, language: Language) -> Row:
    mark = DECIMAL_MARK[language]
    if tax.key == MARGIN_SCHEME:
        return Row("tax", "cells", (tax_letter(tax.key), "", "", format_cents(tax.gross, mark)))
    values = (format_cents(tax.net, mark), format_cents(tax.vat, mark), format_cents(tax.gross, mark))
    return Row("tax", "cells", (f"{tax_letter(tax.key)} {percent(tax.rate, language)}", *values))


def _notes(receipt: Receipt, words: Mapping[str, str]) -> list[Row]:
    """Why a key has no VAT: the shop's own words where it wrote some, and what the law prescribes."""
    rows = []
    for tax in dict.fromkeys([(one.key, one.note) for one in receipt.taxes]):
        key, note = tax
        said = [words[f"tax_{key}"]] if f"tax_{key}" in words else []
        said += [note] if note and note not in said else []
        if said:
            rows.append(Row("tax", "text", (f"{tax_letter(key)}: {' · '.join(said)}",), "small"))
    return rows


def agency_rows(receipt: Receipt, language: Language) -> list[Row]:
    """The principals in whose name and for whose account goods were sold, with what was sold for each and its VAT."""
    words, mark = WORDS[language], DECIMAL_MARK[language]
    rows: list[Row] = []
    for agency in receipt.agencies:
        numbers = [f"{words['tax_number']} {agency.tax_number}"] if agency.tax_number else []
        numbers += [f"{words['vat_id']} {agency.vat_id}"] if agency.vat_id else []
        rows += [Row("tax", "rule"), Row("tax", "text", (words["agency"],), "bold")]
        texts = (agency.name, agency.street, f"{agency.postcode} {agency.city}", *numbers)
        rows += [Row("tax", "text", (text,), indent=1) for text in texts]
        sums: dict[tuple[int, int], int] = {}
        for line in receipt.lines:
            for key, rate, amount in tax_parts(line) if line.agency == agency.number else ():
                sums[key, rate] = sums.get((key, rate), 0) + amount
        for (key, rate), gross in sorted(sums.items()):
            part = tax_sum(key, rate, gross)
            cells = (f"{tax_letter(key)} {percent(rate, language)}", format_cents(part.net, mark))
            rows.append(
                Row("tax", "cells", (*cells, format_cents(part.vat, mark), format_cents(part.gross, mark)), indent=1)
            )
    return rows
