"""In whatever order an order's events arrive, early, late or twice, its documents are the same."""

from __future__ import annotations

from itertools import count

import pytest

from activities.drafting import bills
from activities.drafting.desk import note_of
from tests.chain.world import World
from tests.many_orders.arrivals import played, with_temporal, without_temporal
from tests.many_orders.without_postgres import postgres_left_out
from tests.many_orders.without_temporal import temporal_left_out

DOCUMENTS = 5
"""Of each order: its sale, two Purchase Orders and two Bills."""


@pytest.mark.rule("R-35/expected", "R-62/expected", "R-81/expected")
async def test_three_random_orders_of_arrival_leave_the_same_documents_on_the_real_chain(world: World) -> None:
    found = await played(world, 3, 11, with_temporal)

    assert (found.findings, found.documents) == ([], 4 * DOCUMENTS)


@pytest.mark.rule("R-35/expected", "R-62/expected", "R-81/expected")
async def test_seventeen_more_do_where_temporal_and_postgres_are_left_out(idle: World) -> None:
    async with postgres_left_out(idle.companies) as companies:
        with temporal_left_out(companies):
            found = await played(idle, 17, 12, without_temporal)

    assert (found.findings, found.documents) == ([], 18 * DOCUMENTS)


async def test_a_document_that_depends_on_the_order_of_arrival_is_found(
    idle: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = count(1)
    monkeypatch.setattr(bills, "note_of", lambda ref, words: f"The {next(counted)}th. {note_of(ref, words)}")
    async with postgres_left_out(idle.companies) as companies:
        with temporal_left_out(companies):
            found = await played(idle, 1, 12, without_temporal)

    (finding,) = found.findings
    assert finding.startswith("arrival 1 ")
    assert "in place of" in finding
