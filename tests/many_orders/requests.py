"""What suppliers are asked for of a made-up order, and how each request must end."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random
from typing import Any

from sandbox.made_up.amounts import ZERO, cents
from tests.many_orders.orders import POSTED, Line, Sketch
from tests.many_orders.texts import LONGEST_SKU
from tests.many_orders.written import address_of

Json = dict[str, Any]
SUPPLIERS = {21: "ACME", 22: "BETA", 23: "CEDAR", 24: "DUNE", 25: "OHARA"}
"""By source: what its own SKUs and the numbers of its invoices begin with."""
WITHOUT_VENDOR, NOT_SELECTED = 26, 27
DUE = ("Processing", "Processed", "Acknowledged")


@dataclass(frozen=True)
class Wanted:
    """One line of a request."""

    id: int
    sku: str | None
    title: str
    quantity: Decimal
    cost: Decimal | None
    voided: Decimal
    order_line: int

    @property
    def amount(self) -> Decimal:
        return cents(self.quantity * (self.cost or ZERO))


@dataclass
class Request:
    """A fulfillment request before it is written down."""

    id: int
    number: str
    source: int
    lines: list[Wanted]
    state: str = "Processing"
    ship_to: Json | None = None
    ends: str = POSTED

    @property
    def total(self) -> Decimal:
        return sum((line.amount for line in self.lines), ZERO)

    @property
    def prefix(self) -> str:
        return SUPPLIERS.get(self.source, "NONE")


def requests_of(chance: Random, order: Sketch, order_id: int) -> list[Request]:
    """What suppliers are asked for: the order's lines, shared out among up to three of them."""
    kept = [(order_id * 1000 + place, line) for place, line in enumerate(order.lines, 1) if line.net > 0]
    count = min(chance.choice((0, 0, 1, 1, 1, 2, 3)), len(kept))
    requests = []
    for n in range(count):
        id, source = order_id * 10 + n, chance.choice(tuple(SUPPLIERS))
        request = Request(id, f"{order_id}-{n + 1}", source, [], chance.choice(DUE))
        request.ship_to = address_of(order.name, order.state)
        request.lines = [
            _wanted(chance, id * 100 + place, SUPPLIERS[source], line, of)
            for place, (of, line) in enumerate(kept[n::count][:20], 1)
        ]
        _decide(chance, request, order)
        requests.append(request)
    return requests


def _wanted(chance: Random, id: int, prefix: str, line: Line, of: int) -> Wanted:
    own = line.goods.sku or "WRAP"
    sku = f"{prefix}-{own}"[:LONGEST_SKU] if chance.random() < 0.8 else own
    how = chance.random()
    cost: Decimal | None = Decimal(chance.randint(1, 9000)).scaleb(-2)
    if how < 0.05:
        cost = None
    elif how < 0.1:
        cost = ZERO
    elif how < 0.25:
        cost = Decimal(chance.randint(1, 9_999_999)).scaleb(-chance.randint(3, 5))
    voided = Decimal(chance.choice((0, 0, 0, 0, 0, 0, 1)))
    return Wanted(id, sku, line.goods.title, line.net, cost, voided, of)


def _decide(chance: Random, request: Request, order: Sketch) -> None:
    """How the request ends: as its order lets it, else now and then with a fault of its own."""
    if order.status == "Canceled":
        request.ends = "order_canceled"
    elif order.ends == "excluded":
        # Left out by its channel or day; an order of which nothing is left posts nothing to wait for.
        request.ends = "excluded" if order.channel == 45 or order.ordered_at < "2026-10-01" else "waiting"
    elif order.ends != POSTED:
        request.ends = "waiting"
    elif chance.random() < 0.12:
        _plant(chance, request)


def _plant(chance: Random, request: Request) -> None:
    first = request.lines[0]
    match chance.randrange(8):
        case 0:
            request.state, request.ends = "Unprocessed", "waiting"
        case 1:
            request.state, request.ends = "Voided", "excluded"
        case 2:
            request.ship_to, request.ends = None, "excluded"
        case 3:
            request.source, request.ends = WITHOUT_VENDOR, "vendor_missing"
        case 4:
            request.source, request.ends = NOT_SELECTED, "excluded"
        case 5:
            request.lines[0], request.ends = replace(first, cost=Decimal("-1.00")), "line_negative"
        case 6:
            request.lines[0], request.ends = replace(first, sku=None), "sku_missing"
        case _:
            request.lines[0] = replace(first, sku="ACME-CAP-NVY")
            request.ends = "item_without_expense_account"


def written_request(chance: Random, request: Request, order_id: int) -> Json:
    """The request as Flxpoint lists it."""
    at = "2026-11-28T16:00:00.000Z"
    state = {"name": request.state, "handle": request.state.lower()}
    return {
        "id": request.id,
        "fulfillmentRequestNumber": request.number,
        "orderId": order_id,
        "sourceId": request.source,
        **dict.fromkeys(("generatedAt", "lastModifiedAt"), at),
        "fulfillmentRequestStatus": state if chance.random() < 0.7 else request.state,
        "shippingAddress": request.ship_to,
        "fulfillmentRequestItems": [_written_line(chance, line) for line in request.lines],
    }


def _written_line(chance: Random, line: Wanted) -> Json:
    # Not spelled with noise: below the cent a cost has digits of its own.
    cost = None if line.cost is None else str(line.cost) if chance.random() < 0.1 else line.cost
    return {
        "id": line.id,
        "sku": line.sku,
        "title": line.title,
        "quantity": line.quantity + line.voided,
        "voidedQuantity": line.voided,
        "cost": cost,
        "orderItemId": line.order_line,
    }
