"""Signatures in a DSFinV-K export: checked with the TSE and the till that the export itself names."""

import base64
import csv
import io
import json
import zipfile
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.inspection.own_tse import SALE, Tse
from tresen.cli import main
from tresen.fiscal.log_message import TIME_FORMATS, parse_log_file
from tresen.fiscal.qr_code import log_time
from tresen.fiscal.tse_rows import COLUMNS, DEVICES, EVENTS, TILLS
from tresen.inspection.tse_verify import verify_tse

CLOSING = ["K-1", "2027-01-15T20:00:00+01:00", "1"]


def device_row(tse: Tse, encoding: str = "UTF-8") -> list[str]:
    certificate = base64.b64encode(tse.certificates()[0][1]).decode()
    key = base64.b64encode(tse.point).decode()
    return [
        *CLOSING,
        "1",
        tse.serial,
        tse.algorithm,
        tse.time_format,
        encoding,
        key,
        certificate[:300],
        certificate[300:],
    ]


def event_rows(tse: Tse) -> list[list[str]]:
    started = {}
    rows = []
    for _, raw in tse.members:
        said = parse_log_file(raw)
        if said.operation == "StartTransaction":
            started[said.transaction] = said.at
        elif said.operation == "FinishTransaction":
            rows.append([
                *CLOSING, f"B-{said.transaction}", "1", str(said.transaction), log_time(started[said.transaction]),
                log_time(said.at), said.process_type, str(said.counter), base64.b64encode(said.signature).decode(), "",
                said.process_data.decode(),
            ])  # fmt: skip
    return rows


class Export:
    """The three files as lists of rows."""

    def __init__(self, tse: Tse, encoding: str = "UTF-8"):
        self.files = {
            DEVICES: [[*COLUMNS[DEVICES], "TSE_ZERTIFIKAT_I", "TSE_ZERTIFIKAT_II"], device_row(tse, encoding)],
            TILLS: [list(COLUMNS[TILLS]), [*CLOSING, "T-1"]],
            EVENTS: [list(COLUMNS[EVENTS]), *event_rows(tse)],
        }

    def change(self, file: str, column: str, value: str, row: int = 1):
        self.files[file][row][self.files[file][0].index(column)] = value
        return self

    def bytes_of(self, file: str) -> bytes:
        out = io.StringIO()
        csv.writer(out, delimiter=";", lineterminator="\r\n").writerows(self.files[file])
        return out.getvalue().encode()

    def write(self, folder: Path) -> Path:
        for file in self.files:
            (folder / file).write_bytes(self.bytes_of(file))
        return folder


@pytest.fixture
def tse() -> Tse:
    made = Tse()
    for number in range(1, 5):
        made.sell(number)
    return made


def rules(folder: Path) -> dict[str, int]:
    return dict(verify_tse([folder]).objections.counts)


@pytest.mark.parametrize("time_format", TIME_FORMATS)
def test_every_row_is_checked(tmp_path, time_format):
    tse = Tse("ecdsa-plain-SHA384", time_format, ec.BrainpoolP384R1())
    tse.sell(1)
    tse.sell(2, '2;"Eis; groß";3.99\r1;"Kaffee ""schwarz""";2.99', "Bestellung-V1")
    report = verify_tse([Export(tse).write(tmp_path)])
    assert dict(report.objections.counts) == {}
    assert (report.files[0].kind, report.files[0].signatures, report.files[0].true) == ("export", 2, 2)


def test_a_zip_with_the_files_in_a_folder(tmp_path, tse):
    export = Export(tse)
    file = tmp_path / "export.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in export.files:
            archive.writestr(f"dsfinvk/{name}", export.bytes_of(name))
    report = verify_tse([file])
    assert dict(report.objections.counts) == {}
    assert report.files[0].true == 4


@pytest.mark.parametrize(
    ("file", "column", "value", "rule"),
    [
        (EVENTS, "TSE_VORGANGSDATEN", SALE.replace("0.39:", "0.38:"), "tse.signature"),
        (EVENTS, "TSE_TANR", "5", "tse.signature"),
        (EVENTS, "TSE_TA_SIGZ", "99", "tse.signature"),
        (EVENTS, "TSE_TA_ENDE", "2027-01-15T08:00:00.000Z", "tse.signature"),
        (EVENTS, "TSE_TA_VORGANGSART", "SonstigerVorgang", "tse.signature"),
        (EVENTS, "TSE_TA_ENDE", "2027-01-15 08:00:00", "tse.row_bad"),
        (EVENTS, "TSE_TA_START", "2027-01-15T08:00:00+01:00", "tse.row_bad"),
        (EVENTS, "TSE_TANR", "5,0", "tse.row_bad"),
        (EVENTS, "TSE_TA_SIG", "?", "tse.row_bad"),
        (EVENTS, "TSE_TA_SIG", "", "tse.row_incomplete"),
        (EVENTS, "TSE_ID", "2", "tse.row_device"),
        (EVENTS, "Z_NR", "2", "tse.row_till"),
        (EVENTS, "TSE_TANR", "2", "tse.row_double"),
        (EVENTS, "TSE_VORGANGSDATEN", "x" * 1000, "tse.row_cut"),
        (TILLS, "KASSE_SERIENNR", "T-2", "tse.signature"),
        (DEVICES, "TSE_SERIAL", "AAAA", "tse.row_serial"),
        (DEVICES, "TSE_PUBLIC_KEY", "AAAA", "tse.row_key"),
        (DEVICES, "TSE_PUBLIC_KEY", "?", "tse.row_key"),
        (DEVICES, "TSE_SIG_ALGO", "ecdsa-plain-SHA384", "tse.signature"),
        (DEVICES, "TSE_SIG_ALGO", "RSA", "tse.row_bad"),
        (DEVICES, "TSE_ZEITFORMAT", "utcTime", "tse.signature"),
        (DEVICES, "TSE_ZERTIFIKAT_II", "", "tse.row_certificate"),
    ],
)
def test_what_was_changed_is_found(tmp_path, tse, file, column, value, rule):
    assert rule in rules(Export(tse).change(file, column, value).write(tmp_path))


