"""What a run leaves out by a choice or as a credit: with a reason each, no workflow, and never for good."""

from __future__ import annotations

import pytest
from temporalio.service import RPCError

from tests.chain.orders import SHOP, Json, a_chain, a_request, an_invoice, an_order
from tests.chain.world import CONNECTION, World
from tests.worker.console import daybook, variables


async def run(world: World) -> Json:
    """One run, followed to its end."""
    said = await daybook("run", CONNECTION, "--wait", "--json", told=variables(world.environment))
    told: Json = said.json
    return told


async def reasons(world: World, order_id: str) -> dict[str, str]:
    """Why the records of an order are left out."""
    outcomes = await world.companies.stores.outcomes.of_order(CONNECTION, order_id)
    return {outcome.label: outcome.detail for outcome in outcomes if outcome.state == "excluded"}


async def has_workflow(world: World, order_id: str) -> bool:
    try:
        await world.order(order_id).describe()
    except RPCError:
        return False
    return True


@pytest.mark.rule("R-101/expected", "R-101/bad")
async def test_an_early_order_is_left_out_with_what_follows_from_it_until_the_first_day_moves(world: World) -> None:
    await world.choose(orders_from="2026-11-21")
    await world.flxpoint.add(**a_chain(1))

    ran = await run(world)

    assert (ran["state"], ran["handed_over"], ran["progress"]["excluded"]) == ("done", 0, 3)
    assert ran["left_out"] == [
        "1 order left out: ordered before 2026-11-21.",
        "1 fulfillment request left out: ordered before 2026-11-21.",
        "1 supplier invoice left out: ordered before 2026-11-21.",
    ]
    reason = "Order SHOP-1 is dated 2026-11-20, before 2026-11-21 (setting orders_from)."
    assert await reasons(world, "1") == dict.fromkeys(("SHOP-1", "SHOP-1-1", "ACME-1"), reason)
    assert not await has_workflow(world, "1")

    again = await run(world)
    assert again["left_out"] == ran["left_out"]
    assert again["progress"]["excluded"] == 0

    await world.choose(orders_from="2026-11-20")
    assert (await run(world))["progress"]["posted"] == 3


@pytest.mark.rule("R-58/expected", "R-58/bad")
async def test_an_order_of_a_channel_that_is_not_selected_is_left_out_and_its_history_says_why(world: World) -> None:
    channels = [*SHOP["channels"], {"id": 45, "name": "Pop-up Store"}]
    await world.flxpoint.add(**{**a_chain(1), "channels": channels, "orders": [an_order(1, channelId=45)]})

    ran = await run(world)

    assert ran["left_out"][0] == "1 order left out: channel Pop-up Store (45) is not selected."
    assert ran["progress"]["excluded"] == 3
    said = await daybook("history", CONNECTION, "--record", "SHOP-1", "--json", told=variables(world.environment))
    assert [entry["detail"] for entry in said.json] == [
        "Channel Pop-up Store (45) of order SHOP-1 is not selected (setting channels)."
    ]


@pytest.mark.rule("R-73/expected")
async def test_a_source_is_selected_for_requests_and_for_invoices_apart(world: World) -> None:
    await world.choose(supplier_invoice_sources=["22"])
    await world.flxpoint.add(**a_chain(1))

    ran = await run(world)

    assert (ran["progress"]["posted"], ran["progress"]["excluded"]) == (2, 1)
    assert ran["left_out"] == ["1 supplier invoice left out: source Cedar Works (21) is not selected."]


@pytest.mark.rule("R-111/expected")
async def test_a_request_that_ships_nowhere_is_left_out_as_a_transfer(world: World) -> None:
    moved = a_request(1, shippingAddress=None)
    await world.flxpoint.add(**SHOP, orders=[an_order(1)], fulfillment_requests=[moved])

    ran = await run(world)

    assert (ran["progress"]["posted"], ran["progress"]["excluded"]) == (1, 1)
    assert ran["left_out"] == ["1 fulfillment request left out: transfers between warehouses, which ship nowhere."]
    assert await world.documents("PurchaseOrder") == []


@pytest.mark.rule("R-111/expected")
async def test_whoever_selects_a_warehouse_of_their_own_is_warned(world: World) -> None:
    back_room = {"id": 27, "name": "Back Room", "type": {"id": 1, "handle": "internal_warehouse"}}
    await world.flxpoint.add(**{**SHOP, "sources": [*SHOP["sources"], back_room]})
    selecting = ("settings", "set", CONNECTION, "fulfillment_request_sources=21,27")

    said = await daybook(*selecting, told=variables(world.environment))

    assert said.status == 0
    warnings = said.err.splitlines()[1:]
    assert (
        'Warning: No QuickBooks vendor for source "Back Room". Make the names equal: enter or rename the vendor '
        "(QuickBooks > Expenses > Vendors), or rename the source in Flxpoint."
    ) in warnings
    assert (
        "Warning: Source Back Room (27) is a warehouse of your own, and fulfillment_request_sources selects it: its "
        "records become Purchase Orders, though nothing is bought. Leave it out unless you do buy from it: "
        "daybook settings set shop fulfillment_request_sources=21"
    ) in warnings
    away = variables(world.environment) | {"DAYBOOK_FLXPOINT_URL": "http://127.0.0.1:1"}
    said = await daybook(*selecting, told=away)
    assert said.status == 0
    assert "Warning: Flxpoint did not answer: " in said.err


