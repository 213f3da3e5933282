"""The Purchase Orders and Bills of the golden orders, line by line as QuickBooks holds them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.chain.books import agreed
from tests.chain.shop_files import account, play, records
from tests.chain.world import World

Json = dict[str, Any]


class Purchases:
    """What stands in QuickBooks, read by the numbers and names that people know."""

    def __init__(self, state: Json) -> None:
        self._entities = state["entities"]
        self._names = {
            (kind, entity["Id"]): str(entity.get("Sku") or entity.get("DisplayName") or entity.get("Name"))
            for kind in ("Item", "Account", "Vendor", "Customer", "Term")
            for entity in self._entities[kind]
        }

    def numbers(self, kind: str) -> list[str]:
        return sorted(document["DocNumber"] for document in self._entities.get(kind, []))

    def one(self, kind: str, number: str) -> Json:
        (document,) = [found for found in self._entities[kind] if found["DocNumber"] == number]
        return dict(document)

    def lines(self, kind: str, number: str) -> list[tuple[str, str, str, str, str]]:
        """Item or account, description, quantity, price and amount of each line."""
        return [self._line(line) for line in self.one(kind, number)["Line"]]

    def vendor(self, kind: str, number: str) -> str:
        return self._names["Vendor", self.one(kind, number)["VendorRef"]["value"]]

    def customers(self, kind: str, number: str) -> set[str]:
        """The customers on a purchase's lines; every line must have one, and none is billable."""
        details = [line[line["DetailType"]] for line in self.one(kind, number)["Line"]]
        assert {detail["BillableStatus"] for detail in details} == {"NotBillable"}
        return {self._names["Customer", detail["CustomerRef"]["value"]] for detail in details}

    def term(self, number: str) -> tuple[str | None, str, str]:
        """A Bill's term, its date and the day it is due."""
        bill = self.one("Bill", number)
        term = bill.get("SalesTermRef")
        return self._names["Term", term["value"]] if term else None, bill["TxnDate"], bill["DueDate"]

    def received(self, number: str) -> list[tuple[str, str]]:
        """Of each linked line of a Bill, its amount and the number of the Purchase Order it was received on."""
        orders = {order["Id"]: order["DocNumber"] for order in self._entities["PurchaseOrder"]}
        return [
            (_number(line["Amount"]), orders[line["LinkedTxn"][0]["TxnId"]])
            for line in self.one("Bill", number)["Line"]
            if line.get("LinkedTxn")
        ]

    def _line(self, line: Json) -> tuple[str, str, str, str, str]:
        detail = line[line["DetailType"]]
        kind = "Item" if "ItemRef" in detail else "Account"
        name = self._names[kind, detail[f"{kind}Ref"]["value"]]
        quantity, price = detail.get("Qty", ""), detail.get("UnitPrice", "")
        return name, line.get("Description", ""), _number(quantity), _number(price), _number(line["Amount"])


def _number(value: Any) -> str:
    return "" if value == "" else f"{Decimal(str(value)):.2f}"


@pytest.mark.rule("R-71/expected", "R-75/expected", "R-91/expected")
async def test_the_purchases_of_the_golden_orders(world: World) -> None:
    await play(world, 1, 4, 7, 9, 10)

    books = Purchases(await world.quickbooks.state())
    assert books.numbers("PurchaseOrder") == [
        "SHOP-1001-1",
        "SHOP-1001-2",
        "SHOP-1004-1",
        "SHOP-1007-1",
        "SHOP-1010-1",
    ]
    assert books.numbers("Bill") == ["ACME-88231", "ACME-88270", "CW-20455", "SHOP-1004-1", "SHOP-1004-1-9002"]
    order_1(books)
    order_4(books)
    order_7(books)
    order_10(books)


