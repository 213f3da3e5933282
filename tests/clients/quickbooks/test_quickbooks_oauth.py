"""New tokens from a token endpoint on loopback, and every way not to get them."""

from __future__ import annotations

import base64
import importlib.util
import json
import subprocess
import sys
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest
from authlib.integrations.httpx_client import AsyncOAuth2Client

from clients.quickbooks.errors import QuickBooksError, ReconnectNeeded, Transient, Unreachable, WrongApp
from clients.quickbooks.oauth import Grant, refresh
from tests.clients.quickbooks.cutting_server import (
    Behaviour,
    answers,
    closed_port,
    closes,
    cutting_server,
    resets,
    stays_silent,
    trickles,
)

OLD, NEW = "RT1-SECRET-OLD", "RT1-SECRET-NEW"
TOKENS: dict[str, Any] = {
    "token_type": "bearer",
    "expires_in": 3600,
    "x_refresh_token_expires_in": 8726400,
    "access_token": "eyJ-SECRET",
    "refresh_token": NEW,
}


def tokens(**changes: Any) -> Behaviour:
    answer = {name: value for name, value in (TOKENS | changes).items() if value is not None}
    return answers(json.dumps(answer).encode())


def refusal(status: str, error: str) -> Behaviour:
    body = {"error": error, "error_description": f"Incorrect or invalid refresh token {OLD}"}
    return answers(json.dumps(body).encode(), status)


async def ask(url: str, timeout: float = 5.0) -> Grant:
    return await refresh(
        token_url=f"{url}/oauth2/v1/tokens/bearer",
        client_id="app",
        client_secret="SECRET-app",
        refresh_token=OLD,
        timeout=timeout,
    )


async def failure(*behaviours: Behaviour, timeout: float = 5.0) -> QuickBooksError:
    async with cutting_server(*behaviours) as server:
        with pytest.raises(QuickBooksError) as caught:
            await ask(server.url, timeout)
    assert len(server.requests) == 1
    return caught.value


def test_the_http_stack_is_one() -> None:
    assert importlib.util.find_spec("httpx2") is None
    assert issubclass(AsyncOAuth2Client, httpx.AsyncClient)


def test_importing_shows_no_warning() -> None:
    code = [sys.executable, "-W", "error", "-c", "import clients.quickbooks.oauth"]
    done = subprocess.run(code, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


async def test_a_refresh_token_is_traded_for_a_new_grant() -> None:
    async with cutting_server(tokens()) as server:
        grant = await ask(server.url)
    assert grant == Grant(
        access_token="eyJ-SECRET",
        refresh_token=NEW,
        access_lifetime=timedelta(hours=1),
        refresh_lifetime=timedelta(seconds=8726400),
    )
    head, body = server.requests[0]
    assert head.startswith("POST /oauth2/v1/tokens/bearer HTTP/1.1")
    assert f"Basic {base64.b64encode(b'app:SECRET-app').decode()}" in head
    assert parse_qs(body.decode()) == {"grant_type": ["refresh_token"], "refresh_token": [OLD]}


async def test_a_grant_without_a_new_refresh_token_keeps_the_old_one() -> None:
    async with cutting_server(tokens(refresh_token=None, x_refresh_token_expires_in=None)) as server:
        grant = await ask(server.url)
    assert (grant.refresh_token, grant.refresh_lifetime) == (OLD, None)


async def test_a_grant_does_not_show_its_tokens() -> None:
    async with cutting_server(tokens()) as server:
        assert "SECRET" not in repr(await ask(server.url))


async def test_a_dead_refresh_token_needs_a_person() -> None:
    error = await failure(refusal("400 Bad Request", "invalid_grant"))
    assert type(error) is ReconnectNeeded
    assert str(error) == "Intuit no longer accepts the refresh token (invalid_grant)"


@pytest.mark.parametrize("code", ["invalid_client", "unauthorized_client"])
async def test_a_wrong_secret_is_called_what_it_is(code: str) -> None:
    error = await failure(refusal("401 Unauthorized", code))
    assert type(error) is WrongApp
    assert "its client id or client secret is wrong" in str(error)


@pytest.mark.parametrize(
    "behaviour",
    [
        answers(b"<html><title>503</title></html>", "503 Service Unavailable", "text/html"),
        answers(b'{"error": "invalid_grant"}', "500 Internal Server Error"),
        answers(b"<html>slow down</html>", "429 Too Many Requests", "text/html"),
        answers(b"<html>welcome</html>", type="text/html"),
        answers(b""),
        answers(b"[]"),
        tokens(access_token=None),
        tokens(access_token=""),
        tokens(access_token=7),
        tokens(expires_in=None),
        tokens(expires_in="soon"),
        tokens(x_refresh_token_expires_in=10**30),
        refusal("400 Bad Request", "temporarily_unavailable"),
        closes,
        resets,
    ],
)
async def test_everything_else_may_pass(behaviour: Behaviour) -> None:
    error = await failure(behaviour)
    assert type(error) is Transient


@pytest.mark.parametrize("behaviour", [stays_silent, trickles])
async def test_the_time_limit_covers_the_whole_refresh(behaviour: Behaviour) -> None:
    assert type(await failure(behaviour, timeout=0.3)) is Transient


async def test_a_gateways_failure_keeps_its_status_and_tid() -> None:
    error = await failure(answers(b"<html/>", "503 Service Unavailable", headers="intuit_tid: 1-5f\r\n"))
    assert (error.status, error.tid) == (503, "1-5f")


async def test_a_refused_connection_means_nothing_was_sent() -> None:
    with pytest.raises(Unreachable):
        await ask(f"http://127.0.0.1:{closed_port()}")


@pytest.mark.parametrize(
    "behaviour",
    [
        refusal("400 Bad Request", "invalid_grant"),
        refusal("400 Bad Request", "something_else"),
        tokens(expires_in="soon"),
        answers(b"x", "503 Service Unavailable"),
        closes,
    ],
)
async def test_no_token_gets_into_an_error(behaviour: Behaviour) -> None:
    error = await failure(behaviour)
    assert "SECRET" not in f"{error} {error!r} {error.args}"
    assert error.__suppress_context__
