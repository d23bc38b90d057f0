"""The node: everything an operation may use, put together once by the composition root."""

import asyncio
import base64
import hmac
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from hashlib import sha256
from types import MappingProxyType
from typing import Any, Final
from zoneinfo import ZoneInfo

from tresen.core.receipt import Receipt
from tresen.journal.append import Journal
from tresen.ledger.article_totals import ArticleTotals
from tresen.ledger.balances import Balances
from tresen.ledger.customer_changes import CustomerChanges
from tresen.ledger.day_totals import DayTotals
from tresen.ledger.deviations import Deviations
from tresen.ledger.handed_numbers import HandedNumbers
from tresen.ledger.invoices import Invoices
from tresen.ledger.receipts import ReceiptIndex
from tresen.ledger.till_days import TillDays
from tresen.masterdata.kinds import Shop, Till
from tresen.masterdata.records import Masterdata
from tresen.operations.bus import Bus
from tresen.operations.doors import Doors
from tresen.operations.engine_archive import EngineArchive
from tresen.operations.promotions.reserved_uses import ReservedUses
from tresen.operations.signer_pool import SignerPool
from tresen.operations.signers.archive import SignerArchive
from tresen.operations.turns import Turns
from tresen.ports.moment import Clock, Ids
from tresen.ports.practice import PracticeDevices
from tresen.ports.printer import PaperLanguage, Printer
from tresen.ports.signer_setup import SignerSetup
from tresen.ports.terminal import PaymentResult, Terminal
from tresen.store import open_baskets, payments, secrets
from tresen.store.database import Database
from tresen.store.open_baskets import OpenBasket
from tresen.store.payments import Payment
from tresen.store.sealing import Sealer
from tresen.store.writer import Tx, Writer

RECENT: Final = 512


def derived_id(id: str, word: str) -> str:
    """An id that follows from another, so that what belongs to a closing is booked once however often it is sent."""
    digest = sha256(f"{id} {word}".encode()).hexdigest()
    return f"{id[:12]}7{digest[:3]}8{digest[3:18]}"


@dataclass(slots=True, frozen=True)
class Actor:
    """Who acts, where. `approved_by` is filled when a manager approved on the spot."""

    staff: str
    staff_name: str
    role: str
    till: str = ""
    device: str = ""
    approved_by: str = ""
    approved_by_name: str = ""
    approved_acts: tuple[str, ...] = ()
    """What the approval is for; it allows nothing else."""
    scopes: tuple[str, ...] | None = None
    """The acts of a machine's token, None for people."""


@dataclass(slots=True)
class Invoicing:
    """`lock` is held while an invoice is looked for and written, so that no receipt gets two.

    `credits_wanted` is set when goods came back: an invoice may need a credit note (`operations.invoicing.credit`).
    """

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    credits_wanted: asyncio.Event = field(default_factory=asyncio.Event)


