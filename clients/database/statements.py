"""Single statements, each its own transaction, and the words that many of them share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import TIMESTAMP, Executable, RowMapping, func
from sqlalchemy.ext.asyncio import AsyncEngine

NOW = func.clock_timestamp(type_=TIMESTAMP(timezone=True))
"""The database's clock, the one clock that all workers share."""

Parameters = Mapping[str, Any] | Sequence[Mapping[str, Any]] | None


async def fetch(engine: AsyncEngine, statement: Executable, parameters: Parameters = None) -> Sequence[RowMapping]:
    """Run one statement and read all its rows."""
    # autocommit saves the two round trips of BEGIN and COMMIT
    async with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        return (await connection.execute(statement, parameters)).mappings().all()


async def fetch_one(engine: AsyncEngine, statement: Executable, parameters: Parameters = None) -> RowMapping | None:
    """Run one statement and read its first row."""
    rows = await fetch(engine, statement, parameters)
    return rows[0] if rows else None


async def change(engine: AsyncEngine, statement: Executable, parameters: Parameters = None) -> int:
    """Run one statement and say how many rows an update or delete touched; of an insert it says nothing."""
    async with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        return (await connection.execute(statement, parameters)).rowcount
