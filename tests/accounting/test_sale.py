"""An order becomes a sale of exactly its total (rows R-46, R-47, R-53, R-59, R-61)."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounting.books import SalesTax
from accounting.documents import expected_of
from accounting.money import cents
from accounting.problems import Excluded, Held
from accounting.records import Order, Payment
from accounting.sale import require_postable
from tests.accounting.sales import drafted, sale_of
from tests.accounting.samples import (
    AUSTIN,
    BOOKS,
    NOBODY,
    a_line,
    an_item,
    an_order,
    codes,
    d,
    passes,
)


@pytest.mark.rule("R-59/expected")
@pytest.mark.parametrize("state", ["Draft", "Canceled", "Failed"])
def test_what_the_order_system_does_not_count_as_a_sale_is_left_out(state: str) -> None:
    with pytest.raises(Excluded, match=f"^Order SHOP-1 is {state}.$"):
        require_postable(an_order(state=state))


@pytest.mark.parametrize("state", ["Open", "Closed", "On Hold", "No Shipping Method", "Not Managed"])
def test_every_other_state_is_posted(state: str) -> None:
    assert passes(lambda: require_postable(an_order(state=state)))


def test_an_order_of_which_nothing_is_left_is_left_out() -> None:
    with pytest.raises(Excluded, match="no line left"):
        require_postable(an_order(a_line(canceled_quantity=d("2")), subtotal=d("0.00"), total="0.00"))
    shipping_alone = an_order(a_line(canceled_quantity=d("2")), subtotal=d("0.00"), total="9.95")
    assert passes(lambda: require_postable(shipping_alone))


@pytest.mark.rule("R-46/expected")
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


@pytest.mark.rule("R-46/expected")
@pytest.mark.parametrize("kept", [SalesTax.AUTOMATED, SalesTax.MANUAL])
def test_an_untaxed_order_says_of_every_line_that_it_is_not_taxed(kept: SalesTax) -> None:
    sale = sale_of(an_order(shipping=d("5.00"), total="25.00"), books=BOOKS.model_copy(update={"sales_tax": kept}))

    assert (sale.tax, sale.shipping_taxable, {line.taxable for line in sale.lines}) == (d("0.00"), False, {False})


@pytest.mark.rule("R-46/expected")
def test_a_taxed_order_ships_from_the_companys_own_address_and_an_untaxed_one_does_not_say() -> None:
    books = BOOKS.model_copy(update={"address": NOBODY})
    taxed = an_order(tax=d("1.65"), total="21.65")

    assert sale_of(taxed, books=books).ship_from == NOBODY
    assert sale_of(an_order(), books=books).ship_from is None
    assert sale_of(taxed).ship_from is None


@pytest.mark.parametrize("kept", [SalesTax.OFF, SalesTax.FOREIGN])
def test_a_company_without_the_two_codes_is_told_nothing_of_tax(kept: SalesTax) -> None:
    assert sale_of(an_order(), books=BOOKS.model_copy(update={"sales_tax": kept})).tax is None


@pytest.mark.rule("R-61/expected")
def test_a_free_order_is_posted_with_a_total_of_nothing() -> None:
    sale = sale_of(an_order(a_line(quantity="1", price="40.00"), discount=d("40.00"), total="0.00"))

    assert ([line.amount for line in sale.lines], sale.total) == ([d("40.00"), d("-40.00")], d("0.00"))


@pytest.mark.rule("R-54/expected")
def test_addresses_stand_in_for_one_another() -> None:
    other = AUSTIN.model_copy(update={"city": "Reno"})

    both = sale_of(an_order(bill_to=AUSTIN, ship_to=other))
    shipped, billed = sale_of(an_order(bill_to=None, ship_to=other)), sale_of(an_order(bill_to=AUSTIN, ship_to=None))

    assert (both.bill_to, both.ship_to) == (AUSTIN, other)
    assert (shipped.bill_to, shipped.ship_to) == (other, other)
    assert (billed.bill_to, billed.ship_to) == (AUSTIN, AUSTIN)


@pytest.mark.rule("R-04/expected")
def test_where_quickbooks_numbers_its_sales_no_number_is_sent() -> None:
    assert sale_of(an_order()).number == "SHOP-1"
    assert sale_of(an_order(), books=BOOKS.model_copy(update={"own_sales_numbers": False})).number is None


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


@pytest.mark.rule("R-32/expected", "R-50/expected")
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