class Node:
    """One shop's process: database, folds, ports and the working state in memory."""

    own_address: Callable[[], str] = staticmethod(str)
    """Where telephones in the shop's network find receipts; empty: unknown here, the page's own address will do."""

    exports: Any = None
    """Exports for the tax office (`operations.dsfinvk.prepare`); the composition root says where they are kept."""
    packages: Any = None
    """Audit packages that were made (`operations.audit_package.packages`); the composition root says where."""
    archive: Any = None
    """The node's archive of closings (`operations.archiving.keep_archive`); the composition root says where."""
    signer_kinds: Mapping[str, SignerSetup] = MappingProxyType({})
    """The kinds of TSE that can be set up, by name; the composition root gives them."""
    signer_archive: SignerArchive | None = None
    """What the TSEs signed, on disk; the composition root says where."""
    sealer: Sealer | None = None
    """For secrets that the node must read itself; the composition root says where its key is."""

    def __init__(self, name: str, database: Database, clock: Clock, ids: Ids, signing: SignerPool) -> None:
        self.name = name
        self.database = database
        self.clock = clock
        self.ids = ids
        self.signing = signing
        self.terminals: dict[str, Terminal] = {}
        self.printers: dict[str, Printer] = {}
        self.practice: PracticeDevices | None = None
        """Switches of the simulators; None outside a practice shop."""
        self.paper: PaperLanguage | None = None
        self.engines: EngineArchive | None = None
        """All versions that tills were given; the composition root says where."""
        self.print_trouble = ""
        """Reason why the last print job failed, empty if it did not."""
        self.bus = Bus()
        self.balances = Balances()
        self.totals = DayTotals()
        self.receipts = ReceiptIndex()
        self.till_days = TillDays()
        self.articles_sold = ArticleTotals()
        self.customer_changes = CustomerChanges()
        self.handed = HandedNumbers()
        self.deviations = Deviations()
        self.masterdata = Masterdata()
        self.reserved_uses = ReservedUses(self.balances)
        self.journal = Journal(name)
        followers = (
            self.balances, self.totals, self.receipts, self.till_days, self.masterdata, self.articles_sold,
            self.reserved_uses, self.handed, self.deviations, Invoices(),
            self.customer_changes,  # the last one: what it heard all have heard
        )  # fmt: skip
        for follower in followers:
            self.journal.follow(follower)
        self.writer = Writer(database.connect(), [self.journal])
        self.changing = asyncio.Lock()
        """Held while masterdata are checked and written, so that no two changes take the same number or barcode."""
        self.imports: dict[str, Any] = {}
        """Checked lists of articles that wait to be applied (`operations.goods.check_import`), by id."""
        self.import_runs: dict[str, Any] = {}
        """Imports that were applied or undone since the start (`operations.goods.import_run`), by id."""
        self.trial: Any = None
        """The last promotion that was tried on past receipts (`insight.promotion_trial`)."""
        self.verification: Any = None
        """The last verification since the start (`operations.verifying`)."""
        self.doors = Doors()
        self.writer.add_fold(self.doors)
        self.open: dict[str, OpenBasket] = {}
        self.turns = Turns()
        self.closing_tills: set[str] = set()
        """Tills whose closing is being written."""
        self.last_sale: dict[str, Receipt] = {}
        """The last sale of each till since the start, for its customer display."""
        self.recent: OrderedDict[str, Receipt] = OrderedDict()
        self.days: dict[tuple[int, str], str] = {}
        self.payments: dict[str, Payment] = {}
        """Card payments whose basket is still open, by id."""
        self._tasks: set[asyncio.Task[None]] = set()
        self._key = b""
        self._room = (0, True)

    @cached_property
    def invoicing(self) -> Invoicing:
        """What keeps invoices in order."""
        return Invoicing()

    @property
    def public_address(self) -> str:
        """Where customers find their receipts: as the office has set it, else in the shop's own network."""
        chosen, own = self.masterdata.settings.public_address, self.own_address()
        here = chosen.startswith(("http://127.", "http://localhost"))
        return own if own and (here or not chosen) else chosen

    def load(self) -> None:
        """Read the end of the journal and all working state. Before `writer.start`."""

        def job(tx: Tx) -> None:
            self.journal.load(tx)
            self.masterdata.load(tx)
            self.balances.load(tx)
            self.totals.load(tx)
            self.articles_sold.load(tx)
            self.till_days.load(tx)
            self.customer_changes.load(tx)
            self.handed.load(tx, [till.id for till in self.masterdata.tills])
            self.deviations.load(tx)
            self.open = open_baskets.load(tx)
            self.payments = payments.load(tx)
            self._key = secrets.node_key(tx, self.ids.secret)
            self.doors.load(tx, self.clock.now())

        self.writer.write_now(job)

    def background(self, work: Coroutine[Any, Any, None]) -> None:
        """Let something go on beside the request that began it; `stop` waits for it."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop_background(self) -> None:
        """Cancel what still runs."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def remember(self, receipt: Receipt) -> None:
        """Keep the newest receipts at hand, for repetitions and reprints."""
        self.recent[receipt.id] = receipt
        if receipt.refers_to:
            self.invoicing.credits_wanted.set()
        if receipt.kind in ("sale", "refund", "exchange", "settlement", "down_payment", "training"):
            self.last_sale[receipt.till] = receipt
        if len(self.recent) > RECENT:
            self.recent.popitem(last=False)

    def token(self, id: str) -> str:
        """The unguessable address of a receipt: its id and a keyed hash of it, so it needs no table."""
        mark = hmac.digest(self._key, id.encode(), "sha256")[:16]
        return base64.urlsafe_b64encode(bytes.fromhex(id) + mark).decode().rstrip("=")

    def keyed(self, text: str) -> bytes:
        """A hash that only this node can make, for codes that nobody may guess."""
        return hmac.digest(self._key, text.encode(), "sha256")

    def receipt_for(self, token: str) -> str | None:
        """The id of the receipt behind an address, None if the address was not made here."""
        try:
            raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        except ValueError:
            return None
        id = raw[:16].hex()
        return id if len(raw) == 32 and hmac.compare_digest(self.token(id), token) else None

    def payments_of(self, basket: str) -> dict[str, PaymentResult]:
        """What the terminal booked (or may have booked) for a basket, by payment id; declined ones are left out."""
        if not self.payments:
            return {}
        return {
            id: p.result
            for id, p in self.payments.items()
            if p.basket == basket and p.state not in ("declined", "given_back")
        }

    def has_room(self) -> bool:
        """Whether the disk has room for a sale; asked at most every two seconds."""
        now = self.clock.now()
        if now - self._room[0] > 2000 or now < self._room[0]:
            self._room = (now, self.database.has_room())
        return self._room[1]

    def shop_of(self, till: Till) -> Shop:
        shop = self.masterdata.shops.get(till.shop)
        assert shop is not None, "a till belongs to a shop"
        return shop

    def local(self, shop: Shop, at: int) -> str:
        """The wall time of a moment in a shop, `YYYY-MM-DDTHH:MM:SS`."""
        return datetime.fromtimestamp(at // 1000, ZoneInfo(shop.time_zone)).replace(tzinfo=None).isoformat()

    def business_day(self, shop: Shop, at: int) -> str:
        """Day (YYYY-MM-DD) that a moment belongs to in a shop; a day begins at the shop's `day_start` hour.

        Offsets from UTC change on quarter hours only, so the answer is kept per quarter hour.
        """
        quarter = at // 900_000
        found = self.days.get((quarter, shop.id))
        if found is None:
            if len(self.days) > 1000:
                self.days.clear()
            local = datetime.fromtimestamp(quarter * 900, ZoneInfo(shop.time_zone))
            day = local.date() if local.hour >= shop.day_start else local.date() - timedelta(days=1)
            found = self.days[quarter, shop.id] = day.isoformat()
        return found


@dataclass(slots=True)
class Answer:
    """What a till gets for a sale. `repeated`: the sale was known, this is the first answer again."""

    receipt: Receipt
    change: int = 0
    url: str = ""
    print_job: str = ""
    repeated: bool = False
    notes: tuple[str, ...] = field(default_factory=tuple)
    """Codes of the failure catalogue that the cashier should read (e.g. `tse_down`)."""