@pytest.mark.rule("R-24/expected", "R-24/bad")
async def test_a_discount_sku_is_looked_up_when_it_is_saved(world: World) -> None:
    said = await daybook("settings", "set", CONNECTION, "discount_sku= GONE ", told=variables(world.environment))

    assert said.status == 0
    assert (await world.companies.stores.connections.settings(CONNECTION))["discount_sku"] == "GONE"
    (warning,) = said.err.splitlines()[1:]
    assert warning.startswith('Warning: Discount SKU "GONE" was not found in QuickBooks.')


@pytest.mark.rule("R-30/expected", "R-30/bad", "R-31/bad")
async def test_completing_the_set_up_tells_all_that_is_in_the_way_and_switches_it_on(world: World) -> None:
    await world.choose(supplier_invoice_sources=None, purchase_account="Nowhere")

    said = await daybook(
        "settings", "set", CONNECTION, "operations=supplier_invoices", told=variables(world.environment)
    )

    assert said.status == 0
    assert (await world.companies.stores.connections.settings(CONNECTION))["operations"] == "supplier_invoices"
    warnings = "\n".join(said.err.splitlines()[1:])
    assert "Send Accounting Invoices is on but no source is selected." in warnings
    assert "Operation supplier_invoices is on and fulfillment_requests is off." in warnings
    assert '"Nowhere"' in warnings
    assert "SKU column" not in warnings


@pytest.mark.rule("R-59/expected")
async def test_orders_that_are_no_sale_are_left_out_until_they_are(world: World) -> None:
    await world.flxpoint.add(**SHOP, orders=[an_order(1, orderStatus="Draft"), an_order(2, orderStatus="Canceled")])

    ran = await run(world)
    assert ran["left_out"] == ["2 orders left out: draft, canceled, or nothing left of it."]
    assert not await has_workflow(world, "1")

    await world.flxpoint.add(orders=[an_order(1, updatedAt="2026-11-21T10:00:00.000Z")])
    again = await run(world)
    assert (again["progress"]["posted"], again["progress"]["excluded"]) == (1, 0)


@pytest.mark.rule("R-90/expected", "R-110/expected")
@pytest.mark.parametrize("request_id", [101, None])
async def test_a_suppliers_credit_is_left_out_with_its_amount_even_without_a_request(
    world: World, request_id: int | None
) -> None:
    credit = an_invoice(1, fulfillmentRequestId=request_id, rmaId=9, totalCreditCost=20.00)
    await world.flxpoint.add(
        **SHOP, orders=[an_order(1)], fulfillment_requests=[a_request(1)], source_invoices=[credit]
    )

    ran = await run(world)

    assert (ran["progress"]["posted"], ran["progress"]["excluded"]) == (2, 1)
    assert ran["left_out"] == [
        "1 supplier invoice left out: supplier credits, 20.00 in all; enter Vendor Credits in QuickBooks."
    ]
    assert await world.documents("Bill") == []


async def test_an_invoice_that_names_no_request_waits_for_a_person_and_is_billed_once_it_does(world: World) -> None:
    chain = a_chain(1)
    await world.flxpoint.add(**{**chain, "source_invoices": [an_invoice(1, fulfillmentRequestId=None)]})

    said = await daybook("run", CONNECTION, "--wait", told=variables(world.environment))

    assert said.status == 3
    assert "Supplier invoice ACME-1 names no fulfillment request" in " ".join(said.out.split())

    await world.flxpoint.add(source_invoices=[an_invoice(1, updatedAt="2026-11-22T09:00:00.000Z")])
    assert (await run(world))["state"] == "done"
    assert len(await world.documents("Bill")) == 1


async def test_a_parked_record_that_is_no_longer_selected_is_left_out_by_its_order(world: World) -> None:
    no_sku = [{"id": 1, "sku": "", "title": "Nameless thing", "quantity": 2, "price": 10.00}]
    await world.flxpoint.add(**SHOP, orders=[an_order(1, orderItems=no_sku)])
    assert (await daybook("run", CONNECTION, "--wait", told=variables(world.environment))).status == 3

    await world.choose(orders_from="2026-11-22")
    ran = await run(world)

    assert (ran["handed_over"], ran["progress"]["excluded"]) == (1, 1)
    await world.finished("1")
