"""Write, and answer with the failure where the disk, the database or the job itself declines."""

from collections.abc import Callable
from typing import TypeVar

from tresen.core.failures import Failure
from tresen.operations.node import Node
from tresen.store.connection import StorageDown, StorageFull
from tresen.store.writer import Refused, Tx

T = TypeVar("T")


async def written(node: Node, job: Callable[[Tx], T]) -> T | Failure:
    """Run a job of the writer. Durable when it returns."""
    try:
        return await node.writer.write(job)
    except Refused as refused:
        failure: Failure = refused.failure
        return failure
    except StorageFull:
        return Failure("storage_full", {})
    except StorageDown:
        return Failure("storage_down", {})


def office_day(node: Node, at: int) -> str:
    """The business day of a moment in the node's shop, for entries that belong to no till."""
    shop = next(iter(node.masterdata.shops), None)
    assert shop is not None, "the office opens after the set-up"
    return node.business_day(shop, at)
