"""Short messages over HTTP: one request a connection, read whole within limits, answered in JSON."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from http import HTTPStatus

import h11

LONGEST_HEAD = 16 * 1024
LONGEST_BODY = 64 * 1024
READ_SECONDS = 10.0
GRACE_SECONDS = 10.0
"""For what is under way when the server stops."""


@dataclass(frozen=True)
class Message:
    """A request, read whole."""

    method: str
    path: str
    body: bytes


@dataclass(frozen=True)
class Reply:
    """An answer: a status of HTTP, and a sentence for whoever reads the sender's log."""

    status: int
    told: str
    headers: dict[str, str] = field(default_factory=dict)


class Unreadable(Exception):
    """A request that is no HTTP, or longer than is taken."""

    def __init__(self, status: int, told: str) -> None:
        super().__init__(told)
        self.reply = Reply(status, told)


Answering = Callable[[Message], Awaitable[Reply]]


@contextlib.asynccontextmanager
async def answering(answer: Answering, host: str, port: int) -> AsyncIterator[int]:
    """Answer requests while inside, with the port; leaving lets those that are under way finish.

    Raises:
        OSError: nothing can listen there.
    """
    under_way: set[asyncio.Task[None]] = set()

    def begin(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(_serve(answer, reader, writer))
        under_way.add(task)
        task.add_done_callback(under_way.discard)

    server = await asyncio.start_server(begin, host, port)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        if under_way:
            await asyncio.wait(under_way, timeout=GRACE_SECONDS)


async def _serve(answer: Answering, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    connection = h11.Connection(h11.SERVER, max_incomplete_event_size=LONGEST_HEAD)
    try:
        try:
            async with asyncio.timeout(READ_SECONDS):
                message = await _read(connection, reader, writer)
            reply = await answer(message)
        except Unreadable as unreadable:
            reply = unreadable.reply
        writer.write(_as_bytes(connection, reply))
        await writer.drain()
    except (OSError, TimeoutError, EOFError):
        pass  # whoever asked has gone
    finally:
        writer.close()


async def _read(connection: h11.Connection, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> Message:
    request, body = None, b""
    while True:
        event = _next_event(connection)
        match event:
            case h11.NEED_DATA:
                if connection.they_are_waiting_for_100_continue:
                    writer.write(connection.send(h11.InformationalResponse(status_code=100, headers=[])) or b"")
                connection.receive_data(await reader.read(LONGEST_BODY))
            case h11.Request():
                request = event
            case h11.Data():
                body += event.data
                if len(body) > LONGEST_BODY:
                    raise Unreadable(413, f"More than {LONGEST_BODY} bytes are no delivery.")
            case h11.EndOfMessage() if request is not None:
                return Message(request.method.decode(), request.target.decode("latin-1"), body)
            case _:
                raise EOFError


def _next_event(connection: h11.Connection) -> object:
    try:
        return connection.next_event()
    except h11.RemoteProtocolError as error:
        raise Unreadable(error.error_status_hint, f"This is no HTTP that can be read: {error}.") from None


def _as_bytes(connection: h11.Connection, reply: Reply) -> bytes:
    body = json.dumps({"told": reply.told}, ensure_ascii=False).encode()
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Content-Length": str(len(body)),
        "Connection": "close",
        **reply.headers,
    }
    head = h11.Response(
        status_code=reply.status, reason=HTTPStatus(reply.status).phrase.encode(), headers=list(headers.items())
    )
    parts = (head, h11.Data(data=body), h11.EndOfMessage())
    return b"".join(connection.send(part) or b"" for part in parts)
