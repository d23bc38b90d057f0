"""One thread for one device: the library blocks, and its functions must not be called from two threads."""

import asyncio
import queue
import threading
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")


class Worker:
    """Does one thing after the other. The thread begins with the first and keeps no process from ending.

    What was left alone before it began is not done; what was left alone while it ran goes on, and the next thing waits.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._jobs: queue.SimpleQueue[tuple[asyncio.Future[Any], Callable[[], Any]] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    async def do(self, job: Callable[[], T]) -> T:
        """Let the thread do it; its result or its exception."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
            self._thread.start()
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._jobs.put((done, job))
        return await done

    def close(self, last: Callable[[], None]) -> None:
        """Do a last thing and end the thread; returns at once."""
        if self._thread is None:
            return
        self._jobs.put((_nobody(), last))
        self._jobs.put(None)
        self._thread = None

    def _run(self) -> None:
        while (one := self._jobs.get()) is not None:
            done, job = one
            if done.cancelled():
                continue
            try:
                result: Any = job()
                error: BaseException | None = None
            except BaseException as raised:  # noqa: BLE001 - handed to whoever waits
                result, error = None, raised
            _tell(done, result, error)


def _nobody() -> "asyncio.Future[Any]":
    """Where nobody waits; of a loop that never runs."""
    loop = asyncio.new_event_loop()
    loop.close()
    return asyncio.Future(loop=loop)


def _tell(done: "asyncio.Future[Any]", result: Any, error: BaseException | None) -> None:
    def settle() -> None:
        if done.cancelled():
            return
        if error is None:
            done.set_result(result)
        else:
            done.set_exception(error)

    loop = done.get_loop()
    try:
        loop.call_soon_threadsafe(settle)
    except RuntimeError:
        return  # the loop is closed: nobody waits any more
