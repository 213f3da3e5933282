"""Slots and turns over several workers."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, suppress
from datetime import timedelta
from uuid import uuid4

import pytest
import pytest_asyncio
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from clients.database import turns
from clients.database.governor import Governor, Limit
from clients.database.statements import change, fetch

QUICK = timedelta(milliseconds=1)
HELD = text("select slot from governor_slot where held_until > clock_timestamp() order by slot")


@pytest_asyncio.fixture
async def governor(engine: AsyncEngine) -> AsyncIterator[Governor]:
    """One worker's governor."""
    async with Governor(engine) as one:
        yield one


async def held_slots(engine: AsyncEngine) -> list[int]:
    """The slots that are leased now."""
    return [row["slot"] for row in await fetch(engine, HELD)]


class Api:
    """Counts the requests inside, and remembers when each came."""

    def __init__(self) -> None:
        self.inside = self.most = 0
        self.came: list[float] = []

    async def request(self, governor: Governor, key: str, limit: Limit, seconds: float) -> None:
        """One admitted request."""
        async with governor.admitted(key, limit):
            self.came.append(time.monotonic())
            self.inside += 1
            self.most = max(self.most, self.inside)
            await asyncio.sleep(seconds)
            self.inside -= 1

    def shortest(self, steps: int = 1) -> float:
        """The shortest time from a request to the one so many steps later."""
        return min(later - sooner for sooner, later in zip(self.came, self.came[steps:], strict=False))


async def test_two_workers_never_have_more_requests_at_once_than_slots(
    engine: AsyncEngine, other_engine: AsyncEngine
) -> None:
    api, limit = Api(), Limit(slots=4, spacing=QUICK)
    async with Governor(engine) as one, Governor(other_engine) as other:
        await asyncio.gather(*(api.request((one, other)[n % 2], "qbo", limit, 0.05) for n in range(60)))
    assert len(api.came) == 60
    assert api.most == 4
    assert await held_slots(engine) == []


async def test_two_workers_requests_are_evenly_spaced(engine: AsyncEngine, other_engine: AsyncEngine) -> None:
    api, limit = Api(), Limit(slots=8, spacing=timedelta(milliseconds=50))
    async with Governor(engine) as one, Governor(other_engine) as other:
        began = time.monotonic()
        await asyncio.gather(*(api.request((one, other)[n % 2], "qbo", limit, 0.02) for n in range(60)))
    assert api.came[-1] - began > 59 * 0.05 - 0.01
    # A busy machine may wake one worker late and the other in time, but of three requests two are one worker's.
    assert api.shortest(steps=2) > 0.04
    assert api.shortest(steps=20) > 0.9


async def test_a_stalled_event_loop_makes_no_burst(governor: Governor) -> None:
    api, limit = Api(), Limit(slots=8, spacing=timedelta(milliseconds=50))
    requests = [asyncio.create_task(api.request(governor, "qbo", limit, 0)) for _ in range(8)]
    await asyncio.sleep(0.1)
    time.sleep(0.5)  # noqa: ASYNC251
    await asyncio.gather(*requests)
    assert api.shortest() > 0.03


async def test_turns_of_one_worker_use_the_whole_rate(governor: Governor) -> None:
    api, limit = Api(), Limit(slots=8, spacing=timedelta(milliseconds=100))
    await asyncio.gather(*(api.request(governor, "qbo", limit, 0.3) for _ in range(20)))
    assert 1.9 - 0.02 < api.came[-1] - api.came[0] < 1.9 * 1.5


async def test_keys_do_not_wait_for_one_another(governor: Governor) -> None:
    limit = Limit(slots=1, spacing=timedelta(seconds=60))
    began = time.monotonic()
    async with asyncio.timeout(30), governor.admitted("qbo:1", limit), governor.admitted("qbo:2", limit):
        assert time.monotonic() - began < 5


async def test_a_lease_outlives_its_length_while_its_worker_lives(
    engine: AsyncEngine, other_engine: AsyncEngine
) -> None:
    lease, limit = timedelta(seconds=1.5), Limit(slots=1, spacing=QUICK)
    async with Governor(engine, lease=lease) as one, Governor(other_engine, lease=lease) as other:
        async with one.admitted("qbo", limit):
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(2.5), other.admitted("qbo", limit):
                    pass
        async with asyncio.timeout(2), other.admitted("qbo", limit):
            pass


