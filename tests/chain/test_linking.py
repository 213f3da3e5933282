"""Orders are linked to sales that another program posted, and nothing is created (rows R-55 to R-57)."""

from __future__ import annotations

from typing import Any

import pytest
import pytest_asyncio

from tests.chain.books import Bookkeeper
from tests.chain.notices import parked
from tests.chain.orders import SHOP, a_request, an_invoice, an_order
from tests.chain.world import CONNECTION, World

Json = dict[str, Any]


@pytest_asyncio.fixture
async def linking(world: World) -> World:
    """A world that only links."""
    await world.choose(link_only=True)
    return world


async def a_sale(world: World, number: str, amount: float = 20.0, kind: str = "SalesReceipt") -> Json:
    """What another program posted."""
    bookkeeper = Bookkeeper(world)
    item, customer = await bookkeeper.one("Item", "FEE"), await bookkeeper.one("Customer", "Sam Sample")
    detail = {"ItemRef": {"value": item["Id"]}, "TaxCodeRef": {"value": "NON"}}
    line = {"Amount": amount, "DetailType": "SalesItemLineDetail", "SalesItemLineDetail": detail}
    body = {"DocNumber": number, "CustomerRef": {"value": customer["Id"]}, "Line": [line]}
    return await bookkeeper.create(kind, body)


async def an_item_to_buy(world: World) -> None:
    """The supplier's SKU, as the other program or a person enters it."""
    bookkeeper = Bookkeeper(world)
    income = await bookkeeper.one("Account", "Services")
    cost = await bookkeeper.one("Account", "Cost of Goods Sold")
    body = {"Name": "Acme mug", "Sku": "ACME-MUG", "Type": "NonInventory"}
    accounts = {"IncomeAccountRef": {"value": income["Id"]}, "ExpenseAccountRef": {"value": cost["Id"]}}
    await bookkeeper.create("Item", body | accounts)


async def outcomes(world: World) -> dict[str, tuple[str, str | None, list[str]]]:
    """State, document and problems of each order, after a run."""
    await world.run()
    found = await world.companies.stores.outcomes.of_order(CONNECTION, "1")
    found += await world.companies.stores.outcomes.of_order(CONNECTION, "2")
    return {one.ref.id: (one.state, one.document_id, [problem.code for problem in one.problems]) for one in found}


@pytest.mark.rule("R-55/expected", "R-80/expected")
async def test_an_order_is_linked_by_its_reference_and_its_purchase_follows(linking: World) -> None:
    sale = await a_sale(linking, "SHOP-1")
    await an_item_to_buy(linking)
    before = {kind: await linking.documents(kind) for kind in ("SalesReceipt", "Invoice", "Customer", "Item")}
    await linking.flxpoint.add(**SHOP, orders=[an_order(1)], fulfillment_requests=[a_request(1)])

    ended = await outcomes(linking)
    await linking.finished("1")

    assert ended["1"] == ("linked", sale["Id"], [])
    assert {kind: await linking.documents(kind) for kind in before} == before
    (purchase,) = await linking.documents("PurchaseOrder")
    bought_for = purchase["Line"][0]["ItemBasedExpenseLineDetail"]["CustomerRef"]["value"]
    assert bought_for == sale["CustomerRef"]["value"]
    (order,) = (await linking.flxpoint.state())["orders"]
    assert (order["accountingSynced"], order["externalAccountingId"]) == (True, sale["Id"])


@pytest.mark.rule("R-55/expected")
async def test_where_orders_are_only_linked_a_purchase_creates_no_item(linking: World) -> None:
    await a_sale(linking, "SHOP-1")
    before = await linking.documents("Item")
    await linking.flxpoint.add(
        **SHOP, orders=[an_order(1)], fulfillment_requests=[a_request(1)], source_invoices=[an_invoice(1)]
    )

    ended = await outcomes(linking)

    assert (ended["1"][0], ended["101"][0], ended["201"][0]) == ("linked", "parked", "waiting")
    problem = await parked(linking, "1", "item_missing")
    assert problem.message.startswith("No item with SKU ACME-MUG is in QuickBooks, and with link_only=yes")
    assert await linking.documents("Item") == before
    assert await linking.documents("PurchaseOrder") == []

    await an_item_to_buy(linking)
    await linking.run()
    await linking.finished("1")
    assert len(await linking.documents("PurchaseOrder")) == len(await linking.documents("Bill")) == 1


@pytest.mark.rule("R-55/expected")
async def test_an_order_is_linked_by_its_own_number_where_no_sale_bears_its_reference(linking: World) -> None:
    sale = await a_sale(linking, "1")
    await linking.flxpoint.add(**SHOP, orders=[an_order(1)])
    assert (await outcomes(linking))["1"] == ("linked", sale["Id"], [])


