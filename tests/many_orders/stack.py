"""A world for the command alone: Postgres, Temporal and both stand-ins on this machine, gone at the end."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from tempfile import TemporaryDirectory

from clients.database.migrate import upgrade
from tests.chain.world import World, connected_world, new_environment
from worker.demo.standins import stand_ins
from worker.stack.postgres import embedded_postgres
from worker.stack.temporal import FAIRNESS, PROMPT_TIMERS, embedded_temporal

NAME = "many_orders"


@contextlib.asynccontextmanager
async def a_world(*, working: bool) -> AsyncIterator[World]:
    """A connected world with limits lifted; with a worker in this process if it is to work."""
    with TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "records").mkdir()
        (folder / "records" / "account.json").write_text("{}")
        async with (
            embedded_postgres(folder / "postgres", durable=False) as postgres,
            embedded_temporal(None, namespaces=[NAME], dynamic_config=FAIRNESS | PROMPT_TIMERS) as temporal,
            stand_ins(folder, folder / "records") as announced,
        ):
            await postgres.create_database(NAME)
            await upgrade(postgres.url(NAME))
            environment = new_environment(postgres.url(NAME), temporal.address, NAME, announced)
            async with connected_world(environment, announced, working=working) as world:
                yield world
