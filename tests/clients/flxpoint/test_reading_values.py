"""Numbers, times and texts are read exactly, or refused by name."""

from __future__ import annotations

import contextlib
import copy
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounting.records import Record
from clients.flxpoint.errors import FieldMissing, NotUnderstood
from clients.flxpoint.records import read_fulfillment_request, read_order, read_supplier_invoice
from tests.clients.flxpoint import samples
from tests.clients.flxpoint.samples import CHANNELS, ORDER_OF, SOURCES, order, received

ANY_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.decimals()
    | st.text(st.characters())
    | st.sampled_from(["NaN", "1e999", "2026-11-20", "0001-01-01T00:00:00+14:00", "\ud800", "\0"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5) | st.just("name"), inner, max_size=3)
    ),
    max_leaves=6,
)
WHOLE = (samples.order(), samples.fulfillment_request(), samples.supplier_invoice())


def total(value: object) -> Decimal:
    return read_order(received(order()) | {"orderTotal": value}, CHANNELS).total


def ordered_at(value: object) -> datetime:
    return read_order(received(order(orderedAt=value)), CHANNELS).ordered_at


@pytest.mark.parametrize("value", [113, 113.2, "113.2", Decimal("0.1"), Decimal("12.3456"), -3, 0])
def test_a_number_is_read_to_the_last_digit_however_it_is_written(value: object) -> None:
    assert total(value) == Decimal(str(value))


def test_the_noise_of_double_arithmetic_is_no_money() -> None:
    assert total(0.1 + 0.2) == Decimal("0.30")
    assert total(Decimal("113.19999999999999")) == Decimal("113.20")


@pytest.mark.parametrize("value", [True, "abc", "NaN", float("inf"), 10**12, [1], {"name": "1"}])
def test_what_is_no_amount_is_refused_by_name(value: object) -> None:
    with pytest.raises(NotUnderstood, match=r"Order 700123 could not be understood: total is .* not a number"):
        total(value)


@pytest.mark.parametrize("digits", range(10))
def test_a_time_may_have_up_to_nine_fraction_digits(digits: int) -> None:
    fraction = "." + "987654321"[:digits] if digits else ""
    micro = int("987654321"[: min(digits, 6)].ljust(6, "0")) if digits else 0
    assert ordered_at(f"2026-11-20T15:04:05{fraction}Z") == datetime(2026, 11, 20, 15, 4, 5, micro, tzinfo=UTC)


def test_a_time_is_in_utc_whatever_its_zone() -> None:
    for text in ("2026-11-20T09:04:05-06:00", "2026-11-20T15:04:05"):
        assert ordered_at(text) == datetime(2026, 11, 20, 15, 4, 5, tzinfo=UTC)
        assert ordered_at(text).tzinfo is UTC


@pytest.mark.parametrize("value", ["yesterday", "2026-13-01T00:00:00Z", "0001-01-01T00:00:00+14:00", 1763650000])
def test_what_is_no_time_is_refused_by_name(value: object) -> None:
    with pytest.raises(NotUnderstood, match=r"ordered_at is .* not a date and time"):
        ordered_at(value)


def test_texts_lose_what_no_database_can_store() -> None:
    line = samples.order_item(title=" Mug\0 \ud83d ")
    assert read_order(order(orderItems=[line]), CHANNELS).lines[0].title == "Mug \ufffd"


def test_a_mark_is_yes_or_no() -> None:
    with pytest.raises(NotUnderstood, match="synced is 'yes', which is not true or false"):
        read_order(order(accountingSynced="yes"), CHANNELS)


@pytest.mark.parametrize("json", [None, [], "order", 7])
def test_what_is_no_object_is_not_understood(json: object) -> None:
    with pytest.raises(NotUnderstood, match="Order without id could not be understood"):
        read_order(json, CHANNELS)


def test_an_error_names_record_reason_and_candidates() -> None:
    with pytest.raises(FieldMissing) as caught:
        read_order(order(orderTotal=None, channelInvoice=samples.channel_invoice(total=None)), CHANNELS)
    error = caught.value
    assert (error.record_kind, error.record_id, error.field) == ("order", "700123", "total")
    assert error.candidates == ("orderTotal", "channelInvoice.total")
    assert "field map" in error.reason


def places(json: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """All places in a JSON value, as the keys that lead there."""
    inner = json.items() if isinstance(json, dict) else enumerate(json) if isinstance(json, list) else ()
    return [path, *(place for key, value in inner for place in places(value, (*path, key)))]


@given(data=st.data(), junk=ANY_JSON)
def test_malformed_records_are_not_understood_and_nothing_else(data: st.DataObject, junk: object) -> None:
    record = copy.deepcopy(data.draw(st.sampled_from(WHOLE)))
    *way, last = data.draw(st.sampled_from(places(record)[1:]))
    place: Any = record
    for key in way:
        place = place[key]
    place[last] = junk
    with contextlib.suppress(NotUnderstood):
        assert _read(record).model_dump_json()


def _read(record: dict[str, Any]) -> Record:
    if "orderNumber" in record:
        return read_order(record, CHANNELS)
    if "orderId" in record:
        return read_fulfillment_request(record, SOURCES)
    return read_supplier_invoice(record, SOURCES, ORDER_OF)
