"""What a run leaves out without asking anybody, and how it tells of many at once (rows R-59, R-101, R-110)."""

from __future__ import annotations

from typing import Any

import pytest

from accounting.left_out import LeftOut, left_out, told_together
from accounting.records import Order, Record
from tests.accounting.samples import a_request, an_invoice, an_order, d
from tests.accounting.test_selection import chosen

EARLY = an_order(ordered_at="2026-11-01T12:00:00Z")


def reason(record: Record, order: Order | None = None, **changes: Any) -> str | None:
    found = left_out(record, chosen(**changes), order)
    return found.reason if found else None


@pytest.mark.parametrize("order", [None, an_order()])
def test_what_may_become_a_document_is_not_left_out(order: Order | None) -> None:
    assert [reason(record, order) for record in (an_order(), a_request(), an_invoice())] == [None, None, None]


@pytest.mark.rule("R-101/expected")
def test_what_follows_from_an_early_order_is_left_out_with_it() -> None:
    told = "Order SHOP-1 is dated 2026-11-01, before 2026-11-20 (setting orders_from)."
    assert [reason(EARLY), reason(a_request(), EARLY), reason(an_invoice(), EARLY)] == [told, told, told]


@pytest.mark.rule("R-59/expected")
def test_what_the_order_system_withdrew_is_left_out_by_its_state() -> None:
    assert reason(an_order(state="Draft")) == "Order SHOP-1 is Draft."
    assert reason(a_request(state="Voided")) == "Fulfillment request SHOP-1-1 is Voided."


def test_what_only_waits_or_is_held_is_for_its_order_to_tell() -> None:
    assert reason(a_request(state="Unprocessed")) is None
    assert reason(an_order(), books_time_zone=None) is None


@pytest.mark.rule("R-101/bad", "R-110/expected")
def test_many_are_told_together_by_kind_and_reason_and_credits_with_their_sum() -> None:
    credits = [an_invoice(return_id="9", credit=d(amount)) for amount in ("20.00", "1.50")]
    records: list[Record] = [EARLY, EARLY, a_request(source_id="22"), an_order(state="Canceled"), *credits]
    found = [left_out(record, chosen(), None) for record in records]

    assert told_together(filter(None, found)) == (
        "2 orders left out: ordered before 2026-11-20.",
        "1 fulfillment request left out: source Acme Supply (22) is not selected.",
        "1 order left out: draft, canceled, or nothing left of it.",
        "2 supplier invoices left out: supplier credits, 21.50 in all; enter Vendor Credits in QuickBooks.",
    )


def test_a_credit_without_an_amount_of_its_own_counts_with_its_total() -> None:
    found = left_out(an_invoice(state="Refunded"), chosen(), None)
    assert isinstance(found, LeftOut)
    assert found.credit == d("12.00")


def test_credits_are_told_in_cents_however_they_are_written() -> None:
    found = left_out(an_invoice(return_id="9", credit=d("20")), chosen(), None)
    assert found
    (told,) = told_together([found])
    assert "supplier credits, 20.00 in all" in told
