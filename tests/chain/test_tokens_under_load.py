"""Tokens that end while many want them, in several processes: refreshed once, and no call fails.

The load over many expiries is light and short here. `EXPIRIES=24 CALLS=10 .venv/bin/python -m pytest -q -s
tests/chain/test_tokens_under_load.py -k expiries` runs it in full, for a minute and a half.
"""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from typing import Any

import pytest

from tests.chain.books import refreshes
from tests.chain.callers import PROCESSES, Job, several
from tests.chain.world import World

DEMANDS = 250
LIFETIME = 5
"""Seconds; a call that comes so much too late on a busy machine fails, as it should."""
EXPIRIES = int(os.environ.get("EXPIRIES", "3"))
CALLS = int(os.environ.get("CALLS", "3"))
"""A second, in each of two processes."""
DAY = 86_400


async def statuses(world: World) -> list[int | None]:
    """How each request for new tokens was answered; None where the connection was cut."""
    return [call["status"] for call in await refreshes(world)]


async def opens(world: World, access_token: str) -> bool:
    """Whether QuickBooks takes the token."""
    books = world.announced.quickbooks
    answer = await world.quickbooks.http.get(
        f"{books['url']}/v3/company/{books['realm_id']}/preferences",
        headers={"Authorization": f"Bearer {access_token}"},
    )
    return answer.status_code == 200


@pytest.mark.rule("R-18/expected")
async def test_a_thousand_demands_of_four_processes_are_one_refresh(idle: World) -> None:
    await idle.quickbooks.fault("slow", path="/oauth2/", seconds=1)

    async with several(idle.environment) as callers:
        told = await callers(Job(demands=DEMANDS))

    assert await statuses(idle) == [200]
    ((token, demands),) = told.tokens.items()
    assert (demands, told.again, told.failures) == (PROCESSES * DEMANDS, 0, Counter())
    assert await opens(idle, token)


async def test_a_lost_answer_is_asked_for_once_more_by_all_of_them_together(idle: World) -> None:
    await idle.quickbooks.switch(rotate="daily")
    await idle.quickbooks.fault("lost_after", path="/oauth2/")

    async with several(idle.environment) as callers:
        told = await callers(Job(demands=DEMANDS))

    assert await statuses(idle) == [None, 200]
    assert (len(told.tokens), told.tokens.total(), told.failures) == (1, PROCESSES * DEMANDS, Counter())


@pytest.mark.rule("R-21/expected")
async def test_a_lost_answer_that_ended_the_stored_token_is_found_out_once_for_all(idle: World) -> None:
    await idle.quickbooks.fault("lost_after", path="/oauth2/")

    async with several(idle.environment) as callers:
        told = await callers(Job(demands=DEMANDS))
        again = await callers(Job(demands=10))

    assert await statuses(idle) == [None, 400]
    sentence = (
        'ReconnectNeeded: QuickBooks connection "Shop" needs re-authentication: '
        "Intuit no longer accepts the refresh token (invalid_grant)."
    )
    assert told.failures == {sentence: PROCESSES * DEMANDS}
    assert again.failures == {sentence: PROCESSES * 10}


async def test_calls_go_on_over_many_expiries_and_a_rotation_without_one_failing(idle: World) -> None:
    """Each fifth of a lifetime before its end a token is replaced; a day that passes ends it at once."""
    await idle.quickbooks.switch(token_lifetime=f"{LIFETIME}", rotate="daily")
    seconds = EXPIRIES * LIFETIME * 0.8

    async with several(idle.environment, 2) as callers:
        calling = asyncio.ensure_future(callers(Job(calls_a_second=CALLS, seconds=seconds)))
        for _ in range(max(1, EXPIRIES // 12)):
            await asyncio.sleep(seconds / (1 + max(1, EXPIRIES // 12)))
            await pass_a_day(idle)
        told = await calling

    asked = await refreshes(idle)
    assert told.failures == Counter()
    assert told.calls == 2 * round(CALLS * seconds)
    assert {call["status"] for call in asked} == {200}
    assert EXPIRIES - 1 <= len(asked) <= EXPIRIES + 3
    print(f"{told.calls} calls in {told.seconds:.1f} s, {len(asked)} refreshes, {await answers(idle)}")


async def pass_a_day(world: World) -> None:
    """After it a refresh gives a new refresh token, and the old one is dead."""
    answer = await world.quickbooks.http.post(f"{world.quickbooks.url}/__control/clock", json={"advance": DAY})
    answer.raise_for_status()


async def answers(world: World) -> Any:
    """How many calls of the company were answered with which status."""
    return dict(Counter(call["status"] for call in await world.quickbooks.calls(path="/preferences")))
