"""Days of a shop with everything in them are sound to both checkers, down to the codes on the printed paper."""

import random
from pathlib import Path

from tests.dsfinvk.reading import exported
from tests.floor import open_floor
from tests.inspection.busy_days import BusyDays
from tresen.fiscal.objection import Objections
from tresen.fiscal.tse_rules import TSE_RULES
from tresen.inspection.dsfinvk_check import check_dsfinvk
from tresen.inspection.receipt_codes import check_code_picture
from tresen.inspection.tse_verify import verify_tse
from tresen.operations.printing.work import print_due


async def test_what_a_shop_recorded_printed_and_hands_over_is_sound(tmp_path: Path) -> None:
    async with open_floor(tmp_path / "shop") as floor:
        days = BusyDays(floor, random.Random(4))
        await days.live(3, 24)
        assert min(days.done.values()) >= 6 and len(days.done) == 11
        receipts = floor.receipts()

        export = exported(floor)
        export.must_hold()
        report = check_dsfinvk(export.folder)
        assert [report.objections.text(one, "en") for one in report.objections.kept] == []
        unsigned = [receipt for receipt in receipts if receipt.signed.failure]
        assert (report.closings, report.receipts, report.outages) == (6, len(receipts), len(unsigned))
        assert 10 < len(unsigned) < len(receipts) // 2
        assert report.true == report.signatures == len(receipts) - len(unsigned)

        archive = tmp_path / "tse.tar"
        archive.write_bytes(b"".join([piece async for piece in floor.signer.export()]))
        logged = verify_tse([archive])
        assert [logged.objections.text(one, "en") for one in logged.objections.kept] == []
        assert logged.files[0].true == logged.files[0].signatures >= 2 * report.true

        await print_due(floor.node)
        objections, shown = Objections(TSE_RULES), 0
        for job in floor.printer.jobs():
            picture = job.with_suffix(".png")
            if "[qr: V0;" in job.with_suffix(".txt").read_text(encoding="utf-8"):
                codes = check_code_picture(picture, objections)
                assert (codes.seen, codes.true) == (1, 1)
                shown += 1
        assert not objections.kept
        assert shown >= 30
