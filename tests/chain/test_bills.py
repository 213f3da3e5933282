"""Purchases whose sale, Purchase Order or Bill stands in QuickBooks already, by another program or by hand."""

from __future__ import annotations

from typing import Any

import pytest

from accounting.problems import Problem
from tests.chain.books import Bookkeeper, looks, posts
from tests.chain.notices import outcomes
from tests.chain.orders import SHOP, Json, a_request, an_invoice, an_order
from tests.chain.world import World, eventually

PLACES = {"SalesReceipt": "SalesItemLineDetail", "PurchaseOrder": "ItemBasedExpenseLineDetail"}


async def entered(world: World, kind: str, **members: Any) -> Json:
    """A document of one line of 2 pieces on item VASE-BLU, entered by hand."""
    bookkeeper = Bookkeeper(world)
    item = await bookkeeper.one("Item", "Blue vase")
    place = PLACES.get(kind, PLACES["PurchaseOrder"])
    detail = {"ItemRef": {"value": item["Id"]}, "Qty": 2, "UnitPrice": 6.00}
    line = {"DetailType": place, "Amount": 12.00, "Description": "ACME-MUG", place: detail}
    return await bookkeeper.create(kind, {"Line": [line], **members})


async def of_customer(world: World) -> Json:
    return {"CustomerRef": {"value": (await Bookkeeper(world).one("Customer", "Tom Becker"))["Id"]}}


async def of_vendor(world: World) -> Json:
    return {"VendorRef": {"value": (await Bookkeeper(world).one("Vendor", "Cedar Works"))["Id"]}}


async def problem_of(world: World, record_id: str) -> Problem:
    """The one problem of a record, as soon as it has one."""

    async def look() -> Problem | None:
        found = [outcome for outcome in await outcomes(world, "1") if outcome.ref.id == record_id and outcome.problems]
        return found[0].problems[0] if found else None

    return await eventually(look)


def by_another_program(sale: str | None) -> Json:
    """The order as another program marked it; with no id it can only be found by its number."""
    return an_order(1, accountingSynced=True, externalAccountingId=sale)


async def posted_elsewhere(world: World, sale: str | None) -> None:
    await world.flxpoint.add(**SHOP, orders=[by_another_program(sale)], fulfillment_requests=[a_request(1)])
    await world.run()


@pytest.mark.rule("R-62/expected", "R-66/expected", "R-80/expected")
async def test_a_purchase_follows_a_sale_that_another_program_posted(world: World) -> None:
    """Found by the id that Flxpoint keeps; the sale's number means nothing then."""
    receipt = await entered(world, "SalesReceipt", DocNumber="X-1", **await of_customer(world))

    await posted_elsewhere(world, receipt["Id"])
    await world.finished("1")

    (order,) = await world.documents("PurchaseOrder")
    customer = order["Line"][0]["ItemBasedExpenseLineDetail"]["CustomerRef"]["value"]
    assert customer == receipt["CustomerRef"]["value"]
    assert f"Sales Receipt X-1 ({receipt['Id']})" in order["PrivateNote"]
    assert await posts(world, "SalesReceipt") == []


@pytest.mark.rule("R-66/expected")
async def test_without_an_id_the_sale_is_found_by_number_receipts_before_invoices(world: World) -> None:
    customer = await of_customer(world)
    receipt = await entered(world, "SalesReceipt", DocNumber="SHOP-1", **customer)
    sales_line = {
        "DetailType": "SalesItemLineDetail",
        "Amount": 12.00,
        "SalesItemLineDetail": receipt["Line"][0]["SalesItemLineDetail"],
    }
    await Bookkeeper(world).create("Invoice", {"DocNumber": "SHOP-1", "Line": [sales_line], **customer})

    await posted_elsewhere(world, None)
    await world.finished("1")

    (order,) = await world.documents("PurchaseOrder")
    assert f"Sales Receipt SHOP-1 ({receipt['Id']})" in order["PrivateNote"]
    assert await looks(world, "Invoice") == []


@pytest.mark.rule("R-66/expected")
@pytest.mark.parametrize("by_id", [True, False])
async def test_where_no_receipt_is_found_the_invoice_is_the_sale(world: World, by_id: bool) -> None:
    receipt = await entered(world, "SalesReceipt", **await of_customer(world))
    detail = receipt["Line"][0]["SalesItemLineDetail"]
    line = {"DetailType": "SalesItemLineDetail", "Amount": 12.00, "SalesItemLineDetail": detail}
    members = {"DocNumber": "SHOP-1", "Line": [line], **await of_customer(world)}
    invoice = await Bookkeeper(world).create("Invoice", members)

    await posted_elsewhere(world, invoice["Id"] if by_id else None)
    await world.finished("1")

    (order,) = await world.documents("PurchaseOrder")
    assert f"Invoice SHOP-1 ({invoice['Id']})" in order["PrivateNote"]
    assert len(await looks(world, "SalesReceipt")) == 1


@pytest.mark.rule("R-67/expected", "R-67/bad")
async def test_a_sale_that_flxpoint_names_and_quickbooks_does_not_have_holds_the_purchase(world: World) -> None:
    await posted_elsewhere(world, "145145")

    problem = await problem_of(world, "101")

    assert problem.code == "sale_not_found"
    assert problem.message == "No Sales Receipt or Invoice with id 145145 for order SHOP-1 in QuickBooks."
    assert len(await looks(world, "SalesReceipt")) == len(await looks(world, "Invoice")) == 1
    assert await posts(world, "PurchaseOrder") == []


def link_to(order: Json) -> Json:
    """The link to a Purchase Order's first line."""
    return {"TxnId": order["Id"], "TxnType": "PurchaseOrder", "TxnLineId": order["Line"][0]["Id"]}


