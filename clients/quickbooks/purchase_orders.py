"""A Purchase Order as QuickBooks answers it, read for the Bills that answer it (rows R-82, R-83, R-87)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from accounting.money import plain
from accounting.ordered import OrderedGoods, OrderedLine

Row = Mapping[str, Any]
ITEM_LINE = "ItemBasedExpenseLineDetail"


def items_on(row: Row) -> set[str]:
    """The ids of the items on a Purchase Order."""
    return {str(line[ITEM_LINE]["ItemRef"]["value"]) for line in _item_lines(row)}


def read_purchase_order(row: Row, item_skus: Mapping[str, str | None]) -> OrderedGoods:
    """The goods on a Purchase Order; ``item_skus`` gives the SKUs of its items by id."""
    customers = [line[ITEM_LINE].get("CustomerRef", {}).get("value") for line in _item_lines(row)]
    return OrderedGoods(
        purchase_order_id=str(row["Id"]),
        number=row.get("DocNumber") or str(row["Id"]),
        vendor_id=str(row["VendorRef"]["value"]),
        vendor_name=row["VendorRef"].get("name") or str(row["VendorRef"]["value"]),
        customer_id=next((str(customer) for customer in customers if customer), None),
        lines=tuple(_line(line, item_skus) for line in _item_lines(row)),
    )


def billed_by(row: Row) -> dict[str, dict[str, str]]:
    """What a Bill takes of Purchase Orders: order id → line id → quantity, as plain JSON."""
    billed: dict[str, dict[str, Decimal]] = {}
    for line in _item_lines(row):
        for link in line.get("LinkedTxn") or []:
            if link.get("TxnType") == "PurchaseOrder" and "TxnLineId" in link:
                order, id = billed.setdefault(str(link["TxnId"]), {}), str(link["TxnLineId"])
                order[id] = order.get(id, Decimal(0)) + _decimal(line[ITEM_LINE].get("Qty", 0))
    return {order: {id: plain(taken) for id, taken in lines.items()} for order, lines in billed.items()}


def _item_lines(row: Row) -> list[Row]:
    return [line for line in row.get("Line", []) if ITEM_LINE in line]


def _line(line: Row, item_skus: Mapping[str, str | None]) -> OrderedLine:
    detail = line[ITEM_LINE]
    item_id = str(detail["ItemRef"]["value"])
    return OrderedLine(
        id=str(line["Id"]),
        item_id=item_id,
        sku=str(line.get("Description") or "").strip(),
        item_sku=item_skus.get(item_id),
        quantity=_decimal(detail.get("Qty", 0)),
        unit_cost=_decimal(detail["UnitPrice"]) if "UnitPrice" in detail else None,
        # Not every company's answers state what was received; without it, all counts as left.
        billed=_decimal(line.get("Received", 0)),
    )


def _decimal(value: Any) -> Decimal:
    return Decimal(str(value))
