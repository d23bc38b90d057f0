"""Packages that were made in the office: at most one at a time, the newest few are kept for download."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tresen.core.failures import Failure
from tresen.operations.audit_package.build import Documents, PackageRequest, build_package
from tresen.operations.node import Actor, Node
from tresen.operations.rights import check

KEPT: Final = 5
"""Older ones are taken away: a package can be made again at any time."""
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Making:
    """A package that is made or was. `step`: see `build.STEPS`, or `failed`."""

    id: str
    first: str
    last: str
    made_at: int
    step: str = "dsfinvk"
    size: int = 0
    files: int = 0
    faults: int = 0
    index: str = ""
    trouble: str = ""
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Packages:
    """Where packages lie, and those made since the start by id, the newest last."""

    folder: Path
    made: dict[str, Making] = field(default_factory=dict)

    def file(self, id: str) -> Path:
        return self.folder / f"{id}.zip"


async def begin_package(
    node: Node, actor: Actor, request: PackageRequest, documents: Callable[[Node, PackageRequest], Documents]
) -> Making | Failure:
    """Begin to make a package in the background. The same id again shows the one that was begun."""
    missing = check(node, actor, "fiscal")
    if missing is not None:
        return missing
    packages: Packages = node.packages
    known = packages.made.get(request.id)
    if known is not None:
        return known
    if any(one.step not in ("done", "failed") for one in packages.made.values()):
        return Failure("package_under_way", {})
    making = packages.made[request.id] = Making(request.id, request.first, request.last, node.clock.now())
    node.background(_make(node, actor, request, making, documents(node, request)))
    return making


async def _make(node: Node, actor: Actor, request: PackageRequest, making: Making, documents: Documents) -> None:
    packages: Packages = node.packages

    def tell(step: str) -> None:
        if step != "done":
            making.step = step

    try:
        packages.folder.mkdir(parents=True, exist_ok=True)
        found = await build_package(node, actor, request, packages.file(request.id), documents, tell)
    except OSError as error:
        _log.warning("the audit package cannot be written: %s", error)
        making.step, making.trouble = "failed", error.strerror or str(error)
        return
    except BaseException:
        making.step = "failed"
        raise
    if isinstance(found, Failure):
        making.step, making.trouble = "failed", found.code
        return
    making.size, making.files, making.faults = found.size, found.files, found.faults
    making.index, making.notes, making.step = found.index, found.notes, "done"
    for old in sorted(packages.folder.glob("*.zip"), key=lambda path: path.stat().st_mtime)[:-KEPT]:
        old.unlink()
        packages.made.pop(old.stem, None)
