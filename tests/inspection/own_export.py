"""A sound DSFinV-K export, written by hand and not by the program: three closings of two tills with what a shop does."""

import base64
import csv
import io
import itertools
import shutil
import zipfile
from pathlib import Path

from tests.inspection.own_tse import Tse
from tresen.fiscal.dsfinvk.description import DTD_FILE, FILE, Supplier, described
from tresen.fiscal.dsfinvk.dtd import DTD
from tresen.fiscal.dsfinvk.tables import TABLES
from tresen.fiscal.process_data import receipt_process_data
from tresen.fiscal.qr_code import log_time

HEADERS = {table.file: list(table.header) for table in TABLES}
DAY = 1_800_000_000_000


def amount(cents: int) -> str:
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100},{abs(cents) % 100:02d}"


def tax(key: str, cents: int) -> tuple[int, int]:
    rate = {"1": 19, "2": 7}.get(key, 0)
    vat = (abs(cents) * rate * 2 + 100 + rate) // (2 * (100 + rate)) * (1 if cents > 0 else -1)
    return cents - vat, vat


class Export:
    """Rows by file, as dictionaries; `write` makes the files."""

    def __init__(self) -> None:
        self.rows: dict[str, list[dict[str, str]]] = {file: [] for file in HEADERS}
        self.headers = {file: list(header) for file, header in HEADERS.items()}
        self.tse = Tse()
        self.ids = itertools.count(1)
        self.transactions = itertools.count(1)
        self.numbers = itertools.count(1)
        self.index = ""
        self.missing: set[str] = set()
        self.bytes: dict[str, bytes] = {}
        """Files that are written as they are, whatever the rows say."""

    def add(self, file: str, **cells: str) -> dict[str, str]:
        row = {**dict.fromkeys(HEADERS[file], ""), **self.key, **cells}
        self.rows[file].append(row)
        return row

    def begin(self, till: str, number: int, hour: int) -> None:
        """The masterdata of the next closing."""
        self.key = {
            "Z_KASSE_ID": till,
            "Z_ERSTELLUNG": f"2027-01-{14 + number}T{hour}:00:00+01:00",
            "Z_NR": str(number),
        }
        self.open = {"cases": {}, "net": {}, "payments": {}, "cash": {}}
        certificate = base64.b64encode(self.tse.certificates()[0][1]).decode()
        place = {"STRASSE": "Marktplatz 1", "PLZ": "04109", "ORT": "Leipzig", "LAND": "DEU"}
        self.closing = self.add(
            "cashpointclosing.csv", TAXONOMIE_VERSION="2.4", NAME="Tante Emma", STNR="201/123/12340", **place
        )  # fmt: skip
        self.add("location.csv", LOC_NAME="Laden", **{f"LOC_{name}": value for name, value in place.items()})
        self.add("cashregister.csv", KASSE_SERIENNR="T-1", KASSE_BASISWAEH_CODE="EUR", KEINE_UST_ZUORDNUNG="0")
        self.add("slaves.csv", TERMINAL_ID="G-1", TERMINAL_SERIENNR="G-1")
        self.add("pa.csv", AGENTUR_ID="7", AGENTUR_NAME="Lotto", AGENTUR_USTID="DE123456789",
                 **{f"AGENTUR_{name}": value for name, value in place.items()})  # fmt: skip
        self.add(
            "tse.csv", TSE_ID="1", TSE_SERIAL=self.tse.serial, TSE_SIG_ALGO=self.tse.algorithm, TSE_ZEITFORMAT="unixTime",
            TSE_PD_ENCODING="UTF-8", TSE_PUBLIC_KEY=base64.b64encode(self.tse.point).decode(),
            TSE_ZERTIFIKAT_I=certificate[:1000], TSE_ZERTIFIKAT_II=certificate[1000:],
        )  # fmt: skip
        for key, rate in (("1", "19,00"), ("2", "7,00"), ("5", "0,00"), ("6", "0,00")):
            self.add("vat.csv", UST_SCHLUESSEL=key, UST_SATZ=rate, UST_BESCHR=f"Satz {rate}")

    def event(self, lines, payments, kind="Beleg", outage="", storno="0", **head) -> str:
        """One Vorgang. `lines`: (GV_TYP, key, cents[, more cells]); `payments`: (type, cents[, currency, foreign cents])."""
        id = f"B-{next(self.ids):06d}"
        total = sum(line[2] for line in lines)
        at = self.tse.at // 1000 % 60
        self.add(
            "transactions.csv", BON_ID=id, BON_NR=str(next(self.numbers)), BON_TYP=kind, BON_STORNO=storno, TERMINAL_ID="G-1",
            BON_START=f"2027-01-15T09:00:{at:02d}+01:00", BON_ENDE=f"2027-01-15T09:01:{at:02d}+01:00", BEDIENER_ID="anna",
            UMS_BRUTTO=amount(total), **{"BON_NAME": "Notiz" if kind == "AVSonstige" else "", **head},
        )  # fmt: skip
        by_key: dict[str, int] = {}
        for place, (case, key, cents, *more) in enumerate(lines, 1):
            cells = {"ARTIKELTEXT": f"{case} {place}", "GV_TYP": case, "P_STORNO": "0", "AGENTUR_ID": "0", "MENGE": "1,000",
                     "STK_BR": amount(cents), "ART_NR": "4711", **(more[0] if more else {})}  # fmt: skip
            self.add("lines.csv", BON_ID=id, POS_ZEILE=str(place), **cells)
            if cells["P_STORNO"] == "1":
                continue
            self.add("lines_vat.csv", BON_ID=id, POS_ZEILE=str(place), UST_SCHLUESSEL=key, POS_BRUTTO=amount(cents))
            by_key[key] = by_key.get(key, 0) + cents
            if kind == "Beleg":
                _count(self.open["cases"], (case, "", cells["AGENTUR_ID"], key), cents)
        for key, cents in by_key.items():
            net, vat = tax(key, cents)
            self.add("transactions_vat.csv", BON_ID=id, UST_SCHLUESSEL=key, BON_BRUTTO=amount(cents), BON_NETTO=amount(net),
                     BON_UST=amount(vat))  # fmt: skip
            if kind == "Beleg":
                _count(self.open["net"], key, net)
        tenders = self._pay(id, payments, counted=kind == "Beleg")
        self._sign(id, kind, by_key, tenders, outage)
        return id

    def _pay(self, id, payments, *, counted) -> list[tuple[bool, int, str]]:
        tenders = []
        for kind, cents, *foreign in payments:
            currency, other = foreign or ("EUR", 0)
            self.add("datapayment.csv", BON_ID=id, ZAHLART_TYP=kind, ZAHLWAEH_CODE=currency, BASISWAEH_BETRAG=amount(cents),
                     ZAHLWAEH_BETRAG=amount(other) if foreign else "")  # fmt: skip
            if kind != "Keine":
                tenders.append((kind == "Bar", other if foreign else cents, currency))
            if counted:
                _count(self.open["payments"], kind, cents)
                if kind == "Bar":
                    _count(self.open["cash"], currency, other if foreign else cents)
        return tenders

    def _sign(self, id, kind, by_key, tenders, outage) -> None:
        if outage:
            self.add("transactions_tse.csv", BON_ID=id, TSE_ID="1", TSE_TA_FEHLER=outage)
            return
        number = next(self.transactions)
        data = (
            ""
            if kind == "AVBelegabbruch"
            else receipt_process_data(kind, {int(k): c for k, c in by_key.items()}, tenders)
        )
        data = data or "AVBelegabbruch^0.00_0.00_0.00_0.00_0.00^"
        counter, begun = self.tse.next()
        counter, at = self.tse.next()
        message = self.tse.form.transaction("FinishTransaction", "T-1", "Kassenbeleg-V1", data.encode(), transaction=number,
                                            counter=counter, at=at)  # fmt: skip
        self.add(
            "transactions_tse.csv", BON_ID=id, TSE_ID="1", TSE_TANR=str(number), TSE_TA_START=log_time(begun),
            TSE_TA_ENDE=log_time(at), TSE_TA_VORGANGSART="Kassenbeleg-V1", TSE_TA_SIGZ=str(counter), TSE_VORGANGSDATEN=data,
            TSE_TA_SIG=base64.b64encode(self.tse.sign(message)).decode(),
        )  # fmt: skip

    def refer(self, id: str, to: str, number: str, till: str = "K-1") -> None:
        self.add("references.csv", BON_ID=id, REF_TYP="Transaktion", REF_DATUM="2027-01-15T09:01:00+01:00",
                 REF_Z_KASSE_ID=till, REF_Z_NR=number, REF_BON_ID=to)  # fmt: skip

    def end(self) -> None:
        """The sums of the closing."""
        paid = sum(self.open["payments"].values())
        for (case, name, agency, key), cents in self.open["cases"].items():
            net, vat = tax(key, cents)
            self.add("businesscases.csv", GV_TYP=case, GV_NAME=name, AGENTUR_ID=agency, UST_SCHLUESSEL=key,
                     Z_UMS_BRUTTO=amount(cents), Z_UMS_NETTO=amount(net), Z_UST=amount(vat))  # fmt: skip
        for kind, cents in self.open["payments"].items():
            self.add("payment.csv", ZAHLART_TYP=kind, Z_ZAHLART_BETRAG=amount(cents))
        for currency, cents in self.open["cash"].items():
            self.add("cash_per_currency.csv", ZAHLART_WAEH=currency, ZAHLART_BETRAG_WAEH=amount(cents))
        events = [
            row for row in self.rows["transactions.csv"] if all(row[name] == value for name, value in self.key.items())
        ]
        self.closing.update(
            Z_SE_ZAHLUNGEN=amount(paid), Z_SE_BARZAHLUNGEN=amount(self.open["payments"].get("Bar", 0)),
            Z_START_ID=events[0]["BON_ID"], Z_ENDE_ID=events[-1]["BON_ID"],
        )  # fmt: skip

    def files(self) -> dict[str, bytes]:
        found = {}
        for file, header in self.headers.items():
            out = io.StringIO(newline="")
            writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
            writer.writerow(header)
            writer.writerows([row.get(name, "") for name in header] for row in self.rows[file])
            found[file] = out.getvalue().encode()
        found[FILE] = (self.index or described(TABLES, Supplier("Tante Emma", "Leipzig", "Test"))).encode()
        found[DTD_FILE] = DTD.encode()
        found.update(self.bytes)
        return {file: content for file, content in found.items() if file not in self.missing}

    def write(self, folder: Path) -> Path:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for file, content in self.files().items():
            (folder / file).write_bytes(content)
        return folder

    def write_zip(self, path: Path, inside: str = "") -> Path:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for file, content in self.files().items():
                archive.writestr(inside + file, content)
        return path


