"""One server with two doors: plain HTTP and HTTPS, the same application behind both, started and stopped once."""

import asyncio
import logging
import socket
from typing import Any, Final

import uvicorn

from tresen.web.trust.access import Access
from tresen.web.trust.refused import AccessRefused
from tresen.web.trust.shown import CertificateUnusable

LOOK_EVERY: Final = 60.0
"""Seconds between two looks whether the machine got another address or the certificate ends."""
_log: Final = logging.getLogger(__name__)


class TwoDoors(uvicorn.Server):
    """A server that opens the HTTPS door beside its own and keeps the certificate fresh."""

    def __init__(self, config: uvicorn.Config, access: Access) -> None:
        super().__init__(config)
        self._access = access
        self._door = open_door(access) if access.shown is not None else None
        self._fresh: asyncio.Task[None] | None = None
        self.opened = asyncio.Event()
        """Whoever comes now is let in, by either door."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self._door is not None and self._access.shown is not None and self.started:
            loop = asyncio.get_running_loop()
            context, backlog = self._access.shown.context, self.config.backlog
            self.servers.append(await loop.create_server(self._speak, sock=self._door, ssl=context, backlog=backlog))
            self._fresh = asyncio.create_task(keep_fresh(self._access))
        self.opened.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        if self._fresh is not None:
            self._fresh.cancel()
        await super().shutdown(sockets)

    def _speak(self) -> asyncio.Protocol:
        """The same protocol as behind the plain door; it notices by itself that its connection is encrypted."""
        protocol: Any = self.config.http_protocol_class
        made: asyncio.Protocol = protocol(
            config=self.config, server_state=self.server_state, app_state=self.lifespan.state
        )
        return made


def open_door(access: Access) -> socket.socket:
    """Take the HTTPS port before the node starts, so that a port in use is said at once."""
    family = socket.AF_INET6 if ":" in access.host else socket.AF_INET
    try:
        door = socket.create_server((access.host, access.https_port), family=family, backlog=2048)
    except OSError as error:
        raise AccessRefused(
            f"HTTPS cannot listen on {access.host}, port {access.https_port}: {error.strerror}. "
            "Another port: --https-port; none: --no-https."
        ) from error
    door.setblocking(False)
    access.https_port = door.getsockname()[1]
    return door


async def keep_fresh(access: Access) -> None:
    """Look again and again for as long as the doors are open."""
    while True:
        await asyncio.sleep(LOOK_EVERY)
        await look(access)


async def look(access: Access) -> None:
    """Renew the certificate if it is time; connections that are open stay open."""
    if access.shown is None:
        return
    try:
        await asyncio.to_thread(access.look)  # asking for one's own name may take seconds
        if access.shown.renew():  # here, not in a thread: no connection may begin between certificate and key
            _log.info("HTTPS has a new certificate, for %s", ", ".join(access.shown.names.hosts))
    except (CertificateUnusable, OSError) as error:
        _log.warning("the certificate stays as it is: %s", error)
