"""A whole HTTP answer, kept back until it is known what the client shall see of it."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Callable
from dataclasses import dataclass

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope

WORTH_COMPRESSING = 1024
"""Bytes."""


@dataclass(frozen=True)
class Answer:
    """What an application would have sent."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes


async def whole_body(receive: Receive) -> bytes:
    """The request's body, all of it."""
    parts = []
    more = True
    while more:
        message = await receive()
        parts.append(message.get("body", b""))
        more = message.get("more_body", False)
    return b"".join(parts)


async def ask(app: ASGIApp, scope: Scope, body: bytes) -> Answer:
    """Let an application answer without the client noticing; it never learns that a client hung up."""
    started: list[Message] = []
    parts: list[bytes] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            started.append(message)
        else:
            parts.append(message.get("body", b""))

    await app(scope, receive, send)
    return Answer(started[0]["status"], list(started[0]["headers"]), b"".join(parts))


def page(status: int) -> Response:
    """The HTML page of a gateway in trouble."""
    html = f"<html><head><title>{status}</title></head><body><h1>We'll be back soon</h1></body></html>"
    return Response(html, status_code=status, media_type="text/html")


def compressed(answer: Answer, scope: Scope) -> Answer:
    """The answer in gzip, when the client takes that and the body is worth it."""
    taken = b",".join(value for name, value in scope["headers"] if name == b"accept-encoding")
    if b"gzip" not in taken or len(answer.body) < WORTH_COMPRESSING:
        return answer
    body = gzip.compress(answer.body, compresslevel=1, mtime=0)
    headers = [header for header in answer.headers if header[0] != b"content-length"]
    more = [(b"content-encoding", b"gzip"), (b"vary", b"Accept-Encoding"), (b"content-length", str(len(body)).encode())]
    return Answer(answer.status, [*headers, *more], body)


async def cut(scope: Scope) -> None:
    """Close the connection without an answer."""
    abort: Callable[[], None] = scope["sandbox.cut"]
    abort()
    # One turn of the loop, in which the server learns that the connection is gone.
    await asyncio.sleep(0)
