"""How long it takes from a signal until the order's Sales Receipt stands."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from tests.chain.books import posts
from tests.chain.world import CONNECTION, World

AT = "2026-11-20T15:00:00Z"
WARM = "warm"
"""The order before the clock runs: tokens, lists and a known customer."""


@dataclass(frozen=True)
class Latency:
    """Seconds from the signal until the document's outcome is written, over so many orders."""

    orders: int
    p50: float
    p99: float
    longest: float
    receipts: int
    requests: int
    """To QuickBooks, for all of them."""

    def as_json(self) -> str:
        return json.dumps(asdict(self))

    def within(self, p50: float, p99: float) -> bool:
        return self.orders == self.receipts and self.p50 <= p50 and self.p99 <= p99


async def measured(
    world: World, orders: int, *, every: float, answer: float, new_customers: bool, say: Callable[[str], None] = print
) -> Latency:
    """Send an order each ``every`` seconds while QuickBooks answers each request after ``answer`` seconds."""
    await _send(world, WARM, "Warm Example")
    await world.finished(WARM)
    await world.quickbooks.fault("slow", seconds=answer, times=10**9)
    before = len(await world.quickbooks.calls())
    sent: dict[str, float] = {}
    begun = time.monotonic()
    for number in range(1, orders + 1):
        await asyncio.sleep(max(0.0, begun + (number - 1) * every - time.monotonic()))
        order_id = f"L{number}"
        sent[order_id] = time.time()
        await _send(world, order_id, f"Customer {number} Example" if new_customers else "Warm Example")
        if number % 60 == 0:
            say(f"{number} of {orders} orders sent")
    for order_id in sent:
        await world.finished(order_id)
    took = [await _posted_at(world, order_id) - at for order_id, at in sent.items()]
    return Latency(
        orders=orders,
        p50=round(nearest_rank(took, 0.50), 3),
        p99=round(nearest_rank(took, 0.99), 3),
        longest=round(max(took), 3),
        receipts=len(await posts(world, "SalesReceipt", holding="-L")),
        requests=len(await world.quickbooks.calls()) - before,
    )


def nearest_rank(values: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of them does not exceed."""
    ranked = sorted(values)
    return ranked[max(0, -int(-len(ranked) * share // 1) - 1)]


async def _send(world: World, order_id: str, customer: str) -> None:
    await world.signal(order_id, "order_received", _order(order_id, customer))


async def _posted_at(world: World, order_id: str) -> float:
    (outcome,) = await world.companies.stores.outcomes.of_order(CONNECTION, order_id)
    assert outcome.state == "posted", outcome
    return outcome.at.timestamp()


def _order(order_id: str, customer: str) -> dict[str, Any]:
    return {
        "id": order_id,
        "number": order_id,
        "reference": f"LATENCY-{order_id}",
        "channel_id": "41",
        "channel_name": "Main Shop",
        "ordered_at": AT,
        "changed_at": AT,
        "state": "Open",
        "payment": "paid",
        "payment_raw": "Paid",
        "bill_to": {"name": customer, "email": "somebody@example.com"},
        "lines": [{"id": "1", "sku": "MUG-RED", "title": "Red Mug 350 ml", "quantity": "2", "unit_price": "10.00"}],
        "subtotal": "20.00",
        "total": "20.00",
    }
