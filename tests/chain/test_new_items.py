"""New items go to QuickBooks together, and each of them stands once whatever becomes of the batch (row R-52)."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.chain.books import Bookkeeper, agreed, posts
from tests.chain.orders import SHOP, an_order
from tests.chain.world import CONNECTION, World

Json = dict[str, Any]


def an_order_of(*skus: str, order_id: int = 1, **titles: str) -> Json:
    """One piece at 10.00 of each SKU, titled by its SKU unless said otherwise."""
    lines = [
        {"id": order_id * 10 + n, "sku": sku, "title": titles.get(sku, f"Title {sku}"), "quantity": 1, "price": 10.00}
        for n, sku in enumerate(skus)
    ]
    total = 10.00 * len(skus)
    invoice = {"paymentStatus": "Paid", "subtotal": total, "tax": 0.0, "total": total}
    return an_order(order_id, orderItems=lines, orderTotal=total, channelInvoice=invoice)


async def items(world: World) -> dict[str, list[str]]:
    """The names that stand, by SKU."""
    found: dict[str, list[str]] = {}
    for item in await world.documents("Item"):
        found.setdefault(item.get("Sku", ""), []).append(item["Name"])
    return found


async def batches(world: World) -> list[int]:
    return [len(call["body"]["BatchItemRequest"]) for call in await world.quickbooks.calls("POST", "/batch")]


@pytest.mark.rule("R-40/expected", "R-52/expected")
async def test_an_item_whose_name_is_taken_gets_its_sku_behind_it_and_the_others_stand(world: World) -> None:
    """The name belongs to a category, and two lines of the order bear one title."""
    await world.flxpoint.add(**SHOP, orders=[an_order_of("A", "B", "C", "D", A="Candles", C="Twin", D="Twin")])

    await world.run()
    await world.finished("1")

    await agreed(world)
    stand = await items(world)
    assert (stand["A"], stand["B"], stand["C"], stand["D"]) == (["Candles (A)"], ["Title B"], ["Twin"], ["Twin (D)"])
    assert await batches(world) == [4, 2]


@pytest.mark.rule("R-40/expected")
async def test_where_strangers_have_both_names_neither_is_used_and_both_are_told(world: World) -> None:
    bookkeeper = Bookkeeper(world)
    account = (await bookkeeper.one("Account", "Sales of Product Income"))["Id"]
    for name in ("Cup", "Cup (CUP)"):
        await bookkeeper.create("Item", {"Name": name, "Type": "Service", "IncomeAccountRef": {"value": account}})
    await world.flxpoint.add(**SHOP, orders=[an_order(1, sku="CUP", title="Cup")])

    await world.run()

    status = await world.until("1", lambda status: status.needs_attention)
    (problem,) = status.problems
    assert problem.code == "item_name_taken"
    assert problem.message == (
        'Neither "Cup" nor "Cup (CUP)" is free for the new item CUP: others, without this SKU, have the names.'
    )
    assert await world.documents("SalesReceipt") == []


@pytest.mark.rule("R-40/expected", "R-52/expected")
async def test_after_a_lost_answer_the_items_are_found_and_none_is_created_twice(world: World) -> None:
    await world.flxpoint.add(**SHOP, orders=[an_order_of("A", "B", "C")])
    await world.quickbooks.fault("lost_after", method="POST", path="/batch")

    await world.run()
    await world.finished("1")

    await agreed(world)
    stand = await items(world)
    assert [stand[sku] for sku in "ABC"] == [["Title A"], ["Title B"], ["Title C"]]
    assert await batches(world) == [3]
    assert await posts(world, "Item") == []


async def test_a_batch_that_never_arrived_is_made_up_for_item_by_item(world: World) -> None:
    await world.flxpoint.add(**SHOP, orders=[an_order_of("A", "B")])
    await world.quickbooks.fault("lost_before", method="POST", path="/batch")

    await world.run()
    await world.finished("1")

    await agreed(world)
    assert [(await items(world))[sku] for sku in "AB"] == [["Title A"], ["Title B"]]
    assert len(await posts(world, "Item")) == 2


@pytest.mark.rule("R-51/bad")
@pytest.mark.parametrize(("lines", "sent"), [(30, [29]), (31, [29, 2]), (58, [29, 29]), (59, [29, 29])])
async def test_an_order_around_the_size_of_a_batch_is_one_receipt_and_nobody_reads_of_batches(
    world: World, lines: int, sent: list[int]
) -> None:
    """What is left over from full batches and is one alone needs no batch."""
    skus = [f"NEW-{number}" for number in range(lines)]
    await world.flxpoint.add(**SHOP, orders=[an_order_of(*skus)])

    await world.run()
    status = await world.finished("1")

    assert status.problems == ()
    assert await batches(world) == sent
    assert len(await posts(world, "Item")) == lines - sum(sent)
    (receipt,) = await world.documents("SalesReceipt")
    assert len([line for line in receipt["Line"] if "SalesItemLineDetail" in line]) == lines
    await agreed(world)


@pytest.mark.rule("R-52/bad")
async def test_a_batch_that_quickbooks_finds_too_large_is_made_up_for_item_by_item(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if QuickBooks took fewer than it says: here Daybook is made to send more than it takes."""
    for place in ("activities.batches", "clients.quickbooks.requests"):
        monkeypatch.setattr(f"{place}.MOST_BATCH_ITEMS", 31)
    skus = [f"NEW-{number}" for number in range(31)]
    await world.flxpoint.add(**SHOP, orders=[an_order_of(*skus)])

    await world.run()
    status = await world.finished("1")

    assert status.problems == ()
    (batch,) = await world.quickbooks.calls("POST", "/batch")
    assert (batch["status"], len(batch["body"]["BatchItemRequest"])) == (400, 31)
    stand = await items(world)
    assert [stand[sku] for sku in skus] == [[f"Title {sku}"] for sku in skus]
    assert len(await posts(world, "Item")) == 31
    await agreed(world)