def _count(sums, key, cents: int) -> None:
    sums[key] = sums.get(key, 0) + cents


def sound_export() -> Export:
    """Sales, a return with its reference, vouchers, deposits, tips, foreign cash, an agency, a set, an outage, and more."""
    export = Export()
    export.begin("K-1", 1, 20)
    export.event([("Geldtransit", "5", 25000)], [("Bar", 25000)])
    sale = export.event([("Umsatz", "1", 250), ("Umsatz", "2", 200), ("Pfand", "1", 25)], [("Bar", 475)])
    export.event([("Umsatz", "1", 1999, {"MENGE": "0,333", "STK_BR": "60,03003"})], [("ECKarte", 1999)])
    export.event([("MehrzweckgutscheinKauf", "5", 5000)], [("Kreditkarte", 5000)])
    export.event(
        [("Umsatz", "1", 5000), ("MehrzweckgutscheinEinloesung", "5", -5000, {"GUTSCHEIN_NR": "G1"})], [("Keine", 0)]
    )
    export.event([("Umsatz", "1", 900), ("TrinkgeldAN", "5", 100)], [("Unbar", 1000)])
    export.event([("Umsatz", "1", 0, {"P_STORNO": "1"})], [], "AVBelegabbruch")
    export.event([("Umsatz", "1", 999)], [], "AVTraining")
    export.end()
    export.begin("K-1", 2, 20)
    back = export.event([("Umsatz", "1", -250, {"MENGE": "-1,000", "STK_BR": "2,50"})], [("Bar", -250)])
    export.refer(back, sale, "1")
    void = export.event([("Umsatz", "2", -200, {"MENGE": "-1,000", "STK_BR": "2,00"})], [("Bar", -200)], storno="1")
    export.refer(void, sale, "1")
    export.event([("Umsatz", "1", 600)], [("Bar", 500), ("Bar", 100, "CHF", 95)])
    export.event([("Umsatz", "6", 1200, {"AGENTUR_ID": "7"})], [("Bar", 1200)])
    menu = export.event([("Umsatz", "2", 1090, {"INHAUS": "0"}), ("Rabatt", "2", -90)], [("Bar", 1000)])
    net, vat = tax("2", 1090)
    export.add("itemamounts.csv", BON_ID=menu, POS_ZEILE="1", TYP="base_amount", UST_SCHLUESSEL="2", PF_BRUTTO="10,90",
               PF_NETTO=amount(net), PF_UST=amount(vat))  # fmt: skip
    export.add("subitems.csv", BON_ID=menu, POS_ZEILE="1", ZI_ART_NR="1", ZI_MENGE="1,000", ZI_UST_SCHLUESSEL="2")
    export.add("allocation_groups.csv", BON_ID=menu, ABRECHNUNGSKREIS="Tisch 1")
    export.event([("Umsatz", "1", 700)], [("Bar", 700)], outage="TSE ausgefallen")
    export.event([("Privatentnahme", "5", -500)], [("Bar", -500)])
    export.event([], [], "AVSonstige")
    export.end()
    export.begin("K-2", 1, 21)
    export.event([("Anfangsbestand", "5", 10000)], [("Bar", 10000)])
    invoice = export.event([("Umsatz", "1", 11900), ("Forderungsentstehung", "1", -11900)], [("Keine", 0)])
    export.add("references.csv", BON_ID=invoice, REF_TYP="ExterneRechnung", REF_BON_ID="R-1")
    export.end()
    return export
