"""`tresen tse verify` and `tresen dsfinvk check`: an archive and an export of a busy shop, every signature true."""

import base64
import csv
import resource
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.number import Number
from tresen.adapters.signer_simulator.identity import Seal, open_identity
from tresen.adapters.signer_simulator.message_log import MessageLog
from tresen.adapters.signer_simulator.tar_export import tar_pieces
from tresen.fiscal.dsfinvk.description import DTD_FILE, FILE, Supplier, described
from tresen.fiscal.dsfinvk.dialect import amount
from tresen.fiscal.dsfinvk.dtd import DTD
from tresen.fiscal.dsfinvk.tables import TABLES
from tresen.fiscal.log_message import MessageForm, log_file
from tresen.fiscal.qr_code import log_time
from tresen.inspection.dsfinvk_check import check_dsfinvk
from tresen.inspection.tse_verify import verify_tse

Add = Callable[..., None]
"""Writes a row: file, key, cells."""

BEGIN = 1_767_250_800_000
IN_A_CLOSING = 500
LINES = 5
TILL = "TRESEN-BENCH-1"
DATA = "Beleg^5.00_0.00_0.00_0.00_0.00^5.00:Bar"


def measure(folder: Path, quick: bool) -> list[Number]:
    count = 300 if quick else 50_000
    shop = _Shop(folder)
    archive, export = shop.archive(count), shop.export(count)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    begun = time.perf_counter()
    verified = verify_tse([archive])
    seconds = time.perf_counter() - begun
    assert not verified.objections.kept, verified.objections.kept[:3]
    assert verified.files[0].true >= 2 * count
    begun = time.perf_counter()
    checked = check_dsfinvk(export)
    check_seconds = time.perf_counter() - begun
    assert not checked.objections.kept, checked.objections.kept[:3]
    assert checked.true == checked.receipts == count
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 - before
    size = sum(file.stat().st_size for file in export.iterdir()) / 1e6
    return [
        Number("tse verify, archive, messages", verified.files[0].true / seconds, "messages/s"),
        Number("tse verify, archive", archive.stat().st_size / 1e6 / seconds, "MB/s"),
        Number(f"dsfinvk check, {count:,} receipts of {LINES} lines", count / check_seconds, "receipts/s"),
        Number("dsfinvk check, read", size / check_seconds, "MB/s"),
        Number("both checkers, memory they add", grown, "MB"),
    ]


