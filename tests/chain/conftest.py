"""The stand-ins run once for the session; each test has its own books, records, database and namespace."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.chain.world import World, connected_world, new_environment
from worker.demo.standins import StandIns, stand_ins
from worker.settings import Environment
from worker.stack.temporal import TemporalServer


@pytest_asyncio.fixture(scope="session")
async def announced(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[StandIns]:
    """Both stand-ins; the Flxpoint account begins without an order."""
    folder = tmp_path_factory.mktemp("stand-ins")
    records = tmp_path_factory.mktemp("records")
    (records / "account.json").write_text("{}")
    async with stand_ins(folder, records) as running:
        yield running


@pytest.fixture
def environment(database_url: str, temporal: TemporalServer, namespace: str, announced: StandIns) -> Environment:
    """What the test's own worker is told."""
    return new_environment(database_url, temporal.address, namespace, announced)


@pytest_asyncio.fixture
async def world(environment: Environment, announced: StandIns) -> AsyncIterator[World]:
    """A connected world with limits lifted and nothing in it yet."""
    async with connected_world(environment, announced) as world:
        yield world


@pytest_asyncio.fixture
async def idle(environment: Environment, announced: StandIns) -> AsyncIterator[World]:
    """A connected world in which no worker runs."""
    async with connected_world(environment, announced, working=False) as world:
        yield world
