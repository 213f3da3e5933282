"""The order in which a company's client asks for a token, is admitted, claims and sends."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from decimal import Decimal
from typing import Any

import httpx
import pytest

from clients.quickbooks import errors
from clients.quickbooks.company import QuickBooks
from clients.quickbooks.requests import BatchCreate
from clients.quickbooks.statements import equals, select
from clients.quickbooks.tokens import AccessToken
from tests.clients.quickbooks.quickbooks_texts import (
    BAD_GATEWAY,
    NAME_TAKEN,
    RECEIPT,
    RECEIPT_ANSWER,
    THROTTLED,
    TOKEN_EXPIRED,
    fault,
    fault_body,
)

FULL_GO = ["admitted", "claim", "POST token-1", "left"]


class World:
    """A company's client, its QuickBooks as a list of answers, and what happened in which order."""

    def __init__(self, *answers: tuple[int, bytes], timeout: float = 5.0) -> None:
        self.happened: list[str] = []
        self.requests: list[httpx.Request] = []
        self.answers = list(answers)
        self.reconnect: Exception | None = None
        self.lost: Exception | None = None
        self.quickbooks = QuickBooks(
            realm="123",
            base_url="https://quickbooks.example.com",
            http=httpx.AsyncClient(transport=httpx.MockTransport(self._answer)),
            tokens=self,
            admit=self._admit,
            timeout=timeout,
        )

    async def current(self) -> AccessToken:
        self.happened.append("token")
        return AccessToken("token-1", 1)

    async def newer_than(self, version: int) -> AccessToken:
        self.happened.append(f"newer than {version}")
        if self.reconnect is not None:
            raise self.reconnect
        return AccessToken("token-2", 2)

    async def refused(self, version: int) -> None:
        self.happened.append(f"refused {version}")
        if self.lost is not None:
            raise self.lost

    async def claim(self) -> None:
        self.happened.append("claim")

    @asynccontextmanager
    async def _admit(self) -> AsyncIterator[None]:
        self.happened.append("admitted")
        try:
            yield
        finally:
            self.happened.append("left")

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        self.happened.append(f"{request.method} {request.headers['authorization'].removeprefix('Bearer ')}")
        status, body = self.answers.pop(0)
        return httpx.Response(status, content=body, headers={"Intuit_Tid": "1-5f734f0e"})

    async def create(self) -> dict[str, Any]:
        return await self.quickbooks.create(
            "SalesReceipt", {"DocNumber": "1001"}, request_id="r-1", before_send=self.claim
        )


async def test_the_token_comes_first_and_the_claim_just_before_the_bytes() -> None:
    world = World((200, RECEIPT_ANSWER))
    assert await world.create() == RECEIPT
    assert world.happened == ["token", *FULL_GO]


async def test_a_401_is_answered_by_one_refresh_outside_admission_and_one_repeat() -> None:
    world = World((401, TOKEN_EXPIRED), (200, RECEIPT_ANSWER))
    assert await world.create() == RECEIPT
    assert world.happened == [
        "token",
        *FULL_GO,
        "newer than 1",
        "admitted",
        "claim",
        "POST token-2",
        "left",
    ]
    assert world.requests[0].url == world.requests[1].url
    assert world.requests[0].content == world.requests[1].content


async def test_a_second_401_means_the_token_is_not_accepted() -> None:
    world = World((401, TOKEN_EXPIRED), (401, TOKEN_EXPIRED))
    with pytest.raises(errors.AuthExpired) as caught:
        await world.create()
    assert len(world.requests) == 2
    assert (caught.value.tid, caught.value.status) == ("1-5f734f0e", 401)
    assert world.happened[-1] == "refused 2"


async def test_a_second_401_of_the_token_in_force_is_the_connections_end() -> None:
    world = World((401, TOKEN_EXPIRED), (401, TOKEN_EXPIRED))
    world.lost = errors.ReconnectNeeded()
    with pytest.raises(errors.ReconnectNeeded):
        await world.create()
    assert len(world.requests) == 2


async def test_a_refresh_that_fails_ends_the_request() -> None:
    world = World((401, TOKEN_EXPIRED))
    world.reconnect = errors.ReconnectNeeded()
    with pytest.raises(errors.ReconnectNeeded):
        await world.create()
    assert world.happened == ["token", *FULL_GO, "newer than 1"]


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (401, fault_body("120", "AuthorizationFailure"), errors.Forbidden),
        (400, fault_body("6240", NAME_TAKEN), errors.DuplicateName),
        (429, THROTTLED, errors.Throttled),
        (502, BAD_GATEWAY, errors.Transient),
        (200, b"", errors.MalformedAnswer),
        (302, b"", errors.MalformedAnswer),
        (200, b'{"Invoice": {"Id": "1"}}', errors.MalformedAnswer),
    ],
)
async def test_nothing_else_is_ever_sent_twice(status: int, body: bytes, kind: type[errors.QuickBooksError]) -> None:
    world = World((status, body))
    with pytest.raises(errors.QuickBooksError) as caught:
        await world.create()
    assert type(caught.value) is kind
    assert world.happened == ["token", *FULL_GO]
    error = caught.value
    assert (error.status, error.realm, error.request_id, error.tid) == (status, "123", "r-1", "1-5f734f0e")


