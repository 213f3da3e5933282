"""One Postgres and one Temporal for the whole session; a database and a namespace of its own for every test."""

from __future__ import annotations

import signal
from collections.abc import AsyncIterator, Iterator
from itertools import count

import pytest
import pytest_asyncio

from worker.stack.postgres import PostgresServer, embedded_postgres
from worker.stack.temporal import FAIRNESS, PROMPT_TIMERS, TemporalServer, embedded_temporal

NAMESPACES = 220


def pytest_configure() -> None:
    """Let the programs that tests start hear of Ctrl-C, which a shell that runs us in the background has ignored."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest_asyncio.fixture(scope="session")
async def postgres(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[PostgresServer]:
    """The session's Postgres server."""
    async with embedded_postgres(tmp_path_factory.mktemp("postgres"), durable=False) as server:
        yield server


@pytest_asyncio.fixture(scope="session")
async def migrated_template(postgres: PostgresServer) -> str:
    """The name of a database that is migrated once and only copied from then on."""
    from clients.database.migrate import upgrade  # only tests that need tables need the migrations

    name = "migrated"
    await postgres.create_database(name)
    await upgrade(postgres.url(name))
    return name


@pytest.fixture(scope="session")
def database_names() -> Iterator[str]:
    """Names no test has had yet."""
    return (f"test_{number}" for number in count(1))


@pytest_asyncio.fixture
async def database_url(
    postgres: PostgresServer, migrated_template: str, database_names: Iterator[str]
) -> AsyncIterator[str]:
    """A fresh database with all our tables, gone after the test."""
    name = next(database_names)
    await postgres.create_database(name, template=migrated_template)
    yield postgres.url(name)
    await postgres.drop_database(name)


@pytest_asyncio.fixture
async def empty_database_url(postgres: PostgresServer, database_names: Iterator[str]) -> AsyncIterator[str]:
    """A fresh database with nothing in it, gone after the test."""
    name = next(database_names)
    await postgres.create_database(name)
    yield postgres.url(name)
    await postgres.drop_database(name)


@pytest_asyncio.fixture(scope="session")
async def temporal() -> AsyncIterator[TemporalServer]:
    """The session's Temporal server, in memory; short timers fire promptly."""
    names = [f"test-{number}" for number in range(1, NAMESPACES + 1)]
    async with embedded_temporal(None, namespaces=names, dynamic_config=FAIRNESS | PROMPT_TIMERS) as server:
        yield server


@pytest.fixture(scope="session")
def namespaces(temporal: TemporalServer) -> Iterator[str]:
    """Temporal namespaces no test has had yet."""
    return iter(temporal.namespaces[1:])


@pytest.fixture
def namespace(namespaces: Iterator[str]) -> str:
    """A Temporal namespace of this test's own: queues and workflow ids meet nobody else's."""
    for name in namespaces:
        return name
    raise AssertionError(f"more than {NAMESPACES} tests want a namespace: raise NAMESPACES in tests/conftest.py")
