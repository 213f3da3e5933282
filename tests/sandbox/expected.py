"""What the files of a records folder hold, by record, and what they expect of it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from sandbox.exact import loads

Given = dict[str, Any]

KINDS = {"orders": "order", "fulfillment_requests": "fulfillment_request", "source_invoices": "supplier_invoice"}
ENDS = {"posted", "linked", "waiting", "parked", "excluded"}
DOCUMENTS = {
    "order": {"SalesReceipt", "Invoice"},
    "fulfillment_request": {"PurchaseOrder"},
    "supplier_invoice": {"Bill"},
}


class Files:
    """The files of a folder, in the order of their names."""

    def __init__(self, folder: Path) -> None:
        self.contents: dict[str, Given] = {
            file.name: loads(file.read_text(encoding="utf-8")) for file in sorted(folder.glob("*.json"))
        }

    def named(self) -> Iterator[tuple[str, str, Given]]:
        """File, name and content of every record."""
        for file, content in self.contents.items():
            for kind, name in KINDS.items():
                yield from ((file, f"{name}:{record['id']}", record) for record in content.get(kind, []))

    def records(self) -> dict[str, Given]:
        return {name: record for _, name, record in self.named()}

    def expected(self) -> list[Given]:
        return [entry for content in self.contents.values() for entry in content.get("expect", [])]


def parts(order: Given) -> Decimal:
    """What the parts of an order come to."""
    lines = sum(((line["quantity"] * line["price"]) for line in order["orderItems"]), Decimal(0))
    money: dict[str, Decimal] = order["channelInvoice"]
    return lines + money["tax"] + money["shippingCost"] + money["fee"] + money["other"] - money["discount"]
