"""The archive of the TSEs: every message once, each file as it was written, nothing missing unnoticed."""

import contextlib
import io
import tarfile
from pathlib import Path

import msgspec
import pytest

from tests.contracts.signer_contract import CLIENT
from tests.contracts.signer_practice import FixedClock, sell, tar_of
from tests.contracts.tar_checker import check_tar
from tests.floor import Floor, open_floor
from tresen.adapters.signer_simulator import SimulatedSigner
from tresen.core.failures import Failure
from tresen.operations.signers.archive import ArchiveDamaged, Piece, SignerArchive
from tresen.operations.signers.archiving import EVERY, archive_due, archive_signer


@pytest.fixture
async def signer(tmp_path):
    device = SimulatedSigner(tmp_path / "tse", FixedClock())
    await device.register(CLIENT)
    yield device
    device.close()


@pytest.fixture
def archive(tmp_path):
    return SignerArchive(tmp_path / "archive")


async def take(archive: SignerArchive, signer: SimulatedSigner, *, everything: bool = False) -> Piece | None:
    serial = (await signer.info()).serial
    part = archive.begin(serial)
    begin = 0 if everything else archive.next_counter(serial)
    part.write_bytes(b"".join([piece async for piece in signer.export(begin)]))
    return archive.take(serial, part, 1_800_000_000_000)


async def test_each_piece_goes_on_where_the_last_one_ended(archive, signer):
    await sell(signer)
    first = await take(archive, signer)
    assert await take(archive, signer) is None, "nothing new makes no file"
    for _ in range(3):
        await sell(signer)
    second = await take(archive, signer)
    assert second.first == first.last + 1
    serial = (await signer.info()).serial
    whole = b"".join(archive.whole(serial))
    check_tar(whole)
    with tarfile.open(fileobj=io.BytesIO(whole)) as ours, tarfile.open(fileobj=io.BytesIO(await tar_of(signer))) as all:
        assert ours.getnames() == all.getnames()
        for name in all.getnames():
            assert ours.extractfile(name).read() == all.extractfile(name).read()
    assert archive.faults(serial) == []
    assert archive.serials() == [serial]


async def test_a_device_that_always_gives_everything_fills_no_disk(archive, signer):
    await sell(signer)
    first = await take(archive, signer, everything=True)
    await sell(signer)
    second = await take(archive, signer, everything=True)
    assert (second.first, second.last) == (first.last + 1, first.last + 2)
    check_tar((archive.folder / (await signer.info()).serial / second.file).read_bytes(), second.first)
    assert archive.faults((await signer.info()).serial) == []


async def test_checksums_are_those_of_anybodys_tools(archive, signer):
    import hashlib

    piece = await take(archive, signer)
    folder = archive.folder / (await signer.info()).serial
    (line,) = (folder / "SHA256SUMS").read_text().splitlines()
    assert line == f"{hashlib.sha256((folder / piece.file).read_bytes()).hexdigest()}  {piece.file}"


async def test_a_changed_or_lost_file_is_named_and_never_handed_out(archive, signer):
    piece = await take(archive, signer)
    serial = (await signer.info()).serial
    file = archive.folder / serial / piece.file
    content = file.read_bytes()
    file.write_bytes(content[:900] + bytes([content[900] ^ 1]) + content[901:])
    assert archive.faults(serial) == [f"{piece.file} was changed"]
    with pytest.raises(ArchiveDamaged, match="was changed"):
        list(archive.whole(serial))
    file.unlink()
    assert archive.faults(serial) == [f"{piece.file} is gone"]


async def test_counters_that_the_device_leaves_out_are_named(archive, signer):
    for _ in range(3):
        await sell(signer)
    serial = (await signer.info()).serial
    part = archive.begin(serial)
    with tarfile.open(fileobj=io.BytesIO(await tar_of(signer))) as all, tarfile.open(part, "w") as less:
        for member in all.getmembers():
            if "_Sig-6_" not in member.name and "_Sig-8_" not in member.name and "_Sig-9_" not in member.name:
                less.addfile(member, all.extractfile(member))
    piece = archive.take(serial, part, 0)
    assert piece.missing == "6 8-9"
    assert archive.faults(serial) == [f"{piece.file}: signature counters 6 8-9 are missing"]


