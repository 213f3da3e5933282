"""What a person should see of a run beside its counters: discounts left out, customers and items created."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from accounting.money import ZERO
from accounting.problems import Problem
from accounting.records import Model
from clients.database import tables
from clients.database.run_progress import records_and_outcomes
from clients.database.statements import fetch, holds

MOST_NAMES = 10
DISCOUNT_LEFT_OUT = "discount_left_out"


class Created(Model):
    """New entries of one of the company's lists."""

    count: int = 0
    names: tuple[str, ...] = ()
    """The first of them, as QuickBooks has them."""


class RunSummary(Model):
    """What a run did that shows in none of its records' states."""

    discounts_left_out: int = 0
    """Orders that were posted without their discount (row R-44)."""
    discounts_left_out_sum: Decimal = ZERO
    """By how much the books show more than these orders came to."""
    customers_created: Created = Created()
    items_created: Created = Created()


async def summary_of(engine: AsyncEngine, run_id: str) -> RunSummary:
    """The summary of a run as its records stand now."""
    discounts = await _discounts_left_out(engine, run_id)
    return RunSummary(
        discounts_left_out=len(discounts),
        discounts_left_out_sum=sum(discounts, ZERO),
        customers_created=await _created(engine, run_id, "Customer"),
        items_created=await _created(engine, run_id, "Item"),
    )


async def _discounts_left_out(engine: AsyncEngine, run_id: str) -> list[Decimal]:
    problems = tables.outcome.c.problems
    statement = (
        select(problems)
        .select_from(records_and_outcomes())
        .where(tables.run_record.c.run_id == run_id, holds(problems, "code", DISCOUNT_LEFT_OUT))
    )
    rows = await fetch(engine, statement)
    told = [Problem.model_validate(problem) for row in rows for problem in row["problems"]]
    return [problem.amount or ZERO for problem in told if problem.code == DISCOUNT_LEFT_OUT]


async def _created(engine: AsyncEngine, run_id: str, kind: str) -> Created:
    """What the run's orders needed first; a later order that needs it too finds it there."""
    link, connection, run = tables.link, tables.connection, tables.run
    statement = (
        select(link.c.snapshot)
        .select_from(
            run.join(connection, connection.c.id == run.c.connection_id).join(link, link.c.realm == connection.c.realm)
        )
        .where(run.c.id == run_id, link.c.document_kind == kind, holds(link.c.snapshot, "run_id", run_id))
        .order_by(link.c.posted_at)
    )
    names: Sequence[str] = [row["snapshot"]["name"] for row in await fetch(engine, statement)]
    return Created(count=len(names), names=tuple(names[:MOST_NAMES]))
