"""How node, TSE, printers, terminals and queues are, in plain words."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, Final

from tresen.insight.device_reasons import in_german
from tresen.insight.wording import english
from tresen.operations.node import Node
from tresen.operations.signing import Signing
from tresen.operations.till_state import ends_soon
from tresen.store import queues

FEW_SIGNATURES: Final = 50_000
"""At two a sale and a thousand sales a day a month is left to order another TSE."""
ARCHIVE_LATE: Final = 4 * 86_400_000
LITTLE_STORAGE: Final = 100_000_000
WAIT: Final = 2
"""Seconds a device may take to say how it is."""

_TEXTS: Final = {
    "ready": ("bereit", "ready"),
    "full": ("Der Speicher ist fast voll", "Storage is almost full"),
    "no_tse": ("Keine TSE eingerichtet", "No TSE is set up"),
    "few": ("Nur noch {count} Signaturen", "Only {count} signatures left"),
    "storage": ("Der Speicher der TSE ist bald voll", "The storage of the TSE is nearly full"),
    "archive": ("Seit {days} Tagen nicht archiviert", "Not archived for {days} days"),
    "expires": ("Zertifikat läuft in {days} Tagen ab", "Certificate expires in {days} days"),
    "waiting": ("{count} warten", "{count} waiting"),
    "failed": ("{count} mit Fehler", "{count} failed"),
    "silent": ("antwortet nicht", "does not answer"),
}


@dataclass(slots=True)
class Health:
    """`what`: node, tse, printer, terminal or queue. `state`: ok, warn, down or off."""

    what: str
    name: str
    state: str
    text: str
    simulated: bool = False


def reason_in(reason: str, language: str) -> str:
    """A device's reason in the reader's language, unchanged if it is not a known one."""
    return reason if english(language) else in_german(reason)


def device_name(what: str, id: str, language: str) -> str:
    """`printer-1` is printer 1."""
    names = {"printer": ("Bondrucker", "Receipt printer"), "terminal": ("Kartenterminal", "Card terminal")}
    head, _, number = id.rpartition("-")
    return f"{names[what][english(language)]} {number if head == what else id}"


def till_device(node: Node, what: str, id: str, language: str) -> str:
    """A terminal of a till of its own is called after the till."""
    till = node.masterdata.tills.get(id.removeprefix("terminal-"))
    if what == "terminal" and till is not None:
        return f"{('Kartenterminal', 'Card terminal')[english(language)]} {till.name}"
    return device_name(what, id, language)


async def asked(call: Coroutine[Any, Any, str], language: str) -> str:
    """How a device is: empty if ready, else why not."""
    try:
        async with asyncio.timeout(WAIT):
            return reason_in(await call, language)
    except (TimeoutError, OSError):
        return _TEXTS["silent"][english(language)]


async def health(node: Node, language: str) -> list[Health]:
    """All of them. Asks the devices, each for a bounded time, all at once."""
    place = english(language)
    simulated = node.masterdata.settings.practice
    room = node.has_room()
    found = [
        Health("node", node.name, "ok" if room else "down", _TEXTS["ready" if room else "full"][place]),
        *(signer_health(node, signing, language) for signing in node.signing.all()),
    ]
    devices = [("printer", id, printer.healthy()) for id, printer in node.printers.items()]
    devices += [("terminal", id, terminal.healthy()) for id, terminal in node.terminals.items()]
    answers = await asyncio.gather(*(asked(call, language) for _, _, call in devices))
    for (what, id, _), reason in zip(devices, answers, strict=True):
        text = reason or _TEXTS["ready"][place]
        name = till_device(node, what, id, language)
        found.append(Health(what, name, "down" if reason else "ok", text, simulated))
    counts = await node.database.read(queues.counts)
    for queue, states in sorted(counts.items()):
        failed = states.get("failed", 0)
        waiting = states.get("waiting", 0) + states.get("working", 0)
        if failed or waiting:
            text = _TEXTS["failed" if failed else "waiting"][place].format(count=failed or waiting)
            found.append(Health("queue", queue, "warn" if failed or waiting > 5 else "ok", text))
    return found


def signer_health(node: Node, signing: Signing, language: str) -> Health:
    """A TSE: out, nearly used up, or ready."""
    place, record = english(language), node.masterdata.signers.get(signing.id)
    info = signing.info
    name = record.name if record is not None else info.maker if info is not None else "TSE"
    simulated = info is not None and info.simulated
    if signing.down_since:
        return Health("tse", name, "down", reason_in(signing.reason, language), simulated)
    if info is None:
        return Health("tse", name, "down", _TEXTS["no_tse"][place], simulated)
    alarms = alarms_of(node, signing)
    if not alarms:
        return Health("tse", name, "ok", _TEXTS["ready"][place], simulated)
    code, number = alarms[0]
    return Health("tse", name, "warn", _TEXTS[code][place].format(days=number, count=number), simulated)


def alarms_of(node: Node, signing: Signing) -> list[tuple[str, int]]:
    """What the owner should know of a TSE that still signs: `expires` (days left), `few` (signatures), `storage` (bytes)."""
    found, now, condition = [], node.clock.now(), signing.condition
    if ends_soon(signing, now):
        ends = (condition.expires_at if condition else 0) or (signing.info.expires_at if signing.info else 0)
        found.append(("expires", max((ends - now) // 86_400_000, 0)))
    if condition is not None and 0 < condition.signatures_left < FEW_SIGNATURES:
        found.append(("few", condition.signatures_left))
    if condition is not None and 0 < condition.storage_left < LITTLE_STORAGE:
        found.append(("storage", condition.storage_left))
    if signing.archived_at and now - signing.archived_at > ARCHIVE_LATE:
        found.append(("archive", (now - signing.archived_at) // 86_400_000))
    return found
