"""Small records and company facts for tests of the rules; every one is sound until a test changes it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from accounting.books import Account, Books, Item, SalesTax
from accounting.ordered import OrderedGoods, OrderedLine
from accounting.problems import Excluded, Held, NotDue, Problem
from accounting.records import (
    Address,
    ChargeKind,
    FulfillmentLine,
    FulfillmentRequest,
    Order,
    OrderLine,
    Payment,
    SupplierInvoice,
    SupplierInvoiceLine,
)
from accounting.sale import wanted_items
from accounting.settings import Settings

AUSTIN = Address(name="Jane Doe", line1="12 Elm Street", city="Austin", state="TX", postal_code="78701", country="US")
NOBODY = Address(line1="12 Elm Street", city="Austin", state="TX", postal_code="78701", country="US")
DAY = date(2026, 11, 20)
NOON = datetime(2026, 11, 20, 18, 4, 5, tzinfo=UTC)

BOOKS = Books(sales_tax=SalesTax.AUTOMATED, closed_to=date(2026, 10, 31), home_currency="USD")
SETTINGS = Settings(discount_sku="DISC", fee_sku="FEE", other_sku="OTHER", negative_other_sku="LESS")


def d(text: str) -> Decimal:
    return Decimal(text)


def a_line(id: str = "1", sku: str | None = "MUG", quantity: str = "2", price: str = "10.00", **more: Any) -> OrderLine:
    """Two mugs at 10.00."""
    return OrderLine(id=id, sku=sku, quantity=d(quantity), unit_price=d(price), **{"title": "Mug", **more})


def an_order(*lines: OrderLine, total: str = "20.00", **more: Any) -> Order:
    """A paid order, SHOP-1, of two mugs: 20.00 and no tax."""
    kept = lines or (a_line(),)
    sound = {
        "id": "700001",
        "number": "700001",
        "reference": "SHOP-1",
        "channel_id": "41",
        "channel_name": "Main Shop",
        "ordered_at": NOON,
        "changed_at": NOON,
        "state": "Open",
        "payment": Payment.PAID,
        "payment_raw": "Paid",
        "bill_to": AUSTIN,
        "ship_to": AUSTIN,
        "lines": kept,
        "subtotal": sum((line.net_quantity * line.unit_price for line in kept), Decimal(0)),
        "total": d(total),
    }
    return Order.model_validate(sound | more)


def a_wanted(
    id: str = "46", sku: str | None = "ACME-MUG", quantity: str = "2", cost: str | None = "6.00", **more: Any
) -> FulfillmentLine:
    """Two of the supplier's mugs at 6.00."""
    unit_cost = None if cost is None else d(cost)
    return FulfillmentLine(id=id, sku=sku, quantity=d(quantity), unit_cost=unit_cost, **{"title": "Mug", **more})


def a_request(*lines: FulfillmentLine, **more: Any) -> FulfillmentRequest:
    """SHOP-1-1, sent to Acme Supply."""
    sound = {
        "id": "450001",
        "number": "SHOP-1-1",
        "order_ref": "700001",
        "source_id": "21",
        "source_name": "Acme Supply",
        "state": "Processing",
        "generated_at": NOON,
        "changed_at": NOON,
        "ship_to": AUSTIN,
        "lines": lines or (a_wanted(),),
    }
    return FulfillmentRequest.model_validate(sound | more)


def a_charge(
    id: str = "56",
    kind: ChargeKind = ChargeKind.PRODUCT,
    sku: str | None = "ACME-MUG",
    quantity: str = "2",
    cost: str = "6.00",
    amount: str = "12.00",
    **more: Any,
) -> SupplierInvoiceLine:
    """Two of the supplier's mugs at 6.00."""
    return SupplierInvoiceLine(
        id=id, kind=kind, sku=sku, quantity=d(quantity), unit_cost=d(cost), amount=d(amount), **more
    )


def an_extra(id: str, kind: ChargeKind, amount: str, title: str = "") -> SupplierInvoiceLine:
    """What a supplier charges beside goods."""
    return SupplierInvoiceLine(id=id, kind=kind, unit_cost=d(amount), amount=d(amount), title=title)


def an_invoice(*lines: SupplierInvoiceLine, total: str = "12.00", **more: Any) -> SupplierInvoice:
    """ACME-1 for SHOP-1-1: 12.00."""
    sound = {
        "id": "550001",
        "number": "ACME-1",
        "fulfillment_request_id": "450001",
        "order_ref": "700001",
        "source_id": "21",
        "source_name": "Acme Supply",
        "state": "Unpaid",
        "invoiced_at": NOON,
        "changed_at": NOON,
        "lines": lines or (a_charge(),),
        "total": d(total),
    }
    return SupplierInvoice.model_validate(sound | more)


def goods_of(request: FulfillmentRequest, billed: Mapping[str, str] | None = None) -> OrderedGoods:
    """The request as it was posted: Purchase Order 201, its lines numbered from 1, its items I-<SKU>.

    ``billed`` says by line id how much other Bills have taken.
    """
    return OrderedGoods(
        purchase_order_id="201",
        number=request.number,
        vendor_id="56",
        vendor_name=request.source_name,
        customer_id="58",
        lines=tuple(
            OrderedLine(
                id=str(number),
                item_id=f"I-{line.sku}",
                sku=line.sku or "",
                quantity=line.net_quantity,
                unit_cost=line.unit_cost,
                billed=d((billed or {}).get(str(number), "0")),
            )
            for number, line in enumerate(request.lines, 1)
        ),
    )


def an_item(sku: str, **more: Any) -> Item:
    """A Non-inventory item that is sold and bought, with the id I-<SKU>."""
    known = {"id": f"I-{sku}", "name": sku, "sku": sku, "type": "NonInventory", "can_be_bought": True}
    return Item.model_validate(known | more)


def items_of(*skus: str) -> dict[str, Item]:
    return {sku: an_item(sku) for sku in skus}


def chosen(order: Order, settings: Settings, known: Mapping[str, Item]) -> dict[str, Item]:
    """The item of each line and charge of an order, of those known by SKU, or by name for a line without one."""
    wanted = wanted_items(order, settings)
    return {key: known[name] for key, what in wanted.items() if (name := what.sku or what.title) in known}


def an_account(id: str) -> Account:
    return Account(id=id, name=id, type="Cost of Goods Sold")


def problems(held: pytest.ExceptionInfo[Held]) -> tuple[Problem, ...]:
    """What held the record back; each tells what is wrong and what to do."""
    for problem in held.value.problems:
        assert problem.message.endswith(".")
        assert re.search(r'(\.|daybook settings set CONNECTION ("\w+=[^"]+"|\w+=\w+))$', problem.fix)
    return held.value.problems


def held_by(rule: Callable[[], object]) -> list[str]:
    """The codes of what holds the record back; none if the rule lets it pass."""
    try:
        rule()
    except Held as held:
        return [problem.code for problem in held.problems]
    return []


def passes(rule: Callable[[], object]) -> bool:
    """Does a rule let its record pass: neither held, nor left out, nor told to wait?"""
    try:
        rule()
    except (Held, Excluded, NotDue):
        return False
    return True


def codes(held: pytest.ExceptionInfo[Held]) -> list[str]:
    return [problem.code for problem in problems(held)]