async def test_a_power_cut_between_file_and_manifest_loses_nothing(archive, signer):
    await sell(signer)
    first = await take(archive, signer)
    serial = (await signer.info()).serial
    await sell(signer)
    await take(archive, signer)
    manifest = archive.folder / serial / "manifest.csv"
    manifest.write_text("".join(manifest.read_text().splitlines(keepends=True)[:-1]) + "000002_")  # torn
    assert archive.pieces(serial) == [first]
    again = await take(archive, signer)
    assert again.first == first.last + 1
    assert [piece.file for piece in archive.pieces(serial)] == [first.file, again.file]
    check_tar(b"".join(archive.whole(serial)))


@pytest.mark.parametrize("rubbish", [b"", b"no tar at all" * 100, bytes(1024)])
async def test_rubbish_is_no_archive(archive, signer, rubbish):
    serial = (await signer.info()).serial
    part = archive.begin(serial)
    part.write_bytes(rubbish)
    with contextlib.suppress(ArchiveDamaged):
        assert archive.take(serial, part, 0) is None
    assert archive.pieces(serial) == []
    assert not part.exists()


async def test_a_link_in_the_log_is_not_followed(archive, signer):
    serial = (await signer.info()).serial
    part = archive.begin(serial)
    with tarfile.open(part, "w") as tar:
        link = tarfile.TarInfo("Unixt_1_Sig-1_Log-Aud.log")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    archive.take(serial, part, 0)
    with pytest.raises(ArchiveDamaged, match="no file"):
        list(archive.whole(serial))


def test_a_serial_number_is_no_path(archive):
    with pytest.raises(ArchiveDamaged):
        archive.begin("../../etc")


async def archiving(floor: Floor, tmp_path: Path) -> SignerArchive:
    floor.node.signer_archive = SignerArchive(tmp_path / "archive")
    return floor.node.signer_archive


async def test_the_log_is_archived_once_a_day_and_the_journal_has_its_hash(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        archive, serial = await archiving(floor, tmp_path), floor.signer._identity.serial.hex()
        await archive_due(floor.node)
        await archive_due(floor.node)
        (piece,) = archive.pieces(serial)
        (entry,) = floor.entries("tse_archived")
        body = msgspec.json.decode(bytes(entry[12]))
        assert (body["sha256"], body["last"], entry[11]) == (piece.sha256, piece.last, "tse:tse-1")
        await floor.open_day()
        await floor.sell(floor.basket("milk"))
        floor.clock.move(EVERY)
        await archive_due(floor.node)
        assert archive.pieces(serial) == [piece], "some TSEs cannot sign meanwhile: not while a till is open"
        await floor.close_day()
        await archive_due(floor.node)
        assert [one.first for one in archive.pieces(serial)] == [1, piece.last + 1]
        finished = check_tar(b"".join(archive.whole(serial))).process_data.values()
        assert sorted(finished) == sorted(floor.finishes().values())


async def test_a_shop_that_never_closes_is_archived_all_the_same(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        archive, serial = await archiving(floor, tmp_path), floor.signer._identity.serial.hex()
        await floor.open_day()
        await archive_due(floor.node)
        floor.clock.move(EVERY)
        await archive_due(floor.node)
        floor.clock.move(EVERY)
        await archive_due(floor.node)
        assert archive.pieces(serial)


async def test_a_silent_tse_is_archived_when_it_is_back(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        archive, serial = await archiving(floor, tmp_path), floor.signer._identity.serial.hex()
        floor.signer.switch("down")
        refused = await archive_signer(floor.node, floor.node.signing.members["tse-1"])
        assert isinstance(refused, Failure)
        assert refused.code == "tse_not_archived"
        floor.signer.switch("normal")
        await archive_due(floor.node)
        assert len(archive.pieces(serial)) == 1
