"""The documents of a QuickBooks company, and the customers and items it keeps."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sandbox.audit.money import ZERO, amount
from sandbox.audit.records import FULFILLMENT_REQUEST, ORDER, SUPPLIER_INVOICE, Key

KINDS = {
    "SalesReceipt": ORDER,
    "Invoice": ORDER,
    "PurchaseOrder": FULFILLMENT_REQUEST,
    "Bill": SUPPLIER_INVOICE,
}
"""The documents that are audited, each with the kind of record it is made for."""

_MARKER = re.compile(r"(?<!\w)flxpoint:(\w+):(\w+)")


@dataclass(frozen=True)
class Document:
    """One document in the books."""

    type: str
    id: str
    number: str
    total: Decimal
    owners: tuple[Key, ...]
    """The records its memo names, of the kind such a document is made for."""
    billed: tuple[tuple[str, Decimal], ...]
    """Of a bill: each link of a line to a purchase order, with that order's id and the line's amount."""

    @property
    def name(self) -> str:
        return f"{self.type} {self.id}" + (f" ({self.number})" if self.number else "")

    def billed_on(self, orders: Iterable[str]) -> Decimal:
        """What its lines linked to those purchase orders come to."""
        wanted = set(orders)
        return sum((each for order, each in self.billed if order in wanted), ZERO)


@dataclass(frozen=True)
class Books:
    """What a QuickBooks company holds."""

    documents: tuple[Document, ...]
    doubles: tuple[tuple[str, tuple[str, ...]], ...]
    """Customers and items that are there more than once: what they share, and their names with ids."""

    def count(self, type_: str) -> int:
        """How many documents of the type there are."""
        return sum(document.type == type_ for document in self.documents)


def read_books(state: dict[str, Any]) -> Books:
    """What a QuickBooks stand-in's state holds."""
    entities = state["entities"]
    documents = [_document(type_, given) for type_ in KINDS for given in entities.get(type_, [])]
    customers, items = (_in_use(entities.get(type_, [])) for type_ in ("Customer", "Item"))
    doubles = [
        *_doubles("Customer", "name", customers, lambda given: _folded(given.get("DisplayName"))),
        *_doubles("Item", "name", items, lambda given: _folded(given.get("FullyQualifiedName") or given.get("Name"))),
        *_doubles("Item", "Sku", items, lambda given: str(given.get("Sku") or "")),
    ]
    return Books(tuple(documents), tuple(doubles))


def _document(type_: str, given: dict[str, Any]) -> Document:
    markers = dict.fromkeys(_MARKER.findall(given.get("PrivateNote") or ""))
    return Document(
        type=type_,
        id=str(given["Id"]),
        number=str(given.get("DocNumber") or ""),
        total=amount(given.get("TotalAmt")),
        owners=tuple((kind, id_) for kind, id_ in markers if kind == KINDS[type_]),
        billed=tuple(
            (str(link.get("TxnId")), amount(line.get("Amount")))
            for line in given.get("Line") or []
            for link in line.get("LinkedTxn") or []
            if link.get("TxnType") == "PurchaseOrder"
        ),
    )


def _in_use(given: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [each for each in given if each.get("Active", True)]


def _folded(name: Any) -> str:
    # QuickBooks compares names without regard to case.
    return str(name or "").strip().casefold()


def _doubles(
    type_: str, what: str, given: list[dict[str, Any]], key: Callable[[dict[str, Any]], str]
) -> list[tuple[str, tuple[str, ...]]]:
    alike: dict[str, list[str]] = defaultdict(list)
    for each in given:
        alike[key(each)].append(f"{type_} {each['Id']}")
    return [(f"{type_} {what} “{same}”", tuple(ids)) for same, ids in alike.items() if same and len(ids) > 1]
