"""Refreshes whose answer is lost, late or wrong: what is stored stays good, and only a dead token needs a person."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from activities import tokens
from activities.tokens import ConnectionTokens
from clients.quickbooks.errors import NoTokenYet, ReconnectNeeded, WrongApp
from clients.quickbooks.oauth import Grant
from tests.chain.books import refreshes
from tests.chain.world import CONNECTION, World
from tests.clients.quickbooks.cutting_server import closed_port
from worker.wiring import opened_companies

LOST: list[dict[str, Any]] = [
    {"kind": "lost_after"},
    {"kind": "empty"},
    {"kind": "truncated"},
    {"kind": "status_after", "status": 502},
    {"kind": "status_after", "status": 200},
    {"kind": "slow", "seconds": 1.0},
]
"""Intuit has given new tokens, and they do not arrive."""


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The token endpoint is given up soon, and asked again at once."""
    monkeypatch.setattr(tokens, "REFRESH_SECONDS", 0.5)
    monkeypatch.setattr("activities.refreshes.FAILED_SECONDS", 0.0)


async def of(world: World) -> ConnectionTokens:
    """The connection's tokens as an activity asks for them that begins now."""
    return world.companies.tokens(await world.companies.stores.connections.get(CONNECTION))


async def reason(world: World) -> str | None:
    """Why a person must link the connection again."""
    return (await world.companies.stores.connections.get(CONNECTION)).relink_reason


async def asked(world: World) -> list[int | None]:
    return [call["status"] for call in await refreshes(world)]


@pytest.mark.rule("R-18/expected")
@pytest.mark.parametrize("lost", LOST, ids=lambda lost: f"{lost['kind']}-{lost.get('status', '')}")
async def test_a_stored_token_that_still_works_is_sent_again(idle: World, lost: dict[str, Any]) -> None:
    await idle.quickbooks.switch(rotate="daily")
    await idle.quickbooks.fault(path="/oauth2/", **lost)

    with pytest.raises(NoTokenYet, match="gave no new access token, so nothing was sent"):
        await (await of(idle)).current()
    token = await (await of(idle)).current()

    assert token.version == 2
    assert await reason(idle) is None
    assert await (await of(idle)).current() == token
    assert len(await asked(idle)) == 2


@pytest.mark.rule("R-21/bad")
@pytest.mark.parametrize("lost", LOST, ids=lambda lost: f"{lost['kind']}-{lost.get('status', '')}")
async def test_a_stored_token_that_the_lost_answer_ended_needs_a_person_and_is_sent_no_more(
    idle: World, lost: dict[str, Any]
) -> None:
    told: list[str] = []

    async def note(connection: str) -> None:
        told.append(connection)

    idle.companies.when_lost = note
    await idle.quickbooks.fault(path="/oauth2/", **lost)

    with pytest.raises(NoTokenYet):
        await (await of(idle)).current()
    for _ in range(3):
        with pytest.raises(ReconnectNeeded, match="needs re-authentication: Intuit no longer accepts"):
            await (await of(idle)).current()

    assert len(await asked(idle)) == 2
    assert told == [CONNECTION]


async def test_a_link_made_while_a_dead_token_is_on_its_way_stays_good(
    idle: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens, "REFRESH_SECONDS", 15.0)
    await idle.connect(refresh_token="ended")
    await idle.quickbooks.fault("slow", path="/oauth2/", seconds=2)
    refreshing = asyncio.ensure_future((await of(idle)).current())
    await asyncio.sleep(0.3)

    await link_by_script(idle, idle.announced.quickbooks["refresh_token"])

    assert (await refreshing).version == 3
    assert await reason(idle) is None
    assert (await (await of(idle)).current()).version == 4
    assert await asked(idle) == [400, 200]


