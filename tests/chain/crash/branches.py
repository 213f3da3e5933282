"""The other ways that an order's chain may take, each with points of its own at which a worker can be killed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.chain.orders import SHOP, a_chain, a_request, an_invoice, an_order

Json = dict[str, Any]


@dataclass(frozen=True)
class Branch:
    """What a shop has, what its bookkeeper chose, and what stands in its books beforehand."""

    name: str
    own: str
    """The activities, by the beginning of their names, that do something else here: all their points are played."""
    records: Callable[[], dict[str, list[Json]]]
    settings: Mapping[str, Any] = field(default_factory=dict)
    stands: Callable[[str, str], tuple[str, Json]] | None = None
    """What another program has posted: a kind and its body, for the ids of a customer and an item."""


BASE = Branch("paid, all of it invoiced", "", lambda: a_chain(1))


def unpaid_at_a_discount() -> dict[str, list[Json]]:
    """Two new items, less 5.00, owed; nothing is bought for it."""
    lines = [
        {"id": 10 + n, "sku": f"NEW-{n}", "title": f"New thing {n}", "quantity": 1, "price": 10.00} for n in (1, 2)
    ]
    money = {"paymentStatus": "Not Authorized", "subtotal": 20.00, "discount": 5.00, "tax": 0.0, "total": 15.00}
    return {**SHOP, "orders": [an_order(1, orderTotal=15.00, orderItems=lines, channelInvoice=money)]}


def in_parts() -> dict[str, list[Json]]:
    """Two suppliers, and the first one's request is invoiced in two parts."""
    other = a_request(1, id=102, fulfillmentRequestNumber="SHOP-1-2", source_id=22)
    return {
        **SHOP,
        "orders": [an_order(1)],
        "fulfillment_requests": [a_request(1), other],
        "source_invoices": [_half(201), _half(202)],
    }


def _half(id: int) -> Json:
    goods = {"handle": "product"}
    line = {
        "id": id * 10,
        "invoiceItemType": goods,
        "sku": "ACME-MUG",
        "quantity": 1,
        "perUnitCost": 6.00,
        "cost": 6.00,
    }
    return an_invoice(1, id=id, invoiceNumber=f"ACME-{id}", invoiceItems=[line], totalCost=6.00)


def _posted_by_another(customer: str, item: str) -> tuple[str, Json]:
    detail = {"ItemRef": {"value": item}, "TaxCodeRef": {"value": "NON"}}
    line = {"Amount": 20.00, "DetailType": "SalesItemLineDetail", "SalesItemLineDetail": detail}
    return "salesreceipt", {"DocNumber": "SHOP-1", "CustomerRef": {"value": customer}, "Line": [line]}


OTHERS = (
    Branch("unpaid, at a discount, of new items", "post_record order", unpaid_at_a_discount),
    Branch("two suppliers, one of them invoices in parts", "post_record supplier_invoice", in_parts),
    Branch(
        "linked to what another program posted",
        "post_record order",
        lambda: {**SHOP, "orders": [an_order(1)]},
        {"link_only": True},
        _posted_by_another,
    ),
)