def order_1(books: Purchases) -> None:
    """Two suppliers, one of whom has invoiced, with shipping and a fee."""
    assert books.lines("PurchaseOrder", "SHOP-1001-1") == [("ACME-MUG-RED", "ACME-MUG-RED", "4.00", "6.50", "26.00")]
    assert books.lines("PurchaseOrder", "SHOP-1001-2") == [
        ("BETA-TEE-M-BLK", "BETA-TEE-M-BLK", "2.00", "11.00", "22.00")
    ]
    assert [books.vendor("PurchaseOrder", f"SHOP-1001-{n}") for n in (1, 2)] == ["Acme Supply", "Beta Goods"]
    assert [books.one("PurchaseOrder", f"SHOP-1001-{n}")["POStatus"] for n in (1, 2)] == ["Closed", "Open"]
    for kind, number in (("PurchaseOrder", "SHOP-1001-1"), ("PurchaseOrder", "SHOP-1001-2"), ("Bill", "ACME-88231")):
        assert books.customers(kind, number) == {"Jane Doe"}
    assert [(line[0], line[4]) for line in books.lines("Bill", "ACME-88231")] == [
        ("ACME-MUG-RED", "26.00"),
        ("Freight In", "6.50"),
        ("Supplier Fees", "2.00"),
    ]
    assert books.received("ACME-88231") == [("26.00", "SHOP-1001-1")]
    assert _number(books.one("Bill", "ACME-88231")["TotalAmt"]) == "34.50"


def order_4(books: Purchases) -> None:
    """Two partial invoices under the request's number; the second at another price."""
    assert books.lines("PurchaseOrder", "SHOP-1004-1") == [("ACME-NOTE-A5", "ACME-NOTE-A5", "10.00", "6.50", "65.00")]
    assert books.lines("Bill", "SHOP-1004-1") == [("ACME-NOTE-A5", "ACME-NOTE-A5", "6.00", "6.50", "39.00")]
    assert books.lines("Bill", "SHOP-1004-1-9002") == [("ACME-NOTE-A5", "ACME-NOTE-A5", "4.00", "6.60", "26.40")]
    assert books.received("SHOP-1004-1") == [("39.00", "SHOP-1004-1")]
    assert books.received("SHOP-1004-1-9002") == [("26.40", "SHOP-1004-1")]
    assert books.one("PurchaseOrder", "SHOP-1004-1")["POStatus"] == "Closed"


def order_7(books: Purchases) -> None:
    """The customer paid nothing, the supplier is paid."""
    assert _number(books.one("PurchaseOrder", "SHOP-1007-1")["TotalAmt"]) == "18.00"
    assert books.received("ACME-88270") == [("18.00", "SHOP-1007-1")]
    assert books.one("PurchaseOrder", "SHOP-1007-1")["POStatus"] == "Closed"


def order_10(books: Purchases) -> None:
    """Goods on the Purchase Order, shipping, tax and a deduction on cost accounts; due by the vendor's term."""
    assert _number(books.one("PurchaseOrder", "SHOP-1010-1")["TotalAmt"]) == "50.00"
    assert [(line[0], line[4]) for line in books.lines("Bill", "CW-20455")][1:] == [
        ("Freight In", "4.00"),
        ("Supplier Tax", "3.50"),
        ("Supplier Fees", "-1.50"),
    ]
    assert books.received("CW-20455") == [("50.00", "SHOP-1010-1")]
    assert books.customers("Bill", "CW-20455") == {"Tom Becker"}
    assert books.term("CW-20455") == ("Net 15", "2026-12-01", "2026-12-16")
    assert _number(books.one("Bill", "CW-20455")["TotalAmt"]) == "56.00"


@pytest.mark.rule("R-68/expected", "R-69/expected")
async def test_goods_sold_from_stock_are_bought_on_the_item_that_was_sold_if_that_is_chosen(world: World) -> None:
    """Golden order 9, with the setting po_item."""
    await world.choose(po_item="order_item")

    await world.flxpoint.add(**account(), **records(9))
    await world.run()
    await world.finished("701090")

    books = Purchases(await world.quickbooks.state())
    assert books.lines("PurchaseOrder", "SHOP-1009-1") == [("MUG-GRN", "ACME-MUG-GRN", "4.00", "6.50", "26.00")]
    (number,) = books.numbers("Bill")
    assert books.lines("Bill", number) == [("MUG-GRN", "ACME-MUG-GRN", "4.00", "6.50", "26.00")]
    assert books.received(number) == [("26.00", "SHOP-1009-1")]
    await agreed(world)
