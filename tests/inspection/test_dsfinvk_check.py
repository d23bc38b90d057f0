"""The checker of DSFinV-K exports: a sound one gives no objection, each planted fault is found, hostile files do no harm."""

import json
import random
import tracemalloc
from string import Formatter

import pytest

from tests.inspection.own_export import Export, sound_export
from tests.inspection.planted import PLANTED, Planted
from tresen.cli import main
from tresen.fiscal.dsfinvk_rules import DSFINVK_RULES
from tresen.inspection.dsfinvk_check import check_dsfinvk


def rules(path) -> dict[str, int]:
    return dict(check_dsfinvk(path).objections.counts)


@pytest.fixture
def export() -> Export:
    return sound_export()


def test_a_sound_export_gives_no_objection(tmp_path, export):
    report = check_dsfinvk(export.write(tmp_path / "export"))
    assert [report.objections.text(one, "en") for one in report.objections.kept] == []
    assert (report.closings, report.receipts, report.signatures, report.true, report.outages) == (3, 18, 17, 17, 1)


@pytest.mark.parametrize("planted", PLANTED, ids=[one.what.replace(" ", "-") for one in PLANTED])
def test_a_planted_fault_is_found(tmp_path, export, planted: Planted):
    planted.plant(export)
    assert planted.rule in rules(export.write(tmp_path / "export"))


def test_every_rule_has_its_planted_fault():
    own = {rule for rule in DSFINVK_RULES if not rule.startswith("tse.")}
    elsewhere = {"file.nested", "file.unreadable"}
    assert own - elsewhere == {one.rule for one in PLANTED if not one.rule.startswith("tse.")}
    assert len(PLANTED) >= 60


def test_both_languages_say_the_same_things():
    for name, rule in DSFINVK_RULES.items():
        german, english = (
            {field for _, field, _, _ in Formatter().parse(text) if field} for text in (rule.de, rule.en)
        )
        assert german == english, name


def test_rows_in_any_order_are_the_same_export(tmp_path, export):
    chance = random.Random(5)
    for rows in export.rows.values():
        chance.shuffle(rows)
    assert rules(export.write(tmp_path / "export")) == {}


def test_a_zip_is_read_as_a_folder_is(tmp_path, export):
    assert rules(export.write_zip(tmp_path / "flat.zip")) == {}
    assert rules(export.write_zip(tmp_path / "nested.zip", "export/")) == {"file.nested": 1}


class TestBothReadings:
    """Where the specification contradicts itself, either reading passes."""

    def test_amounts_with_two_or_with_five_decimals(self, tmp_path, export):
        for file, columns in (
            ("transactions_vat.csv", ("BON_BRUTTO", "BON_NETTO", "BON_UST")),
            ("lines_vat.csv", ("POS_BRUTTO",)),
            ("businesscases.csv", ("Z_UMS_BRUTTO", "Z_UMS_NETTO", "Z_UST")),
        ):
            for row in export.rows[file]:
                row.update({column: row[column] + "000" for column in columns})
        assert rules(export.write(tmp_path / "export")) == {}

    @pytest.mark.parametrize("storno", ["0", "1"])
    def test_a_return_with_or_without_its_mark(self, tmp_path, export, storno):
        export.rows["transactions.csv"][8]["BON_STORNO"] = storno
        assert rules(export.write(tmp_path / "export")) == {}

    def test_the_day_of_a_reference_with_or_without_its_time(self, tmp_path, export):
        export.rows["references.csv"][0]["REF_DATUM"] = "2027-01-15"
        assert rules(export.write(tmp_path / "export")) == {}

    def test_all_cash_or_cash_in_the_base_currency(self, tmp_path, export):
        closing = export.rows["cashpointclosing.csv"][1]
        closing["Z_SE_BARZAHLUNGEN"] = next(
            row["ZAHLART_BETRAG_WAEH"] for row in export.rows["cash_per_currency.csv"]
            if (row["Z_KASSE_ID"], row["Z_NR"], row["ZAHLART_WAEH"]) == ("K-1", "2", "EUR")
        )  # fmt: skip
        assert rules(export.write(tmp_path / "export")) == {}

    def test_the_net_method(self, tmp_path, export):
        for row in export.rows["lines_vat.csv"]:
            row.update(POS_NETTO=row["POS_BRUTTO"], POS_UST="0,00", POS_BRUTTO="")
        assert rules(export.write(tmp_path / "export")) == {}

    def test_a_longer_certificate_in_columns_of_its_own(self, tmp_path, export):
        export.headers["tse.csv"].append("TSE_ZERTIFIKAT_III")
        text = export.files()["index.xml"].decode()
        last = "<Name>TSE_ZERTIFIKAT_II</Name>"
        at = text.index("</VariableColumn>", text.index(last)) + len("</VariableColumn>")
        own = (
            "<VariableColumn><Name>TSE_ZERTIFIKAT_III</Name><AlphaNumeric/><MaxLength>1000</MaxLength></VariableColumn>"
        )
        export.index = text[:at] + own + text[at:]
        assert rules(export.write(tmp_path / "export")) == {}