def without_id(line: Json) -> Json:
    return {name: value for name, value in line.items() if name != "Id"}


async def invoiced(world: World, purchase_order: str, invoice: Json | None = None) -> None:
    """An invoice for a request whose Purchase Order another program posted."""
    request = a_request(1, accountingSynced=True, externalAccountingId=purchase_order)
    await world.flxpoint.add(
        **SHOP,
        orders=[by_another_program("1")],
        fulfillment_requests=[request],
        source_invoices=[invoice or an_invoice(1)],
    )
    await world.run()


@pytest.mark.rule("R-72/expected", "R-82/expected", "R-83/expected")
async def test_a_bill_is_linked_to_a_purchase_order_that_another_program_posted(world: World) -> None:
    order = await entered(world, "PurchaseOrder", **await of_vendor(world))

    await invoiced(world, order["Id"])
    await world.finished("1")

    (bill,) = await world.documents("Bill")
    goods, shipping = bill["Line"]
    assert goods["LinkedTxn"] == [link_to(order)]
    assert "LinkedTxn" not in shipping
    received_on = goods["ItemBasedExpenseLineDetail"]["ItemRef"]
    assert received_on == order["Line"][0]["ItemBasedExpenseLineDetail"]["ItemRef"]


@pytest.mark.rule("R-87/expected", "R-87/bad")
async def test_what_somebody_has_billed_on_such_a_purchase_order_is_not_left(world: World) -> None:
    vendor = await of_vendor(world)
    order = await entered(world, "PurchaseOrder", **vendor)
    place = "ItemBasedExpenseLineDetail"
    detail = order["Line"][0][place] | {"Qty": 1}
    line = {"DetailType": place, "Amount": 6.00, place: detail, "LinkedTxn": [link_to(order)]}
    await Bookkeeper(world).create("Bill", {"DocNumber": "BY-HAND", "Line": [line], **vendor})

    await invoiced(world, order["Id"])
    problem = await problem_of(world, "201")

    assert problem.code == "more_than_ordered"
    assert problem.message.startswith("Invoice ACME-1 bills 2 of ACME-MUG, Purchase Order")
    assert problem.message.endswith("has 1 left.")
    assert await posts(world, "Bill") == []


@pytest.mark.rule("R-82/bad")
async def test_a_purchase_order_that_is_not_there_holds_the_bill(world: World) -> None:
    await invoiced(world, "201201")

    problem = await problem_of(world, "201")

    assert problem.code == "purchase_order_not_found"
    assert problem.message == "Purchase Order 201201 (fulfillment request SHOP-1-1) not found in QuickBooks."


@pytest.mark.rule("R-91/bad")
async def test_a_bill_that_somebody_entered_by_hand_is_not_entered_again(world: World) -> None:
    vendor = await of_vendor(world)
    bill = await entered(world, "Bill", DocNumber="ACME-1", **vendor)
    await world.flxpoint.add(
        **SHOP, orders=[an_order(1)], fulfillment_requests=[a_request(1)], source_invoices=[an_invoice(1)]
    )

    await world.run()
    problem = await problem_of(world, "201")

    assert problem.code == "suspected_duplicate"
    assert problem.message.startswith(f"Bill ACME-1 for Cedar Works already exists (id {bill['Id']}).")
    assert await posts(world, "Bill") == []


@pytest.mark.rule("R-91/expected")
async def test_our_own_bill_is_found_again_though_nobody_remembers_it_and_numbers_may_come_twice(
    world: World,
) -> None:
    """Nothing is known of it but its marker; QuickBooks itself would take a second Bill of the number."""
    await world.quickbooks.switch(duplicate_numbers="allow")
    vendor = await of_vendor(world)
    order = await entered(world, "PurchaseOrder", **vendor)
    own = "ACME-1 on Purchase Order flxpoint:supplier_invoice:201"
    line = {**without_id(order["Line"][0]), "LinkedTxn": [link_to(order)]}
    members = {"DocNumber": "ACME-1", "PrivateNote": own, "Line": [line], **vendor}
    bill = await Bookkeeper(world).create("Bill", members)
    goods_only = an_invoice(1, totalCost=12.00, invoiceItems=an_invoice(1)["invoiceItems"][:1])

    await invoiced(world, order["Id"], goods_only)
    status = await world.finished("1")

    assert [stands["Id"] for stands in await world.documents("Bill")] == [bill["Id"]]
    assert await posts(world, "Bill") == []
    assert [(record.state, record.problems) for record in status.records] == [("posted", ())]


@pytest.mark.rule("R-59/bad", "R-105/expected", "R-105/bad")
async def test_an_order_canceled_after_posting_is_told_and_its_new_request_is_held(world: World) -> None:
    await world.flxpoint.add(**SHOP, orders=[an_order(1)])
    await world.run()
    await world.finished("1")
    (receipt,) = await world.documents("SalesReceipt")
    canceled = an_order(1, orderStatus="Canceled", updatedAt="2026-11-21T10:00:00.000Z")

    await world.flxpoint.add(orders=[canceled], fulfillment_requests=[a_request(1)])
    await world.run()

    told = await problem_of(world, "1")
    assert told.message == f"Order SHOP-1 was canceled; Sales Receipt {receipt['Id']} (20.00) stands."
    held = await problem_of(world, "101")
    assert held.code == "order_canceled"
    assert held.message.startswith("Fulfillment request SHOP-1-1 exists for a canceled order (SHOP-1)")
    assert await world.documents("SalesReceipt") == [receipt]
    assert await posts(world, "PurchaseOrder") == []
