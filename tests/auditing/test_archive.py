"""The archive: readable without the program, continued after each closing, and no change in it stays unseen."""

import asyncio
import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.auditing.closed_days import closed_day
from tests.shop_fixture import OpenShop, open_shop
from tests.signing_in.browser import code_of, office, open_web
from tresen.cli import main
from tresen.operations.archiving.guide import GUIDE_TEXTS
from tresen.operations.archiving.keep_archive import Archive, archive_closings
from tresen.operations.archiving.tse_pieces import tse_pieces
from tresen.operations.archiving.verify_archive import compare_with_journal, verify_archive
from tresen.operations.archiving.write_archive import write_archive
from tresen.operations.signers.archive import Piece as TsePiece
from tresen.operations.signers.archive import SignerArchive
from tresen.operations.signers.archiving import archive_signer

ARCHIVE = "/api/v1/office/fiscal/archive"


async def three_days(shop: OpenShop) -> None:
    await closed_day(shop, shop.cashier)
    await closed_day(shop, shop.second)
    await closed_day(shop, shop.cashier, 1)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


STEPS = ["000001_TRESEN-TEST-1_Z1", "000002_TRESEN-TEST-2_Z1", "000003_TRESEN-TEST-1_Z2"]


async def test_each_closing_is_archived_once_and_the_whole_is_sound(tmp_path: Path, database_url: str) -> None:
    folder = tmp_path / "archive"
    async with open_shop(tmp_path, database_url) as shop:
        await three_days(shop)
        done = write_archive(shop.node.database, folder)
        assert (done.steps, done.step) == (3, 3)
        assert names(folder) == [*STEPS, "LIESMICH.txt", "README.txt"]
        before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        assert write_archive(shop.node.database, folder).steps == 0
        await closed_day(shop, shop.second)
        assert write_archive(shop.node.database, folder).steps == 1
        assert {path: path.read_bytes() for path in before} == before, "what is in it is never touched"
        verdict = verify_archive(folder)
        compare_with_journal(shop.node.database, folder, verdict)
        assert (verdict.faults, verdict.notes, verdict.steps) == ([], [], 4)
        assert verdict.entries == shop.node.journal.seq


async def test_the_archive_is_readable_without_the_program(tmp_path: Path) -> None:
    """What the guide says is tried with nothing but hashlib and json."""
    folder = tmp_path / "archive"
    async with open_shop(tmp_path) as shop:
        await three_days(shop)
        write_archive(shop.node.database, folder)
        last = shop.node.journal.seq
    previous, seq, manifest_before = bytes(32), 0, "0" * 64
    for step in STEPS:
        for line in (folder / step / "SHA256SUMS").read_text().splitlines():
            digest, name = line.split("  ")
            assert hashlib.sha256((folder / step / name).read_bytes()).hexdigest() == digest
        manifest = (folder / step / "manifest.json").read_bytes()
        assert json.loads(manifest)["previous"] == manifest_before
        manifest_before = hashlib.sha256(manifest).hexdigest()
        for line in (folder / step / "journal.jsonl").read_bytes().splitlines():
            one = json.loads(line)
            fields = (
                "seq", "id", "kind", "version", "at", "business_day", "actor", "node", "till", "series", "counter", "subject",
            )  # fmt: skip
            header = b"\x1f".join(str(one[name]).encode() for name in fields)
            body = line.partition(b'"body":')[2][:-1]
            previous = hashlib.sha256(previous + header + b"\x1e" + body).digest()
            seq += 1
            assert (one["seq"], one["hash"]) == (seq, previous.hex())
    assert seq == last, "the journal up to its last closing, which was the last thing that happened"
    receipts = (folder / STEPS[0] / "receipts.txt").read_text(encoding="utf-8")
    assert receipts.count("Milch 1 l") == 2
    assert "TRESEN-TEST-1" in receipts
    assert "Tagesabschluss Z 1" in " ".join((folder / STEPS[0] / "closing.txt").read_text(encoding="utf-8").split())
    for name, text in GUIDE_TEXTS.items():
        assert (folder / name).read_text(encoding="utf-8") == text


def spoil_byte(name: str) -> Callable[[Path], None]:
    def act(folder: Path) -> None:
        path = folder / name
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(bytes(content))

    return act


