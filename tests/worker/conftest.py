"""What a person has set before typing a command: a database that is ready, keys to seal tokens with, an app."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio
from cryptography.fernet import Fernet

from activities.stores import Stores
from tests.chain.world import StandIn
from tests.clients.quickbooks.cutting_server import closed_port
from tests.worker.console import daybook
from worker.demo.standins import StandIns, stand_ins
from worker.settings import environment_of
from worker.wiring import opened_stores

TOKENS = json.dumps({"refresh_token": "x", "flxpoint_token": "y"})


@pytest.fixture
def told(database_url: str) -> dict[str, str]:
    """The variables of a database with all tables; its Temporal is not there."""
    return {**keys(), "DAYBOOK_DATABASE_URL": database_url, "TEMPORAL_ADDRESS": "127.0.0.1:1"}


@pytest.fixture
def without_tables(empty_database_url: str) -> dict[str, str]:
    """The variables of a database that nobody has prepared."""
    return {**keys(), "DAYBOOK_DATABASE_URL": empty_database_url, "TEMPORAL_ADDRESS": "127.0.0.1:1"}


def keys() -> dict[str, str]:
    return {"DAYBOOK_SECRET_KEYS": Fernet.generate_key().decode()}


@pytest_asyncio.fixture(scope="session")
async def announced(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[StandIns]:
    """Both stand-ins, for all tests of commands that need them."""
    folder, records = tmp_path_factory.mktemp("stand-ins"), tmp_path_factory.mktemp("records")
    (records / "account.json").write_text("{}")
    async with stand_ins(folder, records) as running:
        yield running


@pytest_asyncio.fixture
async def intuit(announced: StandIns) -> AsyncIterator[StandIn]:
    """The QuickBooks stand-in as it is at the start."""
    async with httpx.AsyncClient(trust_env=False) as http:
        stand_in = StandIn(announced.quickbooks["url"], http)
        await stand_in.reset(limits="off")
        yield stand_in


@pytest.fixture
def shop(told: dict[str, str], announced: StandIns, intuit: StandIn) -> dict[str, str]:
    """The variables of a person who has an app at Intuit and a Flxpoint token, and no connection yet."""
    return {
        **told,
        **announced.environment,
        "DAYBOOK_REDIRECT_URL": f"http://localhost:{closed_port()}/callback",
        "DAYBOOK_FLXPOINT_TOKEN": announced.flxpoint["account_token"],
    }


@pytest_asyncio.fixture
async def connected(told: dict[str, str]) -> dict[str, str]:
    """The variables of a database that knows the connection "shop", whose books are kept in Chicago."""
    adding = ("connection", "add", "Shop", "--realm", "1", "--environment", "sandbox")
    assert (await daybook(*adding, told=told, stdin=TOKENS)).status == 0
    assert (await daybook("settings", "set", "shop", "books_time_zone=America/Chicago", told=told)).status == 0
    return told


@pytest_asyncio.fixture
async def stores(connected: dict[str, str]) -> AsyncIterator[Stores]:
    async with opened_stores(environment_of(connected)) as opened:
        yield opened
