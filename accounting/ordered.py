"""A Purchase Order as it was posted, for the Bills that answer it (rows R-82, R-83, R-87)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from accounting.documents import Bill, PurchaseOrder
from accounting.money import plain
from accounting.records import Model

NOTHING = Decimal(0)


class OrderedLine(Model):
    """One line of a Purchase Order, and how much of it Bills have taken already."""

    id: str
    """The line's id on the Purchase Order."""
    item_id: str
    sku: str
    """The supplier's, which the line's description holds."""
    item_sku: str | None = None
    """The item's own, which counts where no line has the invoice's SKU (row R-83)."""
    quantity: Decimal
    unit_cost: Decimal | None
    """None: nobody knew it when the goods were ordered."""
    billed: Decimal = NOTHING

    @property
    def left(self) -> Decimal:
        return self.quantity - self.billed


class OrderedGoods(Model):
    """The Purchase Order that an invoice answers."""

    purchase_order_id: str
    number: str
    vendor_id: str
    vendor_name: str
    customer_id: str | None
    lines: tuple[OrderedLine, ...]

    @property
    def unbilled(self) -> OrderedGoods:
        """The same with nothing billed: what a Bill that stands already has taken is left for itself."""
        return self.model_copy(
            update={"lines": tuple(line.model_copy(update={"billed": NOTHING}) for line in self.lines)}
        )


def kept_of_order(order: PurchaseOrder) -> dict[str, Any]:
    """What Bills need to know of a Purchase Order, as plain JSON."""
    return {
        "vendor_id": order.vendor_id,
        "customer_id": order.customer_id,
        "ordered": {
            line.record_line_id: {
                "item_id": line.item_id,
                "sku": line.sku,
                "item_sku": line.item_sku,
                "quantity": plain(line.quantity),
                "unit_cost": plain(line.unit_cost) if line.cost_known else None,
            }
            for line in order.lines
        },
    }


def kept_of_bill(bill: Bill) -> dict[str, Any]:
    """What the next Bills on the same Purchase Order need to know of this one, as plain JSON."""
    billed: dict[str, dict[str, Decimal]] = {}
    for line in bill.lines:
        if line.received_on:
            order = billed.setdefault(line.received_on.purchase_order_id, {})
            order[line.received_on.line_id] = order.get(line.received_on.line_id, NOTHING) + (line.quantity or NOTHING)
    return {"billed": {order: {line: plain(taken) for line, taken in lines.items()} for order, lines in billed.items()}}


def goods_of_order(
    kept: Mapping[str, Any],
    *,
    purchase_order_id: str,
    number: str,
    vendor_name: str,
    line_ids: Mapping[str, str],
    bills: list[Mapping[str, Any]],
) -> OrderedGoods:
    """The Purchase Order from what was kept of it.

    Args:
        line_ids: record line id → the Purchase Order's line id.
        bills: what was kept of every other Bill that stands for one of its invoices, or is being sent.
    """
    taken = [bill["billed"].get(purchase_order_id, {}) for bill in bills]
    lines = tuple(
        OrderedLine(
            id=line_ids[record_line],
            billed=sum((Decimal(bill.get(line_ids[record_line], 0)) for bill in taken), NOTHING),
            **line,
        )
        for record_line, line in kept["ordered"].items()
        if record_line in line_ids
    )
    return OrderedGoods(
        purchase_order_id=purchase_order_id,
        number=number,
        vendor_id=kept["vendor_id"],
        vendor_name=vendor_name,
        customer_id=kept["customer_id"],
        lines=lines,
    )
