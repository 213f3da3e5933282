"""The small server of deliveries: whole requests in, answers out, and nothing that hangs."""

from __future__ import annotations

import asyncio
import json

import httpx
import pytest

from worker.receiving import messages
from worker.receiving.messages import LONGEST_BODY, LONGEST_HEAD, Message, Reply, answering

HOST = "127.0.0.1"


async def echo(message: Message) -> Reply:
    return Reply(202, f"{message.method} {message.path} {message.body.decode()}", {"Retry-After": "1"})


async def exchanged(port: int, *parts: bytes) -> bytes:
    """What comes back for raw bytes, until the server hangs up."""
    reader, writer = await asyncio.open_connection(HOST, port)
    for part in parts:
        writer.write(part)
        await writer.drain()
    async with asyncio.timeout(5):
        answer = await reader.read()
    writer.close()
    return answer


async def test_a_request_is_read_whole_and_answered_in_json() -> None:
    async with answering(echo, HOST, 0) as port, httpx.AsyncClient(trust_env=False) as http:
        answer = await http.post(f"http://{HOST}:{port}/a?b=1", content="Grüße")

    assert (answer.status_code, answer.json()) == (202, {"told": "POST /a?b=1 Grüße"})
    assert (answer.headers["retry-after"], answer.headers["connection"]) == ("1", "close")


async def test_a_body_in_chunks_is_read_too() -> None:
    head = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    async with answering(echo, HOST, 0) as port:
        answer = await exchanged(port, head, b"3\r\nabc\r\n", b"2\r\nde\r\n0\r\n\r\n")

    assert json.loads(answer.partition(b"\r\n\r\n")[2]) == {"told": "POST / abcde"}


async def test_who_asks_whether_to_go_on_is_told_so() -> None:
    head = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n"
    async with answering(echo, HOST, 0) as port:
        reader, writer = await asyncio.open_connection(HOST, port)
        writer.write(head)
        assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 100")
        writer.write(b"ok")
        assert b'{"told": "POST / ok"}' in await reader.read()
        writer.close()


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"nonsense\r\n\r\n", b"400 Bad Request"),
        (b"POST / HTTP/1.1\r\nHost: x\r\nX: " + b"x" * 2 * LONGEST_HEAD, b"431"),
        (
            b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n" + b"x" * (LONGEST_BODY + 1),
            b"413",
        ),
    ],
)
async def test_what_is_no_delivery_is_refused(sent: bytes, status: bytes) -> None:
    async with answering(echo, HOST, 0) as port:
        assert (await exchanged(port, sent)).startswith(b"HTTP/1.1 " + status)


async def test_who_says_nothing_or_hangs_up_halfway_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "READ_SECONDS", 0.1)
    async with answering(echo, HOST, 0) as port:
        assert await exchanged(port) == b""
        _, writer = await asyncio.open_connection(HOST, port)
        writer.write(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab")
        writer.close()
        assert b"202" in await exchanged(port, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")


async def test_what_is_under_way_at_the_end_is_answered() -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slowly(message: Message) -> Reply:
        begun.set()
        await go_on.wait()
        return Reply(202, "done")

    async with answering(slowly, HOST, 0) as port:
        asking = asyncio.create_task(exchanged(port, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"))
        await begun.wait()
        asyncio.get_running_loop().call_later(0.1, go_on.set)

    assert b'{"told": "done"}' in await asking
