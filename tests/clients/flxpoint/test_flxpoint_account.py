"""What the client asks Flxpoint, and what it makes of the lists it gets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import httpx
import pytest

from accounting.sources import Source
from clients.flxpoint.errors import Transient
from tests.clients.flxpoint import samples
from tests.clients.flxpoint.answering import TOKEN, Answering, answering, paging

NOON = datetime(2026, 11, 20, 12, 0, 0, 999_999, tzinfo=UTC)


async def test_a_request_carries_the_token_in_flxpoints_own_header() -> None:
    flxpoint = answering(samples.account())
    assert (await flxpoint.client.account())["companyName"] == "Demo Goods Inc"
    assert str(flxpoint.last.url) == "https://flxpoint.example.com/account"
    assert flxpoint.last.headers["X-API-TOKEN"] == TOKEN
    assert flxpoint.last.headers["Accept"] == "application/json"
    assert "Authorization" not in flxpoint.last.headers


async def test_a_pasted_token_may_end_in_a_line_break() -> None:
    flxpoint = Answering(lambda request: httpx.Response(200, json=samples.account()), token=f" {TOKEN}\n")
    await flxpoint.client.account()
    assert flxpoint.last.headers["X-API-TOKEN"] == TOKEN


async def test_channels_and_sources_are_names_by_id_with_the_archived_ones() -> None:
    flxpoint = answering([samples.channel(), samples.channel(id=42, name="Outlet")])
    assert await flxpoint.client.channels() == {"41": "Main Shop", "42": "Outlet"}
    assert flxpoint.last.url.path == "/channel/"
    assert flxpoint.queries == [{"includeArchived": "true"}]
    flxpoint = answering([samples.source()])
    assert await flxpoint.client.sources() == {"21": Source(id="21", name="Acme Supply", type="vendor_warehouse")}
    assert flxpoint.last.url.path == "/sources"
    assert flxpoint.queries == [{"filterArchived": "false"}]


async def test_archived_channels_and_sources_may_be_left_out() -> None:
    flxpoint = answering([])
    assert await flxpoint.client.channels(archived=False) == {}
    assert await flxpoint.client.sources(archived=False) == {}
    assert flxpoint.queries == [{}, {}]


async def test_a_list_is_read_past_short_pages_to_the_first_empty_one() -> None:
    flxpoint = paging([samples.order(id=1), samples.order(id=2)], [samples.order(id=3)])
    assert [order["id"] async for order in flxpoint.client.orders()] == [1, 2, 3]
    assert [query["page"] for query in flxpoint.queries] == ["1", "2", "3"]
    assert {query["pageSize"] for query in flxpoint.queries} == {"100"}


async def test_a_record_that_moves_to_the_next_page_comes_once() -> None:
    flxpoint = paging([{"id": 1}, {"id": 2}], [{"id": 2}, {"id": 3}])
    assert [order["id"] async for order in flxpoint.client.orders()] == [1, 2, 3]


async def test_pages_are_asked_for_one_at_a_time() -> None:
    flxpoint = paging([{"id": 1}], [{"id": 2}])
    orders = flxpoint.client.orders()
    await anext(orders)
    assert len(flxpoint.requests) == 1


async def test_a_list_that_repeats_its_page_is_an_error_and_no_endless_loop() -> None:
    flxpoint = paging(*[[{"id": 1}, {"id": 2}]] * 5)
    with pytest.raises(Transient, match=r"page 2 repeats page 1\. \(GET /orders: HTTP 200\)"):
        [order async for order in flxpoint.client.orders()]


async def test_orders_are_asked_for_in_whole_utc_seconds_rounded_down() -> None:
    flxpoint = paging()
    tokyo = NOON.astimezone(timezone(timedelta(hours=9)))
    assert [order async for order in flxpoint.client.orders(ordered_after=tokyo)] == []
    assert flxpoint.queries == [{"orderedAfter": "2026-11-20T12:00:00Z", "page": "1", "pageSize": "100"}]


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="has no time zone"):
        answering([]).client.orders(NOON.replace(tzinfo=None))


async def test_fulfillment_requests_come_all_or_of_one_order() -> None:
    flxpoint = paging([samples.fulfillment_request()], page="filterPageNumber")
    assert [request["id"] async for request in flxpoint.client.fulfillment_requests()] == [450001]
    assert flxpoint.queries[0] == {"filterPageNumber": "1", "filterPageSize": "100"}
    assert [request["id"] async for request in flxpoint.client.fulfillment_requests("700123")] == [450001]
    assert flxpoint.queries[2]["findOrderId"] == "700123"
    assert {request.url.path for request in flxpoint.requests} == {"/fulfillment-requests"}


async def test_supplier_invoices_come_unmarked_unless_all_are_wanted() -> None:
    flxpoint = paging(page="filterPageNumber")
    assert [invoice async for invoice in flxpoint.client.supplier_invoices()] == []
    assert [invoice async for invoice in flxpoint.client.supplier_invoices("450001", only_unsynced=False)] == []
    paged = {"filterPageNumber": "1", "filterPageSize": "100"}
    assert flxpoint.queries == [
        {"isAccountingSynced": "false", **paged},
        {"filterPurchaseOrderId": "450001", **paged},
    ]
    assert flxpoint.last.url.path == "/source-invoices"


async def test_one_record_is_fetched_whole_and_its_money_is_decimal() -> None:
    flxpoint = answering(samples.order())
    order = await flxpoint.client.order("700123")
    assert order["orderTotal"] == Decimal("113.2")
    assert flxpoint.last.url.path == "/orders/700123"
    await flxpoint.client.fulfillment_request("450001")
    assert flxpoint.last.url.path == "/fulfillment-requests/450001"
    await flxpoint.client.supplier_invoice("550001")
    assert flxpoint.last.url.path == "/source-invoices/550001"


async def test_an_id_cannot_lead_to_another_path() -> None:
    flxpoint = answering(samples.order())
    await flxpoint.client.order("../account?x=1")
    assert flxpoint.last.url.raw_path == b"/orders/..%2Faccount%3Fx%3D1"


async def test_every_page_and_every_write_is_admitted_and_let_go() -> None:
    flxpoint = paging([{"id": 1}], [{"id": 2}])
    assert len([order async for order in flxpoint.client.orders()]) == 2
    assert (flxpoint.admitted, flxpoint.under_way) == (3, 0)


async def test_admission_is_let_go_before_a_record_is_handed_out() -> None:
    flxpoint = paging([{"id": 1}])
    await anext(flxpoint.client.orders())
    assert flxpoint.under_way == 0


@pytest.mark.parametrize("answer", [{"message": "fine"}, "text", 7])
async def test_a_list_that_is_none_is_unreadable(answer: object) -> None:
    with pytest.raises(Transient, match="it is no list"):
        await anext(answering(answer).client.orders())


async def test_what_is_no_record_does_not_hide_those_that_are() -> None:
    flxpoint = paging([None, {"id": 1}, "order"])

    assert [order async for order in flxpoint.client.orders()] == [{}, {"id": 1}]


async def test_a_record_that_is_no_object_is_unreadable() -> None:
    with pytest.raises(Transient, match=r"it is no object\. \(GET /orders/1: HTTP 200\)"):
        await answering([]).client.order("1")
