"""What happens to one order until it is billed, and the many ways in which that may reach Daybook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from accounting.records import Record
from accounting.sources import Source
from clients.flxpoint.records import read_fulfillment_request, read_order, read_supplier_invoice
from tests.chain.orders import SHOP, a_request, an_invoice, an_order

Json = dict[str, Any]
FIRST = 100_000
"""Numbers of orders have as many digits, so that one can be put for another in every text."""
CHANNELS = {str(channel["id"]): str(channel["name"]) for channel in SHOP["channels"]}
SOURCES = {str(source["id"]): Source(id=str(source["id"]), name=str(source["name"])) for source in SHOP["sources"]}


@dataclass(frozen=True)
class Event:
    """A signal with the whole record as it is from now on."""

    signal: str
    record: str
    """In the canonical form, as JSON text."""


def records_of(number: int) -> dict[str, list[Json]]:
    """An order over 27.45 with two requests, the first of them invoiced in two parts; as Flxpoint has them at last."""
    lines = [
        {"id": number * 10, "sku": "MUG", "title": "Mug", "quantity": 2, "price": 10.00},
        {"id": number * 10 + 1, "sku": "TEE", "title": "Tee", "quantity": 1, "price": 4.50},
    ]
    money = {"subtotal": 24.50, "shippingCost": 4.95, "discount": 2.00, "tax": 0.0, "total": 27.45}
    order = an_order(number, orderItems=lines, orderTotal=27.45, channelInvoice={"paymentStatus": "Paid", **money})
    first, second = (_request(number, place) for place in (1, 2))
    invoices = [_invoice(first, part, quantity) for part, quantity in ((1, 2), (2, 1))]
    return {"orders": [order], "fulfillment_requests": [first, second], "source_invoices": invoices}


def _request(number: int, place: int) -> Json:
    sku, quantity, cost = ("ACME-MUG", 3, 6.00) if place == 1 else ("DUNE-TEE", 1, 2.25)
    id, line = number * 10 + place, {"title": "Goods", "sku": sku, "quantity": quantity, "cost": cost}
    return a_request(
        number,
        source_id=20 + place,
        id=id,
        fulfillmentRequestNumber=f"SHOP-{number}-{place}",
        fulfillmentRequestItems=[{"id": id * 10, **line}],
    )


def _invoice(request: Json, part: int, quantity: int) -> Json:
    """A part of a request, under the request's number."""
    id, (line,) = request["orderId"] * 10 + 4 + part, request["fulfillmentRequestItems"]
    product = {"invoiceItemType": {"handle": "product"}, "sku": line["sku"], "quantity": quantity}
    return an_invoice(
        id=id,
        fulfillmentRequestId=request["id"],
        sourceId=request["sourceId"],
        invoiceNumber=request["fulfillmentRequestNumber"],
        totalCost=quantity * 6.00,
        invoiceItems=[{"id": id * 10, **product, "perUnitCost": 6.00, "cost": quantity * 6.00}],
    )


def events_of(number: int) -> list[Event]:
    """The order as it was new and half paid, then paid; its requests, and their invoices.

    New it is held: one that could be posted unpaid would rightly become an Invoice, if it were seen before its money.
    """
    records = records_of(number)
    (order,) = records["orders"]
    half_paid = {**order["channelInvoice"], "paymentStatus": "Partially Paid"}
    new = {**order, "channelInvoice": half_paid, "updatedAt": "2026-11-20T15:01:00.000Z"}
    order_of = {str(request["id"]): str(number) for request in records["fulfillment_requests"]}
    return [
        *(_event("order_received", read_order(version, CHANNELS)) for version in (new, order)),
        *(
            _event("fulfillment_requested", read_fulfillment_request(request, SOURCES))
            for request in records["fulfillment_requests"]
        ),
        *(
            _event("supplier_invoiced", read_supplier_invoice(invoice, SOURCES, order_of))
            for invoice in records["source_invoices"]
        ),
    ]


def _event(signal: str, record: Record) -> Event:
    return Event(signal, record.model_dump_json())


def in_turn(events: Sequence[Event]) -> list[list[Event]]:
    """One after the other, each when all before it has been worked on."""
    return [[event] for event in events]


def at_random(events: Sequence[Event], chance: Random) -> list[list[Event]]:
    """In any order, some of them twice; some follow at once, and some when all before them has been worked on."""
    arriving = [event for event in events for _ in range(chance.choice((1, 1, 2)))]
    chance.shuffle(arriving)
    bursts = [[arriving[0]]]
    for event in arriving[1:]:
        if chance.random() < 0.6:
            bursts[-1].append(event)
        else:
            bursts.append([event])
    return bursts
