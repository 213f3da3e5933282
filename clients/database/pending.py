"""The fulfillment requests whose Purchase Orders are still to come, and the sources they name (row R-65)."""

from __future__ import annotations

import json

from sqlalchemy import ColumnElement, Text, and_, cast, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncEngine

from accounting.records import RecordKind
from clients.database import tables
from clients.database.statements import fetch

KIND = RecordKind.FULFILLMENT_REQUEST.value

# As text: Postgres reads no JSON that holds certain characters, and a title may hold any.
BODY = cast(tables.record.c.body, Text)
MARKED_BY_ANOTHER = '"synced":true'
TEXT_OF = '"{}":("(?:[^"\\\\]|\\\\.)*")'


async def pending_sources(engine: AsyncEngine, connection_id: str) -> set[tuple[str, str]]:
    """Id and name of every source of which a request waits, is parked, or has still to be tried."""
    record, outcome = tables.record, tables.outcome
    its_own = and_(
        outcome.c.connection_id == record.c.connection_id,
        outcome.c.kind == record.c.kind,
        outcome.c.record_id == record.c.id,
        outcome.c.current,
    )
    statement = (
        select(*(func.substring(BODY, TEXT_OF.format(field)).label(field) for field in ("source_id", "source_name")))
        .select_from(record.outerjoin(outcome, its_own))
        .where(record.c.connection_id == connection_id, record.c.kind == KIND, _pending())
        .distinct()
    )
    rows = await fetch(engine, statement)
    return {(json.loads(row["source_id"]), json.loads(row["source_name"])) for row in rows}


def _pending() -> ColumnElement[bool]:
    outcome, run, handed = tables.outcome, tables.run, tables.run_record
    handed_again = exists().where(
        handed.c.run_id == run.c.id,
        handed.c.kind == outcome.c.kind,
        handed.c.record_id == outcome.c.record_id,
        run.c.connection_id == outcome.c.connection_id,
        run.c.started_at > outcome.c.at,
    )
    return or_(
        outcome.c.state.is_(None) & ~BODY.contains(MARKED_BY_ANOTHER, autoescape=True),
        outcome.c.state.in_(("waiting", "parked")),
        # It was left out, and a choice has changed since.
        (outcome.c.state == "excluded") & handed_again,
    )
