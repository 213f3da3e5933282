"""Who gets into the Flxpoint stand-in, and how often."""

from __future__ import annotations

import httpx
import pytest

from tests.sandbox.flxpoint.processes import Shop

ACME, SHOP_CHANNEL = "flxpoint-source-token-21", "flxpoint-channel-token-41"


@pytest.mark.parametrize("token", ["", "wrong", "flxpoint-source-token-", "21"])
@pytest.mark.parametrize("path", ["/account", "/orders", "/source-invoices/550001"])
def test_an_unknown_token_is_401(shop: Shop, token: str, path: str) -> None:
    assert shop.get(path, token=token).status_code == 401


def test_a_bearer_token_is_no_token(shop: Shop) -> None:
    headers = {"Authorization": f"Bearer {shop.token}"}
    assert httpx.get(f"{shop.url}/account", headers=headers, trust_env=False).status_code == 401


def test_the_tokens_header_may_be_written_in_any_case(shop: Shop) -> None:
    for name in ("x-api-token", "X-Api-Token", "X-API-TOKEN"):
        assert httpx.get(f"{shop.url}/account", headers={name: shop.token}, trust_env=False).status_code == 200


@pytest.mark.parametrize("path", ["/account", "/channel/", "/sources", "/orders"])
def test_a_source_token_is_of_the_wrong_type_for_the_accounts_paths(shop: Shop, path: str) -> None:
    assert shop.get(path, token=ACME).status_code == 401
    shop.http.post("/__control/switches", json={"wrong_token_type": "403"})
    assert shop.get(path, token=ACME).status_code == 403


def test_a_source_token_sees_its_own_records_alone(shop: Shop) -> None:
    assert [request["id"] for request in shop.get("/fulfillment-requests", token=ACME).json()] == [450001]
    assert shop.get("/fulfillment-requests/450002", token=ACME).status_code == 404
    assert shop.get("/source-invoices", token="flxpoint-source-token-22").json() == []


def test_a_channel_token_sees_its_own_orders_alone(shop: Shop) -> None:
    shop.add(orders=[{"id": 1, "channelId": 42}])
    assert [order["id"] for order in shop.get("/orders", token=SHOP_CHANNEL).json()] == [700123]
    assert shop.get("/orders/1", token=SHOP_CHANNEL).status_code == 404


def test_refusals_can_come_as_plain_text(shop: Shop) -> None:
    shop.reset(error_body="text")
    answer = shop.get("/orders/1")
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.text == "Order 1 not found"


def test_ordered_faults_speak_as_flxpoint_does(shop: Shop) -> None:
    shop.http.post("/__control/faults", json=[{"kind": "throttled"}, {"kind": "expired_token"}])
    throttled, expired = shop.get("/account"), shop.get("/account")
    assert (throttled.status_code, throttled.headers["retry-after"]) == (429, "1")
    assert (expired.status_code, expired.json()) == (401, {"message": "X-API-TOKEN is missing or not known"})


def test_a_mark_whose_answer_is_lost_has_been_made(shop: Shop) -> None:
    shop.http.post("/__control/faults", json=[{"kind": "lost_after", "method": "PATCH"}])
    with pytest.raises(httpx.TransportError):
        shop.http.patch("/orders/700123/accounting-sync", json={"accountingSynced": True})
    assert shop.get("/orders/700123").json()["accountingSynced"] is True


def test_the_control_api_counts_the_requests_that_came_in(shop: Shop) -> None:
    def count() -> object:
        return shop.http.get("/__control/requests").json()

    assert count() == {"requests": 0}
    shop.get("/account")
    shop.get("/orders/1", token="wrong")
    assert count() == {"requests": 2}
    shop.reset(limits="off")
    assert count() == {"requests": 0}


def test_a_reset_turns_the_switches_back(shop: Shop) -> None:
    began = dict(shop.http.get("/__control/switches").json()) | {"limits": "on"}
    shop.switch(error_body="text", page_cap="5")
    shop.reset()
    assert shop.http.get("/__control/switches").json() == began
