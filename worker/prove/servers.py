"""Programs that are killed and come back, as whoever runs them for earnest has it: at the same place, by themselves."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from pathlib import Path
from typing import Generic, TypeVar

from worker.demo.standins import worker_process
from worker.stack.errors import StackError
from worker.stack.process import Child

T = TypeVar("T")
PAUSE = 0.2


class Restartable(Generic[T]):
    """A program that can be killed at any time, and is then started again."""

    def __init__(
        self, start: Callable[[], AbstractAsyncContextManager[T]], program: Callable[[T], Child], dies_of: int
    ) -> None:
        self._start = start
        self._program = program
        self._dies_of = dies_of
        self._life = AsyncExitStack()
        self._turn = asyncio.Lock()
        self._running: T | None = None

    @property
    def running(self) -> T:
        """What runs now, or ran last."""
        assert self._running is not None
        return self._running

    @property
    def alive(self) -> bool:
        """Whether its process is there, and nobody is about to end or start it."""
        return not self._turn.locked() and not self._has_ended

    @property
    def ended_by_itself(self) -> bool:
        """Whether it is gone, and nobody is about to start it."""
        return not self._turn.locked() and self._has_ended

    @property
    def _has_ended(self) -> bool:
        return self._program(self.running).process.returncode is not None

    async def start(self) -> T:
        """Begin; the place is free."""
        self._running = await self._life.enter_async_context(self._start())
        return self._running

    async def kill(self) -> None:
        """End the process at once, and start it again."""
        async with self._turn:
            process = self._program(self.running).process
            if not self._has_ended:
                process.send_signal(self._dies_of)
                await process.wait()
            await self._life.aclose()
            await self.start()

    async def stop(self) -> None:
        """End it for good."""
        async with self._turn:
            await self._life.aclose()


class Crew:
    """The workers, of which a killed one is replaced; so is one that ended by itself, which is counted."""

    def __init__(self, folder: Path, variables: Mapping[str, str], size: int) -> None:
        self._folder = folder
        self._variables = variables
        self._starts = 0
        self._workers = [Restartable(self._worker, lambda child: child, signal.SIGKILL) for _ in range(size)]
        self._replacing: list[asyncio.Task[None]] = []
        self._killed = 0
        self.ended_by_themselves = 0

    def _worker(self) -> AbstractAsyncContextManager[Child]:
        self._starts += 1
        place = self._folder / f"worker-{self._starts}"
        place.mkdir()
        return worker_process(place, self._variables)

    async def kill_one(self) -> None:
        """Kill the worker whose turn it is, once it lives; it is replaced meanwhile."""
        place = self._killed % len(self._workers)
        self._killed += 1
        await asyncio.gather(*self._replacing[place:][:1], return_exceptions=True)
        self._replacing[place : place + 1] = [asyncio.create_task(self._workers[place].kill())]

    async def complete(self) -> None:
        """Wait until whoever was killed is replaced."""
        await asyncio.gather(*self._replacing, return_exceptions=True)

    async def watch(self) -> None:
        """Replace whoever ends by itself, until cancelled."""
        while True:
            await asyncio.sleep(PAUSE)
            for worker in self._workers:
                if worker.ended_by_itself:
                    self.ended_by_themselves += 1
                    with contextlib.suppress(StackError):
                        await worker.kill()

    @contextlib.asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """All of them at work while inside."""
        try:
            await asyncio.gather(*(worker.start() for worker in self._workers))
            watching = asyncio.create_task(self.watch())
            try:
                yield
            finally:
                watching.cancel()
                await asyncio.gather(watching, return_exceptions=True)
        finally:
            await asyncio.gather(*(worker.stop() for worker in self._workers))
