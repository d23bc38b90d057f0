"""A new version of the program begins with closed tills: a closing states one version (DSFinV-K 3.2).

Nobody can be asked at start-up, so tills that made receipts under the old version are closed by the program, without a
count. The cashiers open their day again. Each version that ran is in the journal.
"""

from datetime import UTC, datetime
from typing import Final

import msgspec

from tresen import __version__
from tresen.core.failures import Failure
from tresen.fiscal.closing_facts import SOFTWARE
from tresen.journal.entry import Draft, encode
from tresen.journal.read import LAST_SEQ, newest_about
from tresen.operations.drawer.close_day import close_by_itself
from tresen.operations.engine_source import engine_id
from tresen.operations.node import Node, derived_id
from tresen.operations.writing import written
from tresen.store.writer import Tx

SUBJECT: Final = "software:tresen"


class _Ran(msgspec.Struct):
    version: str


async def close_for_update(node: Node, version: str = __version__) -> int:
    """Run once at start-up, after `recover`. How many tills were closed."""
    last = await node.database.read(lambda connection: newest_about(connection, SUBJECT, LAST_SEQ))
    ran = msgspec.json.decode(last.body, type=_Ran).version if last is not None else version
    if last is not None and ran == version:
        return 0
    closed = 0
    if last is not None and ran != version:
        for till in node.masterdata.tills:
            day = node.till_days.of(till.id)
            sold = await node.writer.write(
                lambda tx, till=till.id, seq=day.closed_seq: node.receipts.behind_in_tx(tx, till, seq)  # type: ignore[misc]
            )
            if not sold:
                continue
            id = derived_id(last.id, f"update to {version} {till.id}")
            if isinstance(await close_by_itself(node, till, id, f"{SOFTWARE} {ran}"), Failure):
                return closed  # the disk is full: the next start tries again
            closed += 1
    now = node.clock.now()
    day_now = datetime.fromtimestamp(now // 1000, UTC).date().isoformat()
    draft = Draft(
        node.ids.new(), "software", now, day_now, encode({"version": version, "engine": engine_id()}), subject=SUBJECT
    )  # fmt: skip

    def job(tx: Tx) -> int:
        return node.journal.append(tx, draft).seq

    await written(node, job)
    return closed
