"""A worker that remembers no workflow replays each from its start at every step, and comes to the same books."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

from temporalio.worker import Worker

from tests.chain.books import agreed
from tests.chain.orders import SHOP, a_chain, a_request, an_order
from tests.chain.world import World
from worker import process

WITHOUT_SKU = [{"id": 20, "sku": "", "title": "Mug", "quantity": 2, "price": 10.00}]


def forgetful(*given: Any, **options: Any) -> Worker:
    return Worker(*given, **options | {"max_cached_workflows": 0})


async def test_a_worker_without_memory_posts_retries_and_ends_as_any(idle: World) -> None:
    await idle.flxpoint.add(**a_chain(1))
    await idle.flxpoint.add(**SHOP, orders=[an_order(2, orderItems=WITHOUT_SKU)], fulfillment_requests=[a_request(2)])
    with patch.object(process, "Worker", forgetful):
        async with process.running_workers(idle.client, idle.companies):
            await idle.run()
            await idle.finished("1")
            await idle.until("2", lambda status: status.needs_attention)
            await idle.signal("2", "order_received", b"nonsense {")
            await idle.flxpoint.add(orders=[an_order(2, updatedAt="2027-01-01T00:00:00.000Z")])
            await idle.signal("2", "order_received", {"id": "2", "read_again": True})
            await idle.retry("2")
            await idle.finished("2")

    found = await agreed(idle)
    assert (found["sales_receipts"], found["purchase_orders"], found["bills"]) == (2, 2, 1)
