"""What a person is told to do about a record that is held or warned of, word for word."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from accounting.books import SalesTax, Vendor
from accounting.charges import discount_of, require_sound_lines
from accounting.currency import require_order_currency
from accounting.problems import Held, Problem
from accounting.purchase import require_fit, require_order_stands
from accounting.purchase import require_sendable as require_purchase
from accounting.records import ChargeKind, Order, Payment
from accounting.sendable import require_sendable
from accounting.wanted import WantedItem, choose, created_beside
from tests.accounting.sales import drafted
from tests.accounting.samples import (
    BOOKS,
    DAY,
    NOBODY,
    SETTINGS,
    a_charge,
    a_line,
    a_request,
    a_wanted,
    an_extra,
    an_invoice,
    an_item,
    an_order,
    d,
)
from tests.accounting.test_bill import REFS, billed
from tests.accounting.test_bill import drafted as drafted_bill
from tests.accounting.test_purchase import drafted as drafted_purchase

BETA = REFS.model_copy(update={"vendor": Vendor(id="57", name="Beta Goods")})
MUG = WantedItem(sku="MUG", title="Red mug")
UNTITLED = WantedItem(sku="MUG")
TWINS = [an_item("MUG", id=id, name="MUG") for id in ("1", "2")]
REFUNDED = an_order(payment=Payment.RETURNED, payment_raw="Refunded")
PARTLY = an_order(payment=Payment.UNKNOWN, payment_raw="Partially Paid")
POST_SALE = SETTINGS.model_copy(update={"refunded_orders": "post_sale"})
DECIDE = "Decide what the books should show; correct the payment status in the order system, or enter it by hand."


def sent(order: Order, **books: Any) -> None:
    require_sendable(order, books=BOOKS.model_copy(update=books), settings=SETTINGS, dated=DAY)


def first(told: Callable[[], Any]) -> Problem:
    """The first problem that holds the record, or that its document is drafted with."""
    try:
        warned = told()
    except Held as held:
        return held.problems[0]
    problem: Problem = getattr(warned, "warnings", [warned])[0]
    return problem


@pytest.mark.parametrize(
    ("told", "fix", "subject"),
    [
        (lambda: drafted_bill(an_invoice(), refs=BETA), "Correct the invoice's source in Flxpoint.", ""),
        (
            lambda: billed(an_invoice(a_charge(quantity="-1", amount="-6.00"), total="-6.00")),
            "Correct the line in Flxpoint; enter goods sent back as a Vendor Credit in QuickBooks.",
            "ACME-MUG",
        ),
        (
            lambda: billed(an_invoice(a_charge(sku=None, quantity="-1", amount="-6.00"), total="-6.00")),
            "Correct the line in Flxpoint; enter goods sent back as a Vendor Credit in QuickBooks.",
            "",
        ),
        (
            lambda: billed(an_invoice(an_extra("1", ChargeKind.FEE, "0.00"), total="0.00")),
            "Complete the invoice in Flxpoint; Daybook reads it again at the next run.",
            "",
        ),
        (
            lambda: billed(an_invoice(a_charge(), an_extra("2", ChargeKind.OTHER, "-20.00"), total="-8.00")),
            "Enter a Vendor Credit in QuickBooks by hand.",
            "",
        ),
        (
            lambda: billed(an_invoice(a_charge(sku="ACME-CAP"))),
            "Correct the SKU in Flxpoint; no Bill was created.",
            "ACME-CAP",
        ),
        (
            lambda: billed(an_invoice(a_charge(sku=None))),
            "Correct the SKU in Flxpoint; no Bill was created.",
            "",
        ),
    ],
)
def test_a_supplier_invoice_that_is_no_bill(told: Callable[[], Any], fix: str, subject: str) -> None:
    assert (first(told).fix, first(told).subject) == (fix, subject)


@pytest.mark.parametrize(
    ("told", "fix", "subject"),
    [
        (
            lambda: require_purchase(a_request(a_wanted(sku=None)), books=BOOKS, dated=DAY),
            "Give the supplier's item a SKU in Flxpoint.",
            "Mug",
        ),
        (
            lambda: require_purchase(a_request(a_wanted(quantity="-1")), books=BOOKS, dated=DAY),
            "Correct the line in Flxpoint.",
            "ACME-MUG",
        ),
        (
            lambda: drafted_purchase(a_request(a_wanted(cost=None))),
            "Enter the cost in Flxpoint before the next request.",
            "ACME-MUG",
        ),
        (
            lambda: require_fit(a_request(), {"46": an_item("ACME-MUG", name="Cup", can_be_bought=False)}, {}),
            'Edit it in Products and Services > "I purchase this".',
            "ACME-MUG",
        ),
        (
            lambda: require_fit(a_request(a_wanted(order_line_id="81")), {}, {"81": "I-MUG"}),
            "Give both the same SKU; or have every line bought on the item that was sold: "
            "daybook settings set CONNECTION po_item=order_item",
            "ACME-MUG",
        ),
        (
            lambda: require_order_stands(a_request(), an_order(state="Canceled")),
            "Void the request in Flxpoint; if the supplier delivers all the same, enter his Bill in QuickBooks by "
            "hand.",
            "SHOP-1",
        ),
    ],
)
def test_a_fulfillment_request_that_is_no_purchase_order(told: Callable[[], Any], fix: str, subject: str) -> None:
    assert (first(told).fix, first(told).subject) == (fix, subject)


@pytest.mark.parametrize(
    ("told", "fix", "subject"),
    [
        (
            lambda: require_sound_lines(an_order(a_line(quantity="-1"))),
            "Correct the line in the order system.",
            "",
        ),
        (
            lambda: require_sound_lines(an_order(a_line(quantity="10000", price="0.000004"))),
            "Split the line in the order system, or state its price with at most five decimals.",
            "",
        ),
        (lambda: discount_of(an_order(total="-1.00")), "Record a refund in QuickBooks by hand.", ""),
        (
            lambda: require_order_currency(an_order(currency="EUR"), BOOKS, SETTINGS),
            "Enter the order in QuickBooks by hand.",
            "EUR",
        ),
        (
            lambda: sent(an_order(payment=Payment.UNPAID, bill_to=NOBODY, ship_to=None)),
            "Enter the customer's name on the order in the order system.",
            "",
        ),
        (
            lambda: sent(an_order(*(a_line(str(n), quantity="1", price="1.00") for n in range(751)), total="751.00")),
            "Split the order in the order system, or enter it in QuickBooks by hand.",
            "",
        ),
        (
            lambda: sent(an_order(tax=d("1.65"), total="21.65", ship_to=NOBODY.model_copy(update={"state": None}))),
            "Complete the shipping address in the order system.",
            "",
        ),
        (
            lambda: sent(an_order(tax=d("1.65"), total="21.65"), sales_tax=SalesTax.OFF),
            "Set it up in QuickBooks > Taxes, or ask your accountant; older accounts must enable it.",
            "",
        ),
        (
            lambda: drafted(PARTLY),
            f"{DECIDE} The statuses that tell whether it is paid are: Paid, Not Authorized, Authorized, Deferred, "
            "Awaiting Clearance, Declined, Refunded, Credited, Refund Pending, Refund Failed.",
            "Partially Paid",
        ),
        (
            lambda: drafted(REFUNDED),
            f"{DECIDE} To post the original sale of each: daybook settings set CONNECTION refunded_orders=post_sale",
            "Refunded",
        ),
        (
            lambda: drafted(REFUNDED, settings=POST_SALE),
            "Record the refund in QuickBooks by hand: + New > Refund receipt.",
            "Refunded",
        ),
        (
            lambda: choose(MUG, [item.model_copy(update={"name": "Red mug"}) for item in TWINS]),
            'Leave one active in Products and Services, or name one "Red mug".',
            "MUG",
        ),
        (lambda: choose(UNTITLED, TWINS), 'Leave one active in Products and Services, or name one "MUG".', "MUG"),
        (lambda: created_beside(MUG, TWINS), "Leave one of them active in Products and Services.", "MUG"),
    ],
)
def test_an_order_that_is_no_sale_or_one_with_a_warning(told: Callable[[], Any], fix: str, subject: str) -> None:
    assert (first(told).fix, first(told).subject) == (fix, subject)


def test_what_is_said_of_a_refunded_order_whose_sale_is_posted() -> None:
    warning = first(lambda: drafted(REFUNDED, settings=POST_SALE))
    assert warning.message == 'Order SHOP-1 has payment status "Refunded": the original sale is posted.'


def test_tax_that_would_be_taken_at_the_companys_own_address_is_explained() -> None:
    nowhere = NOBODY.model_copy(update={"country": None})
    problem = first(lambda: sent(an_order(tax=d("1.65"), total="21.65", ship_to=nowhere)))
    assert problem.message == (
        "Order SHOP-1 carries 1.65 tax, but its ship-to address lacks a country, state or postal code: QuickBooks "
        "would tax it at the company's own address."
    )


def test_a_price_too_fine_for_quickbooks_is_explained() -> None:
    problem = first(lambda: require_sound_lines(an_order(a_line(quantity="10000", price="0.000004"))))
    assert problem.message == (
        'Line 1 "Mug" of order SHOP-1: 10000 × 0.000004 has more decimals than the five QuickBooks keeps, and without '
        "them the line would come to another amount."
    )


def test_stock_that_would_be_counted_twice_is_explained() -> None:
    problem = first(lambda: require_fit(a_request(a_wanted(order_line_id="81")), {}, {"81": "I-MUG"}))
    assert problem.message == (
        "ACME-MUG on fulfillment request SHOP-1-1 was sold from the stock of another item: with both, stock and cost "
        "of goods would be counted twice."
    )


def test_an_invoice_of_a_customer_and_a_company_without_a_term_says_so() -> None:
    warning = first(lambda: drafted(an_order(payment=Payment.UNPAID), term=None))
    assert warning == Problem(
        code="term_missing",
        message="Invoice SHOP-1 is due on its own date, 2026-11-20: its customer, like the company, has no term of "
        "payment.",
        fix="Choose one in QuickBooks: Sales > Customers > Edit > Terms, or Account and Settings > Sales > Preferred "
        "invoice terms; correct the due date by hand if this one is wrong.",
    )