def test_a_certificate_of_another_key_is_found(tmp_path, tse):
    other = base64.b64encode(Tse().certificates()[0][1]).decode()
    export = Export(tse).change(DEVICES, "TSE_ZERTIFIKAT_I", other).change(DEVICES, "TSE_ZERTIFIKAT_II", "")
    assert rules(export.write(tmp_path)) == {"tse.row_certificate": 1}


def test_a_key_in_its_wrapping_is_taken_and_told(tmp_path, tse):
    spki = tse.key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    export = Export(tse).change(DEVICES, "TSE_PUBLIC_KEY", base64.b64encode(spki).decode())
    assert rules(export.write(tmp_path)) == {"tse.key_wrapped": 1}


def test_an_outage_with_its_reason_is_no_fault(tmp_path, tse):
    export = Export(tse).change(EVENTS, "TSE_TA_SIG", "").change(EVENTS, "TSE_TA_FEHLER", "TSE ausgefallen")
    report = verify_tse([export.write(tmp_path)])
    assert report.objections.faults == 0
    assert (report.files[0].signatures, report.files[0].outages) == (3, 1)


def test_missing_transactions_between_the_rows_are_named(tmp_path, tse):
    export = Export(tse)
    del export.files[EVENTS][2]
    report = verify_tse([export.write(tmp_path)])
    assert [(one.rule, one.said["numbers"]) for one in report.objections.kept] == [("tse.row_gap", "2")]


def test_ascii_is_signed_with_question_marks(tmp_path):
    tse = Tse()
    tse.transact(1, "Start")
    tse.transact(1, "Finish", process_type="SonstigerVorgang", data="Schublade ge?ffnet")
    export = Export(tse, "ASCII").change(EVENTS, "TSE_VORGANGSDATEN", "Schublade geöffnet")
    assert rules(export.write(tmp_path)) == {}


def test_a_missing_file_and_a_missing_column_are_told(tmp_path, tse):
    folder = Export(tse).write(tmp_path)
    (folder / TILLS).unlink()
    assert set(rules(folder)) == {"tse.not_readable", "tse.row_till"}
    (folder / TILLS).write_bytes(b"Z_NR\r\n1\r\n")
    assert rules(folder)["tse.row_columns"] == 3


class TestCommand:
    """What is typed at the command line."""

    def run(self, *arguments, capsys) -> tuple[int, str]:
        status = main(["tse", "verify", *map(str, arguments)])
        return status, capsys.readouterr().out

    def test_a_sound_file_ends_with_0(self, tmp_path, tse, capsys):
        folder = Export(tse).write(tmp_path)
        assert self.run(folder, "--language", "en", capsys=capsys) == (
            0, f"{folder.name}: DSFinV-K export, 4 signatures, 4 of them true\nsound\n",
        )  # fmt: skip

    def test_a_fault_ends_with_1_and_is_said_in_the_language(self, tmp_path, tse, capsys):
        folder = Export(tse).change(EVENTS, "TSE_TA_SIGZ", "99").write(tmp_path)
        for language, word in (("de", "FEHLER"), ("en", "FAULT")):
            status, out = self.run(folder, "--language", language, capsys=capsys)
            assert status == 1
            assert f"{word}  {folder.name}/{EVENTS}, " in out

    def test_machines_get_both_languages(self, tmp_path, tse, capsys):
        folder = Export(tse).change(EVENTS, "TSE_TA_SIGZ", "99").write(tmp_path)
        _, out = self.run(folder, "--json", capsys=capsys)
        said = json.loads(out)
        assert (said["faults"], said["objections"][0]["line"]) == (1, 2)
        assert "Signatur" in said["objections"][0]["de"]

    def test_roots_are_given_as_files(self, tmp_path, capsys):
        tse = Tse()
        tse.sell(1)
        archive, root = tmp_path / "tse.tar", tmp_path / "root.cer"
        archive.write_bytes(tse.archive())
        root.write_bytes(tse.certificates()[1][1])
        assert self.run(archive, "--root", root, capsys=capsys)[0] == 0
        root.write_bytes(Tse().certificates()[1][1])
        assert self.run(archive, "--root", root, capsys=capsys)[0] == 1
        root.write_bytes(b"no certificate")
        assert self.run(archive, "--root", root, capsys=capsys)[0] == 2

    def test_a_file_that_is_not_there_ends_with_2(self, tmp_path, capsys):
        assert self.run(tmp_path / "nothing.tar", capsys=capsys)[0] == 2

    def test_much_of_the_same_is_counted(self, tmp_path, capsys):
        file = tmp_path / "codes.txt"
        file.write_text("V0;x\n" * 250)
        status, out = self.run(file, "--language", "en", capsys=capsys)
        assert status == 1
        assert "150 more times: tse.code_bad" in out
        assert out.count("FAULT") == 100


def test_both_languages_say_the_same_things():
    from string import Formatter

    from tresen.fiscal.tse_rules import TSE_RULES

    for name, rule in TSE_RULES.items():
        german, english = (
            {field for _, field, _, _ in Formatter().parse(text) if field} for text in (rule.de, rule.en)
        )
        assert german == english, name
