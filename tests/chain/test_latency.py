"""The measure of how soon an order is in the books: what it counts is there."""

from __future__ import annotations

import pytest

from tests.chain.world import World
from tests.latency.measure import Latency, measured, nearest_rank


async def test_every_order_is_measured_from_its_signal_to_its_one_receipt(world: World) -> None:
    found = await measured(world, 3, every=0.2, answer=0.3, new_customers=False)

    assert (found.orders, found.receipts, found.requests) == (3, 3, 3)
    assert 0.3 <= found.p50 <= found.p99 == found.longest


def test_ranks_are_those_of_values_that_were_measured() -> None:
    values = [float(value) for value in range(100, 0, -1)]

    assert [nearest_rank(values, share) for share in (0.5, 0.99, 1.0)] == [50.0, 99.0, 100.0]
    assert nearest_rank([7.0], 0.5) == nearest_rank([7.0], 0.99) == 7.0


@pytest.mark.parametrize(
    ("changes", "quick"), [({}, True), ({"p50": 1.1}, False), ({"p99": 2.1}, False), ({"receipts": 9}, False)]
)
def test_it_is_quick_enough_only_if_each_order_was_posted_once_in_time(changes: dict[str, float], quick: bool) -> None:
    found = {"orders": 10, "p50": 1.0, "p99": 2.0, "longest": 3.0, "receipts": 10, "requests": 10}

    assert Latency(**found | changes).within(1.0, 2.0) is quick  # type: ignore[arg-type]
