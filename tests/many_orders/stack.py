"""A world for the command alone: Postgres, Temporal and both stand-ins on this machine, gone at the end."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from clients.database.migrate import upgrade
from tests.chain.world import World, connected_world, new_environment
from worker.demo.standins import stand_ins
from worker.settings import Environment
from worker.stack.postgres import embedded_postgres
from worker.stack.temporal import FAIRNESS, PROMPT_TIMERS, embedded_temporal

NAME = "many_orders"
HURRIED = FAIRNESS | PROMPT_TIMERS
REAL_LIMITS = {
    name: Environment.model_fields[name].default for name in ("quickbooks_per_minute", "flxpoint_spacing_seconds")
}


@contextlib.asynccontextmanager
async def a_world(*, working: bool, limits: bool = False) -> AsyncIterator[World]:
    """A connected world, with the real services' limits or none; with a worker in this process if it is to work."""
    with TemporaryDirectory() as made, _failures_untold():
        folder = Path(made)
        (folder / "records").mkdir()
        (folder / "records" / "account.json").write_text("{}")
        async with (
            embedded_postgres(folder / "postgres", durable=False) as postgres,
            embedded_temporal(None, namespaces=[NAME], dynamic_config=FAIRNESS if limits else HURRIED) as temporal,
            stand_ins(folder, folder / "records") as announced,
        ):
            await postgres.create_database(NAME)
            await upgrade(postgres.url(NAME))
            environment = new_environment(postgres.url(NAME), temporal.address, NAME, announced)
            if limits:
                environment = environment.model_copy(update=REAL_LIMITS)
            async with connected_world(environment, announced, working=working) as world:
                if limits:
                    await world.quickbooks.switch(limits="on")
                    await world.flxpoint.switch(limits="on")
                yield world


@contextlib.contextmanager
def _failures_untold() -> Iterator[None]:
    """What fails on purpose, and is tried again, would hide how far it is."""
    told = logging.getLogger("temporalio")
    before = told.level
    told.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        told.setLevel(before)
