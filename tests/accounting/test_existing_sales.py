"""Which sale in the books is an order's, where another program posts them (rows R-55 to R-57)."""

from __future__ import annotations

from typing import Any

import pytest

from accounting.documents import DocumentKind
from accounting.existing_sales import (
    kinds_to_link,
    linked_already,
    nothing_to_link,
    numbers_are_quickbooks_own,
    numbers_to_link,
    require_one,
)
from accounting.problems import Held, Problem
from accounting.records import Payment
from accounting.verification import PostedDocument
from tests.accounting.samples import an_order, d, problems

ORDER = an_order()
UNPAID = an_order(payment=Payment.UNPAID)


def a_sale(**more: Any) -> PostedDocument:
    """Sales Receipt SHOP-1 over 20.00, with the id 145."""
    sound: dict[str, Any] = {"kind": DocumentKind.SALES_RECEIPT, "id": "145", "number": "SHOP-1", "total": d("20.00")}
    nothing: dict[str, Any] = {"tax": None, "lines": {}, "links": {}, "note": None}
    return PostedDocument.model_validate(sound | nothing | more)


@pytest.mark.rule("R-55/expected")
def test_a_paid_order_is_linked_to_a_receipt_and_an_unpaid_one_to_an_invoice_too() -> None:
    assert kinds_to_link(ORDER) == (DocumentKind.SALES_RECEIPT,)
    assert kinds_to_link(UNPAID) == (DocumentKind.SALES_RECEIPT, DocumentKind.INVOICE)


@pytest.mark.rule("R-55/expected")
def test_the_number_the_customer_knows_comes_before_the_order_systems_own() -> None:
    assert numbers_to_link(ORDER) == ("SHOP-1", "700001")
    assert numbers_to_link(an_order(reference="700001")) == ("700001",)


@pytest.mark.rule("R-55/expected")
def test_the_one_sale_of_the_number_and_total_is_the_orders() -> None:
    assert require_one(ORDER, [a_sale()], "SHOP-1") == a_sale()


@pytest.mark.rule("R-55/expected")
def test_a_sale_over_another_total_holds_the_order_with_both_amounts() -> None:
    with pytest.raises(Held) as held:
        require_one(ORDER, [a_sale(total=d("19.50"))], "SHOP-1")

    assert problems(held) == (
        Problem(
            code="link_total_differs",
            message="Sales Receipt SHOP-1 (id 145) has a total of 19.50, order SHOP-1 comes to 20.00.",
            fix="Correct the sale in QuickBooks or the order's amounts, then run again.",
            subject="SHOP-1",
        ),
    )


@pytest.mark.rule("R-57/bad")
def test_several_sales_of_one_number_hold_the_order_with_their_ids() -> None:
    with pytest.raises(Held) as held:
        require_one(ORDER, [a_sale(), a_sale(id="146")], "SHOP-1")

    assert problems(held) == (
        Problem(
            code="link_ambiguous",
            message="2 Sales Receipts carry number SHOP-1 (ids 145, 146).",
            fix="Leave the number to the one that is the order's, then run again.",
            subject="SHOP-1",
        ),
    )


@pytest.mark.rule("R-56/bad")
def test_where_no_sale_is_found_both_numbers_are_named() -> None:
    assert nothing_to_link(UNPAID) == Problem(
        code="link_not_found",
        message="No Sales Receipt or Invoice with number SHOP-1 or 700001 in QuickBooks.",
        fix="The other program may not have posted it yet: run again when it has, or correct the number there.",
        subject="SHOP-1",
    )
    assert nothing_to_link(ORDER).message.startswith("No Sales Receipt with number SHOP-1 or 700001")


@pytest.mark.rule("R-55/expected")
def test_a_sale_that_is_another_orders_already_is_named_with_that_order() -> None:
    assert linked_already(ORDER, a_sale(), "order SHOP-7") == Problem(
        code="linked_elsewhere",
        message="Sales Receipt SHOP-1 (id 145) is linked to order SHOP-7 already, and order SHOP-1 bears its number "
        "too.",
        fix="Give one of the two orders its own sale in QuickBooks, then run again.",
        subject="SHOP-1",
    )


def test_where_quickbooks_counts_by_itself_no_number_tells_an_orders_sale() -> None:
    assert numbers_are_quickbooks_own(ORDER) == Problem(
        code="link_impossible",
        message="Order SHOP-1 cannot be linked: custom transaction numbers are off, and QuickBooks numbers its sales "
        "itself.",
        fix="Turn them on: QuickBooks > Account and Settings > Sales > Sales form content > Custom transaction "
        "numbers.",
        subject="SHOP-1",
    )
