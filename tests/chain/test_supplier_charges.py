"""What a supplier charges beside goods, and what it says of its invoice (rows R-84, R-90)."""

from __future__ import annotations

import pytest

from tests.chain.books import posts
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


@pytest.mark.rule("R-90/expected")
async def test_an_invoice_that_was_paid_in_flxpoint_is_a_bill_whose_memo_says_so(world: World) -> None:
    await world.flxpoint.add(**{**a_chain(1), "source_invoices": [an_invoice(1, invoiceStatus={"name": "Paid"})]})

    await world.run()
    await world.finished("1")

    (bill,) = await world.documents("Bill")
    assert "paid in Flxpoint" in bill["PrivateNote"]