@pytest.mark.rule("R-55/expected")
async def test_an_unpaid_order_may_be_linked_to_an_invoice_and_a_paid_one_may_not(linking: World) -> None:
    first, _ = await a_sale(linking, "SHOP-1", kind="Invoice"), await a_sale(linking, "SHOP-2", kind="Invoice")
    await linking.flxpoint.add(**SHOP, orders=[an_order(1, payment="Authorized"), an_order(2)])
    assert await outcomes(linking) == {"1": ("linked", first["Id"], []), "2": ("parked", None, ["link_not_found"])}


@pytest.mark.rule("R-55/expected", "R-103/expected")
async def test_where_a_marketplace_remits_the_tax_the_sale_to_link_is_over_the_rest(linking: World) -> None:
    await linking.choose(**{"channels.41.tax_remitted_by": "marketplace"})
    sale = await a_sale(linking, "SHOP-1", amount=20.0)
    amounts = {"paymentStatus": "Paid", "subtotal": 20.00, "tax": 1.65, "total": 21.65}
    await linking.flxpoint.add(**SHOP, orders=[an_order(1, orderTotal=21.65, channelInvoice=amounts)])
    assert (await outcomes(linking))["1"] == ("linked", sale["Id"], [])


@pytest.mark.rule("R-56/expected")
async def test_a_sale_whose_number_differs_in_capitals_is_none_of_the_orders(linking: World) -> None:
    await a_sale(linking, "shop-1")
    await linking.flxpoint.add(**SHOP, orders=[an_order(1)])
    assert (await outcomes(linking))["1"] == ("parked", None, ["link_not_found"])


@pytest.mark.rule("R-55/expected")
async def test_a_sale_over_another_total_is_not_linked(linking: World) -> None:
    await a_sale(linking, "SHOP-1", amount=25.0)
    await linking.flxpoint.add(**SHOP, orders=[an_order(1)])
    assert (await outcomes(linking))["1"] == ("parked", None, ["link_total_differs"])


@pytest.mark.rule("R-57/expected", "R-57/bad")
async def test_of_two_sales_with_the_number_none_is_linked(linking: World) -> None:
    await linking.quickbooks.switch(duplicate_numbers="allow")
    first, second = [await a_sale(linking, "SHOP-1") for _ in range(2)]
    await linking.flxpoint.add(**SHOP, orders=[an_order(1)])
    assert (await outcomes(linking))["1"] == ("parked", None, ["link_ambiguous"])
    status = await linking.until("1", lambda status: bool(status.problems))
    said, ids = status.problems[0].message.split(" (ids ")
    assert said == "2 Sales Receipts carry number SHOP-1"
    assert sorted(ids.removesuffix(").").split(", ")) == [first["Id"], second["Id"]]


@pytest.mark.rule("R-57/expected")
async def test_an_unpaid_order_with_a_receipt_and_an_invoice_of_its_number_is_linked_to_neither(linking: World) -> None:
    await linking.quickbooks.switch(duplicate_numbers="allow")
    await a_sale(linking, "SHOP-1"), await a_sale(linking, "SHOP-1", kind="Invoice")
    await linking.flxpoint.add(**SHOP, orders=[an_order(1, payment="Authorized")])
    assert (await outcomes(linking))["1"] == ("parked", None, ["link_ambiguous"])


@pytest.mark.rule("R-55/expected")
async def test_a_sale_is_linked_to_one_order_only(linking: World) -> None:
    sale = await a_sale(linking, "SHOP-1")
    await linking.flxpoint.add(**SHOP, orders=[an_order(1)])
    await linking.run()
    await linking.flxpoint.add(orders=[an_order(2, referenceNumber="SHOP-1")])

    assert await outcomes(linking) == {
        "1": ("linked", sale["Id"], []),
        "2": ("parked", None, ["linked_elsewhere"]),
    }


@pytest.mark.parametrize(
    "own_numbers", [pytest.param(True, marks=pytest.mark.rule("R-56/expected", "R-56/bad")), False]
)
async def test_without_a_sale_or_without_own_numbers_nothing_is_linked_and_nothing_created(
    linking: World, own_numbers: bool
) -> None:
    await Bookkeeper(linking).number_documents(own_numbers)
    await linking.flxpoint.add(**SHOP, orders=[an_order(1)])

    code = "link_not_found" if own_numbers else "link_impossible"
    assert (await outcomes(linking))["1"] == ("parked", None, [code])
    assert await linking.documents("SalesReceipt") == []


@pytest.mark.rule("R-56/expected")
async def test_an_order_whose_sale_comes_later_is_linked_by_the_next_run(linking: World) -> None:
    await linking.flxpoint.add(**SHOP, orders=[an_order(1)])
    assert (await outcomes(linking))["1"] == ("parked", None, ["link_not_found"])

    sale = await a_sale(linking, "SHOP-1")

    assert (await outcomes(linking))["1"] == ("linked", sale["Id"], [])
