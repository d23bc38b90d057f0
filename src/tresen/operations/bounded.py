"""A time limit that costs nothing when nobody waits: the timer is set only if the call really suspends."""

import asyncio
import types
from collections.abc import Coroutine, Generator
from typing import Any, TypeVar

T = TypeVar("T")


async def bounded(call: Coroutine[Any, Any, T], seconds: float) -> T:
    """Await a call for a bounded time; raises TimeoutError and cancels it when the time is over."""
    try:
        waits_for = call.send(None)
    except StopIteration as done:
        result: T = done.value
        return result
    async with asyncio.timeout(seconds):
        return await _rest(call, waits_for)


@types.coroutine
def _rest(call: Coroutine[Any, Any, T], waits_for: Any) -> Generator[Any, Any, T]:
    """Go on with a call that has already taken its first step."""
    try:
        while True:
            try:
                answer = yield waits_for
            except BaseException as error:  # noqa: BLE001 - handed to the call, which decides
                waits_for = call.throw(error)
            else:
                waits_for = call.send(answer)
    except StopIteration as done:
        result: T = done.value
        return result
