"""What the tax office must know of a shop's tills now, and what it was told last."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec

from tresen import __version__
from tresen.fiscal.tax_notice import TillSystem, last_day, missing_of
from tresen.journal.entry import Entry
from tresen.journal.read import PAGE_LIMIT, by_subject
from tresen.masterdata.kinds import Shop, SignerRecord, Till
from tresen.operations.node import Node

KIND: Final = "tax_notice"
CERTIFICATE_PREFIX: Final = "BSI-K-TR-"


@dataclass(slots=True)
class SentNotice:
    """A notice as it is in the journal, with the proof that ELSTER gave."""

    shop: str
    systems: list[TillSystem]
    sent_on: str
    """YYYY-MM-DD, as whoever sent it says."""
    ticket: str
    """Number of ELSTER's transfer (Transferticket)."""
    proof_name: str = ""
    proof_sha256: str = ""
    proof: str = ""
    """base64"""
    id: str = ""
    at: int = 0


@dataclass(slots=True)
class NoticeDraft:
    """The notice as it would be sent now."""

    shop: str
    shop_name: str
    systems: list[TillSystem]
    missing: list[tuple[str, str]]
    due: str
    """The day by which it must be sent, empty: the office knows everything."""
    sent: list[SentNotice] = field(default_factory=list)
    """Newest first."""


decode_notice = msgspec.json.Decoder(SentNotice).decode


async def drafts(node: Node) -> list[NoticeDraft]:
    """One for each business site."""
    made = []
    for shop in node.masterdata.shops:
        sent = await node.database.read(lambda connection, shop=shop: _sent(connection, shop.id))  # type: ignore[misc]
        systems = systems_of(node, shop)
        told = sent[0].systems if sent else []
        made.append(NoticeDraft(shop.id, shop.name, systems, missing_of(systems), last_day(systems, told), sent))
    return made


def systems_of(node: Node, shop: Shop) -> list[TillSystem]:
    """Every till of the site with each of its TSEs, those out of use as well."""
    records = [record for record in node.masterdata.signers if record.commissioned_at and record.kind != "simulator"]
    found: list[TillSystem] = []
    for till in sorted(node.masterdata.tills, key=lambda one: one.serial):
        if till.shop == shop.id:
            own = [record for record in records if not till.signers or record.id in till.signers]
            some: list[SignerRecord | None] = [*_ordered(own)] or [None]
            found.extend(_system(node, shop, till, record) for record in some)
    return found


def _ordered(records: Iterable[SignerRecord]) -> list[SignerRecord]:
    return sorted(records, key=lambda one: (one.commissioned_at, one.id))


def _system(node: Node, shop: Shop, till: Till, record: SignerRecord | None) -> TillSystem:
    def day(at: int) -> str:
        return node.local(shop, at)[:10] if at else ""

    ended = till.decommissioned_at or (record.decommissioned_at if record is not None else 0)
    reason = till.decommissioned_reason if till.decommissioned_at else record.decommissioned_reason if record else ""
    return TillSystem(
        till.name, "Tresen", __version__, till.serial, till.maker, till.model,
        record.serial if record else "", day(record.commissioned_at) if record else "",
        record.certification.removeprefix(CERTIFICATE_PREFIX) if record else "", record.form if record else "",
        till.acquired_on or day(till.commissioned_at), day(till.commissioned_at), day(ended), reason if ended else "",
    )  # fmt: skip


def _sent(connection: Any, shop: str) -> list[SentNotice]:
    entries = by_subject(connection, f"shop:{shop}:notice", PAGE_LIMIT)
    return [_notice(entry) for entry in reversed(entries) if entry.kind == KIND]


def _notice(entry: Entry) -> SentNotice:
    notice = decode_notice(entry.body)
    notice.id, notice.at = entry.id, entry.at
    return notice