def test_a_reference_to_a_closing_that_is_not_in_the_export_is_believed(tmp_path, export):
    export.rows["references.csv"][0].update(REF_Z_NR="0", REF_BON_ID="B-older")
    assert rules(export.write(tmp_path / "export")) == {}


def test_bent_files_never_crash(tmp_path, export):
    chance = random.Random(3)
    files = export.files()
    for _ in range(40):
        file = chance.choice(sorted(files))
        bent = bytearray(files[file])
        for _ in range(chance.choice((1, 5, 50))):
            bent[chance.randrange(len(bent))] = chance.randrange(256)
        export.bytes = {file: bytes(bent)}
        assert check_dsfinvk(export.write(tmp_path / "export")).rows >= 0


@pytest.mark.parametrize(
    "value", ["9" * 5000, f"-{'9' * 4299},5", "0001-01-01T00:00:00.000Z", "\x1f" * 9, "٣", "x\x00y"]
)
def test_values_beyond_all_measure_are_told(tmp_path, export, value):
    for file, columns in (
        ("lines.csv", ("MENGE", "STK_BR", "POS_ZEILE")), ("transactions_vat.csv", ("BON_BRUTTO", "UST_SCHLUESSEL")),
        ("transactions_tse.csv", ("TSE_TANR", "TSE_TA_START", "TSE_TA_ENDE", "TSE_VORGANGSDATEN")), ("vat.csv", ("UST_SATZ",)),
        ("cashpointclosing.csv", ("Z_SE_ZAHLUNGEN",)), ("references.csv", ("REF_Z_NR",)), ("businesscases.csv", ("Z_UST",)),
    ):  # fmt: skip
        export.rows[file][0].update(dict.fromkeys(columns, value))
    assert check_dsfinvk(export.write(tmp_path / "export")).objections.faults


def test_a_file_that_is_no_export_is_told(tmp_path):
    file = tmp_path / "no.zip"
    file.write_bytes(b"PK\x03\x04 nothing")
    assert rules(file) == {"file.unreadable": 1}
    (tmp_path / "empty").mkdir()
    assert rules(tmp_path / "empty") == {"file.missing": 22}


def test_memory_does_not_grow_with_the_export(tmp_path, export):
    def peak(times: int) -> int:
        grown = {file: list(rows) for file, rows in export.rows.items()}
        large = sound_export()
        large.rows = grown
        receipts = [row for row in grown["transactions.csv"] if row["Z_KASSE_ID"] == "K-2"]
        for number in range(times):
            for row in receipts:
                grown["transactions.csv"].append(
                    {**row, "BON_ID": f"{row['BON_ID']}-{number}", "BON_NR": str(1000 + number)}
                )
        folder = large.write(tmp_path / "export")
        tracemalloc.start()
        check_dsfinvk(folder)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    small, large = peak(300), peak(2000)
    assert large < small + (1 << 20)


class TestCommand:
    """What is typed at the command line."""

    def run(self, *arguments, capsys) -> tuple[int, str]:
        status = main(["dsfinvk", "check", *map(str, arguments)])
        return status, capsys.readouterr().out

    def test_a_sound_export_ends_with_0(self, tmp_path, export, capsys):
        status, out = self.run(export.write(tmp_path / "export"), "--language", "en", capsys=capsys)
        assert status == 0
        assert out.endswith("sound\n")
        assert "18 events" in out

    @pytest.mark.parametrize(("language", "word"), [("de", "FEHLER"), ("en", "FAULT")])
    def test_a_fault_ends_with_1_and_names_file_line_and_rule(self, tmp_path, export, capsys, language, word):
        export.rows["lines_vat.csv"][1]["POS_BRUTTO"] = "2.50"
        status, out = self.run(export.write(tmp_path / "export"), "--language", language, capsys=capsys)
        assert status == 1
        assert f"{word}  export/lines_vat.csv, " in out
        assert " 3: " in out
        assert "[cell.point]" in out

    def test_machines_get_both_languages(self, tmp_path, export, capsys):
        export.rows["vat.csv"].append(dict(export.rows["vat.csv"][0]))
        _, out = self.run(export.write(tmp_path / "export"), "--json", capsys=capsys)
        said = json.loads(out)
        assert (said["receipts"], said["faults"], said["objections"][0]["rule"]) == (18, 1, "key.double")

    def test_what_is_not_there_ends_with_2(self, tmp_path, capsys):
        assert self.run(tmp_path / "nothing", capsys=capsys)[0] == 2