class _Shop:
    """Signs, and writes what it signed as archive and as export."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.identity = open_identity(folder / "identity.pem", "P-256", BEGIN)
        self.seal = Seal(self.identity.key)
        self.form = MessageForm(self.identity.serial, self.identity.algorithm)

    def messages(self, count: int) -> Iterator[tuple[str, bytes, bytes]]:
        """Start and finish of each receipt: operation, message, signature. Counters begin with 1."""
        for n in range(count):
            for place, operation in enumerate(("StartTransaction", "FinishTransaction")):
                kind, data = ("Kassenbeleg-V1", DATA) if place else ("", "")
                message = self.form.transaction(
                    operation, TILL, kind, data.encode(), transaction=n + 1, counter=2 * n + place + 1, at=_at(n) + place * 1000
                )  # fmt: skip
                yield operation, message, self.seal.sign(message)

    def archive(self, count: int) -> Path:
        log = MessageLog(self.folder / "messages.log", durable=False)
        for _, message, signature in self.messages(count):
            log.append(log_file(message, signature))
        file = self.folder / "tse.tar"
        with file.open("wb") as out:
            out.writelines(tar_pieces(self.identity, log, "Benchmark", "1"))
        log.close()
        return file

    def export(self, count: int) -> Path:
        folder = self.folder / "export"
        folder.mkdir()
        (folder / FILE).write_text(
            described(TABLES, Supplier("Benchmark", "Leipzig", "")), encoding="utf-8", newline=""
        )
        (folder / DTD_FILE).write_text(DTD, encoding="utf-8", newline="")
        files = {table.file: (folder / table.file).open("w", encoding="utf-8", newline="") for table in TABLES}
        writers = {file: csv.writer(out, delimiter=";", lineterminator="\r\n") for file, out in files.items()}
        for table in TABLES:
            writers[table.file].writerow(table.header)
        columns = {table.file: table.header for table in TABLES}

        def add(file: str, key: dict[str, str], **cells: str) -> None:
            cells = {**key, **cells}
            writers[file].writerow([cells.get(name, "") for name in columns[file]])

        signatures = (signature for operation, _, signature in self.messages(count) if operation.startswith("Finish"))
        for begin in range(0, count, IN_A_CLOSING):
            here = min(IN_A_CLOSING, count - begin)
            key = {
                "Z_KASSE_ID": "till-1",
                "Z_ERSTELLUNG": _moment(begin + here),
                "Z_NR": str(begin // IN_A_CLOSING + 1),
            }
            self._closing(add, key, begin, here)
            for n in range(begin, begin + here):
                _receipt(add, {**key, "BON_ID": _id(n)}, n, base64.b64encode(next(signatures)).decode())
        for out in files.values():
            out.close()
        return folder

    def _closing(self, add: Add, key: dict[str, str], begin: int, here: int) -> None:
        total = amount(here * 500)
        place = {"STRASSE": "Marktplatz 1", "PLZ": "04109", "ORT": "Leipzig", "LAND": "DEU"}
        add(
            "cashpointclosing.csv", key, TAXONOMIE_VERSION="2.4", Z_START_ID=_id(begin), Z_ENDE_ID=_id(begin + here - 1),
            NAME="Benchmark", STNR="201/123/12340", Z_SE_ZAHLUNGEN=total, Z_SE_BARZAHLUNGEN=total, **place,
        )  # fmt: skip
        add("location.csv", key, LOC_NAME="Laden", **{f"LOC_{name}": value for name, value in place.items()})
        add("cashregister.csv", key, KASSE_SERIENNR=TILL, KASSE_BASISWAEH_CODE="EUR", KEINE_UST_ZUORDNUNG="0")
        add(
            "tse.csv", key, TSE_ID="1", TSE_SERIAL=self.identity.serial.hex(), TSE_SIG_ALGO=self.identity.algorithm,
            TSE_ZEITFORMAT="unixTime", TSE_PD_ENCODING="UTF-8",
            TSE_PUBLIC_KEY=base64.b64encode(self.identity.public_key).decode(),
            TSE_ZERTIFIKAT_I=base64.b64encode(self.identity.certificate_files()[0][1]).decode()[:1000],
        )  # fmt: skip
        add("vat.csv", key, UST_SCHLUESSEL="1", UST_SATZ="19,00", UST_BESCHR="Allgemeiner Steuersatz")
        add(
            "businesscases.csv", key, GV_TYP="Umsatz", AGENTUR_ID="0", UST_SCHLUESSEL="1", Z_UMS_BRUTTO=total,
            Z_UMS_NETTO=amount(here * 420), Z_UST=amount(here * 80),
        )  # fmt: skip
        add("payment.csv", key, ZAHLART_TYP="Bar", Z_ZAHLART_BETRAG=total)
        add("cash_per_currency.csv", key, ZAHLART_WAEH="EUR", ZAHLART_BETRAG_WAEH=total)


def _receipt(add: Add, key: dict[str, str], n: int, signature: str) -> None:
    add(
        "transactions.csv", key, BON_NR=str(n + 1), BON_TYP="Beleg", BON_STORNO="0", BON_START=_moment(n), BON_ENDE=_moment(n),
        BEDIENER_ID="staff-1", BEDIENER_NAME="Anna", UMS_BRUTTO="5,00",
    )  # fmt: skip
    add("datapayment.csv", key, ZAHLART_TYP="Bar", ZAHLWAEH_CODE="EUR", BASISWAEH_BETRAG="5,00")
    add("transactions_vat.csv", key, UST_SCHLUESSEL="1", BON_BRUTTO="5,00", BON_NETTO="4,20", BON_UST="0,80")
    add(
        "transactions_tse.csv", key, TSE_ID="1", TSE_TANR=str(n + 1), TSE_TA_START=log_time(_at(n)),
        TSE_TA_ENDE=log_time(_at(n) + 1000), TSE_TA_VORGANGSART="Kassenbeleg-V1", TSE_TA_SIGZ=str(2 * n + 2),
        TSE_TA_SIG=signature, TSE_VORGANGSDATEN=DATA,
    )  # fmt: skip
    for line in range(1, LINES + 1):
        add(
            "lines.csv", key, POS_ZEILE=str(line), ARTIKELTEXT=f"Kaffee fein Bio {line} kg", GV_TYP="Umsatz", P_STORNO="0",
            AGENTUR_ID="0", ART_NR=str(line), WARENGR_ID="g1", WARENGR="Lebensmittel", MENGE="1,000", STK_BR="1,00",
        )  # fmt: skip
        add("lines_vat.csv", key, POS_ZEILE=str(line), UST_SCHLUESSEL="1", POS_BRUTTO="1,00")


def _at(n: int) -> int:
    return BEGIN + n * 20_000


def _id(n: int) -> str:
    return f"{_at(n):012x}7000{n:016x}"


def _moment(n: int) -> str:
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=_at(n))).isoformat()
