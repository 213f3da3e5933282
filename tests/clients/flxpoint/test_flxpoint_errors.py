"""Every failure gets the one class that says what it means, and no text ever holds the token."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from accounting.records import RecordKind
from clients.flxpoint.account import Flxpoint
from clients.flxpoint.errors import (
    FlxpointError,
    RecordUnknown,
    Refused,
    Throttled,
    TokenRefused,
    Transient,
    Unreachable,
)
from tests.clients.flxpoint import samples
from tests.clients.flxpoint.answering import TOKEN, Answering, answering


def failing(error: Exception) -> Answering:
    def answer(request: httpx.Request) -> httpx.Response:
        raise error

    return Answering(answer)


async def failure(flxpoint: Answering) -> FlxpointError:
    with pytest.raises(FlxpointError) as caught:
        await flxpoint.client.order("700123")
    return caught.value


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (301, Refused),
        (400, Refused),
        (401, TokenRefused),
        (403, TokenRefused),
        (404, RecordUnknown),
        (408, Transient),
        (409, Refused),
        (422, Refused),
        (429, Throttled),
        (500, Transient),
        (502, Transient),
        (503, Transient),
    ],
)
async def test_each_status_has_its_class(status: int, kind: type[FlxpointError]) -> None:
    flxpoint = answering({"message": "so it is"}, status=status)
    error = await failure(flxpoint)
    assert type(error) is kind
    assert (error.status, error.method, error.path) == (status, "GET", "/orders/700123")
    assert str(error) == f"{error.message} (GET /orders/700123: HTTP {status})"
    assert error.message.endswith("so it is")
    assert len(flxpoint.requests) == 1


@pytest.mark.parametrize(
    "error",
    [
        httpx.ConnectError("refused"),
        httpx.ConnectTimeout("slow"),
        httpx.ReadTimeout(""),
        httpx.ReadError("reset"),
        httpx.RemoteProtocolError("disconnected"),
    ],
)
async def test_no_answer_is_unreachable_and_may_have_been_acted_on(error: httpx.TransportError) -> None:
    flxpoint = failing(error)
    caught = await failure(flxpoint)
    assert type(caught) is Unreachable
    assert isinstance(caught, Transient)
    assert caught.status is None
    assert type(error).__name__ in str(caught)
    assert str(caught).endswith("(GET /orders/700123: no answer)")
    assert len(flxpoint.requests) == 1
    assert flxpoint.under_way == 0


@pytest.mark.parametrize("content", [b"", b"<html>busy</html>", b'{"id": 70', b"\xff\xfe\x00", b"[" * 100_000])
async def test_an_answer_that_cannot_be_read_is_transient(content: bytes) -> None:
    error = await failure(Answering(lambda request: httpx.Response(200, content=content)))
    assert type(error) is Transient
    assert error.status == 200


async def test_a_body_that_cannot_be_unpacked_is_transient() -> None:
    error = await failure(
        Answering(lambda request: httpx.Response(200, headers={"Content-Encoding": "gzip"}, content=b"no"))
    )
    assert type(error) is Transient


async def test_a_write_needs_no_readable_answer() -> None:
    flxpoint = Answering(lambda request: httpx.Response(200, content=b""))
    await flxpoint.client.mark_posted(RecordKind.ORDER, "1", "2", {})
    assert len(flxpoint.requests) == 1


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("1", 1.0), ("2.5", 2.5), ("0", 0.0), ("-1", None), ("inf", None), ("Sun, 22 Nov 2026 10:00:00 GMT", None)],
)
async def test_flxpoints_wish_for_a_pause_is_read(header: str, seconds: float | None) -> None:
    error = await failure(Answering(lambda request: httpx.Response(429, headers={"Retry-After": header})))
    assert isinstance(error, Throttled)
    assert error.retry_after == seconds


async def test_a_pause_may_be_wished_for_without_a_time() -> None:
    error = await failure(answering(status=429))
    assert isinstance(error, Throttled)
    assert error.retry_after is None


async def test_a_refused_token_says_which_token_is_needed() -> None:
    error = await failure(Answering(lambda request: httpx.Response(401)))
    assert error.message == "Flxpoint token missing, wrong, or of the wrong type (an Account token is needed)."


async def test_an_error_text_in_plain_words_is_one_short_line() -> None:
    text = "order\n already  acknowledged " + "x" * 1000
    error = await failure(Answering(lambda request: httpx.Response(400, text=text)))
    assert "Flxpoint refused the request. order already acknowledged xx" in str(error)
    assert "\n" not in str(error)
    assert len(str(error)) < 400


@pytest.mark.parametrize("status", [200, 400, 401, 500])
async def test_a_token_that_flxpoint_echoes_is_not_repeated(status: int) -> None:
    error = await failure(Answering(lambda request: httpx.Response(status, text=f"who is {TOKEN}?")))
    assert TOKEN not in str(error)
    assert "who is <token>?" in str(error)


@pytest.mark.parametrize("token", ["", "  ", "töken", "to\nken"])
async def test_a_token_that_cannot_be_sent_is_refused_unsent_and_untold(token: str) -> None:
    flxpoint = Answering(lambda request: httpx.Response(200, json={}), token=token)
    error = await failure(flxpoint)
    assert type(error) is TokenRefused
    assert flxpoint.requests == []
    assert not token.strip() or token not in repr(error)


async def test_the_token_does_not_follow_a_redirect() -> None:
    elsewhere = {"Location": "https://elsewhere.example.com/"}
    flxpoint = Answering(lambda request: httpx.Response(302, headers=elsewhere))
    flxpoint.http.follow_redirects = True
    assert type(await failure(flxpoint)) is Refused
    assert len(flxpoint.requests) == 1


async def test_the_clients_own_timeout_is_used() -> None:
    flxpoint = Answering(lambda request: httpx.Response(200, json={}), timeout=7.0)
    await flxpoint.client.order("1")
    assert flxpoint.last.extensions["timeout"] == dict.fromkeys(("connect", "read", "write", "pool"), 7.0)


async def test_what_admission_raises_comes_through_untouched() -> None:
    class Closed:
        async def __aenter__(self) -> None:
            raise asyncio.QueueFull

        async def __aexit__(self, *raised: object) -> None:
            raise AssertionError("never entered")

    flxpoint = answering(samples.account())
    client = Flxpoint(base_url="https://flxpoint.example.com", token=TOKEN, http=flxpoint.http, admit=Closed)
    with pytest.raises(asyncio.QueueFull):
        await client.account()
    assert flxpoint.requests == []