async def test_a_dead_workers_slot_is_free_again_after_its_lease(engine: AsyncEngine, governor: Governor) -> None:
    limit = Limit(slots=1, spacing=QUICK)
    await turns.make_slots(engine, "qbo", 1)
    assert await turns.take_slot(engine, "qbo", 1, uuid4(), timedelta(seconds=1))
    began = time.monotonic()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.5), governor.admitted("qbo", limit):
            pass
    async with asyncio.timeout(5), governor.admitted("qbo", limit):
        assert 0.9 < time.monotonic() - began < 4


async def test_a_slot_that_passed_on_is_not_freed_by_its_former_holder(engine: AsyncEngine) -> None:
    former, present = uuid4(), uuid4()
    await turns.make_slots(engine, "qbo", 1)
    assert await turns.take_slot(engine, "qbo", 1, former, timedelta(0))
    assert await turns.take_slot(engine, "qbo", 1, present, timedelta(seconds=10))
    await turns.free_slot(engine, "qbo", former)
    await turns.renew_slots(engine, [former], timedelta(0))
    assert await held_slots(engine) == [0]


async def test_a_smaller_limit_counts_at_once(engine: AsyncEngine) -> None:
    await turns.make_slots(engine, "qbo", 8)
    lease = timedelta(seconds=10)
    taken = [await turns.take_slot(engine, "qbo", 2, uuid4(), lease) for _ in range(3)]
    assert taken == [True, True, False]


async def test_holding_back_stops_every_worker(engine: AsyncEngine, other_engine: AsyncEngine) -> None:
    limit = Limit(slots=8, spacing=QUICK)
    async with Governor(engine) as one, Governor(other_engine) as other:
        await one.hold_back("qbo", 0.5)
        await one.hold_back("qbo", 0.1)
        began = time.monotonic()
        for governor in (other, one):
            async with governor.admitted("qbo", limit):
                assert time.monotonic() - began > 0.45


@pytest.mark.parametrize("seconds", [0, 0.002, 0.005, 0.01, 0.05])
async def test_a_cancelled_request_leaves_no_slot_behind(engine: AsyncEngine, seconds: float) -> None:
    limit = Limit(slots=2, spacing=timedelta(milliseconds=20))
    async with Governor(engine) as governor:
        requests = [asyncio.create_task(Api().request(governor, "qbo", limit, 1)) for _ in range(6)]
        await asyncio.sleep(seconds)
        for request in requests:
            request.cancel()
        for request in requests:
            with suppress(asyncio.CancelledError):
                await request
        async with asyncio.timeout(3), governor.admitted("qbo", limit):
            pass
    assert await held_slots(engine) == []


async def test_a_failing_request_gives_its_slot_back(engine: AsyncEngine, governor: Governor) -> None:
    with pytest.raises(RuntimeError, match="reset"):
        async with governor.admitted("qbo", Limit(slots=1, spacing=QUICK)):
            raise RuntimeError("reset")
    assert await held_slots(engine) == []


async def test_an_answer_is_not_lost_because_its_slot_cannot_be_given_back(
    governor: Governor, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(*_: object) -> None:
        raise OSError("the database is gone")

    monkeypatch.setattr(turns, "free_slot", broken)
    async with governor.admitted("qbo", Limit(slots=1, spacing=QUICK)):
        pass
    assert "A slot of qbo could not be given back" in caplog.text


async def test_renewal_goes_on_after_it_failed(
    engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    renew, failures = turns.renew_slots, iter([True, False])

    async def broken_once(*arguments: object) -> None:
        if next(failures, False):
            raise OSError("the database is gone")
        await renew(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(turns, "renew_slots", broken_once)
    caplog.set_level(logging.ERROR)
    async with (
        Governor(engine, lease=timedelta(seconds=0.9)) as governor,
        governor.admitted("qbo", Limit(slots=1, spacing=QUICK)),
    ):
        await asyncio.sleep(1.5)
        assert await held_slots(engine) == [0]
    assert "could not be renewed" in caplog.text


async def test_rows_lost_in_a_crash_of_the_database_are_made_anew(engine: AsyncEngine, governor: Governor) -> None:
    limit = Limit(slots=1, spacing=QUICK)
    async with governor.admitted("qbo", limit):
        await change(engine, text("delete from governor_slot"))
        await change(engine, text("delete from governor_turn"))
    async with asyncio.timeout(2), governor.admitted("qbo", limit):
        assert await held_slots(engine) == [0]


async def test_outside_its_life_a_governor_admits_nobody(engine: AsyncEngine) -> None:
    async with AsyncExitStack() as stack:
        with pytest.raises(RuntimeError, match="renews no lease"):
            await stack.enter_async_context(Governor(engine).admitted("qbo", Limit(slots=1, spacing=QUICK)))
