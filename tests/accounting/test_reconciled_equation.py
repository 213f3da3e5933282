"""Records of the order system = posted + waiting + parked + excluded; the rest are gaps."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from accounting.money import ZERO
from accounting.problems import Problem
from accounting.reconciliation.equation import Place, left_behind, money_of, place_of, tallied
from accounting.records import FulfillmentLine, RecordKind, Shipment
from tests.accounting.samples import a_request, an_invoice, an_order


@pytest.mark.parametrize(
    ("state", "marked", "left_out", "under_way", "place"),
    [
        ("posted", False, False, False, Place.STANDING),
        ("linked", True, True, False, Place.STANDING),
        ("excluded", False, False, False, Place.EXCLUDED),
        ("waiting", False, False, True, Place.WAITING),
        ("parked", False, False, True, Place.PARKED),
        ("waiting", True, True, True, Place.WAITING),
        ("waiting", False, False, False, Place.GAP),
        ("parked", False, False, False, Place.GAP),
        (None, True, False, False, Place.EXCLUDED),
        (None, False, True, False, Place.EXCLUDED),
        (None, False, False, True, Place.WAITING),
        (None, False, False, False, Place.GAP),
    ],
)
def test_every_record_has_one_place(
    state: str | None, marked: bool, left_out: bool, under_way: bool, place: Place
) -> None:
    assert place_of(state, marked=marked, left_out=left_out, under_way=under_way) is place


def test_the_equation_counts_every_record_once_and_the_money_of_those_that_stand() -> None:
    tally = tallied("orders", [(place, Decimal("2.50")) for place in Place] + [(Place.STANDING, Decimal("1.25"))])

    assert tally.records == 6
    assert (tally.standing, tally.waiting, tally.parked, tally.excluded, tally.gap) == (2, 1, 1, 1, 1)
    assert tally.in_flxpoint == Decimal("3.75")


@pytest.mark.parametrize(
    ("state", "why"),
    [
        (None, "is in Flxpoint, and nothing became of it: no run and no workflow works on it"),
        ("parked", "is parked, and its order's workflow has ended before it was done"),
    ],
)
def test_what_is_left_behind_is_told_with_what_was_last_said_of_it(state: str | None, why: str) -> None:
    assert left_behind(RecordKind.SUPPLIER_INVOICE, "ACME 7", state) == Problem(
        code="left_behind",
        message=f"Supplier invoice ACME 7 {why}.",
        fix="Daybook has told its order's workflow to look at it again; if this is still here an hour later: "
        "daybook retry CONNECTION 'ACME 7'",
    )


def test_a_record_comes_to_its_total_a_request_to_its_costs_and_a_shipment_to_nothing() -> None:
    unknown = FulfillmentLine(id="2", sku="", quantity=Decimal(3), unit_cost=None)
    voided = FulfillmentLine(
        id="3", sku="A", quantity=Decimal(3), voided_quantity=Decimal(1), unit_cost=Decimal("1.50")
    )
    noon = datetime(2026, 11, 20, 12, tzinfo=UTC)
    shipment = Shipment(id="7", source_id="3", source_name="Potter", shipped_at=noon, changed_at=noon)

    assert money_of(an_order(total="21.00")) == Decimal("21.00")
    assert money_of(an_invoice(total="12.50")) == Decimal("12.50")
    assert money_of(a_request(unknown, voided)) == Decimal("3.00")
    assert money_of(shipment) == 0
    assert repr(money_of(a_request().model_copy(update={"lines": ()}))) == repr(ZERO)