def remove(name: str) -> Callable[[Path], None]:
    def act(folder: Path) -> None:
        path = folder / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()

    return act


def add(name: str) -> Callable[[Path], None]:
    def act(folder: Path) -> None:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("new")

    return act


def swap(folder: Path) -> None:
    first, second = folder / STEPS[1], folder / STEPS[2]
    first.rename(folder / "x")
    second.rename(folder / STEPS[1])
    (folder / "x").rename(folder / STEPS[2])


def forge(folder: Path) -> None:
    """Change a receipt and everything in the same folder that vouches for it."""
    step = folder / STEPS[1]
    lines = (step / "journal.jsonl").read_bytes().replace(b'"total":129', b'"total":120')
    (step / "journal.jsonl").write_bytes(lines)
    manifest: dict[str, Any] = json.loads((step / "manifest.json").read_bytes())
    manifest["files"]["journal.jsonl"] = {"size": len(lines), "sha256": hashlib.sha256(lines).hexdigest()}
    content = json.dumps(manifest, indent=2).encode() + b"\n"
    (step / "manifest.json").write_bytes(content)
    sums = [f"{mark['sha256']}  {name}" for name, mark in sorted(manifest["files"].items())]
    sums.append(f"{hashlib.sha256(content).hexdigest()}  manifest.json")
    (step / "SHA256SUMS").write_text("\n".join(sums) + "\n")


SPOILED: dict[str, tuple[Callable[[Path], None], str]] = {
    **{f"changed {name}": (spoil_byte(f"{STEPS[1]}/{name}"), name)
       for name in ("journal.jsonl", "receipts.txt", "closing.txt", "manifest.json", "SHA256SUMS")},
    "changed guide": (spoil_byte("LIESMICH.txt"), "LIESMICH.txt"),
    **{f"missing {name}": (remove(f"{STEPS[0]}/{name}"), name)
       for name in ("journal.jsonl", "receipts.txt", "manifest.json", "SHA256SUMS")},
    "missing first step": (remove(STEPS[0]), "step 1: its folder is missing"),
    "missing middle step": (remove(STEPS[1]), "step 2: its folder is missing"),
    "missing guide": (remove("README.txt"), "README.txt: is missing"),
    "added file": (add(f"{STEPS[2]}/note.txt"), "note.txt: was added"),
    "added below": (add(f"{STEPS[2]}/tse/x.tar"), "tse/x.tar: was added"),
    "added beside": (add("note.txt"), "note.txt: does not belong here"),
    "swapped steps": (swap, "belongs to another folder"),
    "forged with its sums": (forge, "was changed: its hash does not match"),
}  # fmt: skip


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sound")

    async def made() -> None:
        async with open_shop(folder) as shop:
            await three_days(shop)
            write_archive(shop.node.database, folder / "archive")

    asyncio.run(made())
    assert verify_archive(folder / "archive").faults == []
    return folder / "archive"


@pytest.mark.parametrize("name", SPOILED)
def test_whatever_is_changed_missing_or_added_is_found(tmp_path: Path, sound: Path, name: str) -> None:
    folder = tmp_path / "archive"
    shutil.copytree(sound, folder)
    spoil, said = SPOILED[name]
    spoil(folder)
    faults = verify_archive(folder).faults
    assert any(said in fault for fault in faults), faults


