"""How far the records of runs have come, counted from their outcomes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import get_args

from sqlalchemy import ColumnElement, FromClause, and_, case, func, or_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncEngine

from accounting.problems import Problem
from accounting.verification import DIFFERENCES
from clients.database import tables
from clients.database.outcomes import OutcomeState
from clients.database.statements import fetch, holds

OPEN = "open"
"""Nothing has become of a record since its run began."""
DIFFERENCE = "difference"
"""It stands in the books with another total or tax than was sent, and is not done (row R-50)."""


def _nothing() -> dict[str, int]:
    return dict.fromkeys((*get_args(OutcomeState), DIFFERENCE, OPEN), 0)


@dataclass
class Progress:
    """How many of a run's records have come to which state since it began, and when the last one did."""

    counters: dict[str, int] = field(default_factory=_nothing)
    last_outcome_at: datetime | None = None
    """When the newest of its outcomes was first found; being found again, or by a later run, makes it no later."""

    @property
    def records(self) -> int:
        return sum(self.counters.values())


async def progress_of(engine: AsyncEngine, run_ids: Sequence[str]) -> Mapping[str, Progress]:
    """The progress of each of the runs."""
    handed, outcome = tables.run_record, tables.outcome
    state = case((_differs(), DIFFERENCE), else_=func.coalesce(outcome.c.state, OPEN))
    its_own = outcome.c.run_id == handed.c.run_id
    statement = (
        select(
            handed.c.run_id,
            state.label("state"),
            func.count().label("records"),
            func.max(outcome.c.since).filter(its_own).label("last"),
        )
        .select_from(records_and_outcomes())
        .where(handed.c.run_id.in_(run_ids))
        .group_by(handed.c.run_id, state)
    )
    found = {run_id: Progress() for run_id in run_ids}
    for row in await fetch(engine, statement):
        progress = found[row["run_id"]]
        progress.counters[row["state"]] = row["records"]
        progress.last_outcome_at = max(filter(None, (progress.last_outcome_at, row["last"])), default=None)
    return found


async def first_problems(engine: AsyncEngine, run_ids: Sequence[str]) -> dict[str, Problem]:
    """The problem that each of the runs met first and that is still there (row R-97)."""
    handed, outcome = tables.run_record, tables.outcome
    statement = (
        select(handed.c.run_id, outcome.c.problems)
        .ext(distinct_on(handed.c.run_id))
        .select_from(records_and_outcomes())
        .where(handed.c.run_id.in_(run_ids), (outcome.c.state == "parked") | _differs())
        .order_by(handed.c.run_id, outcome.c.sequence)
    )
    rows = await fetch(engine, statement)
    found = {row["run_id"]: [Problem.model_validate(problem) for problem in row["problems"]] for row in rows}
    return {run_id: _gravest(problems) for run_id, problems in found.items() if problems}


def _gravest(problems: Sequence[Problem]) -> Problem:
    """What the document differs in goes before what it was sent with in spite of a warning."""
    return next((problem for problem in problems if problem.code in DIFFERENCES), problems[0])


def _differs() -> ColumnElement[bool]:
    return or_(*(holds(tables.outcome.c.problems, "code", code) for code in DIFFERENCES))


def records_and_outcomes() -> FromClause:
    """The records of runs, each with what became of it since its run began, if anything did."""
    handed, run, outcome = tables.run_record, tables.run, tables.outcome
    return handed.join(run, run.c.id == handed.c.run_id).outerjoin(outcome, _since_it_began())


def _since_it_began() -> ColumnElement[bool]:
    handed, run, outcome = tables.run_record, tables.run, tables.outcome
    return and_(
        outcome.c.connection_id == run.c.connection_id,
        outcome.c.kind == handed.c.kind,
        outcome.c.record_id == handed.c.record_id,
        outcome.c.current,
        outcome.c.at >= run.c.started_at,
    )
