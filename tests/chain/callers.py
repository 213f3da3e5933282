"""Many who want a connection's access token at once, or call QuickBooks all the time, in several processes.

Run as `python -m tests.chain.callers PROCESSES`, with the variables of a worker: it takes one `Job` as a line of JSON,
and tells in another what came of it.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import multiprocessing
import os
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from typing import Any

from activities.companies import Companies
from clients.quickbooks.errors import NoTokenYet
from tests.chain.world import CONNECTION
from tests.worker.console import INHERITED, variables
from worker.settings import Environment, environment_of
from worker.wiring import opened_companies

PROCESSES = 4
FORKED = multiprocessing.get_context("fork")
AGAIN_SECONDS = 1.0
"""How long Temporal waits before it tries an activity again for the first time."""


@dataclass(frozen=True)
class Job:
    """What one process does."""

    demands: int = 0
    """Coroutines that all want a token at once, and want it again where asking again is the answer."""
    calls_a_second: int = 0
    seconds: float = 0


@dataclass
class Told:
    """What came of it."""

    tokens: Counter[str] = field(default_factory=Counter)
    """Access token → how many demands were given it."""
    again: int = 0
    """Demands that were told to ask again."""
    failures: Counter[str] = field(default_factory=Counter)
    calls: int = 0
    """Calls that were answered."""
    seconds: float = 0.0

    def __add__(self, other: Told) -> Told:
        return Told(
            self.tokens + other.tokens,
            self.again + other.again,
            self.failures + other.failures,
            self.calls + other.calls,
            max(self.seconds, other.seconds),
        )


Start = Callable[[Job], Awaitable[Told]]


@contextlib.asynccontextmanager
async def several(environment: Environment, processes: int = PROCESSES) -> AsyncIterator[Start]:
    """Processes that do a job all at once; what they tell is added up."""
    pipe = asyncio.subprocess.PIPE
    program = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.chain.callers", str(processes)),
        env={**INHERITED, **variables(environment)},
        stdin=pipe,
        stdout=pipe,
    )

    async def start(job: Job) -> Told:
        assert program.stdin is not None
        assert program.stdout is not None
        program.stdin.write((json.dumps(asdict(job)) + "\n").encode())
        told = json.loads(await program.stdout.readline())
        return Told(**{**told, "tokens": Counter(told["tokens"]), "failures": Counter(told["failures"])})

    try:
        yield start
    finally:
        program.kill()
        await program.wait()


def serve(processes: int) -> None:
    """Do the jobs that come on standard input, each in so many processes, which share what was imported here."""
    for line in sys.stdin:
        job, all_ready = Job(**json.loads(line)), FORKED.Barrier(processes)
        with contextlib.ExitStack() as ends:
            pipes = [FORKED.Pipe(duplex=False) for _ in range(processes)]
            for _, tell in pipes:
                child = FORKED.Process(target=_do, args=(job, all_ready, tell))
                child.start()
                ends.callback(child.join)
            told = sum((listen.recv() for listen, _ in pipes), Told())
        print(json.dumps(vars(told)), flush=True)


def _do(job: Job, all_ready: Barrier, tell: Connection[Told, Any]) -> None:
    tell.send(asyncio.run(_opened(job, all_ready)))


async def _opened(job: Job, all_ready: Barrier) -> Told:
    async with opened_companies(environment_of(os.environ)) as companies:
        await companies.company(CONNECTION)
        await asyncio.to_thread(all_ready.wait)
        return await work(companies, job)


async def work(companies: Companies, job: Job) -> Told:
    """One job in this process."""
    told, began = Told(), time.monotonic()
    if job.demands:
        await _all(told, [lambda: _demand(companies, told)] * job.demands)
    else:
        await _all(told, [lambda: _call(companies, told)] * round(job.calls_a_second * job.seconds), job.calls_a_second)
    told.seconds = time.monotonic() - began
    return told


async def _all(told: Told, doing: Sequence[Callable[[], Awaitable[None]]], a_second: int = 0) -> None:
    """Begin them at once, or so many a second, and wait for all."""
    begun = []
    for one in doing:
        begun.append(asyncio.ensure_future(one()))
        if a_second:
            await asyncio.sleep(1 / a_second)
    for failure in await asyncio.gather(*begun, return_exceptions=True):
        if failure is not None:
            told.failures[f"{type(failure).__name__}: {failure}"] += 1


async def _demand(companies: Companies, told: Told) -> None:
    company = await companies.stores.connections.get(CONNECTION)
    while True:
        try:
            token = await companies.tokens(company).current()
        except NoTokenYet:
            told.again += 1
            await asyncio.sleep(AGAIN_SECONDS)
        else:
            told.tokens[token.value] += 1
            return


async def _call(companies: Companies, told: Told) -> None:
    company = await companies.company(CONNECTION)
    await company.quickbooks.preferences()
    told.calls += 1


if __name__ == "__main__":
    serve(int(sys.argv[1]))
