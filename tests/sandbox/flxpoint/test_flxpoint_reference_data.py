"""Channels, their settings, sources, returns and RMAs as the Flxpoint stand-in gives them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.flxpoint.processes import Shop

ACME, MAIN_SHOP = "flxpoint-source-token-21", "flxpoint-channel-token-41"


def test_archived_channels_hide_unless_asked_for(shop: Shop) -> None:
    shop.add(channels=[{"id": 42, "name": "Old Shop", "archivedAt": "2026-01-01T00:00:00.000Z"}])
    assert shop.ids("/channel/") == [41]
    assert shop.ids("/channel/", includeArchived="true") == [41, 42]
    assert shop.get("/channel/42").json()["name"] == "Old Shop"


def test_integrations_of_channels_come_only_when_asked_for(shop: Shop) -> None:
    shop.add(channels=[{"id": 41, "integrations": [{"id": 5}]}])
    assert "integrations" not in shop.read("/channel/")[0]
    assert shop.read("/channel/", includeIntegrations="true")[0]["integrations"] == [{"id": 5}]


def test_a_channel_token_reads_its_own_channel_alone(shop: Shop) -> None:
    shop.add(channels=[{"id": 42, "name": "Other"}])
    assert shop.get("/channel/41", token=MAIN_SHOP).status_code == 200
    assert shop.get("/channel/42", token=MAIN_SHOP).status_code == 404
    assert shop.get("/channel/", token=MAIN_SHOP).status_code == 401


def test_settings_of_a_channel_are_found_by_their_handles(shop: Shop) -> None:
    shop.add(
        channels=[{"id": 42}],
        channel_settings=[
            {"id": 1, "channelId": 41, "setting": {"handle": "a", "name": "A"}, "value": "1"},
            {"id": 2, "channelId": 41, "setting": {"handle": "b", "name": "B"}, "value": "2"},
            {"id": 3, "channelId": 42, "setting": {"handle": "a", "name": "A"}, "value": "3"},
        ],
    )
    assert shop.ids("/channels/41/settings") == [1, 2]
    assert shop.ids("/channels/41/settings", findByHandles="b,c") == [2]
    assert shop.get("/channels/9/settings").status_code == 404
    assert shop.get("/channels/41/settings", token=MAIN_SHOP).status_code == 401


def test_archived_sources_hide_unless_the_inverted_filter_is_false(shop: Shop) -> None:
    shop.add(sources=[{"id": 23, "name": "Gone Ltd", "archivedAt": "2026-01-01T00:00:00.000Z"}])
    assert shop.ids("/sources") == [21, 22]
    assert shop.ids("/sources", filterArchived="true") == [21, 22]
    assert shop.ids("/sources", filterArchived="false", filterByIds="22,23") == [22, 23]


def test_sources_that_sell_firearms_can_be_asked_for(shop: Shop) -> None:
    shop.add(sources=[{"id": 22, "firearmsEnabled": True}])
    assert shop.ids("/sources", filterFirearmsEnabled="true") == [22]
    assert shop.ids("/sources", filterFirearmsEnabled="false") == [21]


@pytest.mark.parametrize("path", ["/sources", "/source/21"])
@pytest.mark.parametrize("part", ["address", "integrations", "settings", "vendor"])
def test_parts_of_a_source_come_only_when_asked_for(shop: Shop, path: str, part: str) -> None:
    shop.add(sources=[{"id": 21, "vendorId": 3, "vendor": {"id": 3, "name": "Acme", "portalEnabled": False}}])

    def source(**query: str) -> dict[str, Any]:
        answer = shop.read(path, **query)
        return dict(answer[0] if isinstance(answer, list) else answer)

    assert part not in source()
    assert source(**{f"include{part.capitalize()}": "true"})[part] == shop.state()["sources"][0][part]


def test_a_source_token_reads_its_own_source_alone(shop: Shop) -> None:
    assert shop.get("/source/21", token=ACME).json()["name"] == "Acme Supply"
    assert shop.get("/source/22", token=ACME).status_code == 404


@pytest.fixture
def returned(shop: Shop) -> Shop:
    """The shop after the buyer sent a mug back, which went on to the supplier."""
    shop.add(
        returns=[
            {"id": 1, "orderId": 700123, "channelId": 41, "items": [{"id": 5, "sku": "MUG-RED", "returnQuantity": 1}]},
            {"id": 2, "orderId": 8, "channelId": 42},
        ],
        rmas=[
            {"id": 3, "returnId": 1, "sourceId": 21, "rmaNumber": "RMA-3", "items": [{"id": 7, "creditedAmount": 6.5}]},
            {"id": 4, "returnId": 2, "sourceId": 22, "rmaNumber": "RMA-4", "createdAt": "2026-01-01T00:00:00Z"},
        ],
    )
    return shop


def test_returns_hold_their_rmas_when_asked_for(returned: Shop) -> None:
    first = returned.read("/returns", includeRmas="true")[0]
    assert (first["totalRmas"], first["rmas"]) == (1, [returned.read("/rma/3")])
    assert first["items"][0]["returnId"] == 1
    assert "rmas" not in returned.read("/returns")[0]


@pytest.mark.parametrize(
    ("path", "query", "expected"),
    [
        ("/returns", {"orderId": 8}, [2]),
        ("/returns", {"channelId": 41}, [1]),
        ("/rma", {"returnId": 1}, [3]),
        ("/rma", {"sourceId": 22}, [4]),
        ("/rma", {"createdAfter": "2026-06-01T00:00:00Z"}, [3]),
        ("/rma", {"rmaNumbers": "RMA-4,RMA-5"}, [4]),
        ("/rma", {"isAccountingSynced": "true"}, []),
    ],
)
def test_returns_and_rmas_by_filter(returned: Shop, path: str, query: dict[str, Any], expected: list[int]) -> None:
    assert returned.ids(path, **query) == expected


def test_sources_see_their_rmas_and_channels_their_returns(returned: Shop) -> None:
    assert [each["id"] for each in returned.get("/rma", token=ACME, sourceId=22).json()] == [3]
    assert returned.get("/rma/4", token=ACME).status_code == 404
    assert [each["id"] for each in returned.get("/returns", token=MAIN_SHOP).json()] == [1]
    assert returned.get("/returns", token=ACME).status_code == returned.get("/rma", token=MAIN_SHOP).status_code == 401


@pytest.mark.parametrize(
    ("path", "query", "expected"),
    [
        ("/fulfillment-requests/count", {}, 2),
        ("/fulfillment-requests/count", {"filterSourceId": 22}, 1),
        ("/fulfillment-requests/count", {"fulfillmentRequestNumbers": "SHOP-1001-1"}, 1),
        ("/fulfillment-requests/count", {"filterStatus": "Canceled"}, 0),
        ("/purchase-orders/count", {"poNumbers": "SHOP-1001-1"}, 1),
    ],
)
def test_requests_are_counted_by_the_filters_of_their_list(
    shop: Shop, path: str, query: dict[str, Any], expected: int
) -> None:
    assert shop.read(path, **query) == {"count": expected}
    shop.switch(count_body="number")
    assert shop.read(path, **query) == expected


def test_a_source_token_has_its_own_source_whatever_it_asks_for(shop: Shop) -> None:
    assert [each["id"] for each in shop.get("/fulfillment-requests", token=ACME, filterSourceId=22).json()] == [450001]
    assert [each["id"] for each in shop.get("/source-invoices", token=ACME, filterSourceId=22).json()] == [550001]
