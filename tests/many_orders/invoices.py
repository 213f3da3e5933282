"""What suppliers charge for their requests, and how each invoice must end."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any

from sandbox.made_up.amounts import ZERO, cents
from tests.many_orders.orders import POSTED
from tests.many_orders.requests import Request, Wanted
from tests.many_orders.written import spelled

Json = dict[str, Any]


@dataclass
class Charge:
    """One line of an invoice."""

    kind: str
    amount: Decimal
    sku: str | None = None
    quantity: Decimal = Decimal(1)
    cost: Decimal = ZERO
    """Of one unit."""


@dataclass
class Invoice:
    """A source invoice before it is written down."""

    id: int
    number: str
    charges: list[Charge]
    off: Decimal = ZERO
    """By which its stated total misses its lines."""
    returned: bool = False
    ends: str = POSTED

    @property
    def total(self) -> Decimal:
        return sum((charge.amount for charge in self.charges), ZERO) + self.off


def invoices_of(chance: Random, request: Request) -> list[Invoice]:
    """What the supplier charges for a request: nothing yet, all at once, or in two parts."""
    if request.ends not in (POSTED, "waiting") or chance.random() < 0.35:
        return []
    whole = [(line, line.quantity) for line in request.lines]
    parts = _halves(request) if chance.random() < 0.35 else [whole]
    shared = chance.random() < 0.6
    invoices = [_invoice(chance, request, place, part) for place, part in enumerate(parts)]
    # Two of one number and one total would be taken for one invoice that came twice.
    if shared and len({invoice.total for invoice in invoices}) == len(invoices):
        for invoice in invoices:
            invoice.number = request.number
    if request.ends == "waiting":
        for invoice in invoices:
            invoice.ends = "waiting"
    elif chance.random() < 0.15:
        _spoil(chance, request, invoices[-1], alone=len(invoices) == 1)
    return invoices


def _halves(request: Request) -> list[list[tuple[Wanted, Decimal]]]:
    first = [(line, line.quantity if line.quantity < 2 else line.quantity // 2 + 1) for line in request.lines]
    rest = [(line, line.quantity - taken) for line, taken in first if line.quantity > taken]
    return [first, rest] if rest else [first]


def _invoice(chance: Random, request: Request, place: int, part: list[tuple[Wanted, Decimal]]) -> Invoice:
    id = request.id * 10 + place
    number = f"{request.prefix}-{id}" if chance.random() < 0.7 else f"{request.prefix}/of the year 2026/no. {id}"
    charges = [_product(chance, line, quantity) for line, quantity in part]
    for kind, amount in (("shipping", "6.25"), ("fee", "0.99"), ("tax", "1.07")):
        if chance.random() < 0.25:
            charges.append(Charge(kind, Decimal(amount), cost=Decimal(amount)))
    if sum(charge.amount for charge in charges) > 5 and chance.random() < 0.1:
        charges.append(Charge("other", Decimal("-1.50"), cost=Decimal("-1.50")))
    return Invoice(id, number, charges)


def _product(chance: Random, line: Wanted, quantity: Decimal) -> Charge:
    cost = line.cost if line.cost is not None else Decimal("2.50")
    if line.cost and chance.random() < 0.1:
        cost = line.cost * Decimal("1.05")  # a little more than was agreed
    return Charge("product", cents(quantity * cost), line.sku, quantity, cost)


def _spoil(chance: Random, request: Request, invoice: Invoice, *, alone: bool) -> None:
    """Plant one fault in an invoice."""
    first = invoice.charges[0]
    match chance.randrange(5):
        case 0:
            first.sku, invoice.ends = f"{first.sku}?", "sku_not_on_purchase_order"
        case 1:
            first.quantity += 1000
            first.amount = cents(first.quantity * first.cost)
            invoice.ends = "more_than_ordered"
        case 2:
            invoice.off, invoice.ends = Decimal("0.02"), "lines_differ_from_total"
        case 3:
            invoice.returned, invoice.ends = True, "excluded"
        case _ if alone and all(line.cost is not None for line in request.lines):
            first.cost = first.cost * 2 + 10
            first.amount = cents(first.quantity * first.cost)
            if first.amount - request.lines[0].amount > 5:
                invoice.ends = "price_differs_too_much"
        case _:
            invoice.returned, invoice.ends = True, "excluded"


def written_invoice(chance: Random, invoice: Invoice, request: Request) -> Json:
    """The invoice as Flxpoint lists it."""
    at = "2026-11-29T00:00:00.000Z"
    how = chance.choice(("both", "both", "total", "unit"))
    products = sum((charge.amount for charge in invoice.charges if charge.kind == "product"), ZERO)
    return {
        "id": invoice.id,
        "fulfillmentRequestId": request.id,
        "rmaId": 5 if invoice.returned else None,
        "sourceId": request.source,
        "invoiceNumber": invoice.number,
        "invoiceStatus": {"name": chance.choice(("Unpaid", "Paid"))},
        **dict.fromkeys(("invoiceDate", "insertedAt", "updatedAt"), at),
        "totalCost": spelled(chance, invoice.total),
        **({"totalProductCost": products} if how == "unit" else {}),
        "invoiceItems": [
            _written_charge(invoice.id * 100 + place, charge, how) for place, charge in enumerate(invoice.charges, 1)
        ],
    }


def _written_charge(id: int, charge: Charge, how: str) -> Json:
    """A line with its total and the cost of a unit, with its total alone, or with the cost of a unit alone."""
    product = charge.kind == "product"
    json: Json = {"id": id, "invoiceItemType": {"handle": charge.kind}, "sku": charge.sku, "quantity": charge.quantity}
    cost = charge.cost if product and how == "unit" else charge.amount
    return json | {"cost": cost} | ({"perUnitCost": charge.cost} if product and how == "both" else {})
