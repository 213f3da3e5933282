"""The way to the tables, and the way to Postgres."""

from __future__ import annotations

import asyncio

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncEngine

from clients.database import tables
from clients.database.engine import create_engine, postgres_url
from clients.database.migrate import DatabaseBehind, require_upgraded, upgrade
from clients.database.statements import change, fetch_one


def _differences(connection: Connection) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(connection), tables.metadata))


async def _differences_of(engine: AsyncEngine) -> list[object]:
    async with engine.connect() as connection:
        return await connection.run_sync(_differences)


async def test_the_migrations_make_the_tables_that_the_code_knows(engine: AsyncEngine) -> None:
    assert await _differences_of(engine) == []


async def test_a_missing_column_would_be_noticed(engine: AsyncEngine) -> None:
    await change(engine, text("alter table outcome drop column total"))
    assert len(await _differences_of(engine)) == 1


async def test_two_processes_can_upgrade_at_once_and_again(empty_database_url: str) -> None:
    await asyncio.gather(*(upgrade(empty_database_url) for _ in range(3)))
    await upgrade(empty_database_url)
    engine = create_engine(empty_database_url)
    try:
        assert await _differences_of(engine) == []
    finally:
        await engine.dispose()


async def test_a_database_that_has_not_come_as_far_as_this_release_is_noticed(empty_database_url: str) -> None:
    engine = create_engine(empty_database_url)
    try:
        with pytest.raises(DatabaseBehind):
            await require_upgraded(engine)
        await upgrade(empty_database_url)
        await require_upgraded(engine)
    finally:
        await engine.dispose()


async def test_a_database_of_a_later_release_is_taken_as_it_is(engine: AsyncEngine) -> None:
    await change(engine, text("update alembic_version set version_num = 'of_a_later_release'"))

    await require_upgraded(engine)

    row = await fetch_one(engine, text("select version_num from alembic_version"))
    assert row is not None
    assert row["version_num"] == "of_a_later_release"


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg", "postgresql+asyncpg"])
def test_every_way_to_write_a_postgres_address_is_understood(scheme: str) -> None:
    address = postgres_url(f"{scheme}://books:secret@db.example.com:5433/daybook")
    assert (address.drivername, address.host, address.password) == ("postgresql+psycopg", "db.example.com", "secret")


def test_another_kind_of_database_is_refused_without_telling_the_password() -> None:
    with pytest.raises(ValueError, match="Postgres") as refusal:
        postgres_url("mysql://books:secret@db.example.com/daybook")
    assert "secret" not in str(refusal.value)


async def test_connections_say_whose_they_are(engine: AsyncEngine) -> None:
    row = await fetch_one(engine, text("select current_setting('application_name') as name"))
    assert row is not None
    assert row["name"] == "daybook"
