"""Many words about one thing within a moment become one."""

from __future__ import annotations

import asyncio

import pytest

from worker.receiving.bursts import Bursts


async def test_what_comes_within_a_moment_is_acted_upon_once_and_after_the_last_of_it() -> None:
    acted: list[tuple[str, int]] = []
    come = 0

    async def act(key: str) -> None:
        acted.append((key, come))

    bursts = Bursts(act, 0.2)
    bringing = []
    for _ in range(5):
        come += 1
        bringing.append(asyncio.create_task(bursts.bring("7")))
        bringing.append(asyncio.create_task(bursts.bring("8")))
        await asyncio.sleep(0)
    await asyncio.gather(*bringing)
    assert sorted(acted) == [("7", 5), ("8", 5)]

    await bursts.bring("7")
    assert len(acted) == 3


async def test_what_comes_while_it_is_acted_upon_is_acted_upon_again() -> None:
    acted: list[str] = []
    acting, go_on = asyncio.Event(), asyncio.Event()

    async def act(key: str) -> None:
        acted.append(key)
        acting.set()
        await go_on.wait()

    bursts = Bursts(act, 0.0)
    first = asyncio.create_task(bursts.bring("7"))
    await acting.wait()
    second = asyncio.create_task(bursts.bring("7"))
    await asyncio.sleep(0.05)
    go_on.set()
    await asyncio.gather(first, second)

    assert acted == ["7", "7"]


async def test_all_that_wait_hear_of_a_failure_and_who_has_gone_hinders_nobody() -> None:
    async def act(key: str) -> None:
        raise ConnectionError(key)

    bursts = Bursts(act, 0.01)
    gone = asyncio.create_task(bursts.bring("7"))
    others = [asyncio.create_task(bursts.bring("7")) for _ in range(2)]
    await asyncio.sleep(0)
    gone.cancel()

    for other in others:
        with pytest.raises(ConnectionError):
            await other
