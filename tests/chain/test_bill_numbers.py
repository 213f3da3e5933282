"""The numbers of a run's supplier invoices are asked of QuickBooks together (row R-91)."""

from __future__ import annotations

import pytest

from tests.chain.books import agreed, looks, posts
from tests.chain.notices import parked
from tests.chain.orders import SHOP, a_request, an_invoice, an_order
from tests.chain.world import CONNECTION, World
from worker.commands.runs import start_run

MANY = range(1, 31)


@pytest.mark.rule("R-91/expected")
async def test_the_numbers_of_thirty_invoices_are_asked_by_one_query(world: World) -> None:
    await world.flxpoint.add(
        **SHOP,
        orders=[an_order(number) for number in MANY],
        fulfillment_requests=[a_request(number) for number in MANY],
        source_invoices=[an_invoice(number) for number in MANY],
    )

    await world.run()

    assert len(await posts(world, "Bill")) == len(MANY)
    beforehand, *others = [look.statement for look in await looks(world, "Bill", holding="ACME-1-201")]
    assert all(f"'ACME-{number}'" in beforehand for number in MANY)
    assert others == []
    assert len(await looks(world, "Bill")) == 1
    await agreed(world)


@pytest.mark.rule("R-91/expected")
async def test_a_bill_of_ours_that_came_after_the_query_is_seen(world: World) -> None:
    """Two sources of one name are one vendor, and each has an invoice ACME-1; the second comes later in the run."""
    await world.quickbooks.switch(duplicate_numbers="allow")
    twice = [{"id": 21, "name": "Cedar Works"}, {"id": 22, "name": "Cedar Works"}]
    waits = a_request(2, source_id=22, fulfillmentRequestStatus={"name": "Unprocessed"})
    await world.flxpoint.add(
        **{**SHOP, "sources": twice},
        orders=[an_order(1), an_order(2)],
        fulfillment_requests=[a_request(1), waits],
        source_invoices=[an_invoice(1), an_invoice(2, source_id=22, invoiceNumber="ACME-1")],
    )
    await world.run()
    await world.finished("1")

    later = a_request(2, source_id=22)
    await world.flxpoint.add(fulfillment_requests=[later])
    await start_run(world.client, CONNECTION, ("fulfillment_requests",))

    problem = await parked(world, "2", "suspected_duplicate")
    assert problem.message.startswith("Bill ACME-1 for Cedar Works already exists")
    assert len(await posts(world, "Bill")) == 1
