"""Engines on a fresh database; the second one stands for another worker."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from sqlalchemy.ext.asyncio import AsyncEngine

from clients.database.connections import Connection, Connections
from clients.database.engine import create_engine
from clients.database.intents import Intents
from tests.clients.database.samples import REALM, SHOP


@pytest_asyncio.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    """This worker's engine."""
    made = create_engine(database_url)
    yield made
    await made.dispose()


@pytest_asyncio.fixture
async def other_engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    """Another worker's engine on the same database."""
    made = create_engine(database_url)
    yield made
    await made.dispose()


@pytest_asyncio.fixture
async def shop(engine: AsyncEngine) -> Connection:
    """A stored connection."""
    return await Connections(engine).add(Connection(id=SHOP, name="Shop", realm=REALM, environment="sandbox"))


@pytest.fixture
def intents(engine: AsyncEngine) -> Intents:
    """The intents of a fresh database."""
    return Intents(engine)