@pytest.mark.rule("R-40/expected")
async def test_two_orders_that_share_new_items_create_each_of_them_once(world: World) -> None:
    orders = [an_order_of("A", "B", "C"), an_order_of("C", "B", "D", order_id=2)]
    await world.flxpoint.add(**SHOP, orders=orders)
    await world.quickbooks.fault("slow_before", method="POST", path="/batch", seconds=0.5)

    await world.run()
    await asyncio.gather(*(world.finished(order_id) for order_id in ("1", "2")))

    await agreed(world)
    stand = await items(world)
    assert [stand[sku] for sku in "ABCD"] == [["Title A"], ["Title B"], ["Title C"], ["Title D"]]


@pytest.mark.rule("R-39/bad")
async def test_among_several_items_with_the_sku_and_none_with_the_name_a_new_one_is_created_once(world: World) -> None:
    bookkeeper = Bookkeeper(world)
    account = (await bookkeeper.one("Account", "Sales of Product Income"))["Id"]
    for name in ("Cup", "Tea mug"):
        body = {"Name": name, "Sku": "MUG", "Type": "NonInventory", "IncomeAccountRef": {"value": account}}
        await bookkeeper.create("Item", body)
    await world.flxpoint.add(**SHOP, orders=[an_order(1), an_order(2)])

    await world.run()
    await asyncio.gather(*(world.finished(order_id) for order_id in ("1", "2")))

    assert sorted((await items(world))["MUG"]) == ["Cup", "Mug", "Tea mug"]
    receipts = await world.documents("SalesReceipt")
    assert len({receipt["Line"][0]["SalesItemLineDetail"]["ItemRef"]["value"] for receipt in receipts}) == 1
    outcomes = [(await world.companies.stores.outcomes.of_order(CONNECTION, id))[0] for id in ("1", "2")]
    assert {problem.code for outcome in outcomes for problem in outcome.problems} == {"sku_ambiguous"}
