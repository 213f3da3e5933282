"""Shipments: which are taken over, and what several of them add to one sale (rows R-03, R-23, R-26, R-92)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from accounting.left_out import left_out, told_together
from accounting.problems import Excluded, Held, Problem
from accounting.records import Shipment
from accounting.run_choices import operations_to_run
from accounting.selection import require_selected
from accounting.sendable import TURN_SHIPPING_ON
from accounting.settings import DOCUMENTED, Settings
from accounting.shipping import (
    MOST_CHARACTERS,
    ShippingDetails,
    require_outbound,
    require_sale_to_come,
    require_shipping_on,
    sale_gone,
    shipping_details,
    shipping_not_kept,
)
from tests.accounting.samples import BOOKS, NOON, an_order, passes
from tests.accounting.test_selection import chosen

UPS = "1Z999AA10123456784"
CHICAGO = "America/Chicago"


def a_shipment(id: str = "650001", **more: Any) -> Shipment:
    """A parcel of order SHOP-1 by UPS Ground, from Acme Supply."""
    sound = {
        "id": id,
        "order_ref": "700001",
        "source_id": "21",
        "source_name": "Acme Supply",
        "tracking_number": UPS,
        "carrier": "UPS",
        "method": "Ground",
        "shipped_at": NOON,
        "changed_at": NOON,
    }
    return Shipment.model_validate(sound | more)


def with_shipments(**changes: Any) -> Settings:
    return chosen(**{"operations": "orders,shipments", "shipment_sources": "21,22"} | changes)


@pytest.mark.rule("R-23/expected", "R-92/expected")
def test_shipments_are_off_until_somebody_switches_them_on() -> None:
    assert (Settings().operations, Settings().shipment_sources) == ((), ())
    with pytest.raises(Held) as held:
        operations_to_run((), Settings(), "shop")
    assert held.value.problems[0].fix.endswith(f"operations={','.join(DOCUMENTED)}")
    assert "not defined by Flxpoint's guide" in str(Settings.model_fields["operations"].description)
    with pytest.raises(Excluded, match=r"^shipments is not among the operations that are switched on"):
        require_selected(a_shipment(), chosen(operations=list(DOCUMENTED)))


@pytest.mark.rule("R-26/expected")
def test_shipments_have_sources_of_their_own() -> None:
    assert passes(lambda: require_selected(a_shipment(source_id="22"), with_shipments()))
    with pytest.raises(Excluded) as reason:
        require_selected(a_shipment(source_id="22"), with_shipments(shipment_sources="21"))
    told = "Source Acme Supply (22) of shipment 650001 is not selected (setting shipment_sources)."
    assert str(reason.value) == told


@pytest.mark.rule("R-26/bad")
def test_shipments_that_are_on_need_a_source() -> None:
    with pytest.raises(Held) as held:
        operations_to_run(("shipments",), with_shipments(shipment_sources=None), "shop")
    (problem,) = held.value.problems
    assert problem.message == "Send Accounting Shipments is on but no source is selected."
    assert problem.fix.endswith("daybook settings set shop shipment_sources=21,22")


@pytest.mark.parametrize(
    ("changes", "reason", "together"),
    [
        ({"return_id": "88"}, "Shipment 650001 brings back a return (88).", "shipments of returns"),
        ({"order_ref": None}, "Shipment 650001 belongs to no order.", "shipments that belong to no order"),
    ],
)
def test_what_goes_to_no_customer_is_left_out(changes: dict[str, Any], reason: str, together: str) -> None:
    shipment = a_shipment(**changes)

    with pytest.raises(Excluded) as excluded:
        require_outbound(shipment)

    assert str(excluded.value) == reason
    one = left_out(shipment, with_shipments(), None)
    assert one is not None
    assert told_together([one]) == (f"1 shipment left out: {together}.",)


def test_a_shipment_of_an_order_that_is_left_out_is_left_out_too() -> None:
    early = with_shipments(orders_from="2026-11-21")
    one = left_out(a_shipment(), early, an_order())
    assert one is not None
    assert one.together == "ordered before 2026-11-21"
    assert left_out(a_shipment(), with_shipments(), an_order()) is None


def test_the_shipment_of_a_canceled_order_waits_for_no_sale() -> None:
    assert passes(lambda: require_sale_to_come(a_shipment(), an_order()))
    with pytest.raises(Excluded, match="belongs to order SHOP-1, which is Canceled: there is no sale"):
        require_sale_to_come(a_shipment(), an_order(state="Canceled"))


@pytest.mark.rule("R-03/bad")
def test_shipments_are_held_while_shipping_is_off_in_quickbooks() -> None:
    assert passes(lambda: require_shipping_on(a_shipment(), "SHOP-1", BOOKS))
    with pytest.raises(Held) as held:
        require_shipping_on(a_shipment(), "SHOP-1", BOOKS.model_copy(update={"shipping_allowed": False}))
    (problem,) = held.value.problems
    assert problem.code == "shipping_off"
    assert problem.message.startswith("Shipment 650001 of order SHOP-1 ")
    assert problem.fix.endswith("QuickBooks > Account and Settings > Sales > Sales form content > Shipping.")


def test_one_shipment_states_its_day_in_the_books_its_number_and_its_carrier() -> None:
    late = datetime(2026, 11, 22, 3, 30, tzinfo=UTC)

    details, left_over = shipping_details([a_shipment(shipped_at=late)], CHICAGO)

    assert details == ShippingDetails(shipped_on=date(2026, 11, 21), tracking=UPS, carrier="UPS Ground")
    assert left_over == ()
    assert str(details) == f"shipped 2026-11-21 by UPS Ground, tracking number {UPS}"


def test_what_a_shipment_does_not_know_is_not_stated() -> None:
    bare = a_shipment(tracking_number=None, carrier=None, method=None)
    details, left_over = shipping_details([bare], CHICAGO)
    assert (details, left_over) == (ShippingDetails(shipped_on=date(2026, 11, 20)), ())
    assert str(details) == "shipped 2026-11-20"


@pytest.mark.parametrize(
    ("numbers", "stated", "left_over"),
    [
        (["123456789012", "123456789013"], "123456789012, 123456789013", ()),
        (["1234567890123456", "1234567890123456", None, " "], "1234567890123456", ()),
        ([UPS, "1Z999AA10123456785", "1Z999AA10123456786"], f"{UPS} +2", ("1Z999AA10123456785", "1Z999AA10123456786")),
        (["9" * MOST_CHARACTERS], "9" * MOST_CHARACTERS, ()),
        (["9" * (MOST_CHARACTERS + 1)], None, ("9" * (MOST_CHARACTERS + 1),)),
    ],
)
def test_every_tracking_number_is_stated_that_has_room_and_what_has_none_is_named(
    numbers: list[str | None], stated: str | None, left_over: tuple[str, ...]
) -> None:
    parcels = [
        a_shipment(str(place), tracking_number=number, shipped_at=NOON.replace(minute=place))
        for place, number in enumerate(numbers)
    ]

    details, named = shipping_details(list(reversed(parcels)), CHICAGO)

    assert (details.tracking, named) == (stated, left_over)


def test_several_shipments_state_the_latest_day_and_each_carrier_once() -> None:
    parcels = [
        a_shipment("3", shipped_at=NOON.replace(day=25), method="Air"),
        a_shipment("1", shipped_at=NOON.replace(day=22)),
        a_shipment("2", shipped_at=NOON.replace(day=23)),
    ]
    details, _ = shipping_details(parcels, CHICAGO)
    assert (details.shipped_on, details.carrier) == (date(2026, 11, 25), "UPS Ground, UPS Air")


def test_details_are_compared_part_by_part_and_unknown_parts_not_at_all() -> None:
    wanted = ShippingDetails(shipped_on=date(2026, 11, 21), tracking=UPS)
    assert wanted.shown_by(wanted.model_copy(update={"carrier": "by hand"}))
    assert not wanted.shown_by(ShippingDetails(shipped_on=date(2026, 11, 21)))

    (problem,) = shipping_not_kept(
        "Invoice 7 (id 9)", a_shipment(), wanted, ShippingDetails(shipped_on=wanted.shipped_on)
    )

    assert problem.code == "shipping_differs"
    assert problem.message == (
        f"Invoice 7 (id 9) for shipment 650001: its tracking number was sent as {UPS} and stands as nothing in "
        "QuickBooks."
    )


def test_a_sale_that_is_gone_is_named_with_the_order() -> None:
    assert sale_gone("Invoice 7 (id 9)", a_shipment(), "SHOP-1").message == (
        "Invoice 7 (id 9) of order SHOP-1 is gone from QuickBooks, so that shipment 650001 has nowhere to be written."
    )


@pytest.mark.rule("R-92/bad")
def test_what_a_person_is_told_of_a_shipment_that_stands_nowhere() -> None:
    gone = sale_gone("Sales Receipt SHOP-1", a_shipment(), "SHOP-1")
    (lost,) = shipping_not_kept("Invoice SHOP-1", a_shipment(), ShippingDetails(carrier="UPS"), ShippingDetails())
    with pytest.raises(Held) as held:
        require_shipping_on(a_shipment(), "SHOP-1", BOOKS.model_copy(update={"shipping_allowed": False}))
    with pytest.raises(Excluded) as left_out_of_the_books:
        require_sale_to_come(a_shipment(), an_order(state="Failed"))

    assert gone == Problem(
        code="sale_not_found",
        message="Sales Receipt SHOP-1 of order SHOP-1 is gone from QuickBooks, so that shipment 650001 has nowhere to "
        "be written.",
        fix="Post the order again, then retry.",
        subject="SHOP-1",
    )
    assert lost == Problem(
        code="shipping_differs",
        message="Invoice SHOP-1 for shipment 650001: its carrier was sent as UPS and stands as nothing in QuickBooks.",
        fix="Correct it in QuickBooks, then close this problem.",
    )
    assert held.value.problems == (
        Problem(
            code="shipping_off",
            message="Shipment 650001 of order SHOP-1 cannot be written on its sale: Shipping is off in QuickBooks.",
            fix=TURN_SHIPPING_ON,
        ),
    )
    assert str(left_out_of_the_books.value) == (
        "Shipment 650001 belongs to order SHOP-1, which is Failed: there is no sale to write it on."
    )


@pytest.mark.rule("R-92/expected")
def test_of_three_tracking_numbers_two_are_stated_where_two_have_room() -> None:
    parcels = [a_shipment(str(place), tracking_number=f"TRACK-000{place}") for place in (1, 2, 3)]
    details, left_over = shipping_details(parcels, CHICAGO)
    assert (details.tracking, left_over) == ("TRACK-0001, TRACK-0002 +1", ("TRACK-0003",))
