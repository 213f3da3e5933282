"""Runs, and what became of the records they handed over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Literal, get_args

from pydantic import AwareDatetime, Field
from sqlalchemy import ColumnElement, RowMapping, Select, and_, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from accounting.records import Model, RecordRef
from clients.database import tables
from clients.database.outcomes import OutcomeState
from clients.database.statements import NOW, change, fetch, fetch_one

RunState = Literal["running", "done", "done_with_errors", "failed"]
OPEN = "open"


class Run(Model):
    """One "Run Integration", by schedule or by hand."""

    id: str
    connection_id: str
    operations: tuple[str, ...]
    state: RunState = "running"
    started_at: AwareDatetime = Field(default_factory=lambda: datetime.now(UTC))
    """The database sets it."""
    finished_at: AwareDatetime | None = None
    handed_over: int = 0
    """How many records it handed to their orders."""
    message: str = ""


class UnknownRun(LookupError):
    """No run has this id."""


class Runs:
    """Every run."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def begin(self, run: Run) -> Run:
        """Note that a run began; doing it twice changes nothing."""
        new = insert(tables.run).values(
            id=run.id,
            connection_id=run.connection_id,
            operations=list(run.operations),
            state="running",
            started_at=NOW,
            message=run.message,
        )
        await change(self._engine, new.on_conflict_do_nothing())
        return await self.get(run.id)

    async def handed(self, run_id: str, refs: Sequence[RecordRef]) -> None:
        """Note the records that the run handed over; doing it twice counts them once."""
        rows = sorted({(ref.kind.value, ref.id) for ref in refs})
        if rows:
            new = insert(tables.run_record).values(
                [{"run_id": run_id, "kind": kind, "record_id": record_id} for kind, record_id in rows]
            )
            await change(self._engine, new.on_conflict_do_nothing())

    async def finish(self, run_id: str, state: RunState, message: str) -> None:
        """Note how the run ended; its records may still be on their way."""
        table = tables.run
        ended = update(table).where(table.c.id == run_id).values(state=state, message=message, finished_at=NOW)
        await change(self._engine, ended)

    async def get(self, run_id: str) -> Run:
        """One run; raises UnknownRun."""
        row = await fetch_one(self._engine, _runs().where(tables.run.c.id == run_id))
        if row is None:
            raise UnknownRun(f'There is no run "{run_id}".')
        return _run(row)

    async def progress(self, run_id: str) -> dict[str, int]:
        """How many of the run's records have come to which state since it began; ``open`` have come to none yet."""
        handed, run, outcome = tables.run_record, tables.run, tables.outcome
        state = func.coalesce(outcome.c.state, OPEN)
        statement = (
            select(state.label("state"), func.count().label("records"))
            .select_from(handed.join(run, run.c.id == handed.c.run_id).outerjoin(outcome, _since_it_began()))
            .where(handed.c.run_id == run_id)
            .group_by(state)
        )
        counts = {row["state"]: row["records"] for row in await fetch(self._engine, statement)}
        return {name: counts.get(name, 0) for name in (*get_args(OutcomeState), OPEN)}


def _since_it_began() -> ColumnElement[bool]:
    handed, run, outcome = tables.run_record, tables.run, tables.outcome
    return and_(
        outcome.c.connection_id == run.c.connection_id,
        outcome.c.kind == handed.c.kind,
        outcome.c.record_id == handed.c.record_id,
        outcome.c.current,
        outcome.c.at >= run.c.started_at,
    )


def _runs() -> Select[tuple[Any, ...]]:
    handed = select(func.count()).where(tables.run_record.c.run_id == tables.run.c.id).scalar_subquery()
    return select(tables.run, handed.label("handed_over"))


def _run(row: RowMapping) -> Run:
    return Run.model_validate(dict(row))
