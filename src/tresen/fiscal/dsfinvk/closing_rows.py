"""The rows of one closing: masterdata of its moment, and its sums as they were frozen."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from tresen.core.tax import TaxRate, rates_on
from tresen.fiscal.closing_facts import SOFTWARE, ClosingFacts, DeviceFacts, TseFacts
from tresen.fiscal.dsfinvk import closing_tables, master_tables
from tresen.fiscal.dsfinvk.column import VERSION, Table
from tresen.fiscal.dsfinvk.description import CERTIFICATE_PART
from tresen.fiscal.dsfinvk.dialect import Row, amount, amounts_with, moment, text
from tresen.fiscal.fiscal_settings import FiscalSettings

UNDETERMINED: Final = 7
"""VAT key of what the till cannot split."""
NO_VAT: Final = 5


def closing_key(facts: ClosingFacts) -> tuple[str, str, str]:
    """What begins each row: Z_KASSE_ID, Z_ERSTELLUNG, Z_NR."""
    return text(facts.till, 50), moment(facts.at, ZoneInfo(facts.time_zone)), str(facts.number)


def closing_rows(facts: ClosingFacts, settings: FiscalSettings) -> list[tuple[Table, list[Row]]]:
    """All rows about the closing itself, but for the TSEs: see `tse_rows`."""
    key = closing_key(facts)
    return [
        (master_tables.CASHPOINT_CLOSING, [_closing(facts, key)]),
        (master_tables.LOCATION, [_location(facts, key)]),
        (master_tables.CASH_REGISTER, [_register(facts, key)]),
        (master_tables.SLAVES, [_device(facts, key, device) for device in facts.devices]),
        (master_tables.AGENCIES, _agencies(facts, key)),
        (master_tables.VAT, _rates(facts, key)),
        (closing_tables.BUSINESS_CASES, _cases(facts, key, settings)),
        (closing_tables.PAYMENT, _payments(facts, key)),
        (closing_tables.CASH_PER_CURRENCY, [(*key, one.currency, amount(one.amount)) for one in facts.totals.cash]),
    ]


def tse_rows(facts: ClosingFacts, tses: Sequence[TseFacts], certificate_columns: int) -> list[Row]:
    """`tse.csv` of one closing; TSE_ID is the place in the list, from 1."""
    key = closing_key(facts)
    return [
        (
            *key, number, tse.serial, tse.algorithm, tse.time_format, tse.encoding, tse.public_key,
            *_parts(tse.certificate, certificate_columns),
        )
        for number, tse in enumerate(tses, 1)
    ]  # fmt: skip


def _parts(certificate: str, columns: int) -> Iterable[str]:
    for number in range(columns):
        yield certificate[number * CERTIFICATE_PART : (number + 1) * CERTIFICATE_PART]


def _closing(facts: ClosingFacts, key: tuple[str, str, str]) -> Row:
    party, totals = facts.party, facts.totals
    made_on = datetime.fromtimestamp(facts.at // 1000, ZoneInfo(facts.time_zone)).date().isoformat()
    cash = sum(one.amount for one in totals.payments if one.type == "Bar")
    return (
        *key, "" if facts.business_day == made_on else facts.business_day, VERSION,
        totals.first_receipt, totals.last_receipt, text(party.name, 60), text(party.street, 60),
        text(party.postcode, 10), text(party.city, 62), party.country, text(party.tax_number, 20),
        text(party.vat_id, 15), amount(totals.payments_total), amount(cash),
    )  # fmt: skip


def _location(facts: ClosingFacts, key: tuple[str, str, str]) -> Row:
    party = facts.party
    return (
        *key, text(facts.shop_name or party.name, 60), text(party.street, 60), text(party.postcode, 10),
        text(party.city, 62), party.country, text(party.vat_id, 15),
    )  # fmt: skip


def _register(facts: ClosingFacts, key: tuple[str, str, str]) -> Row:
    till = facts.till_record
    undetermined = any(case.tax_key == UNDETERMINED for case in facts.totals.cases)
    return (
        *key, text(till.maker, 50), text(till.model, 50), text(till.serial, 70), SOFTWARE, _version(facts),
        facts.currency, "1" if undetermined else "0",
    )  # fmt: skip


def _version(facts: ClosingFacts) -> str:
    return text(facts.software.removeprefix(SOFTWARE), 50)


def _device(facts: ClosingFacts, key: tuple[str, str, str], device: DeviceFacts) -> Row:
    return (*key, text(device.id, 50), "", text(device.name, 50), text(device.id, 70), SOFTWARE, _version(facts))


def _agencies(facts: ClosingFacts, key: tuple[str, str, str]) -> list[Row]:
    return [
        (
            *key, agency.number, text(agency.name, 60), text(agency.street, 60), text(agency.postcode, 10),
            text(agency.city, 62), agency.country, text(agency.tax_number, 20), text(agency.vat_id, 15),
        )
        for agency in facts.agencies
    ]  # fmt: skip


def _rates(facts: ClosingFacts, key: tuple[str, str, str]) -> list[Row]:
    """Each key with the rate it had on the business day."""
    known = [TaxRate(one.key, one.rate, one.valid_from, one.label) for one in facts.rates]
    valid = rates_on(known, facts.business_day)
    return [(*key, one.key, amount(one.rate), text(one.label, 55)) for _, one in sorted(valid.items())]


def _cases(facts: ClosingFacts, key: tuple[str, str, str], settings: FiscalSettings) -> list[Row]:
    sums = amounts_with(settings.decimals)
    return [
        (*key, one.type, text(one.name, 40), one.agency, one.tax_key, sums(one.gross), sums(one.net), sums(one.vat))
        for one in facts.totals.cases
    ]  # fmt: skip


def _payments(facts: ClosingFacts, key: tuple[str, str, str]) -> list[Row]:
    return [(*key, one.type, text(one.name, 60), amount(one.amount)) for one in facts.totals.payments]
