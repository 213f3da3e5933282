"""What holds an order back before a customer or an item is created for it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from accounting.books import Books, Customer, SalesTax
from accounting.charge_items import charge_sku
from accounting.documents import DocumentKind, Sale, SaleLine
from accounting.problems import Held, Problem
from accounting.records import Address, Order, Payment
from accounting.sendable import require_fit, require_sendable, require_taxable_part, require_taxed, sku_missing
from accounting.settings import Settings
from tests.accounting.samples import (
    AUSTIN,
    BOOKS,
    DAY,
    NOBODY,
    SETTINGS,
    a_line,
    an_item,
    an_order,
    codes,
    d,
    passes,
    problems,
)


def check(order: Order, *, books: Books = BOOKS, settings: Settings = SETTINGS, dated: date = DAY) -> None:
    require_sendable(order, books=books, settings=settings, dated=dated)


def taxed(**more: Any) -> Order:
    return an_order(tax=d("1.65"), total="21.65", **more)


def test_a_sound_order_passes() -> None:
    assert passes(lambda: check(an_order()))
    assert passes(lambda: check(taxed(shipping=d("0.00"))))


@pytest.mark.rule("R-54/bad")
def test_an_order_in_a_closed_period_is_held() -> None:
    with pytest.raises(Held) as held:
        check(an_order(), dated=date(2026, 10, 31))

    (problem,) = problems(held)
    assert problem.message == "Order SHOP-1 is dated 2026-10-31, the books are closed to 2026-10-31."


def of_lines(products: int, *, total: str, **more: Any) -> Order:
    """One piece at 1.00 on each line."""
    lines = [a_line(str(number), quantity="1", price="1.00") for number in range(products)]
    return an_order(*lines, total=total, reference="SHOP-9", **more)


@pytest.mark.rule("R-116/expected", "R-116/bad")
@pytest.mark.parametrize(
    "order",
    [
        of_lines(751, total="751.00"),
        of_lines(748, total="754.00", shipping=d("5.00"), fee=d("2.00"), discount=d("1.00")),
    ],
)
def test_an_order_of_more_lines_than_quickbooks_takes_is_held_charges_counted(order: Order) -> None:
    with pytest.raises(Held) as held:
        check(order)

    (problem,) = problems(held)
    assert (problem.code, problem.message) == ("too_many_lines", "Order SHOP-9 has 751 lines; QuickBooks takes 750.")
    check(of_lines(750, total="750.00"))
    check(order, books=BOOKS.model_copy(update={"sales_tax": SalesTax.OFF}))


@pytest.mark.rule("R-116/expected")
def test_lines_of_which_nothing_is_left_are_not_counted() -> None:
    order = of_lines(750, total="750.00")
    gone = a_line("751", quantity="1", canceled_quantity=d("1"), price="1.00")
    assert passes(lambda: check(order.model_copy(update={"lines": (*order.lines, gone)})))


@pytest.mark.rule("R-41/expected")
def test_cancelled_units_in_the_total_are_named_as_such() -> None:
    """And not as a difference nobody can explain: the lines are looked at before the amounts."""
    order = an_order(a_line(price="25.00", canceled_quantity=d("1")), subtotal=d("50.00"), total="50.00")

    with pytest.raises(Held) as held:
        check(order)

    assert codes(held) == ["cancelled_units_in_total"]


@pytest.mark.rule("R-03/bad", "R-48/bad")
def test_shipping_needs_the_switch_in_quickbooks() -> None:
    off = BOOKS.model_copy(update={"shipping_allowed": False})

    with pytest.raises(Held) as held:
        check(an_order(shipping=d("9.95"), total="29.95"), books=off)

    (problem,) = problems(held)
    assert problem.code == "shipping_off"
    assert problem.message == "Order SHOP-1 has 9.95 shipping but Shipping is off in QuickBooks."
    assert problem.fix == "Turn it on: QuickBooks > Account and Settings > Sales > Sales form content > Shipping."
    check(an_order(), books=off)


@pytest.mark.rule("R-47/expected", "R-47/bad")
@pytest.mark.parametrize("kept", [SalesTax.MANUAL, SalesTax.OFF])
def test_tax_needs_automated_sales_tax(kept: SalesTax) -> None:
    other = BOOKS.model_copy(update={"sales_tax": kept})

    with pytest.raises(Held) as held:
        check(taxed(), books=other)

    (problem,) = problems(held)
    assert problem.code == "sales_tax_not_automated"
    assert problem.message == "Order SHOP-1 carries 1.65 tax, and Automated Sales Tax is not set up."


@pytest.mark.rule("R-47/expected", "R-47/bad")
def test_outside_the_united_states_taxed_orders_are_held_and_untaxed_ones_go_on() -> None:
    canadian = BOOKS.model_copy(update={"sales_tax": SalesTax.FOREIGN, "country": "CAN"})

    with pytest.raises(Held) as held:
        check(taxed(), books=canadian)

    (problem,) = problems(held)
    assert problem.code == "sales_tax_foreign"
    assert problem.message == (
        "Order SHOP-1 carries 1.65 tax, and the company is of CAN: outside the United States taxes need a mapping to "
        "its tax codes, which Daybook does not have."
    )
    assert problem.fix == "Enter the order in QuickBooks by hand."
    assert passes(lambda: check(an_order(), books=canadian))


@pytest.mark.rule("R-46/bad")
@pytest.mark.parametrize("missing", ["country", "state", "postal_code"])
@pytest.mark.parametrize("blank", [None, ""])
def test_tax_needs_a_ship_to_that_quickbooks_can_place(missing: str, blank: str | None) -> None:
    with pytest.raises(Held) as held:
        check(taxed(ship_to=AUSTIN.model_copy(update={missing: blank})))
    (problem,) = problems(held)
    assert problem.code == "ship_to_incomplete"
    assert "carries 1.65 tax" in problem.message


def test_without_any_ship_to_the_bill_to_is_taxed_and_without_both_nothing_is() -> None:
    check(taxed(ship_to=None))
    with pytest.raises(Held) as held:
        check(taxed(ship_to=None, bill_to=None))
    assert codes(held) == ["ship_to_incomplete"]


def test_an_untaxed_order_needs_no_address() -> None:
    assert passes(lambda: check(an_order(ship_to=None, bill_to=None)))


def test_a_tax_below_zero_is_held() -> None:
    with pytest.raises(Held) as held:
        check(an_order(tax=d("-1.00"), total="19.00"))

    (problem,) = problems(held)
    assert (problem.code, problem.message) == ("tax_negative", "Order SHOP-1 carries a tax of -1.00, below zero.")


@pytest.mark.rule("R-113/bad")
def test_another_currency_is_held() -> None:
    with pytest.raises(Held) as held:
        check(an_order(currency="EUR"))
    assert codes(held) == ["currency_differs"]


@pytest.mark.rule("R-36/expected")
@pytest.mark.parametrize("payment", [Payment.UNPAID, Payment.DECLINED])
def test_nobody_owes_an_unpaid_order_that_names_nobody(payment: Payment) -> None:
    with pytest.raises(Held) as held:
        check(an_order(payment=payment, bill_to=NOBODY, ship_to=None))

    (problem,) = problems(held)
    assert problem.code == "customer_unknown"
    assert "names nobody" in problem.message


@pytest.mark.parametrize("named", [{"name": "Jane"}, {"company": "Doe LLC"}, {"email": "jane@example.com"}])
def test_an_unpaid_order_may_name_its_customer_in_any_way(named: dict[str, str]) -> None:
    assert passes(lambda: check(an_order(payment=Payment.UNPAID, bill_to=None, ship_to=Address(**named))))


@pytest.mark.parametrize("payment", [Payment.PAID, Payment.RETURNED])
def test_an_order_that_nobody_owes_may_name_nobody(payment: Payment) -> None:
    """One whose money was given back was paid before."""
    assert passes(lambda: check(an_order(payment=payment, bill_to=NOBODY, ship_to=None)))


@pytest.mark.rule("R-44/bad", "R-49/bad", "R-107/bad")
@pytest.mark.parametrize(
    ("amounts", "code", "message"),
    [
        ({"fee": "2.00", "total": "22.00"}, "fee_sku_missing", "a fee of 2.00"),
        ({"other": "3.00", "total": "23.00"}, "other_sku_missing", "other charges of 3.00"),
        ({"other": "-3.00", "total": "17.00"}, "negative_other_sku_missing", "other charges of -3.00"),
        ({"discount": "5.00", "total": "15.00"}, "discount_sku_missing", "a discount of 5.00"),
    ],
)
def test_a_charge_needs_an_item_to_stand_on(amounts: dict[str, Any], code: str, message: str) -> None:
    order = an_order(**{name: d(amount) for name, amount in amounts.items() if name != "total"}, total=amounts["total"])

    with pytest.raises(Held) as held:
        check(order, settings=Settings())

    (problem,) = problems(held)
    assert (problem.code, problem.subject) == (code, code.removesuffix("_missing"))
    assert problem.message == f"Order SHOP-1 has {message}, and no item to post it on."
    assert passes(lambda: check(order))


def test_an_order_of_tax_alone_has_nothing_to_stand_on() -> None:
    order = an_order(a_line(canceled_quantity=d("2")), tax=d("1.65"), subtotal=d("0.00"), total="1.65")

    with pytest.raises(Held) as held:
        check(order)

    (problem,) = problems(held)
    assert problem.code == "lines_missing"
    assert problem.message == "Order SHOP-1 has a total of 1.65, and neither a line nor shipping to post it on."


def test_shipping_alone_can_be_posted() -> None:
    order = an_order(a_line(canceled_quantity=d("2")), shipping=d("9.95"), subtotal=d("0.00"), total="9.95")
    assert passes(lambda: check(order))


@pytest.mark.rule("R-45/expected", "R-108/expected", "R-108/bad")
def test_every_item_that_does_not_fit_is_named_at_once() -> None:
    order = an_order(
        a_line("1", "KIT-1"),
        a_line("2", "ALL"),
        a_line("3", "MUG"),
        fee=d("2.00"),
        discount=d("5.00"),
        total="57.00",
    )
    items = {
        "1": an_item("KIT-1", type="Group"),
        "2": an_item("ALL", type="Category"),
        "3": an_item("MUG", type="Inventory"),
        "fee": an_item("FEE", type="Group"),
        "discount": an_item("DISC", type="Inventory"),
    }

    with pytest.raises(Held) as held:
        require_fit(order, items, SETTINGS)

    assert [(problem.code, problem.subject) for problem in problems(held)] == [
        ("item_is_bundle", "KIT-1"),
        ("item_is_bundle", "ALL"),
        ("fee_sku_unfit", "FEE"),
        ("discount_sku_unfit", "DISC"),
    ]
    assert [problem.message for problem in held.value.problems[:2]] == [
        "KIT-1 on order SHOP-1 is a QuickBooks bundle, which takes no price of its own.",
        "ALL on order SHOP-1 is a QuickBooks category, which takes no price of its own.",
    ]
    assert held.value.problems[0].fix == "Give the SKU to an item of another type in Products and Services."
    assert held.value.problems[3].message == (
        'discount_sku "DISC" is of type Inventory in QuickBooks; order SHOP-1 needs it for a discount of 5.00.'
    )


def test_items_of_every_sellable_type_fit_and_those_to_be_created_will() -> None:
    order = an_order(a_line("1", "A"), a_line("2", "B"), a_line("3", "C"), a_line("4", "NEW"), total="80.00")
    items = {"1": an_item("A", type="Inventory"), "2": an_item("B", type="Service"), "3": an_item("C")}

    assert passes(lambda: require_fit(order, items, SETTINGS))


@pytest.mark.rule("R-49/expected", "R-107/expected")
def test_the_settings_name_the_item_of_each_charge() -> None:
    settings = SETTINGS.model_copy(update={"rounding_sku": "ROUND"})
    named = [charge_sku(an_order(), what, d("1.00"), settings) for what in ("fee", "other", "discount", "rounding")]
    assert named == ["FEE", "OTHER", "DISC", "ROUND"]
    assert charge_sku(an_order(), "other", d("-1.00"), settings) == "LESS"


@pytest.mark.rule("R-46/bad")
def test_tax_on_a_customer_who_is_exempt_holds_the_order() -> None:
    school = Customer(id="61", name="Hill Country School", exempt=True)

    with pytest.raises(Held) as held:
        require_taxed(taxed(), school)

    assert problems(held) == (
        Problem(
            code="customer_exempt",
            message='Order SHOP-1 carries 1.65 tax, and customer "Hill Country School" is exempt in QuickBooks, which '
            "would drop it.",
            fix="Correct the tax in the order system, or the exemption in QuickBooks: Sales > Customers.",
            subject="Hill Country School",
        ),
    )
    assert passes(lambda: require_taxed(an_order(), school))
    assert passes(lambda: require_taxed(taxed(), school.model_copy(update={"exempt": False})))


@pytest.mark.rule("R-42/bad")
def test_a_line_without_a_sku_is_named_by_its_place_and_title() -> None:
    assert sku_missing(an_order(), 2, "Mug") == Problem(
        code="sku_missing",
        message='Line 2 "Mug" of order SHOP-1 has no SKU.',
        fix="Give the order item a SKU in the order system.",
        subject="Mug",
    )


@pytest.mark.rule("R-49/expected")
@pytest.mark.parametrize("type", ["Service", "NonInventory"])
def test_a_charge_may_stand_on_a_service_or_on_goods_that_are_not_counted(type: str) -> None:
    order = an_order(fee=d("2.00"), total="22.00")
    assert passes(lambda: require_fit(order, {"fee": an_item("FEE", type=type)}, SETTINGS))


def a_sale(*lines: tuple[str, bool], shipping: str = "0") -> Sale:
    """Of lines with these amounts, taxable or not."""
    sold = [
        SaleLine(item_id="1", description="", quantity=d("1"), unit_price=d(amount), amount=d(amount), taxable=taxable)
        for amount, taxable in lines
    ]
    return Sale(
        kind=DocumentKind.INVOICE,
        number=None,
        dated=DAY,
        customer_id="58",
        lines=tuple(sold),
        shipping=d(shipping),
        tax=d("1.65"),
        note="",
        total=d("21.65"),
    )


@pytest.mark.rule("R-46/bad")
def test_a_tax_without_anything_to_tax_is_held() -> None:
    with pytest.raises(Held) as held:
        require_taxable_part(taxed(), a_sale(("20.00", False), ("-5.00", True)))
    assert problems(held) == (
        Problem(
            code="nothing_taxable",
            message="Order SHOP-1 carries 1.65 tax, and none of its lines is taxable: QuickBooks would drop the tax.",
            fix="Correct the tax in the order system, or the taxable items in QuickBooks.",
        ),
    )


def test_one_taxable_line_or_shipping_is_enough_and_without_tax_nothing_is_asked() -> None:
    require_taxable_part(taxed(), a_sale(("20.00", False), ("0.00", True)))
    require_taxable_part(taxed(), a_sale(("20.00", False), shipping="9.95"))
    require_taxable_part(an_order(), a_sale(("20.00", False)))
