"""What a run reads, and what must be chosen before it can (rows R-23, R-25, R-26)."""

from __future__ import annotations

from typing import Any

import pytest

from accounting.problems import Held, Problem
from accounting.run_choices import operations_to_run, with_offer
from accounting.settings import OPERATIONS, Settings
from tests.accounting.test_selection import chosen


def problems(asked: tuple[str, ...], settings: Settings) -> dict[str, str]:
    """What keeps a run from starting: each message with its fix, by code."""
    with pytest.raises(Held) as held:
        operations_to_run(asked, settings, "shop")
    return {problem.code: f"{problem.message} {problem.fix}" for problem in held.value.problems}


@pytest.mark.rule("R-94/expected")
@pytest.mark.parametrize(
    ("asked", "on", "read"),
    [
        ((), OPERATIONS, OPERATIONS),
        ((), ["supplier_invoices", "orders"], ("orders", "supplier_invoices")),
        (("fulfillment_requests",), OPERATIONS, ("fulfillment_requests",)),
        (("supplier_invoices", "orders", "orders"), OPERATIONS, ("orders", "supplier_invoices")),
    ],
)
def test_what_is_on_is_read_in_the_order_of_the_chain(asked: tuple[str, ...], on: Any, read: tuple[str, ...]) -> None:
    assert operations_to_run(asked, chosen(operations=list(on)), "shop") == read


def test_nothing_is_on_until_somebody_switches_it_on() -> None:
    assert list(problems((), Settings())) == ["operations_off"]
    assert "daybook settings set shop operations=" in problems((), Settings())["operations_off"]


def test_what_is_off_or_unknown_cannot_be_asked_for() -> None:
    on = chosen(operations=["orders"])
    assert problems(("orders", "supplier_invoices"), on)["operation_off"] == (
        "Operation supplier_invoices of connection shop is switched off. Switch it on: "
        "daybook settings set shop operations=orders,supplier_invoices"
    )
    assert problems(("refunds",), on)["operation_unknown"] == (
        'There is no operation "refunds". Choose among: orders, fulfillment_requests, supplier_invoices, shipments.'
    )


@pytest.mark.rule("R-25/bad")
def test_all_that_is_missing_is_told_at_once() -> None:
    bare = chosen(**dict.fromkeys(("orders_from", "books_time_zone", "channels.41.tax_remitted_by")))
    assert list(problems((), bare)) == ["channels_missing", "orders_from_missing", "books_time_zone_missing"]
    assert problems((), bare)["channels_missing"] == (
        "Send Accounting Orders is on but no channel is selected. Select one by Flxpoint's id of it: "
        "daybook settings set shop channels.41.tax_remitted_by=us"
    )


@pytest.mark.rule("R-26/bad")
@pytest.mark.parametrize(
    ("operation", "setting", "words"),
    [
        ("fulfillment_requests", "fulfillment_request_sources", "Send Accounting Fulfillment Requests"),
        ("supplier_invoices", "supplier_invoice_sources", "Send Accounting Invoices"),
    ],
)
def test_sources_are_needed_by_the_operation_that_reads_them_alone(operation: str, setting: str, words: str) -> None:
    lacking = chosen(**{setting: None})
    assert problems((operation,), lacking)["sources_missing"] == (
        f"{words} is on but no source is selected. Select one by Flxpoint's id of it: "
        f"daybook settings set shop {setting}=21,22"
    )
    assert operations_to_run(("orders",), lacking, "shop") == ("orders",)


def test_what_several_connections_share_is_grouped_by_what_was_not_chosen() -> None:
    with pytest.raises(Held) as unselected:
        operations_to_run((), chosen(supplier_invoice_sources=None), "shop")
    with pytest.raises(Held) as off:
        operations_to_run(("orders",), chosen(operations=["supplier_invoices"]), "shop")
    with pytest.raises(Held) as unknown:
        operations_to_run(("refunds",), chosen(), "shop")

    held = (unselected, off, unknown)
    assert [problem.subject for one in held for problem in one.value.problems] == ["source", "orders", "refunds"]


@pytest.mark.rule("R-25/bad", "R-26/bad")
@pytest.mark.parametrize(
    ("offer", "told"), [({"41": "Main Shop", "42": "Outlet"}, "41 (Main Shop), 42 (Outlet)"), ({}, "none")]
)
def test_what_there_is_to_select_is_told_with_what_is_missing(offer: dict[str, str], told: str) -> None:
    missing = Problem(code="channels_missing", message="No channel is selected.", fix="Select one.")
    assert with_offer(missing, offer).message == f"No channel is selected. In Flxpoint: {told}."
