"""What the company's own profile decides: whose taxes, which time zone, from where it ships (R-46, R-47, R-54)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from clients.quickbooks.company import QuickBooks
from tests.chain.books import Bookkeeper, posts
from tests.chain.notices import parked
from tests.chain.orders import SHOP, Json, a_chain, an_order
from tests.chain.world import CONNECTION, World
from tests.worker.console import daybook, variables
from worker.commands.failure import CommandFailed

Profile = Callable[..., None]


@pytest.fixture
def profile(monkeypatch: pytest.MonkeyPatch) -> Profile:
    """Changes what QuickBooks says of the company; None takes a member away."""
    read = QuickBooks.company_info

    def change(**members: Any) -> None:
        async def changed(quickbooks: QuickBooks) -> Json:
            told = await read(quickbooks) | members
            return {name: value for name, value in told.items() if value is not None}

        monkeypatch.setattr(QuickBooks, "company_info", changed)

    return change


TAXED = {"paymentStatus": "Paid", "subtotal": 20.00, "tax": 1.65, "total": 21.65}


@pytest.mark.rule("R-47/expected", "R-47/bad")
async def test_a_company_outside_the_united_states_holds_taxed_orders_and_posts_the_others(
    world: World, profile: Profile
) -> None:
    profile(Country="CAN")
    await world.flxpoint.add(**SHOP, orders=[an_order(1), an_order(2, orderTotal=21.65, channelInvoice=TAXED)])

    await world.run()
    await world.finished("1")
    problem = await parked(world, "2", "sales_tax_foreign")

    assert problem.message.startswith("Order SHOP-2 carries 1.65 tax, and the company is of CAN: outside the United")
    (sent,) = await posts(world, "SalesReceipt")
    assert "TxnTaxDetail" not in sent["body"]
    assert all("TaxCodeRef" not in line["SalesItemLineDetail"] for line in sent["body"]["Line"])


@pytest.mark.rule("R-46/expected")
async def test_a_taxed_order_says_that_it_ships_from_the_companys_address(world: World) -> None:
    untaxed = an_order(2)
    await world.flxpoint.add(**SHOP, orders=[an_order(1, orderTotal=21.65, channelInvoice=TAXED), untaxed])

    await world.run()
    for order in ("1", "2"):
        await world.finished(order)

    (company,) = await world.documents("CompanyInfo")
    sent = {call["body"]["DocNumber"]: call["body"] for call in await posts(world, "SalesReceipt")}
    from_where = {name: text for name, text in company["CompanyAddr"].items() if name in sent["SHOP-1"]["ShipFromAddr"]}
    assert from_where == sent["SHOP-1"]["ShipFromAddr"]
    assert {"Line1", "City", "CountrySubDivisionCode", "PostalCode"} <= set(from_where)
    assert "ShipFromAddr" not in sent["SHOP-2"]


@pytest.mark.rule("R-54/expected")
async def test_unless_another_zone_is_chosen_the_books_are_kept_in_the_companys_own(world: World) -> None:
    await world.choose(books_time_zone=None)
    await world.flxpoint.add(**SHOP, orders=[an_order(1, orderedAt="2026-11-21T03:00:00.000Z")])

    await world.run()
    await world.finished("1")

    (receipt,) = await world.documents("SalesReceipt")
    assert receipt["TxnDate"] == "2026-11-20"
    told = await daybook("history", CONNECTION, told=variables(world.environment))
    assert "Times in America/Chicago" in told.out


@pytest.mark.rule("R-54/expected", "R-54/bad")
@pytest.mark.parametrize("zone", [None, "Central Standard Time"])
async def test_a_zone_that_nobody_tells_must_be_chosen(world: World, profile: Profile, zone: str | None) -> None:
    profile(DefaultTimeZone=zone)
    await world.flxpoint.add(**a_chain(1))
    await world.choose(books_time_zone=None)

    with pytest.raises(CommandFailed, match="do not say in which time zone the books are kept"):
        await world.run()
    await world.signal("1", "order_received", {"id": "1"})

    problem = await parked(world, "1", "books_time_zone_missing")
    assert "books_time_zone=America/Chicago" in problem.fix
    await world.choose(books_time_zone="America/Chicago")
    assert [record.state for record in (await world.retry("1")).records] == ["posted"]


@pytest.mark.rule("R-04/expected", "R-53/expected")
async def test_a_switch_that_is_turned_between_two_runs_is_obeyed_by_the_second_one(world: World) -> None:
    await world.flxpoint.add(**SHOP, orders=[an_order(1), an_order(2)])
    await world.run()
    await Bookkeeper(world).number_documents(own=False)
    read_before = len(await world.quickbooks.calls("GET", "/preferences"))
    await world.flxpoint.add(orders=[an_order(3), an_order(4)])

    await world.run()

    sent = [call["body"].get("DocNumber") for call in await posts(world, "SalesReceipt")]
    assert (sorted(sent[:2]), sent[2:]) == (["SHOP-1", "SHOP-2"], [None, None])
    assert len(await world.quickbooks.calls("GET", "/preferences")) == read_before + 1


@pytest.mark.rule("R-04/expected")
async def test_between_two_runs_an_order_reads_no_switch_again(world: World) -> None:
    await world.flxpoint.add(**SHOP, orders=[an_order(1)])
    await world.run()
    await world.finished("1")
    await world.flxpoint.add(orders=[an_order(2)])

    await world.signal("2", "order_received", {"id": "2"})
    await world.finished("2")

    assert len(await world.quickbooks.calls("GET", "/preferences")) == 1
