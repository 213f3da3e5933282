"""Shipments in Flxpoint's own JSON, how they come, and what the sale of their order says of them."""

from __future__ import annotations

from typing import Any

from tests.chain.books import posts
from tests.chain.orders import SHOP, Json, an_order
from tests.chain.world import CONNECTION, World
from tests.worker.console import daybook, variables

ON = {"operations": ["orders", "shipments"], "shipment_sources": ["21", "22"]}
"""The settings that carry shipments over."""
UPS = "1Z999AA10123456784"
SHOWN = ("ShipDate", "TrackingNum", "ShipMethodRef")


def a_shipment(order_id: int = 1, *, id: int = 0, **changes: Any) -> Json:
    """A parcel of an order by UPS Ground from Cedar Works, id 300 + the order's."""
    return {
        "id": id or 300 + order_id,
        "orderId": order_id,
        "fulfillmentRequestId": 100 + order_id,
        "sourceId": 21,
        "trackingNumber": "1Z999AA10123456784",
        "carrier": "UPS",
        "method": "Ground",
        "shippedAt": "2026-11-21T18:30:00.000Z",
        "insertedAt": "2026-11-21T18:35:00.000Z",
        "updatedAt": "2026-11-21T18:40:00.000Z",
        "shippingCost": 6.5,
        **changes,
    }


def shipping_of(sale: Json) -> tuple[Any, ...]:
    """Ship date, tracking number and carrier of a sale."""
    day, tracking, carrier = (sale.get(member) for member in SHOWN)
    return day, tracking, carrier and carrier["name"]


async def marked(world: World) -> list[int]:
    """The shipments that Flxpoint knows to be accounting synced."""
    return [one["id"] for one in (await world.flxpoint.state())["shipments"] if one["accountingSynced"]]


async def sold(world: World, order: Json | None = None, **settings: Any) -> Json:
    """An order's sale as it stands, posted before its shipments are known."""
    await world.choose(**ON | settings)
    await world.flxpoint.add(**SHOP, orders=[order or an_order(1)])
    await world.run()
    return await the_sale(world)


async def shipped(world: World, *shipments: Json) -> None:
    """A run that finds these shipments, followed to its end and to that of order 1."""
    await world.flxpoint.add(shipments=list(shipments))
    await world.run()
    await world.finished("1")


async def the_sale(world: World) -> Json:
    (sale,) = await world.documents("SalesReceipt") or await world.documents("Invoice")
    return sale


async def updates(world: World) -> list[Json]:
    """What Daybook sent to change a sale."""
    return [call["body"] for kind in ("SalesReceipt", "Invoice") for call in await posts(world, kind, holding="sparse")]


async def told(world: World, shipment_id: int = 301) -> Json:
    """What `daybook history` says of a shipment now."""
    words = ("history", CONNECTION, "--kind", "shipment", "--record", str(shipment_id), "--json")
    entries: list[Json] = (await daybook(*words, told=variables(world.environment))).json
    return entries[0]


def without_shipping(sale: Json) -> Json:
    changed = ("ShipDate", "TrackingNum", "ShipMethodRef", "SyncToken", "MetaData")
    return {member: value for member, value in sale.items() if member not in changed}