async def test_an_end_that_was_cut_off_is_known_to_the_journal_and_to_whoever_noted_the_hash(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    async with open_shop(tmp_path) as shop:
        await three_days(shop)
        write_archive(shop.node.database, folder)
        noted = verify_archive(folder).head
        shutil.rmtree(folder / STEPS[2])
        verdict = verify_archive(folder)
        assert verdict.head != noted
        compare_with_journal(shop.node.database, folder, verdict)
        assert verdict.notes == ["1 closings of the journal are not in the archive yet"]
    async with open_shop(tmp_path / "other") as other:
        await closed_day(other, other.cashier)
        compare_with_journal(other.node.database, folder, verdict)
        assert verdict.faults == ["the archive is of another journal than the node's"]


async def test_each_piece_of_the_tse_archive_goes_into_one_step(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    async with open_shop(tmp_path) as shop:
        kept = shop.node.signer_archive = SignerArchive(tmp_path / "tse-archive")
        member = next(iter(shop.node.signing.members.values()))
        for _ in range(2):
            await closed_day(shop, shop.cashier)
            assert isinstance(await archive_signer(shop.node, member), TsePiece)
            await closed_day(shop, shop.second)
            write_archive(shop.node.database, folder, (tse_pieces(kept),))
        serial = kept.serials()[0]
        found = sorted(path.relative_to(folder).as_posix() for path in folder.glob("*/tse/*/*.tar"))
        names = [piece.file for piece in kept.pieces(serial)]
        assert found == [f"{STEPS[0]}/tse/{serial}/{names[0]}", f"{STEPS[2]}/tse/{serial}/{names[1]}"]
        assert verify_archive(folder).faults == []


async def test_a_step_that_broke_off_is_made_anew(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    async with open_shop(tmp_path) as shop:
        await three_days(shop)

        def full(_connection: object, closing: Any, _folder: Path) -> None:
            if closing.number == 2:
                raise OSError(28, "No space left on device")

        with pytest.raises(OSError, match="No space left"):
            write_archive(shop.node.database, folder, (full,))
        verdict = verify_archive(folder)
        assert (verdict.steps, verdict.faults) == (2, [])
        assert verdict.notes == [f"{STEPS[2]}.part: was being written; it is made anew by the next writing"]
        assert write_archive(shop.node.database, folder).steps == 1
        assert verify_archive(folder).notes == []


async def test_the_commands_say_it_in_words_and_by_their_exit_status(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, folder = tmp_path / "data", tmp_path / "archive"
    async with open_shop(data) as shop:
        await closed_day(shop, shop.cashier)
    assert main(["archive", "write", str(folder), "--data", str(data)]) == 0
    assert "1 closings added, 1 in all" in capsys.readouterr().out
    assert main(["archive", "verify", str(folder), "--data", str(data)]) == 0
    assert capsys.readouterr().out.endswith("sound\n")
    (folder / STEPS[0] / "closing.txt").write_text("nothing")
    assert main(["archive", "verify", str(folder)]) == 1
    assert f"FAULT: {STEPS[0]}/closing.txt: was changed" in capsys.readouterr().out
    assert main(["archive", "write", str(folder), "--data", str(tmp_path / "nowhere")]) == 2
    assert main(["archive", "verify", str(tmp_path / "nowhere")]) == 1


async def test_the_node_archives_each_closing_and_the_office_verifies(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, app):
        boss = await office(app)
        assert code_of(await boss.get(ARCHIVE)) == "not_found", "this node keeps none"
        shop.node.archive = Archive(tmp_path / "archive")
        await closed_day(shop, shop.cashier)
        await archive_closings(shop.node)
        boss = await office(app)
        view = (await boss.get(ARCHIVE)).json()
        assert (view["closings"], view["last_day"], view["verified_at"]) == (1, "2026-06-01", 0)
        assert (await verified(shop, boss))["sound"] is True
        (tmp_path / "archive" / STEPS[0] / "receipts.txt").write_text("nothing")
        spoiled = await verified(shop, boss)
        assert spoiled["faults"] == [f"{STEPS[0]}/receipts.txt: was changed"]
        lines = {one["name"]: one["state"] for one in (await boss.get("/api/v1/office/fiscal")).json()}
        assert lines["archive"] == "down"


async def verified(shop: OpenShop, boss: httpx.AsyncClient) -> Any:
    assert (await boss.post(f"{ARCHIVE}/verification")).json()["verifying"] is True
    await asyncio.gather(*shop.node._tasks)
    return (await boss.get(ARCHIVE)).json()


async def test_a_full_disk_is_told_and_tried_again(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, app):
        (tmp_path / "archive").write_text("a file where a folder should be")
        shop.node.archive = Archive(tmp_path / "archive")
        await closed_day(shop, shop.cashier)
        await archive_closings(shop.node)
        boss = await office(app)
        assert (await boss.get(ARCHIVE)).json()["trouble"]
        (tmp_path / "archive").unlink()
        await archive_closings(shop.node)
        view = (await boss.get(ARCHIVE)).json()
        assert (view["trouble"], view["closings"]) == ("", 1)
