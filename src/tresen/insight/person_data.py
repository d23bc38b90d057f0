"""Everything the shop keeps of one person, to hand out to them (GDPR art. 15 and 20): as JSON, and to read."""

from typing import Any

import msgspec
import sqlalchemy as sa

from tresen.core.failures import Failure
from tresen.core.money import format_cents
from tresen.core.quantity import format_quantity
from tresen.insight.customers import customer_view
from tresen.insight.wording import staff_name
from tresen.journal.read import by_subject
from tresen.ledger.customer_receipts import receipts_of_customer
from tresen.operations.node import Node

_LINE = "-" * 60


async def person_data(node: Node, id: str) -> dict[str, Any] | Failure:
    """Plain values that need no explanation; amounts in euro."""
    view = await customer_view(node, id)
    if isinstance(view, Failure):
        return view
    shop = next(iter(node.masterdata.shops), None)

    def when(at: int) -> str:
        return node.local(shop, at).replace("T", " ") if shop is not None and at else ""

    def question(connection: sa.Connection) -> tuple[list[dict[str, Any]], list[dict[str, str]]]:
        receipts = [
            {
                "at": when(one.finished_at), "till": one.till_name, "number": one.number, "kind": one.kind,
                "total": _euro(one.total), "points": one.points,
                "lines": [
                    {"name": line.name, "quantity": format_quantity(line.quantity, "."), "amount": _euro(line.amount)}
                    for line in one.lines
                ],
            }
            for one in receipts_of_customer(connection, id)
        ]  # fmt: skip
        looks = [
            {"at": when(one.at), "who": staff_name(node, one.actor), "what": one.kind}
            for one in by_subject(connection, f"customer:{id}")
        ]
        return receipts, looks

    receipts, looks = await node.database.read(question)
    return {
        "card": {"number": view.number, "group": view.group, "tier": view.tier_now, "account_limit": _euro(view.account_limit)},
        "person": msgspec.to_builtins(view.person) if view.person is not None else None,
        "note": view.note,
        "consents": [
            {"purpose": one.purpose, "given": one.given, "at": when(one.at or 0), "wording": one.wording, "source": one.source}
            for one in view.consents
        ],
        "points": view.points,
        "store_credit": _euro(view.credit),
        "owed": _euro(view.owed),
        "receipts": receipts,
        "history": looks,
    }  # fmt: skip


def _euro(cents: int) -> str:
    return format_cents(cents, ".")


_WORDS = {
    "de": {
        "title": "Gespeicherte Daten", "card": "Kundenkarte", "person": "Person", "erased": "gelöscht", "note": "Notiz",
        "consents": "Einwilligungen", "yes": "erteilt", "no": "nicht erteilt", "points": "Punkte",
        "store_credit": "Guthaben (Euro)", "owed": "Offen auf Rechnung (Euro)", "receipts": "Belege",
        "history": "Wer was mit diesen Daten getan hat",
        "kept": "Belege werden nach §147 AO zehn Jahre aufbewahrt und können nicht gelöscht werden. Sie enthalten die "
        "Kundennummer, keinen Namen.",
    },
    "en": {
        "title": "Stored data", "card": "Customer card", "person": "Person", "erased": "erased", "note": "Note",
        "consents": "Consents", "yes": "given", "no": "not given", "points": "Points", "store_credit": "Store credit (euro)",
        "owed": "Owed on account (euro)", "receipts": "Receipts", "history": "Who did what with these data",
        "kept": "Receipts are kept for ten years (§147 AO) and cannot be deleted. They hold the card number, no name.",
    },
}  # fmt: skip


def person_text(data: dict[str, Any], language: str) -> str:
    """The same to read."""
    words = _WORDS["en" if language == "en" else "de"]
    lines = [words["title"].upper(), "=" * 60, "", f"{words['card']}: {data['card']['number']}", ""]
    lines.append(words["person"])
    if data["person"] is None:
        lines.append(f"  {words['erased']}")
    else:
        lines += [f"  {name}: {value}" for name, value in data["person"].items() if value]
    if data["note"]:
        lines.append(f"{words['note']}: {data['note']}")
    lines += ["", words["consents"]]
    for one in data["consents"]:
        lines.append(f"  {one['purpose']}: {words['yes' if one['given'] else 'no']} {one['at']}".rstrip())
    lines += ["", *(f"{words[name]}: {data[name]}" for name in ("points", "store_credit", "owed")), ""]
    lines += [f"{words['receipts']}: {len(data['receipts'])}", _LINE]
    for receipt in data["receipts"]:
        lines.append(f"{receipt['at']}  {receipt['till']}/{receipt['number']}  {receipt['total']}")
        lines += [f"    {line['quantity']} x {line['name']}  {line['amount']}" for line in receipt["lines"]]
    lines += [_LINE, words["kept"], "", words["history"]]
    lines += [f"  {one['at']}  {one['who']}  {one['what']}" for one in data["history"]]
    return "\n".join(lines) + "\n"
