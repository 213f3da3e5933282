"""What the choices lack, or name without there being such a thing (rows R-23, R-25, R-26, R-101, R-111)."""

from __future__ import annotations

import pytest

from accounting.check.facts import Checkup
from accounting.sources import Source
from tests.accounting.check.sound import a_checkup, findings, said, with_selection

SET = "daybook settings set CONNECTION"


def test_nothing_is_wrong_with_what_is_chosen_and_there() -> None:
    assert findings(a_checkup()) == []
    assert findings(a_checkup().model_copy(update={"selection": None})) == []


def test_every_missing_choice_is_told_at_once() -> None:
    bare = a_checkup(orders_from=None, books_time_zone=None, channels={}, supplier_invoice_sources=[])
    assert [found.code for found in findings(bare)] == [
        "channels_missing",
        "sources_missing",
        "orders_from_missing",
        "books_time_zone_missing",
    ]


def test_it_is_told_that_nothing_is_switched_on() -> None:
    (told,) = said(a_checkup(operations=[]))
    assert told == (
        "operations_off",
        "No operation of connection shop is switched on, so a run has nothing to read.",
        "Switch on what is to be carried over: daybook settings set shop "
        "operations=orders,fulfillment_requests,supplier_invoices",
    )


@pytest.mark.rule("R-31/bad")
@pytest.mark.parametrize(
    ("on", "told"),
    [
        (["orders"], []),
        (["orders", "fulfillment_requests", "supplier_invoices"], []),
        (["orders", "fulfillment_requests"], []),
        (
            ["fulfillment_requests", "supplier_invoices"],
            [
                (
                    "prerequisite_elsewhere",
                    "Operation fulfillment_requests is on and orders is off. A Purchase Order waits until Flxpoint "
                    "says that its order is in the books, which another program must see to.",
                    f"Unless one does: {SET} operations=orders,fulfillment_requests,supplier_invoices",
                )
            ],
        ),
        (
            ["orders", "supplier_invoices"],
            [
                (
                    "prerequisite_elsewhere",
                    "Operation supplier_invoices is on and fulfillment_requests is off. A Bill waits until Flxpoint "
                    "says that its request is in the books, which another program must see to.",
                    f"Unless one does: {SET} operations=orders,fulfillment_requests,supplier_invoices",
                )
            ],
        ),
    ],
)
def test_an_operation_without_the_one_before_it_is_warned_of(on: list[str], told: list[tuple[str, ...]]) -> None:
    assert said(a_checkup(operations=on)) == told


def test_a_start_that_lies_ahead() -> None:
    assert findings(a_checkup(orders_from="2026-11-20")) == []
    assert said(a_checkup(orders_from="2026-11-21")) == [
        (
            "orders_from_ahead",
            "Orders are taken over from 2026-11-21 on, which is still to come; earlier ones are left out.",
            f"Unless that is meant: {SET} orders_from=2026-11-20",
        )
    ]


def test_orders_that_daybook_paused() -> None:
    assert said(a_checkup(orders_paused="Amounts differ.")) == [
        ("orders_paused", "Amounts differ.", f"Let them go on: {SET} orders_paused=")
    ]


def test_a_channel_that_flxpoint_does_not_have() -> None:
    checkup = a_checkup(channels={"99": {"tax_remitted_by": "us"}, "41": {"tax_remitted_by": "us"}})
    fix = f"Select one that is there: {SET} channels.ID.tax_remitted_by=us"
    there = "Channel 99 is selected, and Flxpoint has none of that id. It has: "
    assert said(checkup) == [("channel_unknown", f"{there}41 (Main Shop), 42 (Outlet).", fix)]
    one = a_checkup(channels={"99": {"tax_remitted_by": "us"}})
    assert said(with_selection(one, channels={})) == [("channel_unknown", f"{there}none.", fix)]


def test_an_archived_channel_is_told_and_the_others_still_looked_at() -> None:
    two = a_checkup(channels={"41": {"tax_remitted_by": "us"}, "42": {"tax_remitted_by": "us"}})
    assert said(with_selection(two, archived_channels=frozenset({"41", "43"}))) == [
        (
            "channel_unknown",
            "Channel 41 (Main Shop) is selected, and archived in Flxpoint.",
            f"Unless old orders are still to come: {SET} channels.41.tax_remitted_by=",
        )
    ]


def a_source_selected(setting: str, id: str = "99") -> Checkup:
    """Selected by this setting alone, all operations on."""
    operations = ["orders", "fulfillment_requests", "supplier_invoices", "shipments"]
    selected = {"fulfillment_request_sources": ["22"], "supplier_invoice_sources": ["22"], "shipment_sources": ["22"]}
    return a_checkup(operations=operations, **(selected | {setting: [id]}))


def test_a_source_that_flxpoint_does_not_have_whichever_operation_selects_it() -> None:
    told = (
        "source_unknown",
        "Source 99 is selected, and Flxpoint has none of that id. It has: 21 (Acme Supply), 22 (Cedar Works).",
        f"Select those that are there: {SET} fulfillment_request_sources=21,22",
    )
    for setting in ("fulfillment_request_sources", "supplier_invoice_sources", "shipment_sources"):
        assert said(a_source_selected(setting)) == [told]


def test_a_flxpoint_without_sources_has_none() -> None:
    (told,) = {
        message for _, message, _ in said(with_selection(a_source_selected("shipment_sources", "22"), sources={}))
    }
    assert told == "Source 22 is selected, and Flxpoint has none of that id. It has: none."


def test_an_archived_source_is_told_and_the_others_still_looked_at() -> None:
    assert said(with_selection(a_checkup(), archived_sources=frozenset({"21", "23"}))) == [
        (
            "source_unknown",
            "Source 21 (Acme Supply) is selected, and archived in Flxpoint.",
            f"Unless old records are still to come, select the others: {SET} fulfillment_request_sources=21,22",
        )
    ]


def test_a_warehouse_of_the_shops_own() -> None:
    own = {
        "21": Source(id="21", name="Acme Supply"),
        "22": Source(id="22", name="Cedar Works", type="internal_warehouse"),
    }
    (told,) = said(with_selection(a_checkup(), sources=own))
    assert told == (
        "own_warehouse_selected",
        "Source Cedar Works (22) is a warehouse of your own, and fulfillment_request_sources selects it: its records "
        "become Purchase Orders, though nothing is bought.",
        f"Leave it out unless you do buy from it: {SET} fulfillment_request_sources=21",
    )
