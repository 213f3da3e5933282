"""One database and one Temporal for all worlds of this folder; a slot is a namespace in which one world plays at a time."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Iterator
from itertools import islice
from pathlib import Path

import pytest
import pytest_asyncio
from cryptography.fernet import Fernet
from temporalio.client import Client

from tests.chain.crash.shops import Street, opened_street
from tests.chain.crash.worlds import Stage
from worker.settings import environment_of
from worker.stack.postgres import PostgresServer
from worker.stack.process import child
from worker.stack.temporal import TemporalServer
from worker.wiring import connect_temporal, opened_stores

SLOTS = 24


@pytest_asyncio.fixture
async def street() -> AsyncIterator[Street]:
    """The stand-ins of all worlds."""
    async with opened_street() as street:
        yield street


@pytest_asyncio.fixture
async def workers(tmp_path: Path) -> AsyncIterator[Path]:
    """The socket where workers are to be had that die when told."""
    socket = tmp_path / "workers.socket"
    command = [sys.executable, "-m", "tests.chain.crash.worker_that_dies", str(socket)]

    async def listening() -> bool:
        return socket.exists()

    async with child("The source of workers", command, log=tmp_path / "workers.log") as process:
        await process.ready(listening, seconds=60)
        yield socket


@pytest_asyncio.fixture
async def stage(
    database_url: str, temporal: TemporalServer, street: Street, workers: Path, tmp_path: Path
) -> AsyncIterator[Stage]:
    """What all worlds stand on, with limits lifted."""
    variables = {
        "DAYBOOK_DATABASE_URL": database_url,
        "DAYBOOK_SECRET_KEYS": Fernet.generate_key().decode(),
        "TEMPORAL_ADDRESS": temporal.address,
        "DAYBOOK_QUICKBOOKS_PER_MINUTE": "60000",
        "DAYBOOK_FLXPOINT_SPACING_SECONDS": "0",
    }
    async with opened_stores(environment_of(variables)) as stores:
        yield Stage(stores, variables, street, workers, tmp_path)


@pytest_asyncio.fixture
async def slots(temporal: TemporalServer, namespaces: Iterator[str]) -> list[Client]:
    """A client for each slot."""
    environment = environment_of(
        {"TEMPORAL_ADDRESS": temporal.address, "DAYBOOK_DATABASE_URL": "-", "DAYBOOK_SECRET_KEYS": "-"}
    )
    return [
        await connect_temporal(environment.model_copy(update={"temporal_namespace": name}))
        for name in islice(namespaces, SLOTS)
    ]
