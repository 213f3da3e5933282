"""A supplier's invoice becomes a Bill of its total, on the Purchase Order it answers (rows R-81 to R-90)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounting.bill import BillReferences, draft_bill, is_credit
from accounting.bill_numbers import BillNumber
from accounting.books import Books, Vendor
from accounting.documents import Bill, Draft, PurchaseOrderLine, expected_of
from accounting.ordered import OrderedGoods
from accounting.problems import Held
from accounting.records import ChargeKind, FulfillmentRequest, SupplierInvoice
from accounting.terms import Term
from tests.accounting.samples import (
    BOOKS,
    DAY,
    a_charge,
    a_request,
    a_wanted,
    an_account,
    an_extra,
    an_invoice,
    codes,
    d,
    goods_of,
    problems,
)

EXTRAS = [kind for kind in ChargeKind if kind is not ChargeKind.PRODUCT]
ACME = Vendor(id="56", name="Acme Supply", term_id="3")
REFS = BillReferences(
    vendor=ACME,
    term=Term(id="3", name="Net 15", due_days=15),
    payables_account_id="33",
    accounts={kind: an_account(f"A-{kind}") for kind in EXTRAS},
)


def drafted(
    invoice: SupplierInvoice,
    goods: OrderedGoods | None = None,
    *,
    books: Books = BOOKS,
    refs: BillReferences = REFS,
    number: BillNumber | None = None,
    dated: date = DAY,
) -> Draft:
    return draft_bill(
        invoice,
        goods=goods or goods_of(a_request()),
        books=books,
        refs=refs,
        number=number or BillNumber(number=invoice.number),
        dated=dated,
        note="note",
    )


def billed(
    invoice: SupplierInvoice, request: FulfillmentRequest | None = None, dated: date = DAY, **books: Any
) -> Bill:
    goods = goods_of(request or a_request())
    document = drafted(invoice, goods, books=BOOKS.model_copy(update=books), dated=dated).document
    assert isinstance(document, Bill)
    return document


def held_codes(invoice: SupplierInvoice, **more: Any) -> list[str]:
    with pytest.raises(Held) as held:
        billed(invoice, **more)
    return codes(held)


@pytest.mark.rule("R-82/expected", "R-84/expected")
def test_goods_stand_on_items_linked_to_the_purchase_order_and_charges_on_accounts() -> None:
    bill = billed(
        an_invoice(
            a_charge("1"),
            an_extra("2", ChargeKind.SHIPPING, "4.00", "UPS"),
            an_extra("3", ChargeKind.TAX, "3.50"),
            an_extra("4", ChargeKind.OTHER, "-1.50"),
            an_extra("5", ChargeKind.FEE, "0.00"),
            total="18.00",
        )
    )

    assert [(line.item_id, line.account_id, line.description, line.amount) for line in bill.lines] == [
        ("I-ACME-MUG", None, "ACME-MUG", d("12.00")),
        (None, "A-shipping", "UPS", d("4.00")),
        (None, "A-tax", "tax", d("3.50")),
        (None, "A-other", "other", d("-1.50")),
    ]
    assert bill.total == d("18.00")
    assert [line.quantity for line in bill.lines] == [d("2"), None, None, None]
    assert [line.received_on for line in bill.lines] == [
        PurchaseOrderLine(purchase_order_id="201", line_id="1"),
        None,
        None,
        None,
    ]


@pytest.mark.rule("R-87/expected")
def test_a_bill_costs_what_the_invoice_says_whatever_the_purchase_order_said() -> None:
    (line,) = billed(an_invoice(a_charge(cost="6.60", amount="13.20"), total="13.20")).lines

    assert (line.unit_cost, line.amount) == (d("6.60"), d("13.20"))


def test_a_unit_cost_that_does_not_divide_is_sent_with_five_decimals() -> None:
    request = a_request(a_wanted(quantity="3", cost="3.33"))
    (line,) = billed(an_invoice(a_charge(quantity="3", cost="3.3333333", amount="10.00"), total="10.00"), request).lines

    assert (str(line.unit_cost), line.amount) == ("3.33333", d("10.00"))


@pytest.mark.rule("R-83/expected")
def test_goods_ordered_on_several_lines_are_billed_on_as_many_which_come_to_the_same() -> None:
    ordered = [
        a_wanted(id, quantity=quantity, cost="3.33333") for id, quantity in (("46", "2"), ("47", "3"), ("48", "3"))
    ]
    charged = a_charge("a", quantity="7", cost="3.3333333", amount="23.34")
    bill = billed(an_invoice(charged, total="23.34"), a_request(*ordered))

    assert [(line.record_line_id, line.item_id, line.quantity, line.amount) for line in bill.lines] == [
        ("a", "I-ACME-MUG", d("2"), d("6.67")),
        ("a", "I-ACME-MUG", d("3"), d("10.00")),
        ("a", "I-ACME-MUG", d("2"), d("6.67")),
    ]
    assert [line.received_on.line_id for line in bill.lines if line.received_on] == ["1", "2", "3"]
    assert {(line.description, str(line.unit_cost)) for line in bill.lines} == {("ACME-MUG", "3.33333")}
    assert bill.total == d("23.34")


@pytest.mark.rule("R-86/expected")
@pytest.mark.parametrize("total", ["11.99", "12.00", "12.01"])
def test_a_cent_between_lines_and_total_is_let_pass(total: str) -> None:
    assert billed(an_invoice(total=total)).total == d("12.00")


@pytest.mark.rule("R-86/bad")
@pytest.mark.parametrize("total", ["11.98", "12.02"])
def test_more_than_a_cent_is_held_with_both(total: str) -> None:
    with pytest.raises(Held) as held:
        billed(an_invoice(total=total))

    (problem,) = problems(held)
    assert problem.code == "lines_differ_from_total"
    assert problem.message == f"Invoice ACME-1: lines add up to 12.00, its total is {total}."


@pytest.mark.rule("R-85/expected", "R-85/bad")
def test_an_invoice_of_another_vendor_than_the_purchase_order_is_held() -> None:
    """QuickBooks would post it, and drop the link to the Purchase Order without a word."""
    beta = REFS.model_copy(update={"vendor": Vendor(id="57", name="Beta Goods")})

    with pytest.raises(Held) as held:
        drafted(an_invoice(source_id="22", source_name="Beta Goods"), refs=beta)

    (problem,) = problems(held)
    assert problem.code == "vendor_differs"
    assert problem.message == (
        "Invoice ACME-1 is from source Beta Goods, Purchase Order SHOP-1-1 (id 201) is for vendor Acme Supply."
    )


@pytest.mark.rule("R-112/expected")
def test_a_bill_is_due_by_its_vendors_term() -> None:
    bill = billed(an_invoice(), dated=date(2026, 12, 1))

    assert (bill.dated, bill.due, bill.term_id) == (date(2026, 12, 1), date(2026, 12, 16), "3")


@pytest.mark.rule("R-112/bad")
def test_a_vendor_without_a_term_has_its_bill_due_on_its_date_with_a_warning() -> None:
    draft = drafted(an_invoice(), refs=REFS.model_copy(update={"term": None}))

    (warning,) = draft.warnings
    assert isinstance(draft.document, Bill)
    assert (draft.document.due, draft.document.term_id) == (DAY, None)
    assert warning.code == "term_missing"
    assert warning.message == (
        "Bill ACME-1 is due on its own date, 2026-11-20: vendor Acme Supply has no term of payment."
    )
    assert "Expenses > Vendors > Acme Supply" in warning.fix


def test_a_bill_that_stands_already_is_to_be_found_and_not_sent() -> None:
    assert drafted(an_invoice(), number=BillNumber(number="ACME-1", stands_already=True)).stands_already
    assert not drafted(an_invoice()).stands_already


def test_an_invoice_in_a_closed_period_is_held() -> None:
    with pytest.raises(Held) as held:
        billed(an_invoice(), dated=date(2026, 10, 31))

    (problem,) = problems(held)
    assert problem.message == "Invoice ACME-1 is dated 2026-10-31, the books are closed to 2026-10-31."


@pytest.mark.rule("R-83/expected")
def test_one_sku_that_was_not_ordered_prevents_the_whole_bill() -> None:
    invoice = an_invoice(a_charge("1"), a_charge("2", sku="ACME-CAP", amount="1.00"), total="13.00")
    assert held_codes(invoice) == ["sku_not_on_purchase_order"]


def test_more_than_was_ordered_prevents_the_bill() -> None:
    assert held_codes(an_invoice(a_charge(quantity="3", amount="18.00"), total="18.00")) == ["more_than_ordered"]


def test_goods_taken_back_or_charged_without_a_quantity_are_no_bill() -> None:
    invoice = an_invoice(
        a_charge("1", quantity="-1", amount="-6.00"),
        a_charge("2", quantity="0", amount="5.00"),
        a_charge("3", amount="-1.00"),
        total="-2.00",
    )

    with pytest.raises(Held) as held:
        billed(invoice)

    assert [problem.message for problem in problems(held)] == [
        "ACME-MUG on invoice ACME-1: a quantity of -1 for -6.00 receives no goods.",
        "ACME-MUG on invoice ACME-1: a quantity of 0 for 5.00 receives no goods.",
        "ACME-MUG on invoice ACME-1: a quantity of 2 for -1.00 receives no goods.",
    ]
    assert set(codes(held)) == {"line_negative"}


def test_an_invoice_with_nothing_to_bill_is_held() -> None:
    with pytest.raises(Held) as held:
        billed(an_invoice(an_extra("1", ChargeKind.SHIPPING, "0.00"), total="0.00"))

    (problem,) = problems(held)
    assert problem.code == "lines_missing"
    assert problem.message == "Invoice ACME-1 has a total of 0.00, and no line to bill."


def test_a_total_below_zero_is_a_credit() -> None:
    invoice = an_invoice(a_charge(), an_extra("2", ChargeKind.OTHER, "-20.00"), total="-8.00")
    assert held_codes(invoice) == ["total_negative"]


def test_free_goods_are_received() -> None:
    sample = a_request(a_wanted(cost="0.00"))
    (line,) = billed(an_invoice(a_charge(cost="0.00", amount="0.00"), total="0.00"), sample).lines
    assert (line.amount, line.received_on is not None) == (d("0.00"), True)


@pytest.mark.rule("R-82/expected")
def test_a_bill_has_the_customer_of_its_purchase_order() -> None:
    ordered_for_nobody = goods_of(a_request()).model_copy(update={"customer_id": None})
    document = drafted(an_invoice(), ordered_for_nobody).document
    assert isinstance(document, Bill)
    assert document.customer_id is None


def test_without_tracking_by_customer_a_bill_names_none() -> None:
    assert billed(an_invoice()).customer_id == "58"
    assert billed(an_invoice(), customer_on_purchases=False).customer_id is None


CENTS = st.decimals("0", "999.99", places=2)


@pytest.mark.rule("R-86/expected")
@settings(max_examples=50, deadline=None)
@given(
    goods=st.lists(st.tuples(st.integers(1, 9), CENTS), min_size=1, max_size=4),
    extras=st.lists(st.tuples(st.sampled_from(EXTRAS), CENTS), max_size=4),
)
def test_the_lines_of_every_bill_come_to_the_invoices_total(
    goods: list[tuple[int, Decimal]], extras: list[tuple[ChargeKind, Decimal]]
) -> None:
    ordered = [a_wanted(str(n), f"SKU-{n}", str(quantity), str(cost)) for n, (quantity, cost) in enumerate(goods)]
    products = [
        a_charge(str(n), sku=f"SKU-{n}", quantity=str(quantity), cost=str(cost), amount=str(quantity * cost))
        for n, (quantity, cost) in enumerate(goods)
    ]
    charged = [an_extra(f"x{n}", kind, str(amount)) for n, (kind, amount) in enumerate(extras)]
    total = sum((line.amount for line in (*products, *charged)), d("0.00"))

    bill = billed(an_invoice(*products, *charged, total=str(total)), a_request(*ordered))

    assert sum(line.amount for line in bill.lines) == bill.total == total == expected_of(bill).total
    assert {link.line_id for link in expected_of(bill).links.values()} == {str(n) for n in range(1, len(goods) + 1)}


@pytest.mark.rule("R-110/expected")
def test_an_invoice_that_gives_any_money_back_is_a_credit() -> None:
    assert is_credit(an_invoice(credit=d("0.50")))
    assert not is_credit(an_invoice(credit=d("0.00")))


@pytest.mark.rule("R-82/expected")
def test_of_a_posted_bill_each_line_is_known_again_and_its_link_expected_by_its_place() -> None:
    freight, mug = an_extra("f", ChargeKind.SHIPPING, "4.00"), a_charge("m")
    expected = expected_of(billed(an_invoice(freight, mug, total="16.00")))

    assert expected.lines == {"f": 1, "m": 2}
    assert expected.links == {2: PurchaseOrderLine(purchase_order_id="201", line_id="1")}
