"""The first golden order through the rules: what it comes to, and what QuickBooks must answer."""

from __future__ import annotations

from datetime import date

import pytest

from accounting.documents import DocumentKind, PurchaseOrderLine, expected_of
from accounting.problems import Held
from accounting.sendable import require_sendable
from accounting.settings import Settings
from tests.accounting.golden_order_one import (
    ACME,
    ACME_VENDOR,
    BETA,
    BETA_VENDOR,
    ORDER,
    the_bill,
    the_purchase_order,
    the_sale,
)
from tests.accounting.samples import BOOKS, DAY, d, problems


@pytest.mark.rule("R-32/expected", "R-43/expected", "R-46/expected")
def test_the_sales_receipt_comes_to_113_20_line_by_line() -> None:
    sale = the_sale()

    assert sale.kind is DocumentKind.SALES_RECEIPT
    assert [(line.description, line.amount, line.taxable) for line in sale.lines] == [
        ("Red Mug 350 ml", d("50.00"), True),
        ("Black T-Shirt M", d("50.00"), True),
        ("Discount", d("-5.00"), True),
    ]
    assert (sale.shipping, sale.shipping_taxable, sale.tax, sale.total) == (d("9.95"), True, d("8.25"), d("113.20"))
    assert sum(line.amount for line in sale.lines) + d("9.95") + d("8.25") == sale.total


def test_the_purchase_orders_come_to_26_and_22() -> None:
    acme, beta = the_purchase_order(ACME, ACME_VENDOR), the_purchase_order(BETA, BETA_VENDOR)

    assert (acme.number, acme.total) == ("SHOP-1001-1", d("26.00"))
    assert (beta.number, beta.total) == ("SHOP-1001-2", d("22.00"))


@pytest.mark.rule("R-86/expected")
def test_the_bill_comes_to_34_50_of_which_26_are_received() -> None:
    bill = the_bill()

    received = [line.amount for line in bill.lines if line.received_on]
    assert (bill.total, received) == (d("34.50"), [d("26.00")])


@pytest.mark.rule("R-54/expected", "R-86/expected")
def test_an_invoice_dated_at_midnight_utc_is_a_bill_of_that_day() -> None:
    assert the_bill().dated == date(2026, 11, 21)


def test_quickbooks_must_answer_with_the_same_totals_lines_and_links() -> None:
    sale, order = expected_of(the_sale()), expected_of(the_purchase_order(ACME, ACME_VENDOR))
    bill = expected_of(the_bill())

    assert (sale.total, sale.tax, sale.lines) == (d("113.20"), d("8.25"), {"810001": 1, "810002": 2})
    assert (order.total, order.tax, order.lines) == (d("26.00"), None, {"460001": 1})
    assert bill.lines == {"560001": 1, "560002": 2, "560003": 3}
    assert bill.links == {1: PurchaseOrderLine(purchase_order_id="201", line_id="1")}


@pytest.mark.rule("R-44/expected", "R-44/bad")
def test_without_a_discount_sku_there_is_no_document() -> None:
    with pytest.raises(Held) as held:
        require_sendable(ORDER, books=BOOKS, settings=Settings(), dated=DAY)

    (problem,) = problems(held)
    assert problem.code == "discount_sku_missing"
    assert problem.message == "Order SHOP-1001 has a discount of 5.00, and no item to post it on."
    assert problem.fix == "Name the item: daybook settings set CONNECTION discount_sku=SKU"
