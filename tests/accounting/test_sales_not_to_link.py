"""Which sale is not to be linked though its number is the order's (rows R-35, R-55, R-57)."""

from __future__ import annotations

import pytest

from accounting.documents import DocumentKind
from accounting.existing_sales import require_one
from accounting.problems import Held
from accounting.records import Payment
from accounting.verification import PostedDocument
from tests.accounting.samples import an_order, d, problems


def a_sale(note: str | None) -> PostedDocument:
    return PostedDocument(
        kind=DocumentKind.SALES_RECEIPT,
        id="145",
        number="SHOP-1",
        total=d("20.00"),
        tax=None,
        lines={},
        links={},
        note=note,
    )


@pytest.mark.rule("R-35/expected", "R-55/expected")
def test_a_sale_with_another_orders_marker_is_that_orders() -> None:
    with pytest.raises(Held) as held:
        require_one(an_order(), [a_sale("Order SHOP-1 flxpoint:order:7000010")], "SHOP-1")

    (problem,) = problems(held)
    assert problem.code == "linked_elsewhere"
    assert problem.message == (
        "Sales Receipt SHOP-1 (id 145) is linked to another order by the marker in its memo already, and order SHOP-1 "
        "bears its number too."
    )


@pytest.mark.rule("R-57/bad")
def test_a_receipt_and_an_invoice_of_one_number_are_both_named() -> None:
    invoice = a_sale(None).model_copy(update={"kind": DocumentKind.INVOICE, "id": "160"})
    with pytest.raises(Held) as held:
        require_one(an_order(payment=Payment.UNPAID), [a_sale(None), invoice], "SHOP-1")

    (problem,) = problems(held)
    assert problem.code == "link_ambiguous"
    assert problem.message == "Sales Receipt SHOP-1 (id 145) and Invoice SHOP-1 (id 160) carry one number."


@pytest.mark.rule("R-55/expected")
@pytest.mark.parametrize("note", [None, "by hand", "Order SHOP-1 flxpoint:order:700001"])
def test_a_sale_with_no_marker_or_with_its_own_is_linked(note: str | None) -> None:
    sale = a_sale(note)
    assert require_one(an_order(), [sale], "SHOP-1") == sale
