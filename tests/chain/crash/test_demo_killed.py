"""The whole demo while its worker is killed again and again: the books come out as if nothing had happened."""

from __future__ import annotations

import asyncio
import contextlib
import io
import random
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from rich.console import Console

from worker.demo.play import play
from worker.demo.progress import PlainLines
from worker.demo.scene import scene
from worker.demo.shop import Shop
from worker.demo.standins import worker_process
from worker.stack.process import Child

KILLS = 10
BORN_WITHIN = 120.0
SHORTEST, LONGEST = 0.2, 2.0
"""Seconds that a worker lives after it says that it is ready: in all, less than an undisturbed demo takes."""


@dataclass
class MortalWorker:
    """A worker that is killed at random moments and started again, ten times; the eleventh lives on."""

    moments: random.Random
    deaths: list[float] = field(default_factory=list)
    """How long each has lived."""

    @contextlib.asynccontextmanager
    async def __call__(self, folder: Path, environment: Mapping[str, str]) -> AsyncIterator[Child]:
        born: asyncio.Queue[Child] = asyncio.Queue()
        living = asyncio.create_task(self._lives(folder, environment, born))
        try:
            async with asyncio.timeout(BORN_WITHIN):
                first = await born.get()
            yield first
            assert len(self.deaths) == KILLS, f"the demo ended before the worker had died {KILLS} times"
        finally:
            living.cancel()
            await asyncio.gather(living, return_exceptions=True)

    async def _lives(self, folder: Path, environment: Mapping[str, str], born: asyncio.Queue[Child]) -> None:
        for life in range(KILLS + 1):
            # Each has a log of its own: the words of an earlier one would say that it is ready.
            own = folder / f"life-{life}"
            own.mkdir()
            async with worker_process(own, environment) as worker:
                born.put_nowait(worker)
                if life == KILLS:
                    await asyncio.Event().wait()
                lives = self.moments.uniform(SHORTEST, LONGEST)
                await asyncio.sleep(lives)
                worker.process.kill()
                await worker.process.wait()
                self.deaths.append(round(lives, 2))


@pytest.mark.timeout(420)
async def test_a_worker_killed_ten_times_at_random_leaves_the_same_books(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    seed = random.randrange(1_000_000)
    worker = MortalWorker(random.Random(seed))

    async with scene(Shop(limits=False), worker) as on:
        result = await play(on, PlainLines(Console(file=io.StringIO())))

    print(f"\nworkers lived {worker.deaths} s (seed {seed}); the demo took {result.seconds} s")
    assert [str(difference) for difference in result.unexpected] == []
    audit = result.audit
    assert (audit["duplicates"], audit["difference"], audit["unlinked"], audit["unmarked"]) == ([], "0.00", [], [])
