"""In a practice shop a request may say when it happens (`X-Practice-At`, milliseconds since 1970 UTC).

A replay of past days uses it. A real shop's node does not have this layer, so its clock cannot be moved.
"""

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Receive, Scope, Send

from tresen.adapters.moment_system import PRACTICE_AT

HEADER = b"x-practice-at"
LATEST = 253_402_300_799_000
"""End of the year 9999."""


def practice_time(app: ASGIApp) -> ASGIApp:
    """Wrap an application."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == ScopeType.HTTP:
            for name, value in scope["headers"]:
                if name == HEADER and value.isdigit() and int(value) <= LATEST:
                    PRACTICE_AT.set(int(value))
                    break
        await app(scope, receive, send)

    return wrapped
