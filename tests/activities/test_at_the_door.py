"""What is handed in is understood as a whole, or nothing of it counts."""

from __future__ import annotations

import json
from typing import Any

import pytest

from accounting.records import Record, Shipment
from activities.arrivals import ArrivalNotUnderstood
from activities.at_the_door import Told, read_at_the_door
from tests.accounting.samples import a_request, an_invoice, an_order

AT = "2026-11-20T15:00:00Z"
SHIPMENT = Shipment.model_validate(
    {
        "id": "650001",
        "order_ref": "700001",
        "source_id": "21",
        "source_name": "Acme",
        "shipped_at": AT,
        "changed_at": AT,
    }
)


def as_text(*records: Record | dict[str, Any]) -> str:
    values = [one if isinstance(one, dict) else one.model_dump(mode="json") for one in records]
    return json.dumps(values if len(values) != 1 else values[0])


def refused(signal: str, text: str) -> str:
    with pytest.raises(ArrivalNotUnderstood) as told:
        read_at_the_door(signal, text)
    return str(told.value)


@pytest.mark.parametrize(
    ("signal", "record"),
    [
        ("order_received", an_order()),
        ("fulfillment_requested", a_request()),
        ("supplier_invoiced", an_invoice()),
        ("shipped", SHIPMENT),
    ],
)
def test_a_record_goes_to_its_order_in_the_canonical_form(signal: str, record: Record) -> None:
    assert record.order_id
    assert read_at_the_door(signal, as_text(record)) == [Told(record.order_id, signal, record.model_dump(mode="json"))]


def test_of_a_list_each_record_goes_to_its_order_in_the_sequence_given() -> None:
    told = read_at_the_door("order_received", as_text(an_order(id="2"), an_order(id="1"), an_order(id="2")))

    assert [one.order_id for one in told] == ["2", "1", "2"]


def test_amounts_stay_exact() -> None:
    text = as_text(an_order()).replace('"total": "20.00"', '"total": 20.10')
    assert text != as_text(an_order())

    (told,) = read_at_the_door("order_received", text)

    assert str(told.value["total"]) in ("20.1", "20.10")


def test_an_order_s_id_alone_asks_to_read_it_anew() -> None:
    (told,) = read_at_the_door("order_received", '{"id": 700123}')

    assert told == Told("700123", "order_received", {"id": "700123", "read_again": True})


def test_half_a_record_is_no_id_and_is_refused_with_what_it_lacks() -> None:
    told = refused("order_received", '{"id": "7001", "number": "3"}')

    assert told.startswith("Signal order_received, order 7001: reference: Field required; ")


def test_the_id_of_another_record_does_not_tell_the_order() -> None:
    assert refused("shipped", '{"id": "650001"}') == (
        "Signal shipped brought the id of shipment 650001 alone, which does not tell the order."
    )


def test_a_record_without_its_order_is_refused() -> None:
    invoice = an_invoice().model_copy(update={"order_ref": None})

    assert refused("supplier_invoiced", as_text(invoice)) == (
        f"Signal supplier_invoiced, supplier invoice {invoice.id}: order_ref: a usable id is missing."
    )


def test_one_that_is_wrong_refuses_the_list_and_each_wrong_one_is_told_with_its_place_and_field() -> None:
    whole = an_order().model_dump(mode="json")
    line = {**whole["lines"][0], "unit_price": "much"}

    told = refused("order_received", as_text(whole, {**whole, "lines": [line]}, {**whole, "payment": "cash"}))

    assert told.startswith("Record 2 of 3: Signal order_received, order 700001: lines.0.unit_price: Input should be")
    assert "Record 3 of 3: " in told
    assert "payment: \"cash\" is none of 'paid', 'unpaid', 'declined', 'returned' or 'unknown'" in told


def test_of_many_wrong_ones_ten_are_told() -> None:
    told = refused("order_received", json.dumps([7.5] * 12))

    assert told.count("brought neither a record nor an id") == 10
    assert told.endswith("And 2 more.")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "This is no JSON: Expecting value: line 1 column 1 (char 0). It takes a record, a list of records, or"),
        ('[{"id": "1"},]', "This is no JSON: "),
        ("[]", "The list holds no record."),
        ("[" * 100_000, "This is no JSON: "),
        ('{"id": "1", "title": "\\ud800"}', "Invalid JSON"),
    ],
)
def test_what_holds_no_record_is_refused(text: str, reason: str) -> None:
    assert reason in refused("order_received", text)


def test_a_mark_at_the_beginning_of_the_file_is_let_pass() -> None:
    assert len(read_at_the_door("order_received", '\ufeff{"id": "1"}')) == 1


def test_an_unknown_signal_is_told_with_those_there_are() -> None:
    assert refused("orders", "{}").startswith('Signal "orders" is not known; the signals are: order_received, ')
