"""The pages of the Flxpoint stand-in's lists, which shift under those who are careless."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.flxpoint.processes import Shop

FAMILIES = [
    ("/orders", "orders", "page", "pageSize"),
    ("/fulfillment-requests", "fulfillment_requests", "filterPageNumber", "filterPageSize"),
    ("/source-invoices", "source_invoices", "filterPageNumber", "filterPageSize"),
    ("/shipments", "shipments", "filterPageNumber", "filterPageSize"),
    ("/returns", "returns", "pageNumber", "pageSize"),
    ("/rma", "rmas", "pageNumber", "pageSize"),
]


def records(*ids: int, **fields: Any) -> list[dict[str, Any]]:
    return [{"id": each, **fields} for each in ids]


@pytest.mark.parametrize(("path", "kind", "page", "size"), FAMILIES)
def test_pages_cover_every_record_once_and_end_with_an_empty_one(
    shop: Shop, path: str, kind: str, page: str, size: str
) -> None:
    shop.add(**{kind: records(*range(1, 26))})
    pages = [shop.ids(path, **{page: number, size: 10}) for number in range(1, 5)]
    seen = [each for ids in pages for each in ids]
    assert len(seen) == len(set(seen)) == len(shop.state()[kind])
    assert pages[3] == []
    assert len(shop.ids(path)) == 20


@pytest.mark.parametrize(("path", "kind", "page", "size"), FAMILIES)
def test_the_page_words_of_another_list_are_overlooked(shop: Shop, path: str, kind: str, page: str, size: str) -> None:
    shop.add(**{kind: records(*range(1, 4))})
    others = {word for family in FAMILIES for word in family[2:]} - {page, size}
    assert len(shop.ids(path, **dict.fromkeys(others, 2))) >= 3


@pytest.mark.parametrize(("path", "kind", "page", "size"), FAMILIES)
def test_pages_count_from_one(shop: Shop, path: str, kind: str, page: str, size: str) -> None:
    for word in (page, size):
        assert shop.http.get(path, params={word: 0}).status_code == 400


def test_page_size_is_cut_to_the_cap_in_silence(shop: Shop) -> None:
    shop.add(orders=records(*range(1, 151)))
    assert len(shop.ids("/orders", pageSize=1000)) == 100
    shop.reset(page_cap="7")
    shop.add(orders=records(*range(1, 11)))
    assert shop.ids("/orders", page=2, pageSize=1000) == [8, 9, 10, 700123]


def test_marking_while_paging_a_list_of_what_is_not_marked_skips_records(shop: Shop) -> None:
    shop.add(source_invoices=records(*range(1, 10), insertedAt="2026-11-01T00:00:00Z"))
    unmarked = {"isAccountingSynced": "false", "filterPageSize": 5}
    first = shop.ids("/source-invoices", filterPageNumber=1, **unmarked)
    for number in first:
        shop.write("PATCH", f"/source-invoices/{number}", {"accountingSynced": True})
    second = shop.ids("/source-invoices", filterPageNumber=2, **unmarked)
    assert (first, second) == ([1, 2, 3, 4, 5], [])
    assert shop.ids("/source-invoices", **unmarked) == [6, 7, 8, 9, 550001]


@pytest.mark.parametrize("path", ["/source-invoices", "/shipments"])
def test_supplier_lists_come_by_the_moment_of_arrival_however_it_is_written(shop: Shop, path: str) -> None:
    moments = {
        4: "2026-11-01T00:00:00.120Z",
        3: "2026-11-01T00:00:00Z",
        2: "2026-11-01T02:00:00.5+02:00",
        1: "2026-11-01T00:00:00.500000001Z",
    }
    kind = path.strip("/").replace("-", "_")
    shop.add(**{kind: [{"id": number, "insertedAt": moment} for number, moment in moments.items()]})
    assert [number for number in shop.ids(path) if number in moments] == [3, 4, 1, 2]
