"""The parts of an order add up to its total, and what is missing is its discount (rows R-41 to R-43, R-50)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from accounting.charge_items import charge_sku
from accounting.charges import charges_of, discount_of, parts_of, require_sound_lines, rounding_of
from accounting.money import cents, line_amount, rate
from accounting.problems import Held
from accounting.records import Order
from tests.accounting.samples import SETTINGS, a_line, an_order, codes, d, held_by, problems

CENTS = st.decimals("0", "9999.99", places=2)
FEW = settings(max_examples=60, deadline=None)


@pytest.mark.rule("R-43/expected")
@pytest.mark.parametrize(
    ("on_order", "on_lines", "total", "posted"),
    [
        ("0.00", "0.00", "20.00", "0.00"),
        ("5.00", "0.00", "15.00", "5.00"),
        ("0.00", "3.00", "17.00", "3.00"),
        ("5.00", "5.00", "15.00", "5.00"),  # stated twice, given once
        ("5.00", "3.00", "12.00", "8.00"),  # stated in two places, given both
        ("5.00", "0.00", "20.00", "0.00"),  # the prices hold it already
        ("20.00", "0.00", "0.00", "20.00"),  # everything
    ],
)
def test_what_the_total_lacks_is_the_discount_posted(on_order: str, on_lines: str, total: str, posted: str) -> None:
    order = an_order(a_line(discount=d(on_lines)), discount=d(on_order), total=total)
    assert discount_of(order) == d(posted)


@pytest.mark.rule("R-43/expected")
@pytest.mark.parametrize(("on_order", "on_lines"), [("4.995", "0.00"), ("0.00", "4.9975"), ("1.4975", "3.4999")])
def test_a_discount_stated_with_fractions_of_a_cent_is_posted_in_cents(on_order: str, on_lines: str) -> None:
    order = an_order(a_line(discount=d(on_lines)), discount=d(on_order), total="15.00")
    assert charges_of(order) == {"discount": d("-5.00")}


@pytest.mark.rule("R-43/expected")
def test_a_coupon_may_cover_shipping() -> None:
    assert discount_of(an_order(shipping=d("9.95"), discount=d("29.95"), total="0.00")) == d("29.95")


@pytest.mark.rule("R-32/bad", "R-43/bad", "R-50/bad")
def test_a_difference_that_is_no_discount_holds_the_order_with_the_figures() -> None:
    with pytest.raises(Held) as held:
        discount_of(an_order(a_line(discount=d("1.00")), discount=d("5.00"), total="19.90"))

    (problem,) = problems(held)
    assert problem.code == "parts_differ_from_total"
    assert problem.message == (
        "Order SHOP-1: parts add up to 20.00, order total is 19.90; "
        "the difference of 0.10 is no discount of the order (discount 5.00, on lines 1.00)."
    )
    assert "Correct the order's amounts" in problem.fix


@pytest.mark.rule("R-50/expected")
@pytest.mark.parametrize(
    ("total", "discount", "rounding"),
    [
        ("19.99", "0.00", "-0.01"),
        ("20.02", "0.00", "0.02"),
        ("14.98", "5.00", "-0.02"),
        ("15.01", "5.00", "0.01"),
        ("15.00", "5.00", "0.00"),
    ],
)
def test_up_to_two_cents_are_rounding_beside_the_nearest_discount(total: str, discount: str, rounding: str) -> None:
    order = an_order(discount=d("5.00"), total=total)
    assert (discount_of(order), rounding_of(order)) == (d(discount), d(rounding))


@pytest.mark.rule("R-50/expected")
@pytest.mark.parametrize("total", ["19.97", "20.03", "14.97", "15.03"])
def test_three_cents_are_a_difference(total: str) -> None:
    with pytest.raises(Held) as held:
        discount_of(an_order(discount=d("5.00"), total=total))
    assert codes(held) == ["parts_differ_from_total"]


def test_a_surcharge_is_no_discount_though_the_order_states_it_below_zero() -> None:
    with pytest.raises(Held) as held:
        discount_of(an_order(discount=d("-5.00"), total="25.00"))
    assert codes(held) == ["parts_differ_from_total"]


@pytest.mark.rule("R-43/bad", "R-114/bad")
def test_a_total_below_zero_is_a_refund() -> None:
    with pytest.raises(Held) as held:
        discount_of(an_order(discount=d("25.00"), total="-5.00"))

    (problem,) = problems(held)
    assert (problem.code, problem.message) == ("total_negative", "Order SHOP-1 has a total of -5.00.")
    assert "refund" in problem.fix


def test_fractions_of_a_cent_hold_the_order_with_every_amount_that_has_them() -> None:
    with pytest.raises(Held) as held:
        discount_of(an_order(tax=d("1.655"), shipping=d("0.001"), total="21.656"))

    (problem,) = problems(held)
    assert problem.code == "amount_not_in_cents"
    assert problem.message == "Order SHOP-1 has fractions of a cent: tax 1.655, shipping 0.001, total 21.656."


def test_charges_are_fee_other_and_discount_as_far_as_there_are_any() -> None:
    order = an_order(fee=d("2.00"), other=d("-1.50"), discount=d("5.00"), total="15.50")
    assert charges_of(order) == {"fee": d("2.00"), "other": d("-1.50"), "discount": d("-5.00")}
    assert charges_of(an_order()) == {}


@st.composite
def orders(draw: st.DrawFn) -> Order:
    """Orders whose total may or may not follow from their parts."""
    lines = [
        a_line(
            str(place),
            quantity=str(draw(st.integers(0, 50))),
            price=str(draw(CENTS)),
            discount=draw(st.sampled_from([d("0.00"), d("1.25")])),
        )
        for place in range(draw(st.integers(1, 4)))
    ]
    amounts = {name: draw(st.sampled_from([d("0.00"), d("2.00")]) | CENTS) for name in ("tax", "shipping", "fee")}
    order = an_order(*lines, discount=draw(CENTS), other=draw(CENTS)).model_copy(update=amounts)
    on_lines = sum((line.discount for line in lines), d("0.00"))
    right = st.sampled_from([d("0.00"), order.discount, on_lines, order.discount + on_lines])
    return order.model_copy(update={"total": parts_of(order) - draw(right | CENTS)})


@pytest.mark.rule("R-43/expected", "R-50/expected")
@FEW
@given(order=orders())
def test_parts_less_discount_are_the_total_or_the_order_is_held(order: Order) -> None:
    reasons = held_by(lambda: discount_of(order))

    assert reasons in ([], ["parts_differ_from_total"], ["total_negative"])
    if not reasons:
        assert parts_of(order) - discount_of(order) + rounding_of(order) == order.total
        assert abs(rounding_of(order)) <= d("0.02")
        assert discount_of(order) >= 0


@FEW
@given(quantity=st.integers(1, 999), price=CENTS, off=CENTS, more=st.sampled_from([d("0.01"), d("-0.01")]))
def test_no_cent_gets_lost(quantity: int, price: Decimal, off: Decimal, more: Decimal) -> None:
    """Without an item for rounding, a single cent that is neither part nor discount holds the order."""
    assume(off != more)  # then nothing is missing at all
    line = a_line(quantity=str(quantity), price=str(price))
    order = an_order(line, discount=off, total=str(quantity * price - off + more))

    assert held_by(lambda: [charge_sku(order, what, d("1"), SETTINGS) for what in charges_of(order)])


@pytest.mark.rule("R-41/bad")
def test_every_line_that_cannot_be_posted_is_named_at_once() -> None:
    order = an_order(
        a_line("1", quantity="1", canceled_quantity=d("3")),
        a_line("2", sku=None, title="Gift wrap"),
        a_line("3"),
        a_line("4", quantity="-1", title="Odd"),
    )

    with pytest.raises(Held) as held:
        require_sound_lines(order)

    assert [(problem.code, problem.message) for problem in problems(held)] == [
        ("quantity_negative", 'Line 1 "Mug" of order SHOP-1 has a quantity of -2.'),
        ("quantity_negative", 'Line 4 "Odd" of order SHOP-1 has a quantity of -1.'),
    ]


@pytest.mark.rule("R-41/expected")
def test_cancelled_units_that_the_subtotal_still_holds_hold_the_order() -> None:
    order = an_order(a_line(price="25.00", canceled_quantity=d("1")), subtotal=d("50.00"), total="50.00")

    with pytest.raises(Held) as held:
        require_sound_lines(order)

    (problem,) = problems(held)
    assert problem.code == "cancelled_units_in_total"
    assert problem.message == "Order SHOP-1: units worth 25.00 were cancelled, but the subtotal is still 50.00."


def test_cancelled_units_that_are_gone_from_the_amounts_hold_nothing() -> None:
    order = an_order(a_line(price="25.00", canceled_quantity=d("1")), subtotal=d("25.00"), total="25.00")

    require_sound_lines(order)
    assert discount_of(order) == 0


def test_a_price_that_five_decimals_cannot_hold_holds_the_order() -> None:
    with pytest.raises(Held) as held:
        require_sound_lines(an_order(a_line(quantity="9000", price="0.0000055"), total="0.05"))

    (problem,) = problems(held)
    assert problem.code == "price_too_fine"
    assert "9000 × 0.0000055" in problem.message


@pytest.mark.rule("R-41/expected")
@FEW
@given(quantity=st.decimals("0.001", "999", places=3), price=st.decimals("0", "99", places=7))
def test_quantity_times_price_as_sent_is_the_amount_or_the_order_is_held(quantity: Decimal, price: Decimal) -> None:
    """QuickBooks refuses a sale's line whose amount is not that (fault 6070)."""
    reasons = held_by(lambda: require_sound_lines(an_order(a_line(quantity=str(quantity), price=str(price)))))

    assert reasons in ([], ["price_too_fine"])
    assert bool(reasons) is (cents(rate(quantity) * rate(price)) != line_amount(quantity, price))


@pytest.mark.rule("R-50/bad")
def test_every_amount_with_fractions_of_a_cent_is_named() -> None:
    broken = {what: d("1.005") for what in ("tax", "shipping", "fee", "other")}

    with pytest.raises(Held) as held:
        discount_of(an_order(**broken, total="20.005"))

    (problem,) = problems(held)
    assert problem.message == (
        "Order SHOP-1 has fractions of a cent: tax 1.005, shipping 1.005, fee 1.005, other 1.005, total 20.005."
    )


def test_an_order_without_a_discount_on_its_lines_tells_of_none_there() -> None:
    with pytest.raises(Held) as held:
        discount_of(an_order(discount=d("5.00"), total="19.00"))
    assert problems(held)[0].message.endswith("is no discount of the order (discount 5.00).")


def test_discounts_on_lines_are_told_in_cents_however_they_are_written() -> None:
    with pytest.raises(Held) as held:
        discount_of(an_order(a_line(discount=d("3")), total="19.00"))
    assert problems(held)[0].message.endswith("(discount 0.00, on lines 3.00).")
