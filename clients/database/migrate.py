"""Bringing a database to the tables that this release needs."""

from __future__ import annotations

import asyncio

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.ext.asyncio import AsyncEngine

from clients.database.engine import postgres_url

LOCK = 7_305_001_847  # any number, the same in every release


class DatabaseBehind(Exception):
    """The database lacks tables or columns that this release needs."""


async def upgrade(url: str) -> None:
    """Make or upgrade every table: all of it or nothing, and harmless when done twice or by two at once."""
    await asyncio.to_thread(_upgrade, url)


def _upgrade(url: str) -> None:
    engine = create_engine(postgres_url(url), connect_args={"application_name": "daybook upgrade"})
    try:
        with engine.begin() as connection:
            connection.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            configuration = _configuration()
            configuration.attributes["connection"] = connection
            command.upgrade(configuration, "head")
    finally:
        engine.dispose()


async def require_upgraded(engine: AsyncEngine) -> None:
    """Make sure that the database has come as far as this release; one that is further ahead is taken as it is.

    Raises:
        DatabaseBehind: it has not.
    """
    async with engine.connect() as connection:
        stands = set(await connection.run_sync(_revisions))
    scripts = ScriptDirectory.from_config(_configuration())
    known = {script.revision for script in scripts.walk_revisions()}
    if stands != set(scripts.get_heads()) and stands <= known:
        raise DatabaseBehind


def _revisions(connection: Connection) -> tuple[str, ...]:
    return MigrationContext.configure(connection).get_current_heads()


def _configuration() -> Config:
    configuration = Config()
    configuration.set_main_option("script_location", "clients.database:migrations")
    configuration.set_main_option("path_separator", "os")
    return configuration
