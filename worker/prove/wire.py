"""The wire between the workers and the two stand-ins: a small TCP proxy that can cut it, or swallow what it carries."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
from collections.abc import AsyncIterator
from urllib.parse import urlsplit, urlunsplit

from worker.stack.ports import LOOPBACK

PIECE = 65_536
ABORTS = struct.pack("ii", 1, 0)
"""For SO_LINGER: a connection that is closed is reset, not ended."""


class Wire:
    """Carries bytes both ways, until it is told to do otherwise."""

    def __init__(self, port: int) -> None:
        self._port = port
        """Where the stand-in listens."""
        self._open: set[asyncio.StreamWriter] = set()
        self._swallowing = False
        self.swallowed = 0
        """Pieces of answers that a black hole took."""

    def reset(self) -> int:
        """Reset every connection, with whatever is under way on it; says how many there were."""
        cut = list(self._open)
        for writer in cut:
            connection: socket.socket = writer.get_extra_info("socket")
            with contextlib.suppress(OSError):
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, ABORTS)
            writer.transport.abort()
        return len(cut)

    async def black_hole(self, seconds: float) -> int:
        """For a while requests arrive and no answer comes back, then all is reset; says how much was swallowed."""
        before, self._swallowing = self.swallowed, True
        try:
            await asyncio.sleep(seconds)
        finally:
            self._swallowing = False
            self.reset()
        return self.swallowed - before

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection from its beginning to its end."""
        try:
            far_reader, far_writer = await asyncio.open_connection(LOOPBACK, self._port)
        except OSError:
            writer.close()
            return
        self._open.add(writer)
        try:
            there, back = self._there(reader, far_writer), self._back(far_reader, writer)
            await asyncio.wait(map(asyncio.ensure_future, (there, back)), return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._open.discard(writer)
            for one in (writer, far_writer):
                one.close()

    async def _there(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while piece := await reader.read(PIECE):
                writer.write(piece)
                await writer.drain()

    async def _back(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while piece := await reader.read(PIECE):
                if self._swallowing:
                    self.swallowed += 1
                    continue
                writer.write(piece)
                await writer.drain()


@contextlib.asynccontextmanager
async def wire(url: str) -> AsyncIterator[tuple[Wire, str]]:
    """A wire to the server of this address while inside, and the address at this end of it."""
    parts = urlsplit(url)
    assert parts.port is not None
    carrier = Wire(parts.port)
    server = await asyncio.start_server(carrier.carry, LOOPBACK, 0)
    port = server.sockets[0].getsockname()[1]
    try:
        yield carrier, urlunsplit(parts._replace(netloc=f"{LOOPBACK}:{port}"))
    finally:
        server.close()
        carrier.reset()
