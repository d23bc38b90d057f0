"""Article groups: create, rename, put in order, take away when nothing is in them."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from tresen.core.failures import Failure
from tresen.masterdata.kinds import Group
from tresen.masterdata.records import change
from tresen.operations.node import Actor, Node
from tresen.operations.rights import check
from tresen.operations.writing import office_day, written
from tresen.store.writer import Tx

COLOUR: Final = re.compile(r"#[0-9a-fA-F]{6}")
MOST: Final = 500


async def create_group(node: Node, actor: Actor, id: str, name: str, colour: str) -> Group | Failure:
    """A new group at the end of the till's order; the same id again answers with the first."""
    async with node.changing:
        known = node.masterdata.groups.get(id)
        if known is not None and check(node, actor, "masterdata") is None:
            return known
        if len(node.masterdata.groups) >= MOST:
            return Failure("too_much", {"limit": MOST})
        last = max((group.position for group in node.masterdata.groups), default=0)
        return await _store(node, actor, Group(id, name.strip(), colour, last + 1))


async def change_group(node: Node, actor: Actor, id: str, name: str, colour: str) -> Group | Failure:
    """Name and colour."""
    async with node.changing:
        known = node.masterdata.groups.get(id)
        if known is None:
            return Failure("not_found", {"group": id})
        return await _store(node, actor, replace(known, name=name.strip(), colour=colour))


async def order_groups(node: Node, actor: Actor, ids: Sequence[str]) -> list[Group] | Failure:
    """The order on the till: the groups named, then the rest as it was."""
    missing = check(node, actor, "masterdata")
    if missing is not None:
        return missing
    async with node.changing:
        groups = node.masterdata.groups
        named = [id for id in dict.fromkeys(ids) if id in groups.by_id]
        rest = [group.id for group in sorted_groups(node) if group.id not in named]
        wanted = [replace(groups[id], position=place) for place, id in enumerate([*named, *rest], start=1)]
        refused = await _write(node, actor, [group for group in wanted if group != groups[group.id]])
    return refused if refused is not None else sorted_groups(node)


async def delete_group(node: Node, actor: Actor, id: str) -> Failure | None:
    """Take a group away. Refused while articles, also inactive ones, are in it."""
    missing = check(node, actor, "masterdata")
    if missing is not None:
        return missing
    async with node.changing:
        known = node.masterdata.groups.get(id)
        if known is None:
            return Failure("not_found", {"group": id})
        inside = sum(1 for record in node.masterdata.articles if record.article.group == id)
        if inside:
            return Failure("group_in_use", {"articles": inside})
        return await _write(node, actor, [known], deleted=True)


def sorted_groups(node: Node) -> list[Group]:
    """In the order of the till."""
    return sorted(node.masterdata.groups, key=lambda group: (group.position, group.name))


async def _store(node: Node, actor: Actor, group: Group) -> Group | Failure:
    missing = check(node, actor, "masterdata")
    if missing is not None:
        return missing
    if not group.name or len(group.name) > 60 or not group.name.isprintable():
        return Failure("bad_input", {"field": "name"})
    if not COLOUR.fullmatch(group.colour):
        return Failure("bad_input", {"field": "colour"})
    if not group.id or len(group.id) > 64 or not group.id.isascii() or not group.id.isprintable() or ":" in group.id:
        return Failure("bad_input", {"field": "id"})
    same = group.name.casefold()
    if any(other.name.casefold() == same and other.id != group.id for other in node.masterdata.groups):
        return Failure("name_taken", {"name": group.name})
    if node.masterdata.groups.get(group.id) == group:
        return group
    refused = await _write(node, actor, [group])
    return group if refused is None else refused


async def _write(node: Node, actor: Actor, groups: Sequence[Group], *, deleted: bool = False) -> Failure | None:
    if not groups:
        return None
    now = node.clock.now()
    day, ids = office_day(node, now), [node.ids.new() for _ in groups]

    def job(tx: Tx) -> None:
        for group, entry_id in zip(groups, ids, strict=True):
            change(
                tx, node.journal, "group", group.id, group, entry_id=entry_id, at=now, day=day, actor=actor.staff,
                deleted=deleted,
            )  # fmt: skip

    refused = await written(node, job)
    node.bus.tell("masterdata", kind="group")
    return refused