@pytest.mark.parametrize("stop", [errors.AuthExpired(), TimeoutError(), RuntimeError("claimed by another")])
async def test_what_the_claim_raises_stops_the_request_and_comes_out_untouched(stop: Exception) -> None:
    world = World()

    async def refuse() -> None:
        raise stop

    with pytest.raises(type(stop)) as caught:
        await world.quickbooks.create("Bill", {}, request_id="r-1", before_send=refuse)
    assert caught.value is stop
    assert world.happened == ["token", "admitted", "left"]


async def test_only_the_exchange_counts_against_the_time_limit() -> None:
    world = World((200, RECEIPT_ANSWER), timeout=0.05)

    async def slow_claim() -> None:
        await asyncio.sleep(0.15)

    assert await world.quickbooks.create("SalesReceipt", {}, request_id="r-1", before_send=slow_claim) == RECEIPT


async def test_a_request_given_up_leaves_admission() -> None:
    world = World()
    claiming = asyncio.Event()

    async def never() -> None:
        claiming.set()
        await asyncio.Event().wait()

    sending = asyncio.create_task(world.quickbooks.create("Bill", {}, request_id="r-1", before_send=never))
    await claiming.wait()
    sending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sending
    assert world.happened == ["token", "admitted", "left"]


async def test_an_update_sends_id_and_sync_token() -> None:
    world = World((200, RECEIPT_ANSWER))
    body = {"Id": "98", "SyncToken": "0", "sparse": True, "PrivateNote": "x"}
    assert await world.quickbooks.update("SalesReceipt", body, request_id="u-1") == RECEIPT
    assert json.loads(world.requests[0].content) == body
    assert world.requests[0].url.params["requestid"] == "u-1"


async def test_a_read_names_the_entity() -> None:
    world = World((200, RECEIPT_ANSWER))
    assert await world.quickbooks.read("SalesReceipt", "98") == RECEIPT
    assert world.requests[0].url.path == "/v3/company/123/salesreceipt/98"


@pytest.mark.parametrize("name", ["Amy's 50% + ü & \\ mugs", "x" * 2000])
async def test_a_statement_arrives_whole(name: str) -> None:
    statement = select("Customer", equals("DisplayName", name))
    world = World((200, b'{"QueryResponse": {"Customer": [{"Id": "5"}], "maxResults": 1}}'))
    assert await world.quickbooks.query("Customer", statement) == [{"Id": "5"}]
    request = world.requests[0]
    assert (request.url.params.get("query") or request.content.decode()) == statement
    assert request.url.params["minorversion"] == "75"


async def test_a_count_is_a_number() -> None:
    world = World((200, b'{"QueryResponse": {"totalCount": 41}}'))
    assert await world.quickbooks.count(select("Bill", count=True)) == 41


async def test_a_batch_gives_every_item_its_own_outcome() -> None:
    answer = {
        "BatchItemResponse": [
            {**fault("6240", NAME_TAKEN), "bId": "2"},
            {"Customer": {"Id": "5"}, "bId": "1"},
        ]
    }
    world = World((200, json.dumps(answer).encode()))
    items = [BatchCreate(bid, "Customer", {"Balance": Decimal("1.50")}) for bid in ("1", "2", "3")]
    results = await world.quickbooks.batch(items, request_id="r-1", before_send=world.claim)
    assert world.happened == ["token", *FULL_GO]
    assert results["1"] == {"Id": "5"}
    refused, unknown = results["2"], results["3"]
    assert type(refused) is errors.DuplicateName
    assert type(unknown) is errors.MalformedAnswer
    assert (refused.tid, refused.request_id) == (unknown.tid, unknown.request_id) == ("1-5f734f0e", "r-1")


@pytest.mark.parametrize(
    ("ask", "path", "kind"),
    [
        (QuickBooks.preferences, "/v3/company/123/preferences", "Preferences"),
        (QuickBooks.company_info, "/v3/company/123/companyinfo/123", "CompanyInfo"),
    ],
)
async def test_the_companys_own_facts_are_read(ask: Callable[[QuickBooks], Any], path: str, kind: str) -> None:
    world = World((200, json.dumps({kind: {"Id": "1"}}).encode()))
    assert await ask(world.quickbooks) == {"Id": "1"}
    assert world.requests[0].url.path == path


async def test_every_call_is_logged_with_its_intuit_tid_and_without_a_token(
    caplog: pytest.LogCaptureFixture,
) -> None:
    world = World((401, TOKEN_EXPIRED), (200, RECEIPT_ANSWER))
    with caplog.at_level(logging.INFO, "clients.quickbooks"):
        await world.create()
    lines = [record.getMessage() for record in caplog.records if record.name == "clients.quickbooks.company"]
    assert lines == [
        "POST /salesreceipt: HTTP 401, intuit_tid 1-5f734f0e",
        "POST /salesreceipt: HTTP 200, intuit_tid 1-5f734f0e",
    ]
    assert "token-1" not in caplog.text


def test_a_token_does_not_show_its_value() -> None:
    assert "token-1" not in repr(AccessToken("token-1", 1))
