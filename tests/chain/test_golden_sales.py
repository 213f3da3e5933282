"""The sales of the ten golden orders, line by line, as they stand in the stand-in's books."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.chain import shop_files
from tests.chain.world import CONNECTION, World, eventually, total

Line = tuple[str, Decimal, Decimal, str]
Json = dict[str, Any]


def _line(sku: str, quantity: str, amount: str, code: str) -> Line:
    return sku, Decimal(quantity), Decimal(amount), code


JARS = ["SPICE-01", *(f"SPICE-{number:02d}" for number in range(1, 31))]
LINES = {
    "SHOP-1001": [
        _line("MUG-RED", "4", "50.00", "TAX"),
        _line("TEE-M-BLK", "2", "50.00", "TAX"),
        _line("DISC", "1", "-5.00", "TAX"),
        _line("shipping", "0", "9.95", "TAX"),
    ],
    "1001": [_line("TOTE-NAT", "1", "20.00", "NON")],
    "1001-12": [_line("CUSH-GRY", "1", "30.00", "NON")],
    "SHOP-1003": [_line("LAMP-OAK", "10", "200.00", "NON"), _line("FEE", "1", "2.00", "NON")],
    "SHOP-1004": [_line("NOTE-A5", "10", "90.00", "NON")],
    "SHOP-1005": [_line("VASE-BLU", "1", "100.00", "NON")],
    "SHOP-1006A": [_line(sku, "1", "3.33", "TAX") for sku in JARS],
    "SHOP-1006B": [_line(sku, "1", "3.33", "NON") for sku in JARS],
    "SHOP-1007": [_line("SOAP-BOX", "1", "40.00", "NON"), _line("DISC", "1", "-40.00", "NON")],
    "SHOP-1008A": [_line("CUSH-GRY", "1", "25.00", "NON")],
    "SHOP-1009": [_line("MUG-GRN", "4", "50.00", "NON")],
    "SHOP-1010": [_line("VASE-BLU", "5", "90.00", "NON")],
}
TOTALS_AND_TAXES = {
    "SHOP-1001": (Decimal("113.20"), Decimal("8.25")),
    "1001": (Decimal("20.00"), 0),
    "1001-12": (Decimal("30.00"), 0),
    "SHOP-1003": (Decimal("202.00"), 0),
    "SHOP-1004": (Decimal("90.00"), 0),
    "SHOP-1005": (Decimal("100.00"), 0),
    "SHOP-1006A": (Decimal("111.75"), Decimal("8.52")),
    "SHOP-1006B": (Decimal("103.23"), 0),
    "SHOP-1007": (Decimal("0.00"), 0),
    "SHOP-1008A": (Decimal("25.00"), 0),
    "SHOP-1009": (Decimal("50.00"), 0),
    "SHOP-1010": (Decimal("90.00"), 0),
}


@pytest.mark.rule("R-41/expected", "R-48/expected", "R-103/expected")
async def test_the_sales_of_the_golden_orders_stand_line_by_line(world: World) -> None:
    await _run(world, *range(1, 11))

    sales = {sale["DocNumber"]: sale for kind in ("SalesReceipt", "Invoice") for sale in await world.documents(kind)}
    skus = {item["Id"]: item.get("Sku") for item in await world.documents("Item")}
    accounts = {account["Id"]: account["Name"] for account in await world.documents("Account")}
    assert {number: _lines(sale, skus) for number, sale in sales.items()} == LINES
    assert {number: (total(sale), _tax(sale)) for number, sale in sales.items()} == TOTALS_AND_TAXES
    assert await _parked(world) == {"701081": ["cancelled_units_in_total"], "701101": ["period_closed"]}
    b2b, marketplace = sales["SHOP-1003"], sales["SHOP-1005"]
    assert (b2b["TxnDate"], b2b["DueDate"], b2b["EmailStatus"]) == ("2026-11-30", "2026-12-30", "NotSet")
    assert not b2b["AllowOnlineCreditCardPayment"]
    assert "tax 7.00 remitted by the marketplace" in marketplace["PrivateNote"]
    assert accounts[marketplace["DepositToAccountRef"]["value"]] == "Marketplace Clearing"
    assert accounts[sales["SHOP-1001"]["DepositToAccountRef"]["value"]] == "Shop Clearing"
    assert sales["SHOP-1010"]["TxnDate"] == "2026-11-20"
    assert sales["1001"]["CustomerRef"] != sales["1001-12"]["CustomerRef"]


@pytest.mark.rule("R-44/expected")
async def test_without_a_discount_item_golden_order_one_is_held_and_creates_nothing(world: World) -> None:
    before = {kind: await world.documents(kind) for kind in ("SalesReceipt", "Customer", "Item")}
    await world.choose(discount_sku=None)

    await _run(world, 1)

    assert await _parked(world) == {"700123": ["discount_sku_missing"]}
    assert {kind: await world.documents(kind) for kind in before} == before


@pytest.mark.rule("R-104/expected", "R-104/bad")
async def test_golden_order_three_paid_later_leaves_its_invoice_and_names_what_to_receive(world: World) -> None:
    await _run(world, 3)
    (order,) = shop_files.records(3)["orders"]
    paid = {**order, "updatedAt": "2026-11-22T10:00:00.000Z"}
    paid["channelInvoice"] = {**order["channelInvoice"], "paymentStatus": "Paid"}
    (before,) = await world.documents("Invoice")

    await world.flxpoint.add(orders=[paid])
    await world.run()

    assert await world.documents("Invoice") == [before]
    problems = await eventually(lambda: _problems(world, str(order["id"])))
    assert [(problem.code, "202.00" in str(problem)) for problem in problems] == [("paid_after_invoice", True)]


async def _run(world: World, *files: int) -> None:
    await world.flxpoint.add(**shop_files.account(), **shop_files.records(*files, kinds=("orders",)))
    await world.run()


async def _parked(world: World) -> dict[str, list[str]]:
    outcomes = await world.companies.stores.outcomes.parked(CONNECTION)
    return {outcome.ref.id: [problem.code for problem in outcome.problems] for outcome in outcomes}


async def _problems(world: World, order_id: str) -> Any:
    (outcome,) = await world.companies.stores.outcomes.of_order(CONNECTION, order_id)
    return outcome.problems or None


def _lines(sale: Json, skus: dict[str, str | None]) -> list[Line]:
    return [_read(line, skus) for line in sale["Line"] if "SalesItemLineDetail" in line]


def _read(line: Json, skus: dict[str, str | None]) -> Line:
    detail = line["SalesItemLineDetail"]
    item = detail["ItemRef"]["value"]
    sku = "shipping" if item == "SHIPPING_ITEM_ID" else skus[item] or ""
    return sku, Decimal(str(detail.get("Qty", 0))), Decimal(str(line["Amount"])), detail["TaxCodeRef"]["value"]


def _tax(sale: Json) -> Decimal:
    return Decimal(str(sale["TxnTaxDetail"]["TotalTax"]))
