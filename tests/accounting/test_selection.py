"""Which records a connection takes over at all (rows R-23, R-58, R-73, R-101)."""

from __future__ import annotations

from typing import Any

import pytest

from accounting.problems import Excluded, Held, Problem
from accounting.reading_settings import read_settings
from accounting.records import Record
from accounting.selection import require_order_selected, require_selected
from accounting.settings import OPERATIONS, Settings
from tests.accounting.samples import a_request, an_invoice, an_order, passes

CHOSEN: dict[str, Any] = {
    "operations": list(OPERATIONS),
    "orders_from": "2026-11-20",
    "channels.41.tax_remitted_by": "us",
    "fulfillment_request_sources": ["21"],
    "supplier_invoice_sources": ["21"],
    "shipment_sources": ["21"],
    "books_time_zone": "America/Chicago",
}


def chosen(**changes: Any) -> Settings:
    return read_settings({name: value for name, value in (CHOSEN | changes).items() if value is not None})


@pytest.mark.parametrize("record", [an_order(), a_request(), an_invoice()])
def test_what_was_chosen_is_taken_over(record: Record) -> None:
    assert passes(lambda: require_selected(record, chosen()))


@pytest.mark.rule("R-58/bad", "R-73/bad", "R-101/expected")
@pytest.mark.parametrize(
    ("record", "changes", "reason"),
    [
        (an_order(), {"operations": ["fulfillment_requests"]}, "orders is not among the operations"),
        (a_request(), {"operations": "orders"}, "fulfillment_requests is not among the operations"),
        (an_order(channel_id="42"), {}, "Channel Main Shop (42) of order SHOP-1 is not selected (setting channels)."),
        (
            an_order(),
            {"orders_from": "2026-11-21"},
            "Order SHOP-1 is dated 2026-11-20, before 2026-11-21 (setting orders_from).",
        ),
        (
            a_request(source_id="22"),
            {"supplier_invoice_sources": ["22"]},
            "Source Acme Supply (22) of fulfillment request SHOP-1-1 is not selected "
            "(setting fulfillment_request_sources).",
        ),
        (
            an_invoice(source_id="22"),
            {"fulfillment_request_sources": ["22"]},
            "Source Acme Supply (22) of supplier invoice ACME-1 is not selected (setting supplier_invoice_sources).",
        ),
    ],
)
def test_what_was_not_chosen_is_left_out_with_the_choice(record: Record, changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(Excluded) as left_out:
        require_selected(record, chosen(**changes))
    assert str(left_out.value).startswith(reason)


def test_orders_of_a_channel_that_is_not_selected_are_told_of_together() -> None:
    with pytest.raises(Excluded) as left_out:
        require_order_selected(an_order(channel_id="42"), chosen())
    assert left_out.value.together == "channel Main Shop (42) is not selected"


def test_the_first_day_is_a_day_of_the_books() -> None:
    late_evening_in_chicago = an_order(ordered_at="2026-11-20T03:00:00Z")

    with pytest.raises(Excluded, match="is dated 2026-11-19"):
        require_order_selected(late_evening_in_chicago, chosen())
    assert passes(lambda: require_order_selected(late_evening_in_chicago, chosen(books_time_zone="Europe/Berlin")))


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ("orders_from", ("from which day on orders are taken over", "2026-11-01")),
        ("books_time_zone", ("in which time zone the books are kept", "America/Chicago")),
    ],
)
def test_an_order_is_held_while_a_choice_that_every_order_needs_is_open(setting: str, told: tuple[str, str]) -> None:
    with pytest.raises(Held) as held:
        require_order_selected(an_order(), chosen(**{setting: None}))
    (problem,) = held.value.problems
    what, example = told
    assert problem == Problem(
        code=f"{setting}_missing",
        message=f"The connection's settings do not say {what}.",
        fix=f"Choose it: daybook settings set CONNECTION {setting}={example}",
        subject=setting,
    )


@pytest.mark.rule("R-80/expected")
def test_where_another_program_posts_the_orders_no_channel_need_be_selected() -> None:
    nothing = {"channels.41.tax_remitted_by": None}
    assert not passes(lambda: require_order_selected(an_order(), chosen(**nothing)))
    assert passes(lambda: require_order_selected(an_order(), chosen(operations="fulfillment_requests", **nothing)))
    assert not passes(
        lambda: require_order_selected(an_order(channel_id="42"), chosen(operations="fulfillment_requests"))
    )
