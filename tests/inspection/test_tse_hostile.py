"""Files that want to do harm: they are told, nothing is unpacked, memory stays bounded, nothing crashes."""

import io
import os
import random
import tarfile
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from tests.inspection.own_tse import SALE, Tse, tar
from tresen.inspection.tar_members import CutOff, tar_members
from tresen.inspection.tse_verify import verify_tse


@pytest.fixture(scope="module")
def sound() -> bytes:
    tse = Tse()
    for number in range(1, 4):
        tse.sell(number)
    return tse.archive()


def rules(report) -> set[str]:
    return set(report.objections.counts)


def test_an_archive_that_is_cut_off_anywhere_is_told(check, sound):
    end = len(sound.rstrip(b"\0")) + 1
    for size in range(512, end, 611):
        assert "tse.cut_off" in rules(check(sound[:size]))


def test_bent_archives_never_crash(check, sound):
    chance = random.Random(7)
    for _ in range(150):
        bent = bytearray(sound)
        for _ in range(chance.choice((1, 3, 20))):
            bent[chance.randrange(len(bent))] = chance.randrange(256)
        report = check(bytes(bent))
        assert report.files


def _info(name: str, size: int = 0, kind: bytes = tarfile.REGTYPE) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.type = size, kind
    return info


@pytest.mark.parametrize("name", ["../evil.log", "/etc/passwd.log", "a/b.log", "..\\evil.log"])
def test_paths_are_told_and_not_followed(check, sound, name, tmp_path: Path):
    members = [(name, b"x"), ("info.csv", b"x")]
    assert "tse.path" in rules(check(tar(members)))
    assert sorted(found.name for found in tmp_path.iterdir()) == ["file-0"]


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE])
def test_links_and_devices_are_told(check, kind):
    link = _info("link.log", kind=kind)
    link.linkname = "/etc/passwd"
    assert "tse.no_file" in rules(check(link.tobuf() + bytes(1024)))


def test_ten_gigabytes_that_are_only_declared(check):
    header = _info("Unixt_1_Sig-1_Log-Aud.log", 10 << 30).tobuf(tarfile.GNU_FORMAT)
    assert rules(check(header + b"x" * 5000)) >= {"tse.too_large", "tse.cut_off"}
    huge = bytearray(header)
    huge[124:136] = b"\xff" * 12
    with pytest.raises(CutOff):
        list(tar_members(io.BytesIO(bytes(huge)), 100))


def test_a_large_entry_is_passed_over_without_keeping_it(tmp_path: Path):
    file = tmp_path / "large.tar"
    with file.open("wb") as out:
        out.write(_info("big.log", 300 << 20).tobuf())
        out.truncate(512 + (300 << 20) + 1024)
    tracemalloc.start()
    report = verify_tse([file])
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "tse.too_large" in rules(report)
    assert peak < 8 << 20


def test_a_name_of_a_gigabyte_is_refused(check):
    for kind in (tarfile.GNUTYPE_LONGNAME, tarfile.XHDTYPE):
        assert "tse.cut_off" in rules(check(_info("long", 1 << 30, kind).tobuf(tarfile.GNU_FORMAT) + bytes(2048)))


@pytest.mark.parametrize("record", [b"9999999 path=x\n", b"-1 path=x\n", b"x", b"1 \n", b"0 path=x\n"])
def test_damaged_pax_headers_are_refused(check, record):
    header = _info("pax", len(record), tarfile.XHDTYPE).tobuf()
    assert "tse.cut_off" in rules(check(header + record.ljust(512, b"\0") + bytes(1024)))


def test_a_long_name_is_read_as_others_read_it():
    name = "Unixt_1_Sig-1_Log-Tra_No-1_Start_Client-" + "k" * 200 + ".log"
    for form in (tarfile.PAX_FORMAT, tarfile.GNU_FORMAT, tarfile.USTAR_FORMAT):
        shown = name[:95] if form == tarfile.USTAR_FORMAT else name
        raw = _info(shown, 3).tobuf(form) + b"abc".ljust(512, b"\0") + bytes(1024)
        assert [(one.name, one.content) for one in tar_members(io.BytesIO(raw), 10)] == [(shown, b"abc")]


