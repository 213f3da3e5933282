"""The proxy between workers and stand-ins carries bytes, cuts them off, and swallows answers."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from tests.clients.quickbooks.cutting_server import answers, cutting_server
from worker.prove.wire import wire


async def test_it_carries_requests_and_answers() -> None:
    async with (
        cutting_server(answers(b'{"a": 1}')) as server,
        wire(server.url) as (_, url),
        httpx.AsyncClient(trust_env=False) as http,
    ):
        assert (await http.get(f"{url}/any")).json() == {"a": 1}
        assert (await http.post(f"{url}/any", content=b"x" * 200_000)).status_code == 200
    assert len(server.requests) == 2


async def test_a_reset_cuts_every_connection_and_new_ones_are_carried_again() -> None:
    async with cutting_server(answers(b"{}")) as server, wire(server.url) as (carrier, url):
        host, _, port = url.removeprefix("http://").partition(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        await asyncio.sleep(0.1)

        assert carrier.reset() == 1

        with pytest.raises(ConnectionResetError):
            await reader.read()
        writer.close()
        async with httpx.AsyncClient(trust_env=False) as http:
            assert (await http.get(url)).status_code == 200


async def test_a_black_hole_takes_the_answer_of_a_request_that_was_served() -> None:
    async with (
        cutting_server(answers(b"{}")) as server,
        wire(server.url) as (carrier, url),
        httpx.AsyncClient(trust_env=False) as http,
    ):
        hole = asyncio.create_task(carrier.black_hole(0.5))
        await asyncio.sleep(0.05)

        with pytest.raises(httpx.TransportError):
            await http.post(url, content=b"{}")

        assert await hole > 0
        assert len(server.requests) == 1
        assert (await http.get(url)).status_code == 200


async def test_without_a_server_behind_it_a_connection_ends_at_once() -> None:
    async with cutting_server(answers(b"{}")) as server:
        url = server.url
    async with wire(url) as (_, here), httpx.AsyncClient(trust_env=False) as http:
        with pytest.raises(httpx.TransportError):
            await http.get(here)
