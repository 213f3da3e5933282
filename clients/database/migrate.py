"""Bringing a database to the tables that this release needs."""

from __future__ import annotations

import asyncio

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, text

from clients.database.engine import postgres_url

LOCK = 7_305_001_847  # any number, the same in every release


async def upgrade(url: str) -> None:
    """Make or upgrade every table: all of it or nothing, and harmless when done twice or by two at once."""
    await asyncio.to_thread(_upgrade, url)


def _upgrade(url: str) -> None:
    engine = create_engine(postgres_url(url), connect_args={"application_name": "daybook upgrade"})
    try:
        with engine.begin() as connection:
            connection.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            configuration = Config()
            configuration.set_main_option("script_location", "clients.database:migrations")
            configuration.set_main_option("path_separator", "os")
            configuration.attributes["connection"] = connection
            command.upgrade(configuration, "head")
    finally:
        engine.dispose()
