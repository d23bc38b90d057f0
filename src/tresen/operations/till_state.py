"""What a till shows about itself and its devices."""

from dataclasses import dataclass, field

from tresen.masterdata.kinds import Shop, Till
from tresen.operations.drawer.open_day import DayState, day_state
from tresen.operations.node import Node
from tresen.operations.paying.pay_by_card import terminal_of
from tresen.operations.signing import Signing
from tresen.operations.slots import SeriesState

EXPIRY_WARNING = 90 * 24 * 3600 * 1000
"""Milliseconds before the end of the TSE certificate at which the till begins to warn."""


@dataclass(slots=True)
class Health:
    """One device: `ok`, `warn` or `down`, with the reason in plain words."""

    state: str
    text: str = ""


@dataclass(slots=True)
class Colleague:
    """Who can sign in."""

    id: str
    name: str
    role: str


@dataclass(slots=True)
class TillState:
    """Everything a till needs to draw its frame."""

    till: Till
    shop: Shop
    day: DayState
    staff: list[Colleague]
    health: dict[str, Health]
    rules_version: int
    goods_version: int
    simulated: bool
    now: int
    points_per_euro: int
    print_receipts: str
    open_baskets: int
    signed_in: Colleague | None = None
    currency: str = "EUR"
    languages: tuple[str, ...] = ("de", "en")
    quick_cash: tuple[int, ...] = (500, 1000, 2000, 5000, 10000)
    public_address: str = ""
    waiting_prints: int = 0
    notes: tuple[str, ...] = field(default_factory=tuple)
    series: SeriesState | None = None
    """The asking device's own series of receipt numbers, for when the node is away."""


async def till_state(node: Node, till: Till, signed_in: str = "") -> TillState:
    """The state of a till now, and who is signed in on the asking device. Asks its devices, each for a bounded time."""
    md = node.masterdata
    staff = [Colleague(person.id, person.name, person.role) for person in md.staff if person.active]
    settings = md.settings
    simulated = settings.practice or node.signing.simulated
    return TillState(
        till, node.shop_of(till), day_state(node, till.id), sorted(staff, key=lambda person: person.name),
        await health_of(node, till), md.rules_version, md.articles.last, simulated, node.clock.now(),
        settings.points_per_euro if settings.points_active else 0, settings.print_receipts, sum(1 for basket in node.open.values() if basket.till == till.id),
        signed_in=next((person for person in staff if person.id == signed_in), None),
        public_address=node.public_address,
    )  # fmt: skip


async def health_of(node: Node, till: Till) -> dict[str, Health]:
    """State of node, TSE, printer and terminal."""
    room = node.has_room()
    found = {"node": Health("ok") if room else Health("down", "storage_full"), "tse": signer_health(node, till)}
    printer = node.printers.get(till.printer)
    if printer is None:
        found["printer"] = Health("warn", "printer_missing")
    else:
        reason = await printer.healthy() or node.print_trouble
        found["printer"] = Health("down", reason) if reason else Health("ok")
    terminal = terminal_of(node, till.id)
    if terminal is None:
        found["terminal"] = Health("warn", "terminal_missing")
    else:
        reason = await terminal.healthy()
        found["terminal"] = Health("down", reason) if reason else Health("ok")
    return found


def signer_health(node: Node, till: Till) -> Health:
    """The TSEs of a till as one: out only if none of them signs."""
    mine = node.signing.of(till.serial)
    working = [one for one in mine if not one.down_since]
    if not working:
        return Health("down", mine[0].reason)
    if mine[0].down_since:
        return Health("warn", "tse_other_signs")
    now = node.clock.now()
    if any(ends_soon(one, now) for one in working):
        return Health("warn", "tse_certificate_expires")
    return Health("ok")


def ends_soon(signing: Signing, now: int) -> bool:
    """Whether the certificate of a TSE ends within the time of the warning."""
    ends = signing.condition.expires_at if signing.condition is not None else 0
    ends = ends or (signing.info.expires_at if signing.info is not None else 0)
    return ends > 0 and ends - now < EXPIRY_WARNING
