"""What was paid makes a sale a Sales Receipt or an Invoice, and when it is due (rows R-32, R-33, R-112)."""

from __future__ import annotations

from datetime import date

import pytest

from accounting.documents import DocumentKind, Sale
from accounting.problems import Held
from accounting.records import Payment
from accounting.sale import sale_kind
from tests.accounting.sales import drafted, sale_of
from tests.accounting.samples import (
    DAY,
    SETTINGS,
    an_order,
    codes,
    d,
    problems,
)


@pytest.mark.rule("R-32/expected", "R-33/expected")
def test_a_paid_order_is_a_sales_receipt_and_an_unpaid_one_an_invoice() -> None:
    assert sale_kind(an_order(payment=Payment.PAID), SETTINGS) == (DocumentKind.SALES_RECEIPT, ())
    assert sale_kind(an_order(payment=Payment.UNPAID), SETTINGS) == (DocumentKind.INVOICE, ())


@pytest.mark.rule("R-33/expected")
def test_a_declined_payment_is_an_invoice_with_a_warning() -> None:
    draft = drafted(an_order(payment=Payment.DECLINED, payment_raw="Declined"))

    (warning,) = draft.warnings
    assert draft.document.kind is DocumentKind.INVOICE
    assert warning.code == "payment_declined"
    assert warning.message == 'Order SHOP-1 has payment status "Declined": posted as an Invoice.'
    assert warning.fix == "Collect the money, or void the Invoice in QuickBooks."


@pytest.mark.rule("R-33/expected", "R-33/bad", "R-114/expected")
@pytest.mark.parametrize(
    ("payment", "raw"),
    [(Payment.RETURNED, "Refunded"), (Payment.RETURNED, "Refund Pending"), (Payment.UNKNOWN, "Partially Paid")],
)
def test_money_given_back_or_unclear_holds_the_order(payment: Payment, raw: str) -> None:
    with pytest.raises(Held) as held:
        drafted(an_order(payment=payment, payment_raw=raw))

    (problem,) = problems(held)
    assert (problem.code, problem.subject) == ("payment_unclear", raw)
    assert problem.message == f'Order SHOP-1 has payment status "{raw}": not posted.'


@pytest.mark.rule("R-33/expected", "R-33/bad")
def test_a_refunded_order_is_held_unless_its_original_sale_is_wanted() -> None:
    refunded = an_order(payment=Payment.RETURNED, payment_raw="Refunded")

    with pytest.raises(Held) as held:
        drafted(refunded)
    draft = drafted(refunded, settings=SETTINGS.model_copy(update={"refunded_orders": "post_sale"}))

    assert "refunded_orders=post_sale" in held.value.problems[0].fix
    assert draft.document.kind is DocumentKind.SALES_RECEIPT
    assert [warning.code for warning in draft.warnings] == ["refund_to_record"]


@pytest.mark.rule("R-33/expected", "R-114/expected")
def test_a_partly_paid_order_is_held_whatever_is_said_of_refunded_ones() -> None:
    partly = an_order(payment=Payment.UNKNOWN, payment_raw="Partially Paid")
    with pytest.raises(Held) as held:
        drafted(partly, settings=SETTINGS.model_copy(update={"refunded_orders": "post_sale"}))
    assert codes(held) == ["payment_unclear"]


@pytest.mark.rule("R-102/expected")
def test_a_receipts_money_lies_where_the_channel_says_and_an_invoice_has_none() -> None:
    receipt, invoice = sale_of(an_order()), sale_of(an_order(payment=Payment.UNPAID))
    assert (receipt.deposit_account_id, invoice.deposit_account_id) == ("44", None)


@pytest.mark.rule("R-112/expected")
def test_an_invoice_is_due_by_its_term_and_a_receipt_has_none() -> None:
    receipt, invoice = sale_of(an_order()), sale_of(an_order(payment=Payment.UNPAID))
    assert (receipt.term_id, receipt.due) == (None, None)
    assert (invoice.term_id, invoice.due) == ("3", date(2026, 12, 20))


@pytest.mark.rule("R-112/bad")
def test_an_invoice_without_any_term_is_due_on_its_own_date_with_a_warning() -> None:
    draft = drafted(an_order(payment=Payment.UNPAID), term=None)

    assert isinstance(draft.document, Sale)
    assert (draft.document.term_id, draft.document.due) == (None, DAY)
    (warning,) = draft.warnings
    assert warning.code == "term_missing"
    assert warning.message.startswith("Invoice SHOP-1 is due on its own date, 2026-11-20:")


@pytest.mark.rule("R-33/expected", "R-44/expected")
def test_all_that_is_to_be_known_of_a_sale_is_told() -> None:
    declined = an_order(payment=Payment.DECLINED, discount=d("5.00"), total="15.00")
    without = SETTINGS.model_copy(update={"discount_sku": None, "post_without_discount": True})

    told = [warning.code for warning in drafted(declined, settings=without).warnings]

    assert told == ["payment_declined", "discount_left_out"]
