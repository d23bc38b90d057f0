"""Set up a TSE from the office: test, make ready, register the tills. What exists once is kept before the next step."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from tresen.core.failures import Failure
from tresen.core.ids import is_id
from tresen.masterdata.kinds import SignerRecord
from tresen.masterdata.records import change
from tresen.operations.drawer.closing_first import need_closing
from tresen.operations.node import Actor, Node
from tresen.operations.rights import check
from tresen.operations.signers.opening import SEALED, arrange, open_signer, seal_into, unsealed
from tresen.operations.writing import office_day, written
from tresen.ports.signer import SignerDown, SignerUnknown
from tresen.ports.signer_setup import KeptSetup, SignerSetup
from tresen.store import secrets
from tresen.store.sealing import SealBroken
from tresen.store.writer import Tx

LONGEST: Final = {"name": 60, "place": 60, "certification": 40}
LONGEST_FIELD: Final = 500
LIMIT: Final = 180
"""Seconds for a set-up; cloud TSEs take half a minute for a step."""
MOST: Final = 50


@dataclass(slots=True)
class SignerForm:
    """`id`: made by the office, so that a repetition goes on with the same TSE."""

    id: str
    kind: str
    name: str
    place: str = ""
    certification: str = ""
    fields: dict[str, str] = field(default_factory=dict, repr=False)


@dataclass(slots=True)
class SignerReady:
    """The TSE as it is now in use, and what its owner has to write down."""

    record: SignerRecord
    to_note: dict[str, str] = field(default_factory=dict, repr=False)
    """PUK and the like, by name. Given until the owner says that they are noted."""


async def test_signer(node: Node, actor: Actor, kind: str, typed: Mapping[str, str]) -> Failure | None:
    """Reach the device with what was typed; nothing is changed."""
    missing = check(node, actor, "devices")
    if missing is not None:
        return missing
    setup = node.signer_kinds.get(kind)
    faulty = Failure("bad_input", {"field": "kind"}) if setup is None else _faulty(setup, typed)
    if faulty is not None or setup is None:
        return faulty
    try:
        async with asyncio.timeout(LIMIT):
            await setup.test(_complete(setup, typed))
    except (SignerDown, SignerUnknown, TimeoutError, OSError) as error:
        return Failure("tse_test_failed", {"reason": str(error) or "no answer in time"})
    return None


async def set_up_signer(node: Node, actor: Actor, form: SignerForm) -> SignerReady | Failure:
    """Make a TSE ready and use it from now on. Sent again, it goes on where it stopped, or answers as the first time."""
    missing = check(node, actor, "devices")
    if missing is not None:
        return missing
    setup = node.signer_kinds.get(form.kind)
    faulty = _faulty_form(node, form)
    if faulty is not None or setup is None:
        return faulty or Failure("bad_input", {"field": "kind"})
    async with node.turns.of(f"tse {form.id}"):
        known = node.masterdata.signers.get(form.id)
        if known is not None and not known.active:
            return Failure("tse_out_of_use", {})
        if known is not None and known.commissioned_at:
            return await ready(node, known)
        return await _set_up(node, actor, setup, form, known)


async def _set_up(
    node: Node, actor: Actor, setup: SignerSetup, form: SignerForm, known: SignerRecord | None
) -> SignerReady | Failure:
    sealed = await node.writer.write(lambda tx: secrets.get(tx, SEALED, form.id))
    record = known or SignerRecord(
        form.id, setup.kind, _clean(form.name), _clean(form.place), setup.form,
        _clean(form.certification) or setup.certification,
        position=max((one.position for one in node.masterdata.signers), default=0) + 1,
    )  # fmt: skip
    try:
        value, _, to_note = sealed or ("", 0, "")
        so_far = KeptSetup(
            record.configuration, unsealed(node, form.id, value), tuple(to_note.split(",") if to_note else ())
        )
        if known is None:
            await _keep(node, actor, record, KeptSetup())

        async def keep(step: KeptSetup) -> None:
            await _keep(node, actor, replace(record, configuration=dict(step.configuration)), step)

        async with asyncio.timeout(LIMIT):
            kept = await setup.set_up(_complete(setup, form.fields), so_far, keep)
    except (SignerDown, SignerUnknown, TimeoutError, SealBroken, OSError) as error:
        return Failure("tse_setup_failed", {"reason": str(error) or "no answer in time"})
    record = replace(record, configuration=dict(kept.configuration))
    await _keep(node, actor, record, kept)
    return await _take_into_use(node, actor, record)


async def _take_into_use(node: Node, actor: Actor, record: SignerRecord) -> SignerReady | Failure:
    """Open it, learn its serial number, register the tills; only then it is in use."""
    sealed = await node.writer.write(lambda tx: secrets.get(tx, SEALED, record.id))
    reason = open_signer(node, record, sealed[0] if sealed else "")
    member = node.signing.members[record.id]
    node.signing.members.pop(record.id)  # no sale uses it before it is in the masterdata
    if not reason:
        await member.open()
        reason = member.reason
    if reason or member.info is None:
        close(member.signer)
        return Failure("tse_setup_failed", {"reason": reason})
    serial = member.info.serial
    if any(one.serial == serial and one.id != record.id for one in node.masterdata.signers):
        close(member.signer)
        return Failure("tse_known", {})
    record = replace(record, serial=serial, commissioned_at=node.clock.now())
    refused = await store_signer(node, actor, record)
    if refused is not None:
        close(member.signer)
        return refused
    node.signing.add(member)
    arrange(node)
    for till in node.masterdata.tills:
        if till.active and member in node.signing.of(till.serial):
            await member.register(till.serial)
    node.bus.tell("state")
    return await ready(node, record)


async def ready(node: Node, record: SignerRecord) -> SignerReady:
    """The TSE, with what still has to be noted."""
    sealed = await node.writer.write(lambda tx: secrets.get(tx, SEALED, record.id))
    if not sealed or not sealed[2]:
        return SignerReady(record)
    try:
        opened = unsealed(node, record.id, sealed[0])
    except SealBroken:
        return SignerReady(record)
    return SignerReady(record, {name: opened[name] for name in sealed[2].split(",") if name in opened})


async def noted(node: Node, actor: Actor, id: str) -> Failure | None:
    """The owner has written the PUK down: it is not shown again."""
    missing = check(node, actor, "devices")
    if missing is not None:
        return missing

    def job(tx: Tx) -> None:
        sealed = secrets.get(tx, SEALED, id)
        if sealed is not None:
            secrets.put(tx, SEALED, id, sealed[0])

    refused = await written(node, job)
    return refused if isinstance(refused, Failure) else None


async def store_signer(node: Node, actor: Actor, record: SignerRecord) -> Failure | None:
    """Write the record of a TSE."""
    now, entry_id = node.clock.now(), node.ids.new()
    day = office_day(node, now)

    def job(tx: Tx) -> None:
        if not record.active:
            need_closing(node, tx)  # the closing of what it signed names it with its certificate
        change(tx, node.journal, "tse", record.id, record, entry_id=entry_id, at=now, day=day, actor=actor.staff)

    refused = await written(node, job)
    return refused if isinstance(refused, Failure) else None


async def _keep(node: Node, actor: Actor, record: SignerRecord, kept: KeptSetup) -> None:
    """Durable at once: the record if it changed, and the secrets."""
    now, entry_id = node.clock.now(), node.ids.new()
    day = office_day(node, now)

    def job(tx: Tx) -> None:
        if record != node.masterdata.signers.get(record.id):
            change(tx, node.journal, "tse", record.id, record, entry_id=entry_id, at=now, day=day, actor=actor.staff)
        if kept.secrets:
            seal_into(node, tx, record.id, kept.secrets, ",".join(kept.show_once))

    await node.writer.write(job)


def close(signer: object) -> None:
    """Let go of a device that holds a file or a connection."""
    let_go = getattr(signer, "close", None)
    if callable(let_go):
        let_go()


def _clean(text: str) -> str:
    return " ".join(text.split())


def _faulty_form(node: Node, form: SignerForm) -> Failure | None:
    setup = node.signer_kinds.get(form.kind)
    if setup is None or not is_id(form.id):
        return Failure("bad_input", {"field": "kind" if setup is None else "id"})
    known = node.masterdata.signers.get(form.id)
    if known is not None and known.kind != form.kind:
        return Failure("bad_input", {"field": "kind"})
    if known is None and len(node.masterdata.signers) >= MOST:
        return Failure("too_much", {"limit": MOST})
    return faulty_names(node, form.id, {name: getattr(form, name) for name in LONGEST}) or _faulty(setup, form.fields)


def faulty_names(node: Node, id: str, names: Mapping[str, str]) -> Failure | None:
    """What people call it: short, printable, and the name only once."""
    for name, text in names.items():
        if len(_clean(text)) > LONGEST[name] or not _clean(text).isprintable() or (name == "name" and not _clean(text)):
            return Failure("bad_input", {"field": name})
    same = _clean(names["name"]).casefold()
    if any(one.name.casefold() == same and one.id != id and one.active for one in node.masterdata.signers):
        return Failure("name_taken", {"name": _clean(names["name"])})
    return None


def _faulty(setup: SignerSetup, typed: Mapping[str, str]) -> Failure | None:
    asked = {one.name: one for one in setup.fields}
    for name, text in typed.items():
        if name not in asked or len(text) > LONGEST_FIELD or not text.isprintable():
            return Failure("bad_input", {"field": name[:40]})
        if asked[name].choices and text and text not in asked[name].choices:
            return Failure("bad_input", {"field": name})
    for one in setup.fields:
        if one.required and not typed.get(one.name, "").strip() and not one.default:
            return Failure("bad_input", {"field": one.name})
    return None


def _complete(setup: SignerSetup, typed: Mapping[str, str]) -> dict[str, str]:
    """What was typed, and the defaults for what was left empty."""
    return {one.name: typed.get(one.name, "").strip() or one.default for one in setup.fields}
