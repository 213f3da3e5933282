"""QuickBooks says "Object Not Found": what is inactive is named, nothing is repeated blindly (rows R-77, R-89)."""

from __future__ import annotations

import pytest

from accounting.problems import Problem
from tests.chain.books import Bookkeeper, posts
from tests.chain.notices import outcomes, parked
from tests.chain.orders import SHOP, Json, a_chain, a_request, an_invoice, an_order
from tests.chain.world import World


async def made_inactive(world: World, kind: str, name: str) -> Json:
    """A bookkeeper hides an entry after Daybook has read it."""
    bookkeeper = Bookkeeper(world)
    return await bookkeeper.change(kind, await bookkeeper.one(kind, name), Active=False)


async def made_active(world: World, kind: str, entry: Json) -> None:
    bookkeeper = Bookkeeper(world)
    stands = next(one for one in await world.documents(kind) if one["Id"] == entry["Id"])
    name = "DisplayName" if "DisplayName" in stands else "Name"
    await bookkeeper.change(kind, stands, Active=True, **{name: stands[name].removesuffix(" (deleted)")})


def another_chain(order_id: int) -> dict[str, list[Json]]:
    """What names the same customer, item, vendor and account as the chain before it."""
    return {
        "orders": [an_order(order_id)],
        "fulfillment_requests": [a_request(order_id)],
        "source_invoices": [an_invoice(order_id)],
    }


CULPRITS = {
    "account": ("Account", "Shop Clearing", "Sales Receipt of SHOP-2", "Chart of Accounts > gear"),
    "customer": ("Customer", "Robin Example", "Sales Receipt of SHOP-2", "Sales > Customers > gear"),
    "item": ("Item", "Mug", "Sales Receipt of SHOP-2", "Products and Services > gear"),
    "vendor": ("Vendor", "Cedar Works", "Purchase Order of SHOP-2-1", "Expenses > Vendors"),
}


@pytest.mark.rule("R-77/expected", "R-77/bad", "R-78/bad")
@pytest.mark.parametrize("word", CULPRITS)
async def test_what_was_made_inactive_is_named_and_the_next_document_is_not_sent_in_vain(
    world: World, word: str
) -> None:
    kind, name, document, place = CULPRITS[word]
    # Without a Bill: QuickBooks keeps a vendor active to whom money is owed.
    await world.flxpoint.add(**SHOP, orders=[an_order(1)], fulfillment_requests=[a_request(1)])
    await world.run()
    await world.finished("1")
    entry = await made_inactive(world, kind, name)
    await world.flxpoint.add(**another_chain(2))

    await world.run()

    problem = await parked(world, "2", f"{word}_inactive")
    assert problem.message == (
        f'Object Not Found: {word} "{name}" (id {entry["Id"]}) is inactive in QuickBooks, and the {document} names it.'
    )
    assert place in problem.fix
    assert problem.fix.endswith("Include inactive > Make active.")
    refused = await refusals(world)

    await world.flxpoint.add(**another_chain(3))
    await world.run()
    assert (await parked(world, "3", f"{word}_inactive")).code == problem.code
    assert await refusals(world) == refused == 1

    await made_active(world, kind, entry)
    await world.retry("2")
    assert [record.state for record in (await world.finished("2")).records] == ["posted"] * 3


async def refusals(world: World) -> int:
    """How many of Daybook's documents QuickBooks refused."""
    calls = [call for kind in ("SalesReceipt", "PurchaseOrder", "Bill") for call in await posts(world, kind)]
    return len([call for call in calls if call["status"] == 400])


@pytest.mark.rule("R-89/expected")
async def test_an_item_made_inactive_since_its_purchase_order_holds_the_bill_by_name(world: World) -> None:
    await world.flxpoint.add(**SHOP, orders=[an_order(1)], fulfillment_requests=[a_request(1)])
    await world.run()
    await world.finished("1")
    entry = await made_inactive(world, "Item", "Acme mug")
    await world.flxpoint.add(source_invoices=[an_invoice(1)])

    await world.run()

    problem = await parked(world, "1", "item_inactive")
    assert problem.message == (
        f'Object Not Found: item "Acme mug" (id {entry["Id"]}) is inactive in QuickBooks, and the Bill of ACME-1 '
        "names it."
    )
    assert problem.fix.endswith("Sales > Products and Services > gear > Include inactive > Make active.")

    await made_active(world, "Item", entry)
    await world.retry("1")
    await world.finished("1")
    assert len(await world.documents("Bill")) == 1


async def test_an_account_made_inactive_is_named_by_the_new_item_that_needs_it(world: World) -> None:
    """Items are created in a batch, where each has its own refusal."""
    await world.flxpoint.add(**a_chain(1))
    await world.run()
    await world.finished("1")
    await made_inactive(world, "Account", "Sales of Product Income")
    await world.flxpoint.add(orders=[an_order(2, sku="CUP", title="Cup")])

    await world.run()

    found: list[Problem] = [problem for one in await outcomes(world, "2") for problem in one.problems]
    assert [problem.code for problem in found] == ["account_inactive"]
    assert 'and the Product or service "Cup" names it.' in found[0].message
