"""The TSEs as the office shows them: state, what is left, archive, tills; and the kinds that can be set up."""

import asyncio
from dataclasses import dataclass, field
from typing import Literal

from tresen.insight.health import Health, alarms_of, signer_health
from tresen.insight.wording import english
from tresen.masterdata.kinds import SignerRecord
from tresen.operations.node import Node

State = Literal["ok", "warn", "down", "off"]


@dataclass(slots=True)
class TseView:
    """`state`: ok, warn, down or off. `phase`: `preparing` (set-up not finished), `in_use` or `retired`. 0: not known."""

    id: str
    kind: str
    maker: str
    name: str
    place: str
    form: str
    certification: str
    serial: str
    state: str
    text: str
    phase: str
    simulated: bool
    tills: list[str]
    """Names of the tills that use it."""
    commissioned_at: int = 0
    decommissioned_at: int = 0
    decommissioned_reason: str = ""
    expires_at: int = 0
    signatures_left: int = 0
    open_transactions: int = 0
    open_limit: int = 0
    self_test_due_at: int = 0
    time_due_at: int = 0
    archived_at: int = 0
    """When the last piece came into the archive."""
    archived_to: int = 0
    """Signature counter up to which everything is archived."""
    alarms: list[str] = field(default_factory=list)
    to_note: bool = False


@dataclass(slots=True)
class FieldView:
    """`type`: text, number, address or choice."""

    name: str
    label: str
    help: str
    type: str
    secret: bool
    required: bool
    default: str
    choices: list[str]


@dataclass(slots=True)
class KindView:
    kind: str
    maker: str
    form: str
    certification: str
    simulated: bool
    fields: list[FieldView]


@dataclass(slots=True)
class TillSigners:
    """`signers`: the till's own, in order; empty: all."""

    id: str
    name: str
    signers: list[str]


@dataclass(slots=True)
class SignerPage:
    tses: list[TseView]
    tills: list[TillSigners]
    kinds: list[KindView]


async def signer_page(node: Node, language: str) -> SignerPage:
    """Everything of the page."""
    records = sorted(node.masterdata.signers, key=lambda one: (not one.active, one.position, one.commissioned_at))
    tills = [TillSigners(till.id, till.name, list(till.signers)) for till in node.masterdata.tills if till.active]
    place = english(language)
    kinds = [
        KindView(
            kind.kind, kind.maker, kind.form, kind.certification, kind.simulated,
            [
                FieldView(
                    one.name, (one.german, one.english)[place], (one.german_help, one.english_help)[place], one.type,
                    one.secret, one.required, one.default, list(one.choices),
                )
                for one in kind.fields
            ],
        )
        for kind in node.signer_kinds.values()
    ]  # fmt: skip
    return SignerPage(
        [await signer_view(node, record, language) for record in records],
        sorted(tills, key=lambda one: one.name),
        kinds,
    )


async def signer_view(node: Node, record: SignerRecord, language: str) -> TseView:
    """One TSE."""
    member, kind = node.signing.members.get(record.id), node.signer_kinds.get(record.kind)
    place = english(language)
    phase = "retired" if not record.active else "in_use" if record.commissioned_at else "preparing"
    texts = {
        "retired": ("außer Betrieb", "out of use"),
        "preparing": ("Einrichtung nicht fertig", "set-up not finished"),
    }
    text = texts[phase][place] if phase in texts else ""
    state = Health("tse", record.name, "off" if phase == "retired" else "warn", text)
    if member is not None and phase == "in_use":
        state = signer_health(node, member, language)
    view = TseView(
        record.id, record.kind, kind.maker if kind is not None else record.kind, record.name, record.place, record.form,
        record.certification, record.serial, state.state, state.text, phase,
        kind.simulated if kind is not None else False,
        [
            till.name for till in node.masterdata.tills
            if till.active and phase == "in_use" and member is not None and member in node.signing.of(till.serial)
        ],
        record.commissioned_at, record.decommissioned_at, record.decommissioned_reason,
    )  # fmt: skip
    if member is not None:
        view.alarms = [code for code, _ in alarms_of(node, member)]
        view.open_limit = member.info.open_limit if member.info is not None else 0
        if member.condition is not None:
            said = member.condition
            view.expires_at, view.signatures_left = said.expires_at, said.signatures_left
            view.open_transactions = said.open_transactions
            view.self_test_due_at, view.time_due_at = said.self_test_due_at, said.time_due_at
    if node.signer_archive is not None and record.serial:
        pieces = await asyncio.to_thread(node.signer_archive.pieces, record.serial)
        view.archived_at = max((piece.archived_at for piece in pieces), default=0)
        view.archived_to = max((piece.last for piece in pieces), default=0)
    return view


def standing(node: Node, language: str) -> tuple[State, str]:
    """All TSEs in one line."""
    place = english(language)
    if not node.signing.members:
        return "down", ("Keine TSE eingerichtet", "No TSE is set up")[place]
    states = [signer_health(node, member, language) for member in node.signing.members.values()]
    bad = [one for one in states if one.state != "ok"]
    if bad:
        worst: State = "down" if all(one.state == "down" for one in states) else "warn"
        return worst, f"{bad[0].name}: {bad[0].text}"
    if node.signing.simulated:
        return "warn", ("Nur simuliert: nicht für echte Verkäufe", "Simulated only: not for real sales")[place]
    return "ok", (f"{len(states)} bereit", f"{len(states)} ready")[place]
