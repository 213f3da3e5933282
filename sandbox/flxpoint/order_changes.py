"""What Flxpoint lets one change on an order besides its accounting marks."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import Route

from sandbox.flxpoint.blanks import Record
from sandbox.flxpoint.bodies import COUNT, NUMBER, OBJECT, TEXTS, WHOLE, Fields, read
from sandbox.flxpoint.calls import Call, Desk
from sandbox.flxpoint.kinds import full_item
from sandbox.flxpoint.refusals import Refused
from sandbox.flxpoint.statuses import ORDER

_ITEM: Fields = {
    "quantity": COUNT,
    "price": NUMBER,
    "productVariantId": WHOLE,
    "listingVariantId": WHOLE,
    "shippingAddress": OBJECT,
}

_LINKED_BY = {"orderIds": "id", "channelIds": "channelId"}
"""Which orders are to be linked: by parameter, the field it names. No page has the parameters' names."""


def routes(desk: Desk) -> list[Route]:
    """The paths that change orders."""
    return [
        desk.route("PATCH", "/orders/link", link),
        desk.route("PATCH", "/orders/{id:int}/status", change_status),
        desk.route("POST", "/orders/{id:int}/items", add_item),
        desk.route("PATCH", "/orders/{id:int}/tags", change_tags),
    ]


def change_status(call: Call) -> Response:
    """Open, close, hold or cancel an order; the status stands in the query."""
    order = call.named("orders")
    name = call.query.text("status")
    if name not in ORDER or name == "Draft":
        raise Refused(400, f"status must be one of {', '.join(ORDER[:-1])}, not {name}")
    order["orderStatus"] = name
    call.account.touch("orders", order)
    return Response(status_code=int(call.switches["order_status_answer"]))


def add_item(call: Call) -> Record:
    """Add a line to an open order; what it costs is added to the order's amounts."""
    order, said = call.named("orders"), read(call.given(), _ITEM, required="quantity")
    if order["orderStatus"] != "Open":
        raise Refused(400, f"Order {order['id']} is {order['orderStatus']}: lines are added to open orders only")
    said.pop("shippingAddress", None)
    item = full_item("orders", said | {"id": call.account.next_item_id("orders")}, record_id=order["id"])
    order["orderItems"].append(item)
    cost = (item["price"] or 0) * item["quantity"]
    _add(order, "orderTotal", cost)
    for name in ("subtotal", "total"):
        _add(order["channelInvoice"] or {}, name, cost)
    call.account.touch("orders", order)
    return item


def change_tags(call: Call) -> list[str]:
    """Add tags and remove tags; the answer is what the order has now."""
    order = call.named("orders")
    said = read(call.given(), {"add": TEXTS, "remove": TEXTS})
    kept = [tag for tag in [*order["tags"], *said.get("add", [])] if tag not in said.get("remove", [])]
    order["tags"] = list(dict.fromkeys(kept))
    call.account.touch("orders", order)
    return list(order["tags"])


def link(call: Call) -> list[int]:
    """Link items without a product to the product of that SKU; the answer is the orders where it worked."""
    asked = {field: call.query.few_numbers(parameter) for parameter, field in _LINKED_BY.items()}
    named = {field: numbers for field, numbers in asked.items() if numbers}
    if len(named) != 1:
        raise Refused(400, f"Pass exactly one of {', '.join(_LINKED_BY)}")
    field, numbers = next(iter(named.items()))
    products = {item["sku"]: item for order in call.all("orders") for item in order["orderItems"] if _managed(item)}
    return [order["id"] for order in call.all("orders") if order[field] in numbers and _link(call, order, products)]


def _link(call: Call, order: Record, products: dict[str, Record]) -> bool:
    unmanaged = [item for item in order["orderItems"] if not _managed(item) and item["sku"] in products]
    for item in unmanaged:
        item |= {name: products[item["sku"]][name] for name in ("productVariantId", "listingVariantId")}
    if unmanaged:
        if order["orderStatus"] == "Not Managed" and all(map(_managed, order["orderItems"])):
            order["orderStatus"] = "Open"
        call.account.touch("orders", order)
    return bool(unmanaged)


def _managed(item: Record) -> bool:
    return item["productVariantId"] is not None


def _add(holder: Record, name: str, cost: object) -> None:
    if holder.get(name) is not None:
        holder[name] += cost
