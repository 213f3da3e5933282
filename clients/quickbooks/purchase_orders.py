"""A Purchase Order as QuickBooks answers it, read for the Bills that answer it (rows R-82, R-83, R-87)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

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
