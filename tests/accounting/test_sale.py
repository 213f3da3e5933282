"""An order becomes a Sales Receipt or an Invoice of exactly its total (rows R-32, R-33, R-41 to R-61)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounting.books import Books, SalesTax
from accounting.documents import DocumentKind, Draft, Sale, expected_of
from accounting.money import cents
from accounting.problems import Excluded, Held
from accounting.records import Order, Payment
from accounting.sale import SaleReferences, draft_sale, require_postable, sale_kind, wanted_items
from accounting.settings import Settings
from accounting.terms import Term
from tests.accounting.samples import (
    AUSTIN,
    BOOKS,
    DAY,
    NOBODY,
    SETTINGS,
    a_line,
    an_item,
    an_order,
    chosen,
    codes,
    d,
    items_of,
    problems,
)

ITEMS = {**items_of("MUG", "TEE", "FEE", "OTHER", "DISC"), "NOTAX": an_item("NOTAX", taxable=False)}


NET_30 = Term(id="3", name="Net 30", due_days=30)


def drafted(
    order: Order, *, books: Books = BOOKS, settings: Settings = SETTINGS, term: Term | None = NET_30, **items: Any
) -> Draft:
    refs = SaleReferences(
        customer_id="58", items=chosen(order, settings, ITEMS | items), deposit_account_id="44", term=term
    )
    return draft_sale(order, books=books, settings=settings, refs=refs, number="SHOP-1", dated=DAY, note="note")


def sale_of(order: Order, **more: Any) -> Sale:
    document = drafted(order, **more).document
    assert isinstance(document, Sale)
    return document


def test_a_paid_order_is_a_sales_receipt_and_an_unpaid_one_an_invoice() -> None:
    assert sale_kind(an_order(payment=Payment.PAID), SETTINGS) == (DocumentKind.SALES_RECEIPT, ())
    assert sale_kind(an_order(payment=Payment.UNPAID), SETTINGS) == (DocumentKind.INVOICE, ())


def test_a_declined_payment_is_an_invoice_with_a_warning() -> None:
    draft = drafted(an_order(payment=Payment.DECLINED, payment_raw="Declined"))

    (warning,) = draft.warnings
    assert draft.document.kind is DocumentKind.INVOICE
    assert warning.code == "payment_declined"
    assert warning.message == 'Order SHOP-1 has payment status "Declined": posted as an Invoice.'
    assert warning.fix == "Collect the money, or void the Invoice in QuickBooks."


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


@pytest.mark.parametrize("state", ["Draft", "Canceled", "Failed"])
def test_what_the_order_system_does_not_count_as_a_sale_is_left_out(state: str) -> None:
    with pytest.raises(Excluded, match=f"^Order SHOP-1 is {state}.$"):
        require_postable(an_order(state=state))


@pytest.mark.parametrize("state", ["Open", "Closed", "On Hold", "No Shipping Method", "Not Managed"])
def test_every_other_state_is_posted(state: str) -> None:
    require_postable(an_order(state=state))


def test_an_order_of_which_nothing_is_left_is_left_out() -> None:
    with pytest.raises(Excluded, match="no line left"):
        require_postable(an_order(a_line(canceled_quantity=d("2")), subtotal=d("0.00"), total="0.00"))
    require_postable(an_order(a_line(canceled_quantity=d("2")), subtotal=d("0.00"), total="9.95"))


def test_every_line_and_charge_asks_for_its_item() -> None:
    order = an_order(a_line("1", "MUG"), a_line("2", "TEE", title=""), fee=d("2.00"), discount=d("5.00"), total="37.00")

    wanted = wanted_items(order, SETTINGS)

    assert {key: (item.sku, item.name) for key, item in wanted.items() if not item.if_missing} == {
        "1": ("MUG", "Mug"),
        "2": ("TEE", "TEE"),
    }
    assert {key: item.sku for key, item in wanted.items() if item.if_missing} == {"fee": "FEE", "discount": "DISC"}


def test_cancelled_lines_and_charges_of_nothing_ask_for_no_item() -> None:
    order = an_order(a_line("1", "MUG"), a_line("2", "TEE", canceled_quantity=d("2")))
    assert set(wanted_items(order, SETTINGS)) == {"1"}


def test_a_line_without_sku_must_find_its_item_by_name() -> None:
    wanted = wanted_items(an_order(a_line("1"), a_line("2", sku=None, title="Gift wrap"), total="40.00"), SETTINGS)

    missing = wanted["2"].if_missing
    assert (wanted["2"].sku, wanted["2"].title) == (None, "Gift wrap")
    assert missing
    assert missing.code == "sku_missing"
    assert missing.message == 'Line 2 "Gift wrap" of order SHOP-1 has no SKU.'


def test_lines_keep_order_quantity_price_and_title() -> None:
    sale = sale_of(
        an_order(
            a_line("1", "TEE", "1", "25.00", title="Tee"),
            a_line("2", "MUG", "5", "12.50", title="Mug", canceled_quantity=d("1")),
            a_line("3", "TEE", "2", "0.00", title="Free tee"),
            a_line("4", "MUG", "3", "9.00", canceled_quantity=d("3")),
            total="75.00",
        )
    )

    assert [
        (line.record_line_id, line.item_id, line.description, line.quantity, line.amount) for line in sale.lines
    ] == [
        ("1", "I-TEE", "Tee", d("1"), d("25.00")),
        ("2", "I-MUG", "Mug", d("4"), d("50.00")),
        ("3", "I-TEE", "Free tee", d("2"), d("0.00")),
    ]


def test_a_price_is_sent_with_five_decimals_if_that_keeps_the_amount() -> None:
    (line,) = sale_of(an_order(a_line(quantity="3", price="3.3333333"), total="10.00")).lines

    assert (str(line.unit_price), line.amount) == ("3.33333", d("10.00"))


def test_fee_other_and_discount_stand_below_the_products_one_of_each() -> None:
    order = an_order(fee=d("2.00"), other=d("1.50"), discount=d("5.00"), total="18.50")

    assert [
        (line.item_id, line.description, line.quantity, line.unit_price, line.amount)
        for line in sale_of(order).lines[1:]
    ] == [
        ("I-FEE", "Fee", d("1"), d("2.00"), d("2.00")),
        ("I-OTHER", "Other", d("1"), d("1.50"), d("1.50")),
        ("I-DISC", "Discount", d("1"), d("-5.00"), d("-5.00")),
    ]


def test_in_a_taxed_order_products_shipping_and_discount_are_taxable_and_charges_by_their_item() -> None:
    order = an_order(
        a_line("1", "NOTAX"),
        shipping=d("5.00"),
        fee=d("2.00"),
        other=d("1.00"),
        discount=d("4.00"),
        tax=d("1.65"),
        total="25.65",
    )

    sale = sale_of(
        order, FEE=an_item("FEE", taxable=False), OTHER=an_item("OTHER"), DISC=an_item("DISC", taxable=False)
    )

    assert [line.taxable for line in sale.lines] == [True, False, True, True]
    assert (sale.shipping_taxable, sale.tax) == (True, d("1.65"))


@pytest.mark.parametrize("kept", [SalesTax.AUTOMATED, SalesTax.MANUAL])
def test_an_untaxed_order_says_of_every_line_that_it_is_not_taxed(kept: SalesTax) -> None:
    sale = sale_of(an_order(shipping=d("5.00"), total="25.00"), books=BOOKS.model_copy(update={"sales_tax": kept}))

    assert (sale.tax, sale.shipping_taxable, {line.taxable for line in sale.lines}) == (d("0.00"), False, {False})


def test_a_company_without_sales_tax_is_told_nothing_of_tax() -> None:
    assert sale_of(an_order(), books=BOOKS.model_copy(update={"sales_tax": SalesTax.OFF})).tax is None


def test_a_free_order_is_posted_with_a_total_of_nothing() -> None:
    sale = sale_of(an_order(a_line(quantity="1", price="40.00"), discount=d("40.00"), total="0.00"))

    assert ([line.amount for line in sale.lines], sale.total) == ([d("40.00"), d("-40.00")], d("0.00"))


def test_addresses_stand_in_for_one_another() -> None:
    other = AUSTIN.model_copy(update={"city": "Reno"})

    both = sale_of(an_order(bill_to=AUSTIN, ship_to=other))
    shipped, billed = sale_of(an_order(bill_to=None, ship_to=other)), sale_of(an_order(bill_to=AUSTIN, ship_to=None))

    assert (both.bill_to, both.ship_to) == (AUSTIN, other)
    assert (shipped.bill_to, shipped.ship_to) == (other, other)
    assert (billed.bill_to, billed.ship_to) == (AUSTIN, AUSTIN)


def test_where_quickbooks_numbers_its_sales_no_number_is_sent() -> None:
    assert sale_of(an_order()).number == "SHOP-1"
    assert sale_of(an_order(), books=BOOKS.model_copy(update={"own_sales_numbers": False})).number is None


def test_the_sale_of_a_stock_item_is_known_as_such() -> None:
    order = an_order(a_line("1", "MUG"), a_line("2", "TEE"), total="40.00")
    sale = sale_of(order, MUG=an_item("MUG", type="Inventory"))
    assert [line.from_stock for line in sale.lines] == [True, False]


def test_a_receipts_money_lies_where_the_channel_says_and_an_invoice_has_none() -> None:
    receipt, invoice = sale_of(an_order()), sale_of(an_order(payment=Payment.UNPAID))
    assert (receipt.deposit_account_id, invoice.deposit_account_id) == ("44", None)


def test_an_invoice_is_due_by_its_term_and_a_receipt_has_none() -> None:
    receipt, invoice = sale_of(an_order()), sale_of(an_order(payment=Payment.UNPAID))
    assert (receipt.term_id, receipt.due) == (None, None)
    assert (invoice.term_id, invoice.due) == ("3", date(2026, 12, 20))


def test_an_invoice_without_any_term_is_due_on_its_own_date_with_a_warning() -> None:
    draft = drafted(an_order(payment=Payment.UNPAID), term=None)

    assert isinstance(draft.document, Sale)
    assert (draft.document.term_id, draft.document.due) == (None, DAY)
    (warning,) = draft.warnings
    assert warning.code == "term_missing"
    assert warning.message.startswith("Invoice SHOP-1 is due on its own date, 2026-11-20:")


def test_a_refunded_order_is_held_unless_its_original_sale_is_wanted() -> None:
    refunded = an_order(payment=Payment.RETURNED, payment_raw="Refunded")

    with pytest.raises(Held) as held:
        drafted(refunded)
    draft = drafted(refunded, settings=SETTINGS.model_copy(update={"refunded_orders": "post_sale"}))

    assert "refunded_orders=post_sale" in held.value.problems[0].fix
    assert draft.document.kind is DocumentKind.SALES_RECEIPT
    assert [warning.code for warning in draft.warnings] == ["refund_to_record"]


def test_a_partly_paid_order_is_held_whatever_is_said_of_refunded_ones() -> None:
    partly = an_order(payment=Payment.UNKNOWN, payment_raw="Partially Paid")
    with pytest.raises(Held) as held:
        drafted(partly, settings=SETTINGS.model_copy(update={"refunded_orders": "post_sale"}))
    assert codes(held) == ["payment_unclear"]


def test_a_discount_without_an_item_is_left_out_with_the_difference_if_that_is_chosen() -> None:
    order = an_order(discount=d("5.00"), total="15.00")
    without = SETTINGS.model_copy(update={"discount_sku": None, "post_without_discount": True})

    draft = drafted(order, settings=without)

    assert isinstance(draft.document, Sale)
    assert (draft.document.total, len(draft.document.lines)) == (d("20.00"), 1)
    (warning,) = draft.warnings
    assert warning.code == "discount_left_out"
    assert "Discount of 5.00 on order SHOP-1 is not posted: the books show 20.00" in warning.message


def test_a_discount_with_an_item_is_posted_whatever_is_said_of_those_without() -> None:
    order = an_order(discount=d("5.00"), total="15.00")
    assert sale_of(order, settings=SETTINGS.model_copy(update={"post_without_discount": True})).total == d("15.00")


@pytest.mark.parametrize("cents_off", ["-0.02", "-0.01", "0.01", "0.02"])
def test_up_to_two_cents_go_on_the_item_for_rounding(cents_off: str) -> None:
    order = an_order(total=str(d("20.00") + d(cents_off)))

    sale = sale_of(order, settings=SETTINGS.model_copy(update={"rounding_sku": "ROUND"}), ROUND=an_item("ROUND"))

    assert [(line.item_id, line.amount) for line in sale.lines[1:]] == [("I-ROUND", d(cents_off))]


def test_nothing_is_drafted_for_what_is_not_sendable_or_does_not_fit() -> None:
    with pytest.raises(Held) as held:
        drafted(an_order(payment=Payment.UNPAID, bill_to=NOBODY, ship_to=None))
    assert codes(held) == ["customer_unknown"]
    with pytest.raises(Held) as held:
        drafted(an_order(), MUG=an_item("MUG", type="Group"))
    assert codes(held) == ["item_is_bundle"]


CENTS = st.decimals("0", "999.99", places=2)
SOME = st.sampled_from([d("0.00"), d("2.00")])


@st.composite
def sound_orders(draw: st.DrawFn) -> Order:
    lines = [
        a_line(
            str(place),
            draw(st.sampled_from(["MUG", "TEE"])),
            str(draw(st.integers(0, 50))),
            str(draw(st.decimals("0", "99", places=3))),
        )
        for place in range(draw(st.integers(1, 4)))
    ]
    amounts = {name: draw(SOME | CENTS) for name in ("tax", "shipping", "fee", "other")}
    products = sum((cents(line.quantity * line.unit_price) for line in lines), d("0.00"))
    discount = min(draw(SOME | CENTS), products)
    total = products + sum(amounts.values()) - discount
    return an_order(
        *lines,
        discount=discount,
        payment=draw(st.sampled_from([Payment.PAID, Payment.UNPAID])),
        total=str(total),
        **amounts,
    )


@settings(max_examples=60, deadline=None)
@given(order=sound_orders())
def test_lines_shipping_and_tax_of_every_sale_come_to_the_orders_total(order: Order) -> None:
    if not order.kept_lines and not order.total:
        return
    if not (order.kept_lines or order.fee or order.other or order.discount or order.shipping):
        return

    sale = sale_of(order)

    assert sum(line.amount for line in sale.lines) + sale.shipping + (sale.tax or 0) == order.total == sale.total
    assert all(cents(line.quantity * line.unit_price) == line.amount for line in sale.lines)
    expected = expected_of(sale)
    assert (expected.total, expected.tax) == (order.total, order.tax)
    assert list(expected.lines) == [line.id for line in order.kept_lines]
