"""One Postgres and one Temporal for the whole session; a database and a namespace of its own for every test."""

from __future__ import annotations

import signal
from collections.abc import AsyncIterator, Iterator
from itertools import count

import pytest
import pytest_asyncio

from worker.stack.postgres import PostgresServer, embedded_postgres
from worker.stack.temporal import FAIRNESS, PROMPT_TIMERS, TemporalServer, embedded_temporal

NAMESPACES = {"namespace", "another_namespace", "module_namespace"}


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
async def temporal(request: pytest.FixtureRequest) -> AsyncIterator[TemporalServer]:
    """The session's Temporal server, in memory, with all the namespaces its tests will take; timers fire promptly."""
    tests = [test for test in request.session.items if isinstance(test, pytest.Function)]
    wanted = sum(len(NAMESPACES.intersection(test.fixturenames)) for test in tests)
    names = [f"test-{number}" for number in range(1, wanted + 1)]
    async with embedded_temporal(None, namespaces=names, dynamic_config=FAIRNESS | PROMPT_TIMERS) as server:
        yield server


@pytest.fixture(scope="session")
def fresh_namespaces(temporal: TemporalServer) -> Iterator[str]:
    """Temporal namespaces no test has had yet."""
    return iter(temporal.namespaces[1:])


@pytest.fixture
def namespace(fresh_namespaces: Iterator[str]) -> str:
    """A Temporal namespace of this test's own: queues and workflow ids meet nobody else's."""
    return next(fresh_namespaces)


@pytest.fixture
def another_namespace(fresh_namespaces: Iterator[str]) -> str:
    """A second one, for a test that loses its first Temporal."""
    return next(fresh_namespaces)


@pytest.fixture(scope="module")
def module_namespace(fresh_namespaces: Iterator[str]) -> str:
    """One for all tests of a file that end what they begin."""
    return next(fresh_namespaces)
