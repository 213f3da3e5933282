"""A problem that was closed stays closed, until anything of it is another (row R-105)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from accounting.changes import CHANGES, changes_since, snapshot
from accounting.closing import cannot_close, closing_key, gone, still_open
from accounting.documents import DocumentKind
from accounting.problems import Problem
from accounting.records import Order, Shipment
from tests.accounting.samples import NOON, a_line, an_order

POSTED = snapshot(an_order())
TERM = Problem(code="term_missing", message="Invoice SHOP-1 is due on its own date.", fix="Choose one.")


def changed(order: Order) -> Problem:
    (problem,) = changes_since(
        POSTED, order, kind=DocumentKind.SALES_RECEIPT, document_id="145", number="SHOP-1", total=Decimal("20.00")
    )
    return problem


def many_lines(last: str) -> Order:
    """So many lines that the last one is told as "and 2 more"."""
    return an_order(*[a_line(id=str(n), sku=f"SKU-{n}") for n in range(6)], a_line(id="7", sku=last))


@pytest.mark.rule("R-105/expected")
def test_what_was_closed_is_told_no_more_as_long_as_nothing_changes() -> None:
    order = an_order(state="Canceled")
    problem = changed(order)
    closed = {closing_key(problem, order)}

    assert still_open([problem, TERM], order, closed) == (TERM,)
    assert still_open([problem.model_copy(update={"fix": "In other words."})], order, closed) == ()


@pytest.mark.rule("R-105/expected")
@pytest.mark.parametrize("again", [an_order(state="Failed"), an_order(state="Canceled", total="30.00")])
def test_what_changes_again_after_it_was_closed_is_told_again(again: Order) -> None:
    once = an_order(state="Canceled")
    closed = {closing_key(changed(once), once)}

    problem = changed(again)

    assert still_open([problem], again, closed) == (problem,)


def test_a_line_that_is_not_named_any_more_counts_too() -> None:
    once, again = many_lines("VASE"), many_lines("TRAY")
    assert changed(once).message == changed(again).message

    assert still_open([changed(again)], again, {closing_key(changed(once), once)}) == (changed(again),)


def test_a_warning_is_the_same_whatever_becomes_of_its_order() -> None:
    closed = {closing_key(TERM, an_order())}
    assert still_open([TERM], an_order(state="Canceled"), closed) == ()


def test_what_is_no_more_is_forgotten_and_told_again_should_it_come_back() -> None:
    canceled = an_order(state="Canceled")
    key = closing_key(changed(canceled), canceled)

    assert gone([changed(canceled)], canceled, {key}) == set()
    assert gone([], an_order(), {key}) == {key}


def test_of_a_shipment_which_tells_its_problems_once_nothing_is_forgotten() -> None:
    shipment = Shipment(
        id="650001", source_id="21", source_name="Acme Supply", shipped_at=NOON, changed_at=NOON, order_ref="700001"
    )
    assert still_open([TERM], shipment, {closing_key(TERM, shipment)}) == ()
    assert gone([], shipment, {"a"}) == set()


def test_every_change_is_known_as_one() -> None:
    orders = (an_order(state="Canceled"), an_order(total="30.00"))
    assert {changed(order).code for order in orders} <= CHANGES


def test_what_cannot_be_closed_is_refused_in_words() -> None:
    vendor = Problem(code="vendor_missing", message='No vendor for "Acme".', fix="Create it.")

    assert cannot_close("vendor_missing", "SHOP-1", open_ones={}, parked={"vendor_missing": vendor}) == (
        'No vendor for "Acme". That keeps a record out of the books, and cannot be closed: it ends once its cause is '
        "removed. Create it."
    )
    assert cannot_close("colour", "SHOP-1", open_ones={"term_missing": TERM}, parked={}) == (
        'Order SHOP-1 has no problem "colour"; to close are: term_missing.'
    )
    assert cannot_close("colour", "SHOP-1", open_ones={}, parked={}) == (
        'Order SHOP-1 has no problem "colour", nor any other to close.'
    )


def test_a_long_code_is_told_in_part_and_every_open_one_whole() -> None:
    several = {"total_differs": TERM, "term_missing": TERM}
    assert cannot_close("x" * 101, "SHOP-1", open_ones=several, parked={}) == (
        f'Order SHOP-1 has no problem "{"x" * 100}"; to close are: term_missing, total_differs.'
    )
