"""What the worlds of this folder stand on: one database, one Temporal, one server for all stand-ins."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from cryptography.fernet import Fernet
from temporalio.client import Client

from activities.stores import open_stores
from clients.database.engine import create_engine
from clients.database.governor import Governor
from tests.chain.crash.shops import Street, opened_street
from tests.chain.crash.worlds import Fate, Stage
from worker.settings import environment_of
from worker.stack.postgres import PostgresServer
from worker.stack.process import child
from worker.stack.temporal import FAIRNESS, PROMPT_TIMERS, TemporalServer, embedded_temporal
from worker.wiring import connect_temporal

SLOTS = 32
"""How many worlds play at a time: most of a world's time is waiting for Temporal to miss the dead worker."""
TURNS = 4
"""How many of them are before their death."""


@pytest_asyncio.fixture(scope="module")
async def crowded_temporal() -> AsyncIterator[TemporalServer]:
    """A Temporal server with a namespace for each slot, in which one world plays at a time."""
    names = [f"slot-{number}" for number in range(1, SLOTS + 1)]
    async with embedded_temporal(None, namespaces=names, dynamic_config=FAIRNESS | PROMPT_TIMERS) as server:
        yield server


@pytest_asyncio.fixture(scope="module")
async def street() -> AsyncIterator[Street]:
    """The stand-ins of all worlds."""
    async with opened_street() as street:
        yield street


@pytest_asyncio.fixture(scope="module")
async def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the worlds' journals lie, and the log of all workers."""
    return tmp_path_factory.mktemp("worlds")


@pytest_asyncio.fixture(scope="module")
async def workers(folder: Path) -> AsyncIterator[Path]:
    """The socket where workers are to be had that die when told."""
    socket = folder / "workers.socket"
    command = [sys.executable, "-m", "tests.chain.crash.worker_that_dies", str(socket)]

    async def listening() -> bool:
        return socket.exists()

    async with child("The source of workers", command, log=folder / "workers.log") as process:
        await process.ready(listening, seconds=60)
        yield socket


@pytest_asyncio.fixture(scope="module")
async def stage(
    postgres: PostgresServer,
    migrated_template: str,
    crowded_temporal: TemporalServer,
    street: Street,
    workers: Path,
    folder: Path,
) -> AsyncIterator[Stage]:
    """Everything but the worlds themselves; limits are lifted."""
    await postgres.create_database("worlds", template=migrated_template)
    database_url = postgres.url("worlds")
    key = Fernet.generate_key().decode()
    variables = {
        "DAYBOOK_DATABASE_URL": database_url,
        "DAYBOOK_SECRET_KEYS": key,
        "TEMPORAL_ADDRESS": crowded_temporal.address,
        "DAYBOOK_QUICKBOOKS_PER_MINUTE": "60000",
        "DAYBOOK_FLXPOINT_SPACING_SECONDS": "0",
    }
    engine = create_engine(database_url, size=2)  # Postgres lets a hundred in, and the workers want most of them
    async with httpx.AsyncClient(trust_env=False) as http:
        stores = open_stores(engine, secret_keys=[key], governor=Governor(engine))
        yield Stage(stores, variables, street, workers, http, folder, asyncio.Semaphore(TURNS))
    await engine.dispose()
    await postgres.drop_database("worlds")


@pytest_asyncio.fixture(scope="module")
async def slots(crowded_temporal: TemporalServer, stage: Stage) -> list[Client]:
    """A client for each slot."""
    environment = environment_of(stage.variables)
    return [
        await connect_temporal(environment.model_copy(update={"temporal_namespace": name}))
        for name in crowded_temporal.namespaces
        if name != "default"
    ]


@pytest_asyncio.fixture(scope="module")
async def undisturbed(stage: Stage, slots: list[Client]) -> Fate:
    """The world in which nobody is killed."""
    return await stage.play(slots[0], stage.street.open_shop(), None)
