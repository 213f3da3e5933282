"""A server on loopback that reads a whole request and then does what a test says to the connection."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

Behaviour = Callable[[asyncio.StreamWriter], Awaitable[None]]

RESET_ON_CLOSE = struct.pack("ii", 1, 0)


@dataclass
class CuttingServer:
    """Where it listens and every request it has read to the last byte: (head, body)."""

    port: int
    requests: list[tuple[str, bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@asynccontextmanager
async def cutting_server(*behaviours: Behaviour) -> AsyncIterator[CuttingServer]:
    """Serve; the first request meets the first behaviour, and so on, the last one again and again."""
    connections: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        connections.add(task)
        try:
            while head := (await reader.readuntil(b"\r\n\r\n")).decode():
                server.requests.append((head, await reader.readexactly(_body_length(head))))
                await behaviours[min(len(server.requests), len(behaviours)) - 1](writer)
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            writer.close()

    listening = await asyncio.start_server(serve, "127.0.0.1", 0)
    server = CuttingServer(listening.sockets[0].getsockname()[1])
    try:
        yield server
    finally:
        listening.close()
        for task in connections:
            task.cancel()
        await asyncio.gather(*connections, return_exceptions=True)


def answers(body: bytes, status: str = "200 OK", type: str = "application/json", headers: str = "") -> Behaviour:
    """Answer in full and keep the connection open."""

    async def behave(writer: asyncio.StreamWriter) -> None:
        head = f"HTTP/1.1 {status}\r\nContent-Type: {type}\r\nContent-Length: {len(body)}\r\n{headers}\r\n"
        writer.write(head.encode() + body)
        await writer.drain()

    return behave


async def closes(writer: asyncio.StreamWriter) -> None:
    """Close before a single byte of an answer."""
    writer.close()


async def resets(writer: asyncio.StreamWriter) -> None:
    """Reset before a single byte of an answer."""
    connection: socket.socket = writer.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
    writer.transport.abort()


async def closes_amid_headers(writer: asyncio.StreamWriter) -> None:
    """Close in the middle of the headers."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Le")
    await writer.drain()
    writer.close()


async def closes_amid_body(writer: asyncio.StreamWriter) -> None:
    """Close in the middle of the body, after a status of 200."""
    writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"SalesReceipt"')
    await writer.drain()
    writer.close()


async def resets_amid_body(writer: asyncio.StreamWriter) -> None:
    """Reset in the middle of the body, after a status of 200."""
    writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"SalesReceipt"')
    await writer.drain()
    await asyncio.sleep(0.05)
    await resets(writer)


async def speaks_no_http(writer: asyncio.StreamWriter) -> None:
    """Answer with something that is not HTTP."""
    writer.write(b"SSH-2.0-OpenSSH\r\n\r\n")
    await writer.drain()


async def breaks_its_encoding(writer: asyncio.StreamWriter) -> None:
    """Answer in full with a body that is not the gzip it claims to be."""
    await answers(b"{}", headers="Content-Encoding: gzip\r\n")(writer)


async def stays_silent(writer: asyncio.StreamWriter) -> None:
    """Keep the connection and never answer."""
    await asyncio.sleep(3600)


async def trickles(writer: asyncio.StreamWriter) -> None:
    """Answer a byte at a time, for ever: no single read takes long."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    while True:
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.02)


def closed_port() -> int:
    """A port of loopback on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _body_length(head: str) -> int:
    for line in head.split("\r\n"):
        name, _, value = line.partition(":")
        if name.lower() == "content-length":
            return int(value)
    return 0
