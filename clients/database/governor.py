"""Admission to somebody else's API: how many requests at once, and how far apart, over all workers together.

A slot is a short lease that its process renews; a killed worker's slots return by themselves. A turn is
reserved, not polled for: the database hands out evenly spaced moments, and each request sleeps until its own.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from types import TracebackType
from typing import Self
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncEngine

from clients.database import turns

log = logging.getLogger(__name__)

CLOSEST = 0.95
"""Of the time from one request to the next, what is left at least where the first came late: so that a few
milliseconds' lateness does not push all that follow."""


@dataclass(frozen=True)
class Limit:
    """What an API allows one key: requests at once, and the time from one to the next."""

    slots: int
    spacing: timedelta


class Governor:
    """Admits every request of this process; there is one in each process, and ``async with`` keeps its leases."""

    def __init__(self, engine: AsyncEngine, *, lease: timedelta = timedelta(seconds=10)) -> None:
        self._engine = engine
        self._lease = lease
        self._gates: dict[str, _Gate] = {}
        self._held: set[UUID] = set()
        self._renewal: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._renewal = asyncio.create_task(self._renew(), name="governor renewal")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._renewal is not None
        self._renewal.cancel()
        with suppress(asyncio.CancelledError):
            await self._renewal
        self._renewal = None

    @asynccontextmanager
    async def admitted(self, key: str, limit: Limit) -> AsyncIterator[None]:
        """Wait for a slot and a turn of ``key``, and hold the slot while inside: around one single request."""
        if self._renewal is None:
            raise RuntimeError("The governor renews no lease yet: admit inside `async with Governor(engine)`")
        gate = self._gates.setdefault(key, _Gate(limit.slots))
        async with gate.slots:
            holder = uuid4()
            self._held.add(holder)
            try:
                await self._take_slot(key, limit.slots, holder)
                await self._take_turn(key, limit.spacing, gate)
                yield
            finally:
                self._held.discard(holder)
                await self._release(key, holder)

    async def hold_back(self, key: str, seconds: float) -> None:
        """Let nobody reserve a turn of ``key`` for so long: the API said that it has had enough."""
        await turns.hold_back(self._engine, key, timedelta(seconds=seconds))

    async def _take_slot(self, key: str, slots: int, holder: UUID) -> None:
        while not await turns.take_slot(self._engine, key, slots, holder, self._lease):
            if not await turns.make_slots(self._engine, key, slots):
                await asyncio.sleep(random.uniform(0.03, 0.12))

    async def _take_turn(self, key: str, spacing: timedelta, gate: _Gate) -> None:
        # One at a time, so that a process reserves no turn before it can use it, and so that requests stay
        # apart even when a busy event loop wakes several sleepers late and at once.
        async with gate.turn:
            wait = await turns.reserve_turn(self._engine, key, spacing)
            clock = asyncio.get_running_loop().time
            leaves_at = max(clock() + wait.total_seconds(), gate.left_at + CLOSEST * spacing.total_seconds())
            await asyncio.sleep(leaves_at - clock())
            gate.left_at = clock()

    async def _release(self, key: str, holder: UUID) -> None:
        try:
            await turns.free_slot(self._engine, key, holder)
        except Exception:  # the request inside went well: that answer must not be lost, and the lease ends by itself
            log.exception("A slot of %s could not be given back; it is free again in %s", key, self._lease)

    async def _renew(self) -> None:
        while True:
            await asyncio.sleep(self._lease.total_seconds() / 3)
            if self._held:
                try:
                    await turns.renew_slots(self._engine, list(self._held), self._lease)
                except Exception:  # whatever it was, the next renewal must still come
                    log.exception("The leases of %d requests could not be renewed", len(self._held))


class _Gate:
    """This process's own queue for one key, in front of the database."""

    def __init__(self, slots: int) -> None:
        self.slots = asyncio.Semaphore(slots)
        self.turn = asyncio.Lock()
        self.left_at = float("-inf")
