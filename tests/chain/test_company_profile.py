"""What the company's own profile decides: whose taxes, which time zone, from where it ships (R-46, R-47, R-54)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from clients.quickbooks.company import QuickBooks
from tests.chain.books import posts
from tests.chain.notices import parked
from tests.chain.orders import SHOP, Json, an_order
from tests.chain.world import World

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
