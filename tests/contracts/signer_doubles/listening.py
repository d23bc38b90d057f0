"""A TCP server of a double: on a free port of this machine, gone with all its connections when it is stopped."""

import asyncio


class Listening:
    def __init__(self):
        self._tasks: set[asyncio.Task] = set()

    async def listen(self, tls=None) -> int:
        """Serve each connection with `talk(reader, writer)`; the port."""
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0, ssl=tls)
        return self._server.sockets[0].getsockname()[1]

    async def talk(self, reader, writer):
        raise NotImplementedError

    async def _connected(self, reader, writer):
        self._tasks.add(asyncio.current_task())
        try:
            await self.talk(reader, writer)
        except (OSError, EOFError, asyncio.CancelledError):
            pass
        finally:
            self._tasks.discard(asyncio.current_task())
            writer.close()

    async def stop(self):
        self._server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
