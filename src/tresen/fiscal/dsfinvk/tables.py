"""The twenty tables of DSFinV-K 2.4 in the order of the specification, and the words its fields may hold."""

from typing import Final

from tresen.fiscal.business_cases import CASE_TYPES
from tresen.fiscal.dsfinvk import closing_tables, master_tables, receipt_tables
from tresen.fiscal.dsfinvk.column import Table

TABLES: Final[tuple[Table, ...]] = (
    master_tables.CASHPOINT_CLOSING,
    master_tables.LOCATION,
    master_tables.CASH_REGISTER,
    master_tables.SLAVES,
    master_tables.AGENCIES,
    master_tables.TSE,
    master_tables.VAT,
    closing_tables.BUSINESS_CASES,
    closing_tables.PAYMENT,
    closing_tables.CASH_PER_CURRENCY,
    receipt_tables.TRANSACTIONS,
    receipt_tables.DATA_PAYMENT,
    receipt_tables.LINES,
    receipt_tables.ITEM_AMOUNTS,
    receipt_tables.SUB_ITEMS,
    receipt_tables.TRANSACTIONS_TSE,
    receipt_tables.TRANSACTIONS_VAT,
    receipt_tables.LINES_VAT,
    receipt_tables.ALLOCATION_GROUPS,
    receipt_tables.REFERENCES,
)

RECEIPT_TYPES: Final = (
    "Beleg",
    "AVRechnung",
    "AVTransfer",
    "AVBestellung",
    "AVTraining",
    "AVBelegstorno",
    "AVBelegabbruch",
    "AVSachbezug",
    "AVSonstige",
)
PAYMENT_TYPES: Final = (
    "Bar",
    "Unbar",
    "Keine",
    "ECKarte",
    "Kreditkarte",
    "ElZahlungsdienstleister",
    "Guthabenkarte",
)
REFERENCE_TYPES: Final = ("Transaktion", "ExterneRechnung", "ExternerLieferschein", "ExterneSonstige")
ITEM_AMOUNT_TYPES: Final = ("base_amount", "discount", "extra_amount")
PROCESS_TYPES: Final = ("Kassenbeleg-V1", "Bestellung-V1", "SonstigerVorgang")
_HASHES: Final = ("SHA224", "SHA256", "SHA384", "SHA512", "SHA3-224", "SHA3-256", "SHA3-384", "SHA3-512")
SIGNATURE_ALGORITHMS: Final = tuple(f"{kind}-plain-{digest}" for kind in ("ecdsa", "ecsdsa") for digest in _HASHES)
TIME_FORMATS: Final = (
    "unixTime",
    "utcTime",
    "utcTimeWithSeconds",
    "generalizedTime",
    "generalizedTimeWithMilliseconds",
)
ENCODINGS: Final = ("UTF-8", "ASCII")
FLAGS: Final = ("0", "1")

WORDS: Final[dict[str, tuple[str, ...]]] = {
    "BON_TYP": RECEIPT_TYPES,
    "GV_TYP": CASE_TYPES,
    "ZAHLART_TYP": PAYMENT_TYPES,
    "REF_TYP": REFERENCE_TYPES,
    "TYP": ITEM_AMOUNT_TYPES,
    "TSE_SIG_ALGO": SIGNATURE_ALGORITHMS,
    "TSE_ZEITFORMAT": TIME_FORMATS,
    "TSE_PD_ENCODING": ENCODINGS,
    "TSE_TA_VORGANGSART": PROCESS_TYPES,
    "BON_STORNO": FLAGS,
    "P_STORNO": FLAGS,
    "INHAUS": FLAGS,
    "KEINE_UST_ZUORDNUNG": FLAGS,
}
"""By the name of a column: what it may hold, spelt exactly so. Fields that need not be filled may also be empty."""
