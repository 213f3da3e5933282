"""Runs, and what became of the records they brought.

A run's row says how far the reading has come: queued, running, then done or failed. What became of its records is
nowhere stored a second time: a run counts their outcomes since it began, so that its counters move on while the
orders' workflows work, and once more when a person has mended what was parked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from pydantic import AwareDatetime, Field
from sqlalchemy import ColumnElement, RowMapping, case, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from accounting.problems import Problem
from accounting.records import Model, RecordRef
from clients.database import tables
from clients.database.run_progress import DIFFERENCE, OPEN, Progress, first_problems, progress_of
from clients.database.run_summary import RunSummary, summary_of
from clients.database.statements import NOW, change, fetch, fetch_one

RunState = Literal["queued", "running", "done", "done_with_errors", "failed"]
"""Done with errors: something of it is parked, or stands with other amounts than were sent (row R-50).
Failed: it could not read, or a vendor is missing (rows R-21, R-65)."""
RUNS_LOOKED_AT = 200
BROKEN_OFF = "It was broken off before it had read everything; the next run read it again."


class Run(Model):
    """One "Run Integration", by schedule or by hand."""

    id: str
    connection_id: str
    operations: tuple[str, ...]
    state: RunState = "running"
    started_at: AwareDatetime = Field(default_factory=lambda: datetime.now(UTC))
    """The database sets it."""
    finished_at: AwareDatetime | None = None
    """When everything was read and handed over."""
    handed_over: int = 0
    """How many records it handed to their orders, or left out itself."""
    message: str = ""
    """Why it failed."""
    code: str = ""
    """Which problem it failed with."""
    counters: dict[str, int] = Field(default_factory=dict)
    """How many of its records have come to which state since it began; ``open``: to none yet."""
    last_outcome_at: AwareDatetime | None = None
    first_problem: Problem | None = None
    """What is in the way of the first of its records that is parked (row R-97)."""

    @property
    def took(self) -> timedelta | None:
        """From its start to the last change it brought; None while it is under way."""
        if self.finished_at is None or self.state in ("queued", "running"):
            return None
        return max(self.finished_at, self.last_outcome_at or self.finished_at) - self.started_at


class UnknownRun(LookupError):
    """No run has this id."""


class Runs:
    """Every run."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def queue(self, run: Run) -> None:
        """Note that a run was asked for, unless it has begun already."""
        await change(self._engine, insert(tables.run).values(_row(run, "queued")).on_conflict_do_nothing())

    async def begin(self, run: Run) -> Run:
        """Note that a run reads these operations; doing it twice changes nothing.

        A connection has one run at a time: one that never finished was broken off.
        """
        table = tables.run
        unfinished = (table.c.connection_id == run.connection_id) & table.c.finished_at.is_(None)
        await self._end(unfinished & (table.c.id != run.id), "failed", BROKEN_OFF)
        new = insert(table).values(_row(run, "running"))
        started_at = case((table.c.state == "queued", NOW), else_=table.c.started_at)
        again = {"state": "running", "started_at": started_at, "operations": new.excluded.operations}
        await change(self._engine, new.on_conflict_do_update(index_elements=["id"], set_=again))
        return await self.get(run.id)

    async def handed(self, run_id: str, refs: Sequence[RecordRef]) -> None:
        """Note the records that the run brings; doing it twice counts them once."""
        rows = sorted({(ref.kind.value, ref.id) for ref in refs})
        if rows:
            new = insert(tables.run_record).values(
                [{"run_id": run_id, "kind": kind, "record_id": record_id} for kind, record_id in rows]
            )
            await change(self._engine, new.on_conflict_do_nothing())

    async def finish(self, run_id: str, state: Literal["done", "failed"], message: str, code: str = "") -> None:
        """Note how the reading ended, with which problem if it failed; its records may still be on their way."""
        await self._end(tables.run.c.id == run_id, state, message, code)

    async def get(self, run_id: str) -> Run:
        """One run; raises UnknownRun."""
        runs = await self._runs(tables.run.c.id == run_id, 1)
        if not runs:
            raise UnknownRun(f'There is no run "{run_id}".')
        return runs[0]

    async def last_read(self, connection_id: str) -> dict[str, datetime]:
        """By operation, when the newest run began that read it to the end; one that no run has read is absent."""
        table = tables.run
        done = (table.c.connection_id == connection_id) & (table.c.state == "done")
        statement = select(table.c.operations, table.c.started_at).where(done).order_by(table.c.started_at.desc())
        found: dict[str, datetime] = {}
        for row in await fetch(self._engine, statement.limit(RUNS_LOOKED_AT)):
            found = dict.fromkeys(row["operations"], row["started_at"]) | found
        return found

    async def knows(self, connection_id: str, run_id: str) -> bool:
        """Has the connection had a run of this id?"""
        table = tables.run
        known = select(table.c.id).where(table.c.connection_id == connection_id, table.c.id == run_id)
        return await fetch_one(self._engine, known) is not None

    async def newest(self, connection_id: str, limit: int) -> list[Run]:
        """The newest runs of a connection, the newest first."""
        return await self._runs(tables.run.c.connection_id == connection_id, limit)

    async def ended_before(self, connection_id: str, run_id: str) -> Run | None:
        """The connection's last run but this one that ended by itself, if there was one."""
        table = tables.run
        ended = (table.c.connection_id == connection_id) & table.c.finished_at.is_not(None)
        by_itself = (table.c.id != run_id) & (table.c.message != BROKEN_OFF)
        runs = await self._runs(ended & by_itself, 1)
        return runs[0] if runs else None

    async def progress(self, run_id: str) -> dict[str, int]:
        """How many of the run's records have come to which state since it began; ``open`` have come to none yet."""
        return (await progress_of(self._engine, [run_id]))[run_id].counters

    async def summary(self, run_id: str) -> RunSummary:
        """What the run left out and created."""
        return await summary_of(self._engine, run_id)

    async def _end(self, which: ColumnElement[bool], state: str, message: str, code: str = "") -> None:
        ended = update(tables.run).where(which).values(state=state, message=message, code=code, finished_at=NOW)
        await change(self._engine, ended)

    async def _runs(self, which: ColumnElement[bool], limit: int) -> list[Run]:
        table = tables.run
        rows = await fetch(self._engine, select(table).where(which).order_by(table.c.started_at.desc()).limit(limit))
        run_ids = [row["id"] for row in rows]
        progress, problems = await progress_of(self._engine, run_ids), await first_problems(self._engine, run_ids)
        return [_run(row, progress[row["id"]], problems.get(row["id"])) for row in rows]


def _row(run: Run, state: str) -> dict[str, Any]:
    return {
        "id": run.id,
        "connection_id": run.connection_id,
        "operations": list(run.operations),
        "state": state,
        "started_at": NOW,
        "message": run.message,
        "code": run.code,
    }


def _run(row: RowMapping, progress: Progress, first_problem: Problem | None) -> Run:
    known = {
        "state": _state(row["state"], progress.counters),
        "handed_over": progress.records,
        "counters": progress.counters,
        "last_outcome_at": progress.last_outcome_at,
        "first_problem": first_problem,
    }
    return Run.model_validate({**row, **known})


def _state(reading: str, counters: Mapping[str, int]) -> RunState:
    match reading:
        case "queued" | "running" | "failed":
            return reading
        case _ if counters[OPEN]:
            return "running"
        case _:
            return "done_with_errors" if counters["parked"] or counters[DIFFERENCE] else "done"
