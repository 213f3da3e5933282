"""What a signal brought is understood, or said to be not understood; it never fails and never gets lost."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounting.records import LONGEST_ID, FulfillmentRequest, Order, RecordKind, RecordRef, SupplierInvoice
from activities.arrivals import LONGEST_TEXT, ArrivalNotUnderstood, arrival_of, kind_of, read_arrival
from activities.contracts import SIGNALS, Arrival, order_workflow_id
from tests.accounting.samples import a_request, an_invoice, an_order

FEW = settings(max_examples=60, deadline=None)


def arrived(signal: str, value: Any) -> Arrival:
    return arrival_of(signal, [json.dumps(value).encode()])


def not_understood(arrival: Arrival) -> str:
    with pytest.raises(ArrivalNotUnderstood) as told:
        read_arrival(arrival)
    return str(told.value)


@pytest.mark.parametrize("value", [{"id": "7"}, {"id": 7}, "7", 7, " 7 "])
def test_an_id_alone_names_the_record(value: Any) -> None:
    arrival = arrived("order_received", value)

    assert arrival == Arrival(signal="order_received", ref=RecordRef(kind=RecordKind.ORDER, id="7"))


def test_an_id_may_come_with_its_number_and_the_run_that_read_it() -> None:
    arrival = arrived("supplier_invoiced", {"id": "9", "number": "ACME-1", "run_id": "run-1"})

    assert arrival.ref == RecordRef(kind=RecordKind.SUPPLIER_INVOICE, id="9")
    assert (arrival.number, arrival.run_id, arrival.payload) == ("ACME-1", "run-1", "")
    assert not arrival.read_again


def test_an_id_may_come_with_the_word_that_the_record_has_changed() -> None:
    arrival = arrived("order_received", {"id": "7", "read_again": True})

    assert (arrival.ref, arrival.read_again) == (RecordRef(kind=RecordKind.ORDER, id="7"), True)


@pytest.mark.parametrize(
    ("signal", "record"),
    [("order_received", an_order()), ("fulfillment_requested", a_request()), ("supplier_invoiced", an_invoice())],
)
def test_a_whole_record_comes_out_as_it_went_in(
    signal: str, record: Order | FulfillmentRequest | SupplierInvoice
) -> None:
    arrival = arrival_of(signal, [record.model_dump_json().encode()])

    assert arrival.ref is None
    assert read_arrival(arrival) == record
    assert kind_of(arrival) is record.ref.kind


@pytest.mark.parametrize("total", ["113.20", "0.1", "19999999999.99", '"113.20"'])
def test_amounts_are_exact_whether_they_come_as_numbers_or_as_text(total: str) -> None:
    text = json.dumps(an_order().model_dump(mode="json") | {"total": 7}).replace('"total": 7', f'"total": {total}')

    record = read_arrival(arrival_of("order_received", [text.encode()]))

    assert isinstance(record, Order)
    assert record.total == Decimal(total.strip('"'))


def test_fields_of_a_newer_version_are_let_pass() -> None:
    record = an_order().model_dump(mode="json") | {"gift": True}
    assert read_arrival(arrived("order_received", record)) == an_order()


def test_what_is_wrong_with_a_record_is_told_field_by_field_and_without_its_content() -> None:
    record = an_order().model_dump(mode="json") | {"total": "a lot", "payment": "in kind", "ordered_at": "2026-11-20"}

    told = not_understood(arrived("order_received", record))

    assert told.startswith("Signal order_received, order 700001: ordered_at: ")
    assert "payment: \"in kind\" is none of 'paid', 'unpaid', 'declined', 'returned' or 'unknown'" in told
    assert "total: Input should be a valid decimal" in told
    assert "a lot" not in told


def test_a_number_that_is_none_is_told() -> None:
    record = an_order().model_dump(mode="json") | {"total": "NaN"}
    assert "total: Input should be a finite number" in not_understood(arrived("order_received", record))


@pytest.mark.parametrize("id", [None, "", "  ", True, 1.5, ["7"], "7\n8", "a\u0000b", "\ud800", "7" * (LONGEST_ID + 1)])
def test_a_record_needs_an_id_that_people_and_databases_can_take(id: Any) -> None:
    arrival = arrived("order_received", {"id": id})

    assert arrival.ref is None
    assert not_understood(arrival) == 'Signal order_received brought a record without a usable "id".'


@pytest.mark.parametrize("text", [b"{", b"", b"\xff\xfe", b"[" * 100_000, b"nonsense"])
def test_what_is_no_json_is_told(text: bytes) -> None:
    assert not_understood(arrival_of("order_received", [text])) == "Signal order_received brought no JSON."


@pytest.mark.parametrize("value", [[], [7], True, 1.5])
def test_what_is_neither_a_record_nor_an_id_is_told(value: Any) -> None:
    told = not_understood(arrived("order_received", value))
    assert told == "Signal order_received brought neither a record nor an id."


@pytest.mark.parametrize(("count", "told"), [(0, "no arguments"), (2, "2 arguments")])
def test_one_argument_is_taken(count: int, told: str) -> None:
    arrival = arrival_of("order_received", [b'"7"'] * count)
    assert not_understood(arrival) == f"Signal order_received brought {told}; one is taken, a record or its id."


def test_what_temporal_could_not_hand_on_is_not_kept() -> None:
    arrival = arrival_of("order_received", [b'{"id": "7", "title": "' + b"x" * LONGEST_TEXT + b'"}'])

    assert arrival.payload == ""
    assert "which is too much; send the record's id alone" in not_understood(arrival)


def test_an_unknown_signal_is_told_with_those_that_are_known() -> None:
    told = not_understood(arrived("order_recieved", {"id": "7"}))

    assert told == (
        'Signal "order_recieved" is not known; the signals are: '
        "order_received, fulfillment_requested, supplier_invoiced, shipped."
    )


def test_a_shipment_comes_by_its_id_or_whole() -> None:
    assert arrived("shipped", {"id": 650001}).ref == RecordRef(kind=RecordKind.SHIPMENT, id="650001")
    told = not_understood(arrived("shipped", {"id": "650001", "carrier": "UPS"}))
    assert told.startswith("Signal shipped, shipment 650001: source_id: Field required")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "lines", "x"]), inner),
    max_leaves=8,
)


@FEW
@given(
    signal=st.sampled_from([*SIGNALS, "else"]), data=st.binary(max_size=60) | JSON.map(lambda v: json.dumps(v).encode())
)
def test_whatever_comes_is_a_reference_a_record_or_told(signal: str, data: bytes) -> None:
    arrival = arrival_of(signal, [data])

    assert Arrival.model_validate_json(arrival.model_dump_json()) == arrival
    if arrival.ref is None:
        assert not_understood(arrival).startswith("Signal ")


IDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)


@FEW
@given(ids=st.tuples(IDS, IDS))
def test_every_order_has_a_workflow_id_of_its_own_in_plain_characters(ids: tuple[str, str]) -> None:
    first, second = (order_workflow_id("shop-1", order_id) for order_id in ids)

    assert (first == second) is (ids[0] == ids[1])
    assert first.startswith("order.shop-1.")
    assert first.isascii()
    assert " " not in first


@pytest.mark.parametrize(
    ("order_id", "workflow_id"),
    [
        ("700123", "order.shop.700123"),
        ("a/b c", "order.shop.a~2f~b~20~c"),
        ("a.b-c_d", "order.shop.a.b-c_d"),
        ("é~", "order.shop.~e9~~7e~"),
    ],
)
def test_other_characters_of_an_id_are_escaped(order_id: str, workflow_id: str) -> None:
    assert order_workflow_id("shop", order_id) == workflow_id