def test_numbers_in_a_million_pieces_do_not_fill_the_memory(monkeypatch):
    from tresen.fiscal.number_ranges import NumberRanges

    ranges = NumberRanges(most=1000)
    assert all(ranges.add(number) for number in range(0, 6000, 2))
    assert ranges.full
    assert len(ranges.ranges()) == 1000


def test_a_number_too_large_for_any_counter(check, sound):
    tse = Tse()
    message = tse.form.transaction("StartTransaction", "T", "", b"", transaction=1, counter=1, at=0)
    tse.keep(message.replace(b"\x85\x01\x01", b"\x85\x82\x10\x00" + b"\x01" * 4096), "Unixt_0_Sig-1_Log-Aud.log")
    assert "tse.message_bad" in rules(check(tse.archive()))


@pytest.mark.parametrize(
    "content", [b"", b"\0" * 2048, b"hello", bytes(range(256)) * 8, b"PK\x03\x04", b"\x89PNG\r\n\x1a\n"]
)
def test_nonsense_is_told(check, content):
    report = check(content)
    assert report.objections.faults >= 1


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("_csv", ".csv"), content)
    return out.getvalue()


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path):
    file = tmp_path / "bomb.zip"
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("transactions_tse.csv", "w") as out,
    ):
        for _ in range(100):
            out.write(bytes(1 << 20))
    tracemalloc.start()
    report = verify_tse([file])
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert any("unpack" in one.said.get("reason", "") for one in report.objections.kept)
    assert peak < 4 << 20


def test_a_zip_whose_list_of_files_is_endless_is_refused(check):
    whole = bytearray(zipped(transactions_tse_csv=b"x"))
    at = whole.rfind(b"PK\x05\x06")
    whole[at + 12 : at + 16] = (1 << 30).to_bytes(4, "little")
    assert "tse.not_readable" in rules(check(bytes(whole)))


def test_bent_zips_never_crash(check):
    whole = zipped(transactions_tse_csv=b"A;B\r\n" * 50, tse_csv=b"A\r\n", cashregister_csv=b"A\r\n")
    chance = random.Random(11)
    for _ in range(150):
        bent = bytearray(whole)
        bent[chance.randrange(4, len(bent))] = chance.randrange(256)
        assert check(bytes(bent)).objections.faults


def test_endless_lines_and_cells_are_bounded(check, tmp_path: Path):
    for content in (b"x" * (3 << 20), b'"' + b"a\r\n" * (1 << 20), b"\xff\xfe" * 100, b'a;"b"c\r\n'):
        report = check(zipped(transactions_tse_csv=content, tse_csv=b"", cashregister_csv=b""))
        assert report.objections.faults


def test_codes_of_any_length_are_bounded(check):
    assert rules(check(b"V0;" + b"x" * 100_000)) == {"tse.code_bad"}
    assert rules(check(b"V0;a\nV1;b\n\xff\xfe;\n")) == {"tse.code_bad"}


def test_a_file_cannot_write_to_the_terminal(check):
    tse = Tse()
    report = check(tse.code(data="Beleg\x1b[2J^" + SALE))
    assert report.objections.counts["tse.grammar"] == 1
    assert not any("\x1b" in report.objections.text(one, "de") for one in report.objections.kept)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (";7;", f";{'7' * 5000};"),
        ("Beleg^0.39", f"Beleg^{'9' * 5000}.39"),
        (";2027", ";0001"),
        ("Kassenbeleg-V1", "x" * 3000),
    ],
)
def test_numbers_and_times_beyond_all_measure_are_told(check, old, new):
    text = Tse().code()
    assert old in text
    assert check(text.replace(old, new)).objections.faults >= 1


def test_a_pipe_is_not_waited_for(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe")
    assert rules(verify_tse([tmp_path / "pipe"])) == {"tse.unknown_kind"}
