"""Whatever an order holds: its documents come to what it states, and none is below zero."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st

from accounting.money import cents
from accounting.records import SupplierInvoice
from tests.accounting.properties.drafted import (
    bill_of,
    invoices_in,
    line_sum,
    order_in,
    purchase_of,
    requests_in,
    sale_of,
)
from tests.many_orders.cases import Case, Stated
from tests.many_orders.strategies import EXAMPLES, cases, faulty_cases

DISCOUNT = "I-DISC"
MONEY_FAULTS = (
    "amount_not_in_cents",
    "cancelled_units_in_total",
    "parts_differ_from_total",
    "price_too_fine",
    "quantity_negative",
    "tax_negative",
    "total_negative",
)


@pytest.mark.rule("R-32/expected", "R-46/expected", "R-50/expected")
@EXAMPLES
@given(case=cases())
def test_lines_shipping_and_tax_of_a_sale_sum_to_the_orders_total(case: Case) -> None:
    order = order_in(case)
    assume((sale := sale_of(order)) is not None)
    assert sale is not None

    assert line_sum([line.amount for line in sale.lines]) + sale.shipping + (sale.tax or 0) == order.total == sale.total
    assert sale.total >= 0
    assert sale.tax == order.tax
    assert all(line.amount == cents(line.quantity * line.unit_price) for line in sale.lines)
    assert all(line.amount >= 0 for line in sale.lines if line.record_line_id)


@pytest.mark.rule("R-43/expected")
@EXAMPLES
@given(case=cases())
def test_a_discount_stated_in_whichever_way_is_posted_once(case: Case) -> None:
    order = order_in(case)
    assume((sale := sale_of(order)) is not None)
    assert sale is not None
    stated = _stated(case)
    event(f"discount: {'some' if stated.discount else 'none'}")

    posted = [line for line in sale.lines if line.item_id == DISCOUNT]

    assert [-line.amount for line in posted] == ([stated.discount] if stated.discount else [])
    assert all(line.quantity == 1 for line in posted)


@pytest.mark.rule("R-41/bad", "R-43/bad", "R-50/bad")
@EXAMPLES
@given(case=faulty_cases(*MONEY_FAULTS))
def test_an_order_whose_amounts_are_unsound_has_no_document(case: Case) -> None:
    assume(_stated(case).ends in MONEY_FAULTS)

    assert sale_of(order_in(case)) is None


@pytest.mark.rule("R-68/expected", "R-70/expected")
@EXAMPLES
@given(case=cases())
def test_a_purchase_orders_lines_are_quantity_times_cost_and_sum_to_its_total(case: Case) -> None:
    assume(orders := [(request, order) for request in requests_in(case) if (order := purchase_of(request))])

    for request, order in orders:
        wanted = [cents(line.net_quantity * (line.unit_cost or Decimal(0))) for line in request.lines]
        assert [line.amount for line in order.lines] == wanted
        assert line_sum(wanted) == order.total >= 0
        assert [line.sku for line in order.lines] == [line.sku for line in request.lines]


@pytest.mark.rule("R-83/expected", "R-86/expected", "R-87/expected")
@EXAMPLES
@given(case=cases())
def test_a_bills_lines_sum_to_its_total_and_receive_what_was_ordered_of_exactly_their_sku(case: Case) -> None:
    requests = {request.id: request for request in requests_in(case)}
    billed = [
        (invoice, *drafted)
        for invoice in invoices_in(case)
        if (drafted := bill_of(invoice, requests[invoice.fulfillment_request_id or ""]))
    ]
    assume(billed)

    for invoice, bill, goods in billed:
        assert line_sum([line.amount for line in bill.lines]) == bill.total >= 0
        assert abs(bill.total - invoice.total) <= Decimal("0.01")
        ordered = {line.id: line for line in goods.lines}
        received: dict[str, Decimal] = {}
        for line in bill.lines:
            if line.received_on:
                wanted = ordered[line.received_on.line_id]
                assert (line.item_id, line.description) == (wanted.item_id, wanted.sku)
                received[wanted.id] = received.get(wanted.id, Decimal(0)) + (line.quantity or 0)
        assert all(taken <= ordered[id].left for id, taken in received.items())


@pytest.mark.rule("R-79/expected", "R-83/bad")
@EXAMPLES
@given(case=cases(), change=st.sampled_from((str.swapcase, lambda sku: f"{sku}-", lambda sku: sku.replace("-", ""))))
def test_an_invoice_of_which_one_sku_differs_in_a_character_has_no_bill(
    case: Case, change: Callable[[str], str]
) -> None:
    requests = {request.id: request for request in requests_in(case)}
    differing = [
        (changed, request)
        for invoice in invoices_in(case)
        if (request := requests[invoice.fulfillment_request_id or ""])
        and (changed := _with_first_sku(invoice, change)).lines[0].sku not in {line.sku for line in request.lines}
    ]
    assume(differing)

    assert [bill_of(invoice, request) for invoice, request in differing] == [None] * len(differing)


def _with_first_sku(invoice: SupplierInvoice, change: Callable[[str], str]) -> SupplierInvoice:
    first, *others = invoice.lines
    return invoice.model_copy(update={"lines": (first.model_copy(update={"sku": change(first.sku or "")}), *others)})


def _stated(case: Case) -> Stated:
    return case.stated[f"order:{case.order['id']}"]
