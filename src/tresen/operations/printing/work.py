"""The print queue's worker: takes what is due, prints it, and keeps what could not be printed with its reason."""

import asyncio
import contextlib
from dataclasses import replace
from typing import Final

from tresen.operations.node import Node
from tresen.operations.printing.papers import job_bytes
from tresen.ports.printer import PrinterDown
from tresen.store import queues
from tresen.store.connection import StorageDown, StorageFull
from tresen.store.queues import QueueItem
from tresen.store.writer import Tx

PIECE: Final = 20
PAUSE: Final = 1.0
WAIT: Final = 20
"""Seconds a printer may take for one job."""


async def print_queue(node: Node) -> None:
    """Runs for as long as the node lives: woken by news of the queue, and every second for what is due again."""
    async with node.bus.listen() as news:
        while True:
            with contextlib.suppress(StorageFull, StorageDown):  # the items stay; the next round tries again
                await print_due(node)
            try:
                async with asyncio.timeout(PAUSE):
                    await news.get()
            except TimeoutError:
                continue


async def print_due(node: Node) -> int:
    """Print everything that is due now; returns how many jobs were printed."""
    printed = 0
    while True:
        now = node.clock.now()
        items = await node.writer.write(lambda tx, now=now: queues.due(tx, "print", now, PIECE))  # type: ignore[misc]
        for item in items:
            printed += await _print(node, item)
        if len(items) < PIECE:
            return printed


async def _print(node: Node, item: QueueItem) -> int:
    reason = ""
    try:
        printer = node.printers.get(str(item.body.get("printer", "")))
        if printer is None:
            raise PrinterDown("this printer does not exist")
        data = await job_bytes(node, item.body, printer.columns)
        async with asyncio.timeout(WAIT):
            await printer.send(data)
    except (PrinterDown, TimeoutError, OSError) as error:
        reason = str(error) or "the printer did not answer in time"
    done = replace(item, tries=item.tries + 1, error=reason)
    if reason:
        done.due_at = node.clock.now() + queues.pause_after(item.tries)
    else:
        done.state = "done"

    def job(tx: Tx) -> None:
        queues.put(tx, done)

    await node.writer.write(job)
    node.print_trouble = reason
    if reason or item.error:
        node.bus.tell("state")
    return 0 if reason else 1
