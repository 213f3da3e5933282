"""What a run came to beside its records' states: other amounts, discounts left out, customers and items created."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy.ext.asyncio import AsyncEngine

from accounting.problems import Problem
from accounting.records import RecordKind, RecordRef
from clients.database.connections import Connection, Connections
from clients.database.links import Links
from clients.database.outcomes import Outcome, Outcomes
from clients.database.run_summary import MOST_NAMES, Created, RunSummary
from clients.database.runs import Run, Runs
from tests.clients.database.samples import KEY, REALM, SHOP, link

RUN = Run(id="run-1", connection_id=SHOP, operations=("orders",))
TERM = Problem(code="term_missing", message="No term.", fix="Choose one.")
TOTAL = Problem(code="total_differs", message='It says {"code":"tax_differs"}.', fix="Compare it.")


def left_out(amount: str | None) -> Problem:
    """A warning as it is kept; those from before amounts were kept have none."""
    return Problem(code="discount_left_out", message="", fix="", amount=None if amount is None else Decimal(amount))


@pytest_asyncio.fixture
async def runs(engine: AsyncEngine) -> Runs:
    """A run that is done reading, with five orders."""
    await Connections(engine).add(Connection(id=SHOP, name="Shop", realm=REALM, environment="sandbox"))
    runs = Runs(engine)
    await runs.begin(RUN)
    await runs.handed(RUN.id, [RecordRef(kind=RecordKind.ORDER, id=str(number)) for number in range(1, 6)])
    await runs.finish(RUN.id, "done", "")
    return runs


async def posted(engine: AsyncEngine, number: int, *problems: Problem) -> None:
    await Outcomes(engine).record(
        Outcome(
            connection_id=SHOP,
            ref=RecordRef(kind=RecordKind.ORDER, id=str(number)),
            order_id=str(number),
            label=f"SHOP-{number}",
            state="posted",
            problems=problems,
        )
    )


async def created(engine: AsyncEngine, kind: str, id: str, **snapshot: Any) -> None:
    key = replace(KEY, record_kind=kind.lower(), record_id=id)
    await Links(engine).adopt(link(key, id, document_kind=kind, number=None, snapshot=snapshot))


@pytest.mark.rule("R-50/expected")
async def test_what_stands_with_another_total_is_counted_as_a_difference_and_the_run_is_not_done(
    engine: AsyncEngine, runs: Runs
) -> None:
    for number in (1, 2, 3):
        await posted(engine, number)
    await posted(engine, 4, TERM)
    await posted(engine, 5, TERM, TOTAL)

    ran = await runs.get(RUN.id)

    assert {state: count for state, count in ran.counters.items() if count} == {"posted": 4, "difference": 1}
    assert (ran.state, ran.handed_over, ran.first_problem) == ("done_with_errors", 5, TOTAL)


async def test_words_that_look_like_a_difference_are_none(engine: AsyncEngine, runs: Runs) -> None:
    await posted(engine, 1, TERM.model_copy(update={"message": '"code":"total_differs"'}))
    assert (await runs.get(RUN.id)).counters["difference"] == 0


@pytest.mark.rule("R-44/expected")
async def test_discounts_that_were_left_out_are_counted_and_summed(engine: AsyncEngine, runs: Runs) -> None:
    await posted(engine, 1, left_out("5.00"))
    await posted(engine, 2, TERM, left_out("2.50"))
    await posted(engine, 3, left_out(None))
    await posted(engine, 4, TERM)
    await posted(engine, 9, left_out("1.00"))

    summary = await runs.summary(RUN.id)

    assert (summary.discounts_left_out, summary.discounts_left_out_sum) == (3, Decimal("7.50"))


@pytest.mark.rule("R-37/expected", "R-40/expected")
async def test_the_first_customers_and_items_that_a_run_created_are_named(engine: AsyncEngine, runs: Runs) -> None:
    for number in range(MOST_NAMES + 2):
        await created(engine, "Item", f"i{number}", run_id=RUN.id, name=f"Item {number}")
    await created(engine, "Customer", "c1", run_id=RUN.id, name='Zoë "Zed" Example')
    await created(engine, "Customer", "c2", run_id="run-2", name=f'"run_id":"{RUN.id}"')
    await created(engine, "Customer", "c3")  # found in QuickBooks, not created
    await created(engine, "Item", "brought by a signal", run_id=None, name="Pen")

    summary = await runs.summary(RUN.id)

    assert summary.customers_created == Created(count=1, names=('Zoë "Zed" Example',))
    assert summary.items_created.count == MOST_NAMES + 2
    assert len(set(summary.items_created.names)) == MOST_NAMES
    assert await runs.summary("run-9") == RunSummary()
