"""Orders, fulfillment requests and source invoices in Flxpoint's JSON, in each of the forms that it gives them."""

from __future__ import annotations

from decimal import Decimal
from random import Random
from typing import Any

from sandbox.made_up.amounts import ZERO
from tests.many_orders.orders import Line, Sketch

Json = dict[str, Any]
NOISE = Decimal("3e-14")
"""What is left of a cent where somebody reckoned with doubles."""


def spelled(chance: Random, amount: Decimal) -> Decimal | str:
    """An amount as it may come: exact, with the noise of doubles, or as text."""
    how = chance.random()
    if how < 0.1:
        return amount + (NOISE if how < 0.05 else -NOISE)
    return str(amount) if how < 0.15 else amount


def address_of(name: str | None, state: str | None) -> Json:
    address: Json = {"name": name, "addressLine1": "12 Elm Street", "city": "Austin", "stateCode": state}
    return address | {"postal": "78701", "countryCode": "US", "email": "somebody@example.com" if name else None}


def written_order(chance: Random, order: Sketch, id: int) -> Json:
    """The order as Flxpoint lists it."""
    address = address_of(order.name, order.state)
    json: Json = {
        "id": id,
        "orderNumber": str(id),
        "referenceNumber": _reference(chance, id),
        "channelId": order.channel,
        "orderStatus": order.status,
        "orderTotal": spelled(chance, order.total),
        **dict.fromkeys(("orderedAt", "insertedAt", "updatedAt"), order.ordered_at),
        "shippingAddress": address,
        "billingAddress": None if chance.random() < 0.1 else address,
        "orderItems": [_item(chance, id * 1000 + place, line) for place, line in enumerate(order.lines, 1)],
        **_money(chance, order),
    }
    return json | ({"currency": {"code": order.currency}} if order.currency else {})


def _reference(chance: Random, id: int) -> str:
    """Two orders in a row may share one, as those of two channels do."""
    shapes = (f"SHOP-{id}", f"SHOP-{id}", f"#{id // 2}", f"  web  {id}", f"Größe/{id}", f"{id}-of-a-very-long-number")
    return chance.choice(shapes)


def _item(chance: Random, id: int, line: Line) -> Json:
    canceled: Json = {"canceledQuantity": line.canceled} if line.canceled else {}
    discount: Json = {"discount": spelled(chance, line.discount)} if line.discount else {}
    goods = {"sku": line.goods.sku, "title": line.goods.title}
    return {"id": id, **goods, "quantity": line.quantity, "price": line.price, **canceled, **discount}


def _money(chance: Random, order: Sketch) -> Json:
    """Stated amounts under one of two sets of names, the order's own, or a list of typed charges."""
    sign = chance.choice((1, -1))
    amounts = {
        "subtotal": order.subtotal,
        "tax": order.tax,
        "shipping": order.shipping,
        "fee": order.fee,
        "other": order.other,
        "discount": sign * order.discount,
    }
    how = chance.random()
    if how < 0.25:
        return {"channelInvoice": {"status": order.payment, "invoiceItems": _charges(chance, order, amounts)}}
    if how < 0.4:
        named = ("subTotal", "taxTotal", "shipping", "feeTotal", "otherTotal", "discountTotal")
    else:
        named = ("subtotal", "tax", "shippingCost", "fee", "other", "discount")
    stated = {name: spelled(chance, amount) for name, amount in zip(named, amounts.values(), strict=True)}
    return {"channelInvoice": {"paymentStatus": order.payment, **stated, "total": order.total}}


def _charges(chance: Random, order: Sketch, amounts: dict[str, Decimal]) -> list[Json]:
    quantities = [line.quantity if order.stale_subtotal else line.net for line in order.lines]
    products = [
        ("product", (quantity * line.price).quantize(ZERO, rounding="ROUND_HALF_UP"))
        for line, quantity in zip(order.lines, quantities, strict=True)
    ]
    others = [(kind, amount) for kind, amount in amounts.items() if kind != "subtotal" and amount]
    charges = products + others
    chance.shuffle(charges)
    return [{"invoiceItemType": {"handle": kind}, "cost": spelled(chance, amount)} for kind, amount in charges]