async def test_whoever_began_before_the_link_finds_it(idle: World) -> None:
    await idle.connect(refresh_token="ended")
    with pytest.raises(ReconnectNeeded):
        await (await of(idle)).current()
    began_before = await of(idle)

    await link_by_script(idle, idle.announced.quickbooks["refresh_token"])

    assert (await began_before.current()).version == 4


async def test_a_token_that_another_worker_has_replaced_is_not_sent(idle: World) -> None:
    """It waits for the lock with a token that is dead by the time it gets it."""
    await idle.quickbooks.fault("slow", path="/oauth2/", seconds=0.3)
    async with opened_companies(idle.environment) as others:
        other = others.tokens(await others.stores.connections.get(CONNECTION))
        one, two = await asyncio.gather((await of(idle)).current(), other.current())

    assert one == two
    assert await asked(idle) == [200]


async def test_tokens_that_another_worker_holds_for_too_long_are_asked_for_again(
    idle: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clients.database.credentials.LOCK_TIMEOUT", "100ms")
    async with idle.companies.stores.credentials.locked_grant(CONNECTION):
        with pytest.raises(NoTokenYet, match="have been held by another worker"):
            await (await of(idle)).current()

    assert (await (await of(idle)).current()).version == 2


async def test_a_refresh_by_a_script_that_holds_no_lock_does_not_end_the_connection(idle: World) -> None:
    """Intuit has given the script new tokens, and it stores them a moment later."""
    books = idle.announced.quickbooks
    answer = await idle.quickbooks.http.post(
        books["token_url"],
        data={"grant_type": "refresh_token", "refresh_token": books["refresh_token"]},
        auth=(books["client_id"], books["client_secret"]),
    )
    with pytest.raises(ReconnectNeeded):
        await (await of(idle)).current()

    await link_by_script(idle, answer.json()["refresh_token"])

    assert await reason(idle) is None
    assert (await (await of(idle)).current()).version == 3


async def test_many_who_wait_for_a_refresh_share_its_failure(idle: World) -> None:
    await idle.quickbooks.fault("slow_before", path="/oauth2/", seconds=0.6)
    waiting = await of(idle)

    told = await asyncio.gather(*(waiting.current() for _ in range(100)), return_exceptions=True)

    assert {type(one) for one in told} == {NoTokenYet}
    assert await asked(idle) == [None]


async def test_a_failure_is_the_answer_for_a_moment(idle: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("activities.refreshes.FAILED_SECONDS", 0.3)
    await idle.quickbooks.fault("status", path="/oauth2/", status=503)

    for _ in range(5):
        with pytest.raises(NoTokenYet, match="HTTP 503"):
            await (await of(idle)).current()
    await asyncio.sleep(0.4)

    assert (await (await of(idle)).current()).version == 2
    assert await asked(idle) == [503, 200]


async def test_a_token_endpoint_that_is_not_there_is_named_and_asks_for_nobody(idle: World) -> None:
    right = idle.companies.endpoints
    idle.companies.endpoints = replace(right, intuit_token_url=f"http://127.0.0.1:{closed_port()}/tokens")

    with pytest.raises(NoTokenYet, match=r"Intuit's token endpoint gave no new access token.*ConnectError"):
        await (await of(idle)).current()

    assert await reason(idle) is None
    idle.companies.endpoints = right
    assert (await (await of(idle)).current()).version == 2


async def test_an_unknown_app_does_not_end_the_connection(idle: World) -> None:
    right = idle.companies.endpoints
    idle.companies.endpoints = replace(right, intuit_client_secret="wrong")

    with pytest.raises(WrongApp):
        await (await of(idle)).current()

    assert await reason(idle) is None
    idle.companies.endpoints = right
    assert (await (await of(idle)).current()).version == 2


async def link_by_script(world: World, refresh_token: str) -> None:
    """New tokens are stored, and nothing else is done."""
    grant = Grant("", refresh_token, access_lifetime=timedelta(0), refresh_lifetime=None)
    await world.companies.stores.credentials.save_grant(CONNECTION, world.announced.quickbooks["realm_id"], grant)
