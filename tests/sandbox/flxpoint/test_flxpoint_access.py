"""Who gets into the Flxpoint stand-in, and how often."""

from __future__ import annotations

import httpx
import pytest

from sandbox.flxpoint.access import Limiter
from sandbox.flxpoint.refusals import Refused
from sandbox.flxpoint.switches import Switches
from tests.sandbox.flxpoint.processes import Shop

ACME, SHOP_CHANNEL = "flxpoint-source-token-21", "flxpoint-channel-token-41"


@pytest.mark.parametrize("token", ["", "wrong", "flxpoint-source-token-", "21"])
@pytest.mark.parametrize("path", ["/account", "/orders", "/source-invoices/550001"])
def test_an_unknown_token_is_401(shop: Shop, token: str, path: str) -> None:
    assert shop.get(path, token=token).status_code == 401


def test_a_bearer_token_is_no_token(shop: Shop) -> None:
    headers = {"Authorization": f"Bearer {shop.token}"}
    assert httpx.get(f"{shop.url}/account", headers=headers, trust_env=False).status_code == 401


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


def test_the_third_request_of_a_second_is_429_on_its_token_alone(shop: Shop) -> None:
    shop.reset(limits="on")
    answers = [shop.get("/account") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].headers["retry-after"] == "1"
    assert answers[2].json() == {"message": "Too many requests"}
    assert shop.get("/fulfillment-requests", token=ACME).status_code == 200


def test_retry_after_can_be_left_out(shop: Shop) -> None:
    shop.reset(limits="on", retry_after="off")
    answers = [shop.get("/account") for _ in range(3)]
    assert answers[2].status_code == 429
    assert "retry-after" not in answers[2].headers


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


def admitted(moments: list[float]) -> list[bool]:
    """Which of the requests at those moments a limiter lets in."""
    clock = iter(moments)
    limiter, switches = Limiter(lambda: next(clock)), Switches()
    answers = []
    for _ in moments:
        try:
            limiter.admit("token", switches)
            answers.append(True)
        except Refused:
            answers.append(False)
    return answers


@pytest.mark.parametrize(
    ("moments", "expected"),
    [
        ([0.0, 0.5, 1.0, 1.5, 2.0], [True] * 5),
        ([0.0, 0.75, 0.875, 1.0, 1.5, 1.75], [True, True, False, True, False, True]),
        ([0.75, 1.0, 1.125, 1.75], [True, True, False, True]),
    ],
)
def test_no_second_wherever_it_begins_holds_more_than_two(moments: list[float], expected: list[bool]) -> None:
    assert admitted(moments) == expected
