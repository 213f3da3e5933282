"""What a supplier charges beside goods, and what it says of its invoice (rows R-84, R-90)."""

from __future__ import annotations

import pytest

from tests.chain.books import Bookkeeper, posts
from tests.chain.orders import a_chain, an_invoice
from tests.chain.world import World


@pytest.mark.rule("R-84/expected")
async def test_the_tax_of_a_supplier_is_never_posted_on_what_the_shop_owes_the_state(world: World) -> None:
    await world.choose(supplier_tax_account="Sales Tax Payable")
    goods, charge = an_invoice(1)["invoiceItems"]
    taxed = an_invoice(1, invoiceItems=[goods, {**charge, "invoiceItemType": {"handle": "tax"}}])
    await world.flxpoint.add(**{**a_chain(1), "source_invoices": [taxed]})

    await world.run()
    status = await world.until("1", lambda status: bool(status.problems))

    (problem,) = status.problems
    assert problem.message.startswith('Account "Sales Tax Payable" is of type Other Current Liability')
    assert problem.message.endswith("supplier_tax_account needs Cost of Goods Sold or Expense or Other Expense.")
    assert await posts(world, "Bill") == []

    await world.choose(supplier_tax_account="Supplier Tax")
    await world.run()
    await world.finished("1")
    assert len(await world.documents("Bill")) == 1


@pytest.mark.rule("R-84/expected")
async def test_what_belongs_to_the_goods_stands_on_their_cost_and_a_tax_on_any_cost(world: World) -> None:
    """Rent is an account of type Expense."""
    await world.choose(supplier_shipping_account="Rent", supplier_fee_account="Utilities", supplier_tax_account="Rent")
    goods, charge = an_invoice(1)["invoiceItems"]
    charges = [
        {**charge, "id": 3000 + number, "cost": 1.00, "invoiceItemType": {"handle": kind}}
        for number, kind in enumerate(("shipping", "fee", "tax"))
    ]
    await world.flxpoint.add(**{**a_chain(1), "source_invoices": [an_invoice(1, invoiceItems=[goods, *charges])]})

    await world.run()
    status = await world.until("1", lambda status: bool(status.problems))
    assert [problem.message for problem in status.problems] == [
        'Account "Rent" is of type Expense, and supplier_shipping_account needs Cost of Goods Sold.',
        'Account "Utilities" is of type Expense, and supplier_fee_account needs Cost of Goods Sold.',
    ]
    assert await posts(world, "Bill") == []

    await world.choose(supplier_shipping_account="Freight In", supplier_fee_account="Supplier Fees")
    await world.run()
    await world.finished("1")
    rent = (await Bookkeeper(world).one("Account", "Rent"))["Id"]
    (bill,) = await world.documents("Bill")
    place = "AccountBasedExpenseLineDetail"
    assert [line[place]["AccountRef"]["value"] == rent for line in bill["Line"][1:]] == [False, False, True]


@pytest.mark.rule("R-90/expected")
async def test_an_invoice_that_was_paid_in_flxpoint_is_a_bill_whose_memo_says_so(world: World) -> None:
    await world.flxpoint.add(**{**a_chain(1), "source_invoices": [an_invoice(1, invoiceStatus={"name": "Paid"})]})

    await world.run()
    await world.finished("1")

    (bill,) = await world.documents("Bill")
    assert "paid in Flxpoint" in bill["PrivateNote"]
