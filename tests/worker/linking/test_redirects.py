"""The listener that a browser is led back to, and what it shows."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import socket
from typing import Any
from unittest.mock import patch

import pytest

from tests.clients.quickbooks.cutting_server import closed_port
from tests.worker.linking.bookkeeper import led_to
from worker.linking.pages import connected, not_connected
from worker.linking.redirects import awaited_redirects


def callback(port: int, path: str = "/callback") -> str:
    return f"http://localhost:{port}{path}"


async def said_to(port: int, request: bytes) -> bytes:
    """What the listener answers to these bytes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    answer = await reader.read()
    writer.close()
    return answer


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]"])
async def test_an_answer_comes_in_and_its_browser_is_shown_a_page(host: str) -> None:
    port = closed_port()
    async with awaited_redirects(callback(port)) as (redirects, in_the_way):
        browser = asyncio.create_task(led_to(f"http://{host}:{port}/callback?code=1&state=2"))
        redirected = await redirects.next()
        redirected.show(connected("Smith & <Sons>"))
        page = await browser

    assert in_the_way == ""
    assert redirected.address == "/callback?code=1&state=2"
    assert redirected.sent.is_set()
    assert (page.status_code, page.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert "<h1>Connected to Smith &amp; &lt;Sons&gt;</h1>" in page.text
    kept = {name: page.headers[name] for name in ("Cache-Control", "Referrer-Policy")}
    assert kept == {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")


async def test_what_went_wrong_is_shown_as_text() -> None:
    port = closed_port()
    async with awaited_redirects(callback(port)) as (redirects, _):
        browser = asyncio.create_task(led_to(callback(port) + "?x"))
        (await redirects.next()).show(not_connected("<script>alert(1)</script>"))
        page = await browser
    assert page.status_code == 400
    assert "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>" in page.text


@pytest.mark.parametrize(
    "request_line",
    [b"GET /favicon.ico", b"GET /", b"POST /callback?code=1", b"GET //[", b"GET", b"\xff\xfe", b""],
)
async def test_whatever_else_is_asked_gets_a_page_and_is_no_answer(request_line: bytes) -> None:
    port = closed_port()
    async with awaited_redirects(callback(port)) as (redirects, _):
        answer = await said_to(port, request_line + b" HTTP/1.1\r\n\r\n")
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(redirects.next(), 0.05)
    assert answer.startswith(b"HTTP/1.1 404 ")
    assert b"Daybook waits for Intuit" in answer


@pytest.mark.parametrize("request_bytes", [b"GET /callback?" + b"x" * 70_000 + b"\r\n\r\n", b""])
async def test_a_request_that_is_none_is_hung_up_on(request_bytes: bytes) -> None:
    port = closed_port()
    with patch("worker.linking.redirects.HEAD_SECONDS", 0.1):
        async with awaited_redirects(callback(port)):
            with contextlib.suppress(ConnectionError):
                assert await said_to(port, request_bytes) == b""


async def test_a_browser_that_keeps_its_connection_open_does_not_keep_us() -> None:
    port = closed_port()
    async with asyncio.timeout(5), awaited_redirects(callback(port)) as (redirects, _):
        _, idle = await asyncio.open_connection("127.0.0.1", port)
        waiting = asyncio.create_task(led_to(callback(port) + "?code=1"))
        await redirects.next()
    idle.close()
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)


async def test_a_port_in_use_is_told_and_pasting_still_works() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        async with awaited_redirects(callback(port)) as (redirects, in_the_way):
            redirects.paste("\n")
            redirects.paste("code=1\n")
            assert (await redirects.next()).address.strip() == "code=1"
    assert in_the_way == f"Nothing can listen on port {port} here (address already in use)"


@pytest.mark.parametrize(("number", "told"), [(errno.EADDRNOTAVAIL, False), (errno.EACCES, True)])
async def test_a_machine_without_ipv6_listens_all_the_same(number: int, told: bool) -> None:
    started = asyncio.start_server

    async def by_ipv4_alone(serve: Any, host: str, port: int, **options: Any) -> asyncio.Server:
        if ":" in host:
            raise OSError(number, "no")
        return await started(serve, host, port, **options)

    with patch("asyncio.start_server", by_ipv4_alone):
        async with awaited_redirects(callback(closed_port())) as (_, in_the_way):
            assert bool(in_the_way) is told


async def test_an_address_with_https_is_listened_for_on_a_port_of_ours() -> None:
    port = closed_port()
    with patch("worker.linking.redirects.LISTENING_PORT", port):
        async with awaited_redirects("https://shop.example.com/daybook/callback") as (redirects, _):
            browser = asyncio.create_task(led_to(callback(port, "/daybook/callback?code=1")))
            (await redirects.next()).show(connected("Shop"))
            assert (await browser).status_code == 200
