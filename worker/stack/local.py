"""Postgres and Temporal together on this machine, with their state in one folder."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from worker.stack.postgres import PostgresServer, embedded_postgres
from worker.stack.process import Child
from worker.stack.state import StateFolder, state_folder
from worker.stack.temporal import TemporalServer, embedded_temporal

DATABASE = "daybook"


@dataclass(frozen=True)
class LocalStack:
    """What a worker must know of the running stack."""

    database_url: str = field(repr=False)
    temporal_address: str
    temporal_ui: str
    secret_key: str = field(repr=False)
    programs: tuple[Child, ...] = field(repr=False, compare=False)
    """Those without which nothing goes on."""

    @property
    def environment(self) -> dict[str, str]:
        """What a worker must be told to work on this stack. Holds secrets."""
        return {
            "DAYBOOK_DATABASE_URL": self.database_url,
            "DAYBOOK_SECRET_KEYS": self.secret_key,
            "TEMPORAL_ADDRESS": self.temporal_address,
            "TEMPORAL_NAMESPACE": "default",
            "DAYBOOK_TEMPORAL_UI": self.temporal_ui,
        }


@asynccontextmanager
async def local_stack(folder: Path, *, durable: bool = True, fresh: bool = False) -> AsyncIterator[LocalStack]:
    """Run Postgres and Temporal on `folder` while the block runs; its database exists, empty at first.

    `fresh` forgets what an earlier stack left in the folder. Both end with the block, however it ends, Temporal
    first; they end also when this very process is killed.
    Raises `StackError` (`StateFolderBusy` among them) when they cannot run.
    """
    async with (
        state_folder(folder) as state,
        AsyncExitStack() as postgres_life,
        AsyncExitStack() as temporal_life,
    ):
        if fresh:
            state.forget()
        postgres, temporal = await _started(state, postgres_life, temporal_life, durable=durable)
        await postgres.ensure_database(DATABASE)
        programs = (postgres.program, temporal.program)
        yield LocalStack(postgres.url(DATABASE), temporal.address, temporal.ui_url, state.secret_key(), programs)


async def _started(
    state: StateFolder, postgres_life: AsyncExitStack, temporal_life: AsyncExitStack, *, durable: bool
) -> tuple[PostgresServer, TemporalServer]:
    """Start both at once; when one fails, the other is stopped and the failure alone is raised."""
    ports, held = state.ports(), (state.lock,)
    postgres = embedded_postgres(state.path / "postgres", durable=durable, port=ports.get("postgres"), keep_open=held)
    temporal = embedded_temporal(
        state.path / "temporal", port=ports.get("temporal"), ui_port=ports.get("temporal_ui"), keep_open=held
    )
    try:
        async with asyncio.TaskGroup() as starting:
            first = starting.create_task(postgres_life.enter_async_context(postgres))
            second = starting.create_task(temporal_life.enter_async_context(temporal))
    except BaseExceptionGroup as failures:
        raise failures.exceptions[0] from None
    running = first.result(), second.result()
    state.remember_ports({"postgres": running[0].port, "temporal": running[1].port, "temporal_ui": running[1].ui_port})
    return running
