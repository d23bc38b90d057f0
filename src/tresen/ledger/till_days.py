"""Which tills are open: folds `day_opened` and `closing` entries. A period runs from one closing to the next."""

from dataclasses import dataclass, replace

import msgspec

from tresen.journal.entry import Draft, Entry
from tresen.store.writer import Tx


@dataclass(slots=True, frozen=True)
class TillDay:
    """The state of a till. `closed_seq`: entry of the last closing, 0 if there is none yet."""

    open: bool = False
    opened_at: int = 0
    opened_by: str = ""
    business_day: str = ""
    float: int = 0
    """Cash in the drawer at the opening, cents."""
    closed_seq: int = 0
    number: int = 0
    """Z number of the last closing."""
    no_sales: int = 0
    """Openings of the drawer without a sale since the last closing."""


class _Opened(msgspec.Struct):
    float: int = 0


CLOSED = TillDay()
KINDS = ("day_opened", "closing", "drawer_opened")


class TillDays:
    """Follows the journal."""

    def __init__(self) -> None:
        self._days: dict[str, TillDay] = {}
        self._before: dict[str, TillDay] = {}

    def of(self, till: str) -> TillDay:
        return self._days.get(till, CLOSED)

    def load(self, tx: Tx) -> None:
        """Read the last closing of each till and what came after it."""
        last: dict[str, tuple[int, int]] = {}
        for till, seq, counter in tx.all(
            "SELECT till, MAX(seq), MAX(counter) FROM entry WHERE kind = 'closing' GROUP BY till"
        ):
            last[till] = (int(seq), int(counter))
            self._days[till] = TillDay(closed_seq=int(seq), number=int(counter))
        rows = tx.all(
            "SELECT seq, kind, till, at, actor, business_day, body FROM entry "
            "WHERE kind IN ('day_opened', 'drawer_opened') AND (seq > ? OR till NOT IN "
            "(SELECT till FROM entry WHERE kind = 'closing')) ORDER BY seq",
            (min((seq for seq, _ in last.values()), default=0),),
        )
        for seq, kind, till, at, actor, day, body in rows:
            if int(seq) > last.get(till, (0, 0))[0]:
                self._days[till] = self._after(self.of(till), kind, int(seq), 0, int(at), actor, day, bytes(body))

    def appended(self, draft: Draft, entry: Entry) -> None:
        if entry.kind not in KINDS:
            return
        self._before.setdefault(entry.till, self.of(entry.till))
        self._days[entry.till] = self._after(
            self.of(entry.till), entry.kind, entry.seq, entry.counter, entry.at, entry.actor, entry.business_day,
            entry.body,
        )  # fmt: skip

    def _after(
        self, day: TillDay, kind: str, seq: int, counter: int, at: int, actor: str, business_day: str, body: bytes
    ) -> TillDay:
        if kind == "closing":
            return TillDay(closed_seq=seq, number=counter)
        if kind == "drawer_opened":
            return replace(day, no_sales=day.no_sales + 1)
        opened = msgspec.json.decode(body, type=_Opened)
        return replace(
            day, open=True, opened_at=at, opened_by=actor, business_day=business_day, float=opened.float
        )  # fmt: skip

    def before_commit(self, tx: Tx) -> None:
        return

    def after_commit(self) -> None:
        self._before = {}

    def after_rollback(self) -> None:
        self._days.update(self._before)
        self._before = {}

    def idle(self, tx: Tx) -> bool:
        return False
