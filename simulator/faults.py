"""What goes wrong: messages that get lost on either way or arrive twice, and processes that die between two steps."""

from collections.abc import Awaitable, Callable
from random import Random
from typing import Any

STEPS = (("writer", "write"), ("signer", "start"), ("signer", "finish"))
"""Calls of a node at which it can die: before they are done, or after."""


class Died(BaseException):
    """The process is gone. No part of the program may catch it."""


class Lost(Exception):
    """No answer came: whoever asked cannot know whether the request arrived."""


class Network:
    """Between one till and the node."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self.up = True
        self.trouble = 0
        """Percent of messages that something happens to."""

    async def ask(self, call: Callable[[], Awaitable[Any]]) -> Any:
        """Send a request and wait for its answer. Raises Lost."""
        if not self.up:
            raise Lost
        fate = self._random.choice(("request", "answer", "twice")) if self._random.randrange(100) < self.trouble else ""
        if fate == "request":
            raise Lost
        if fate == "twice":
            await call()
        answer = await call()
        if fate == "answer":
            raise Lost
        return answer


class Mortality:
    """Lets a node die at one of its next steps."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._left = -1
        self._after = False

    def doom(self) -> None:
        self._left, self._after = self._random.randrange(5), self._random.random() < 0.5

    def spare(self) -> None:
        self._left = -1

    def watch(self, devices: dict[str, Any]) -> None:
        for device, call in STEPS:
            setattr(devices[device], call, self._mortal(getattr(devices[device], call)))

    def _mortal(self, call: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        async def step(*arguments: Any) -> Any:
            fatal = self._left == 0
            self._left -= 1
            if fatal and not self._after:
                raise Died
            answer = await call(*arguments)
            if fatal:
                raise Died
            return answer

        return step
