"""Single statements, each its own transaction, and the words that many of them share."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import TIMESTAMP, ColumnElement, Executable, RowMapping, Text, cast, func
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from clients.database import exact_json

NOW = func.clock_timestamp(type_=TIMESTAMP(timezone=True))
"""The database's clock, the one clock that all workers share."""
STAMP = func.statement_timestamp(type_=TIMESTAMP(timezone=True))
"""The same clock when the statement began: one moment for all rows and columns that it writes."""

Parameters = Mapping[str, Any] | Sequence[Mapping[str, Any]] | None
T = TypeVar("T")


def holds(column: ColumnElement[Any], name: str, value: str) -> ColumnElement[bool]:
    """Does a JSON column have a member of this name and value, however deep?

    Searched as the text that was written: jsonb would refuse characters that a name may hold.
    """
    return cast(column, Text).contains(exact_json.write({name: value}).strip("{}"), autoescape=True)


async def to_the_end(work: Coroutine[Any, Any, T] | asyncio.Task[T]) -> T:
    """Let work on the database end before a cancellation is heard.

    Breaking it off would leave open whether it happened, and cost its connection; one that is just being made
    would even linger at the server for a minute.
    """
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.gather(asyncio.shield(task), return_exceptions=True)
        raise


async def fetch(engine: AsyncEngine, statement: Executable, parameters: Parameters = None) -> Sequence[RowMapping]:
    """Run one statement and read all its rows."""

    async def rows() -> Sequence[RowMapping]:
        async with _autocommit(engine) as connection:
            return (await connection.execute(statement, parameters)).mappings().all()

    return await to_the_end(rows())


async def fetch_one(engine: AsyncEngine, statement: Executable, parameters: Parameters = None) -> RowMapping | None:
    """Run one statement and read its first row."""
    rows = await fetch(engine, statement, parameters)
    return rows[0] if rows else None


async def change(engine: AsyncEngine, statement: Executable, parameters: Parameters = None) -> int:
    """Run one statement and say how many rows an update or delete touched; of an insert it says nothing."""

    async def count() -> int:
        async with _autocommit(engine) as connection:
            return (await connection.execute(statement, parameters)).rowcount

    return await to_the_end(count())


def _autocommit(engine: AsyncEngine) -> AsyncConnection:
    # saves the two round trips of BEGIN and COMMIT
    return engine.execution_options(isolation_level="AUTOCOMMIT").connect()
