"""What a cut connection says about a write, on real sockets."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio

from clients.quickbooks import requests
from clients.quickbooks.errors import Transient, Unreachable
from clients.quickbooks.tokens import AccessToken
from clients.quickbooks.transport import exchange
from tests.clients.quickbooks.cutting_server import (
    Behaviour,
    answers,
    breaks_its_encoding,
    closed_port,
    closes,
    closes_amid_body,
    closes_amid_headers,
    cutting_server,
    resets,
    resets_amid_body,
    speaks_no_http,
    stays_silent,
    trickles,
)

RECEIPT = requests.create("SalesReceipt", {"DocNumber": "1001"}, "r-1")


@pytest_asyncio.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(trust_env=False) as client:
        yield client


async def post(http: httpx.AsyncClient, url: str, timeout: float = 5.0) -> httpx.Response:
    token = AccessToken("SECRET", 1)
    return await exchange(http, RECEIPT, base_url=url, realm="123", token=token, timeout=timeout)


@pytest.mark.parametrize(
    ("behaviour", "cause"),
    [
        (closes, "RemoteProtocolError"),
        (resets, "ReadError"),
        (closes_amid_headers, "RemoteProtocolError"),
        (closes_amid_body, "RemoteProtocolError"),
        (resets_amid_body, "ReadError"),
        (speaks_no_http, "RemoteProtocolError"),
        (breaks_its_encoding, "DecodingError"),
    ],
)
async def test_a_cut_after_the_bytes_left_is_uncertain_though_the_server_had_it_all(
    http: httpx.AsyncClient, behaviour: Behaviour, cause: str
) -> None:
    async with cutting_server(behaviour) as server:
        with pytest.raises(Transient) as caught:
            await post(http, server.url)
    assert [body for _, body in server.requests] == [RECEIPT.body]
    assert f"({cause}:" in str(caught.value)
    assert (caught.value.realm, caught.value.request_id) == ("123", "r-1")


@pytest.mark.parametrize("behaviour", [stays_silent, trickles])
async def test_the_time_limit_covers_the_whole_exchange(http: httpx.AsyncClient, behaviour: Behaviour) -> None:
    async with cutting_server(behaviour) as server:
        with pytest.raises(Transient, match="Timeout"):
            await post(http, server.url, timeout=0.3)
    assert len(server.requests) == 1


async def test_a_pooled_connection_that_dies_is_uncertain_and_used_once(http: httpx.AsyncClient) -> None:
    async with cutting_server(answers(b"{}"), closes) as server:
        await post(http, server.url)
        with pytest.raises(Transient):
            await post(http, server.url)
    assert len(server.requests) == 2


async def test_a_refused_connection_means_nothing_was_sent(http: httpx.AsyncClient) -> None:
    with pytest.raises(Unreachable, match=r"nothing was sent.*ConnectError"):
        await post(http, f"http://127.0.0.1:{closed_port()}")


async def test_a_failed_tls_handshake_means_nothing_was_sent(http: httpx.AsyncClient) -> None:
    async def speak_plainly(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"no TLS here\r\n")
        writer.close()

    async with await asyncio.start_server(speak_plainly, "127.0.0.1", 0) as server:
        with pytest.raises(Unreachable, match="ConnectError"):
            await post(http, f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}")


async def test_a_host_that_never_finishes_connecting_means_nothing_was_sent(http: httpx.AsyncClient) -> None:
    async with cutting_server(closes) as server:  # waits for a request, while TLS waits for its hello
        with pytest.raises(Unreachable, match="ConnectTimeout"):
            await post(http, server.url.replace("http:", "https:"), timeout=0.4)
    assert server.requests == []


async def test_waiting_for_a_free_connection_in_vain_means_nothing_was_sent() -> None:
    limits = httpx.Limits(max_connections=1)
    async with (
        cutting_server(trickles) as server,
        httpx.AsyncClient(trust_env=False, limits=limits) as http,
        http.stream("GET", server.url),
    ):
        with pytest.raises(Unreachable, match="PoolTimeout"):
            await post(http, server.url, timeout=0.4)
    assert len(server.requests) == 1


@pytest.mark.parametrize("url", ["ftp://127.0.0.1", "127.0.0.1:1"])
async def test_an_address_that_is_none_means_nothing_was_sent(http: httpx.AsyncClient, url: str) -> None:
    with pytest.raises(Unreachable, match="UnsupportedProtocol"):
        await post(http, url)


@pytest.mark.parametrize("cause", [httpx.ConnectTimeout, httpx.ProxyError])
async def test_no_connection_made_means_nothing_was_sent(cause: type[httpx.TransportError]) -> None:
    with pytest.raises(Unreachable):
        await post(failing(cause), "http://quickbooks.example.com")


@pytest.mark.parametrize("cause", [httpx.WriteError, httpx.WriteTimeout, httpx.ReadTimeout, httpx.CloseError])
async def test_a_failure_amid_the_request_is_uncertain(cause: type[httpx.TransportError]) -> None:
    with pytest.raises(Transient):
        await post(failing(cause), "http://quickbooks.example.com")


async def test_a_failure_shows_no_token_and_chains_no_request(http: httpx.AsyncClient) -> None:
    with pytest.raises(Unreachable) as caught:
        await post(http, f"http://127.0.0.1:{closed_port()}")
    assert "SECRET" not in str(caught.value)
    assert caught.value.__suppress_context__


@pytest.mark.parametrize("status", ["302 Found", "401 Unauthorized", "503 Service Unavailable"])
async def test_an_answer_of_any_status_is_an_answer(http: httpx.AsyncClient, status: str) -> None:
    async with cutting_server(answers(b"{}", status, headers="Location: /elsewhere\r\n")) as server:
        response = await post(http, server.url)
    assert response.status_code == int(status[:3])
    assert len(server.requests) == 1


async def test_the_request_goes_out_as_quickbooks_wants_it(http: httpx.AsyncClient) -> None:
    async with cutting_server(answers(b"{}")) as server:
        await post(http, f"{server.url}/")
    head, body = server.requests[0]
    lines = head.split("\r\n")
    assert lines[0] == "POST /v3/company/123/salesreceipt?requestid=r-1&minorversion=75 HTTP/1.1"
    headers = dict(line.lower().split(": ", 1) for line in lines[1:] if line)
    assert headers["authorization"] == "bearer secret"
    assert (headers["accept"], headers["content-type"]) == ("application/json", "application/json")
    assert (headers["user-agent"], "gzip" in headers["accept-encoding"]) == ("daybook", True)
    assert body == b'{"DocNumber":"1001"}'


def failing(cause: type[httpx.TransportError]) -> httpx.AsyncClient:
    def fail(request: httpx.Request) -> httpx.Response:
        raise cause("as told")

    return httpx.AsyncClient(transport=httpx.MockTransport(fail))
