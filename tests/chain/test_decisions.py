"""A person skips a record, or links it to what was entered by hand, as they type it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.chain.books import Bookkeeper, posts
from tests.chain.orders import SHOP, a_chain, a_request, an_invoice, an_order
from tests.chain.test_bills import entered, link_to, of_customer, of_vendor, without_id
from tests.chain.world import CONNECTION, World
from tests.worker.console import Said, daybook, variables

Told = dict[str, tuple[str, str | None, str]]


async def type_in(world: World, command: str, *words: str) -> Said:
    return await daybook(command, CONNECTION, *words, told=variables(world.environment))


async def told(world: World, order: str = "SHOP-1") -> Told:
    """State, document and detail of each record of an order."""
    found: list[dict[str, Any]] = (await type_in(world, "order", order, "--json")).json
    return {one["label"]: (one["state"], one["document_id"], one["detail"]) for one in found}


async def a_chain_of_unclear_payment(world: World) -> None:
    chain = a_chain(1) | {"orders": [an_order(1, payment="Refunded")]}
    await world.flxpoint.add(**chain)
    await world.run()


@pytest.mark.rule("R-95/expected")
async def test_a_skipped_order_is_left_out_with_all_that_follows_until_it_is_taken_back(world: World) -> None:
    await a_chain_of_unclear_payment(world)

    said = await type_in(world, "skip", "SHOP-1", "--reason", "A test order of ours")

    assert said.status == 0, said
    await world.finished("1")
    now = await told(world)
    back = "A test order of ours. To take that back: daybook retry shop SHOP-1"
    assert now["SHOP-1"] == ("excluded", None, f"Order SHOP-1 was skipped by a person: {back}")
    for label in ("SHOP-1-1", "ACME-1"):
        assert now[label][0] == "excluded"
        assert now[label][2].endswith(f"is left out with its order SHOP-1, which a person skipped: {back}")
    await world.run()
    assert {state for state, _, _ in (await told(world)).values()} == {"excluded"}
    assert (await type_in(world, "problems")).out == "Nothing is in the way.\n"

    await world.choose(refunded_orders="post_sale")
    taken_back = await type_in(world, "retry", "SHOP-1")

    assert taken_back.status == 0, taken_back
    await world.finished("1")
    assert {state for state, _, _ in (await told(world)).values()} == {"posted"}
    assert len(await posts(world, "SalesReceipt")) == 1


@pytest.mark.rule("R-95/expected")
async def test_a_skipped_request_leaves_its_sale_and_takes_its_invoice_with_it(world: World) -> None:
    await world.flxpoint.add(**a_chain(1) | {"fulfillment_requests": [a_request(1, source_id=22, sku="")]})
    await world.run()
    before = await told(world)
    assert before["SHOP-1-1"][0] == "parked"

    assert (await type_in(world, "skip", "101", "--reason", "Delivered from our own stock.")).status == 0

    now = await told(world)
    assert now["SHOP-1"] == before["SHOP-1"]
    assert (now["SHOP-1-1"][0], now["ACME-1"][0]) == ("excluded", "excluded")
    assert "with its fulfillment request SHOP-1-1, which a person skipped" in now["ACME-1"][2]


async def test_what_stands_is_not_skipped_and_a_reason_must_be_given(world: World) -> None:
    await world.flxpoint.add(**SHOP, orders=[an_order(1)])
    await world.run()
    await world.finished("1")

    stands = await type_in(world, "skip", "SHOP-1", "--reason", "no")
    blank = await type_in(world, "skip", "SHOP-1", "--reason", "  ")
    unknown = await type_in(world, "skip", "SHOP-9", "--reason", "no")

    assert stands.sentence.startswith("Order SHOP-1 is in the books as Sales Receipt SHOP-1 (id ")
    assert blank.sentence.startswith("Say why the record is left out")
    assert unknown.sentence.startswith(f'Connection {CONNECTION} knows no record "SHOP-9".')
    assert {state for state, _, _ in (await told(world)).values()} == {"posted"}


@pytest.mark.rule("R-95/expected")
async def test_an_order_is_linked_to_the_sale_that_was_entered_by_hand_and_the_rest_follows(world: World) -> None:
    await a_chain_of_unclear_payment(world)
    receipt = await entered(world, "SalesReceipt", DocNumber="BY-HAND", **await of_customer(world))

    said = await type_in(world, "link", "SHOP-1", "--document", receipt["Id"])

    assert said.status == 0, said
    ended = await world.finished("1")
    now = await told(world)
    assert now["SHOP-1"][:2] == ("linked", receipt["Id"])
    assert (now["SHOP-1-1"][0], now["ACME-1"][0]) == ("posted", "posted")
    assert len(await world.documents("SalesReceipt")) == 1
    assert [problem.code for problem in ended.problems] == ["linked_total_differs"]
    (told_of_it,) = (await type_in(world, "problems", "--json")).json
    assert "has a total of 12.99, and the record comes to 20.00" in told_of_it["message"]
    listed = (await type_in(world, "problems", "--cause", "linked_total_differs")).out
    assert "order SHOP-1 (linked): Sales Receipt BY-HAND" in listed
    assert "daybook close shop NUMBER" in listed
    order = (await world.flxpoint.state())["orders"][0]
    assert (order["accountingSynced"], order["externalAccountingId"]) == (True, receipt["Id"])
    assert (await type_in(world, "link", "SHOP-1", "--document", receipt["Id"])).status == 0
    assert (await type_in(world, "close", "SHOP-1")).status == 0
    assert (await type_in(world, "problems")).out == "Nothing is in the way.\n"


async def test_a_request_is_linked_to_a_purchase_order_by_hand_and_its_bill_goes_onto_that_one(world: World) -> None:
    await world.flxpoint.add(**a_chain(1) | {"fulfillment_requests": [a_request(1, sku="")], "source_invoices": []})
    await world.run()
    by_hand = await entered(world, "PurchaseOrder", DocNumber="BY-HAND", **await of_vendor(world))

    said = await type_in(world, "link", "SHOP-1-1", "--document", by_hand["Id"])
    assert said.status == 0, said
    await world.flxpoint.add(source_invoices=[an_invoice(1, sku="VASE-BLU")])
    await world.run()

    await world.finished("1")
    (bill,) = await world.documents("Bill")
    assert [link["TxnId"] for link in bill["LinkedTxn"]] == [by_hand["Id"]]
    assert len(await world.documents("PurchaseOrder")) == 1


async def test_what_a_bill_by_hand_has_taken_is_not_billed_again(world: World) -> None:
    two = [an_invoice(1, invoiceNumber="ACME-1"), an_invoice(1, id=301, invoiceNumber="ACME-2")]
    await world.flxpoint.add(**a_chain(1) | {"source_invoices": []})
    await world.run()
    await world.finished("1")
    (order,) = await world.documents("PurchaseOrder")
    await world.choose(supplier_invoice_sources=[])
    await world.flxpoint.add(source_invoices=two)
    await world.signal("1", "supplier_invoiced", {"id": "201"})
    await world.finished("1")
    line = without_id(order["Line"][0]) | {"LinkedTxn": [link_to(order)]}
    bill = await Bookkeeper(world).create(
        "Bill", {"DocNumber": "BY-HAND", "Line": [line], "VendorRef": order["VendorRef"]}
    )

    assert (await type_in(world, "link", "ACME-1", "--document", bill["Id"])).status == 0
    await world.choose(supplier_invoice_sources=["21"])
    await world.run()

    now = await told(world)
    assert (now["ACME-1"][:2], now["ACME-2"][0]) == (("linked", bill["Id"]), "parked")
    (problem,) = (await type_in(world, "problems", "--cause", "more_than_ordered", "--json")).json
    assert problem["waiting"] == {"supplier_invoice": 1}


async def test_what_cannot_be_linked_is_refused_in_a_sentence(world: World) -> None:
    await world.flxpoint.add(**SHOP, orders=[an_order(1), *[an_order(n, payment="Refunded") for n in (2, 3)]])
    await world.run()
    ours = (await told(world))["SHOP-1"][1] or ""
    order = await entered(world, "PurchaseOrder", **await of_vendor(world))
    by_hand = await entered(world, "SalesReceipt", DocNumber="BY-HAND", **await of_customer(world))

    async def refused(record: str, document: str) -> str:
        return (await type_in(world, "link", record, "--document", document)).sentence

    assert (await refused("SHOP-2", order["Id"])).startswith(
        f"No Sales Receipt or Invoice with id {order['Id']} in QuickBooks for order SHOP-2."
    )
    assert "stands for what its memo names" in await refused("SHOP-2", ours)
    assert (await type_in(world, "link", "SHOP-2", "--document", by_hand["Id"])).status == 0
    assert f"(id {by_hand['Id']}) stands for" in await refused("SHOP-3", by_hand["Id"])
    assert f"(id {ours}) already" in await refused("SHOP-1", by_hand["Id"])
    assert "No Sales Receipt or Invoice with id x" in await refused("SHOP-3", "x")


async def test_a_document_that_is_gone_is_made_anew(world: World) -> None:
    await world.flxpoint.add(**SHOP, orders=[an_order(1)])
    await world.run()
    await world.finished("1")
    (gone,) = await world.documents("SalesReceipt")
    assert (await type_in(world, "post-again", "SHOP-1")).status == 0
    assert [one["Id"] for one in await world.documents("SalesReceipt")] == [gone["Id"]]
    await Bookkeeper(world).delete("SalesReceipt", gone)

    said = await type_in(world, "post-again", "SHOP-1")

    assert said.status == 0, said
    (anew,) = await world.documents("SalesReceipt")
    assert (await told(world))["SHOP-1"][:2] == ("posted", anew["Id"])
