"""Open the TSEs that the masterdata name, and say which till uses which."""

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Final

from tresen.masterdata.kinds import SignerRecord
from tresen.masterdata.records import change
from tresen.operations.node import Node
from tresen.operations.writing import written
from tresen.ports.signer import SignerDown
from tresen.store import secrets
from tresen.store.sealing import SealBroken
from tresen.store.writer import Tx

SEALED: Final = "tse"
"""Kind of the sealed PINs, PUKs and keys among the secrets; the id is the TSE's."""


def used(node: Node) -> list[SignerRecord]:
    """The TSEs in use, in order."""
    found = [one for one in node.masterdata.signers if one.active and one.commissioned_at]
    return sorted(found, key=lambda one: (one.position, one.commissioned_at, one.id))


def open_signers(node: Node) -> None:
    """Before the writer runs. One that cannot be opened is an outage with its reason; the shop opens all the same."""
    for record in used(node):
        if record.id in node.signing.members:
            continue
        sealed = node.writer.write_now(partial(secrets.get, kind=SEALED, id=record.id))
        open_signer(node, record, sealed[0] if sealed else "")
    arrange(node)


def open_signer(node: Node, record: SignerRecord, sealed: str) -> str:
    """Open one and take it into the pool; why it could not be opened, or empty."""
    kind = node.signer_kinds.get(record.kind)
    try:
        if kind is None:
            raise SignerDown(f"this version knows no TSE of the kind {record.kind}")
        node.signing.put(record.id, kind.open(record.configuration, unsealed(node, record.id, sealed)))
    except (SignerDown, SealBroken) as error:
        reason = (
            str(error) if isinstance(error, SignerDown) else "its PINs and keys cannot be read: the key file is missing"
        )
        node.signing.put_refusing(record.id, reason)
        return reason
    return ""


def unsealed(node: Node, id: str, sealed: str) -> Mapping[str, str]:
    """The secrets of a TSE. Raises SealBroken."""
    if not sealed:
        return {}
    assert node.sealer is not None, "a node that has sealed secrets can open them"
    opened: dict[str, str] = json.loads(node.sealer.open(sealed, f"{SEALED}:{id}"))
    return opened


def seal_into(node: Node, tx: Tx, id: str, plain: Mapping[str, str], noted: str) -> None:
    """Keep secrets of a TSE. `noted`: names of those that the owner has to write down and has not yet."""
    assert node.sealer is not None, "the composition root gives one"
    content = json.dumps(dict(plain), sort_keys=True).encode()
    secrets.put(tx, SEALED, id, node.sealer.seal(content, f"{SEALED}:{id}"), body=noted)


def arrange(node: Node) -> None:
    """Tell the pool the order, and which tills have TSEs of their own."""
    pool = node.signing
    order = [record.id for record in used(node)]
    pool.members = {id: pool.members[id] for id in order if id in pool.members} | {
        id: member for id, member in pool.members.items() if id not in order
    }
    pool.groups = {till.serial: till.signers for till in node.masterdata.tills if till.signers}


async def learn_serials(node: Node) -> None:
    """Write the serial number of a TSE into its record when it was reached for the first time."""
    for record in used(node):
        member = node.signing.members.get(record.id)
        if record.serial or member is None or member.info is None:
            continue
        now, known = node.clock.now(), replace(record, serial=member.info.serial)
        shop = next(iter(node.masterdata.shops), None)
        day, entry_id = node.business_day(shop, now) if shop is not None else "", node.ids.new()

        def job(tx: Tx, known: SignerRecord = known, now: int = now, day: str = day, id: str = entry_id) -> None:
            change(tx, node.journal, "tse", known.id, known, entry_id=id, at=now, day=day, actor="", source="start")

        await written(node, job)
