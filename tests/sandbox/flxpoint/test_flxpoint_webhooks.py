"""The webhooks of the Flxpoint stand-in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from queue import Empty, Queue
from threading import Thread
from typing import Any

import pytest

from tests.sandbox.flxpoint.processes import Shop

PATH = "/webhhok/configurations"
IMPORTED, PROCESSING = "OrderImportedEvent", "FulfillmentRequestProcessingEvent"
UNPROCESSED = {"name": "Unprocessed", "handle": "unprocessed"}
IN_PROCESS = {"name": "Processing", "handle": "processing"}


class Listener:
    """Takes deliveries in."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.heard: Queue[dict[str, Any]] = Queue()

    def next(self) -> dict[str, Any]:
        return self.heard.get(timeout=10)

    def ids(self, count: int) -> list[int]:
        """The orders that the next deliveries are about."""
        return [self.next()["orderId"] for _ in range(count)]


@pytest.fixture(scope="module")
def listening() -> Iterator[Listener]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.end_headers()
            opened.heard.put(json.loads(body))

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        opened = Listener(f"http://127.0.0.1:{server.server_port}/flxpoint")
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield opened
        server.shutdown()
        thread.join()


@pytest.fixture
def listener(listening: Listener) -> Iterator[Listener]:
    """The listener, which must have heard nothing but what the test waited for."""
    yield listening
    with pytest.raises(Empty):
        listening.heard.get_nowait()


def subscribe(shop: Shop, url: str, *events: str, **fields: Any) -> dict[str, Any]:
    body = {"configurationName": "Daybook", "webhookUrl": url, "subscribedEvents": list(events), **fields}
    answer = shop.write("POST", PATH, body)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_a_configuration_is_made_read_and_changed(shop: Shop) -> None:
    made = subscribe(shop, "http://127.0.0.1:9/x", IMPORTED, channelId=41)
    assert (made["id"], made["status"], made["channelId"]) == (1, "active", 41)
    assert made["createdAt"] == made["updatedAt"]
    assert shop.get(f"{PATH}/1").json() == made == shop.get(PATH).json()[0]
    change = {"webhookUrl": "http://127.0.0.1:9/y", "subscribedEvents": [PROCESSING], "status": "disabled"}
    changed = shop.write("PATCH", f"{PATH}/1", change).json()
    assert {name: changed[name] for name in change} == change
    assert changed["configurationName"] == "Daybook"


@pytest.mark.parametrize(
    "body",
    [
        {"subscribedEvents": [IMPORTED]},
        {"webhookUrl": "http://127.0.0.1:9"},
        {"webhookUrl": "http://127.0.0.1:9", "subscribedEvents": []},
        {"webhookUrl": "http://127.0.0.1:9", "subscribedEvents": ["OrderShippedEvent"]},
    ],
)
def test_a_configuration_needs_an_address_and_known_events(shop: Shop, body: dict[str, Any]) -> None:
    assert shop.write("POST", PATH, body).status_code == 400
    subscribe(shop, "http://127.0.0.1:9", IMPORTED)
    assert shop.write("PATCH", f"{PATH}/1", body).status_code == 400


def test_only_the_misspelt_path_and_the_account_token_reach_them(shop: Shop) -> None:
    assert shop.get("/webhook/configurations").status_code == 404
    assert shop.get(PATH, token="flxpoint-source-token-21").status_code == 401
    assert shop.get(f"{PATH}/1").status_code == 404
    assert shop.write("PATCH", f"{PATH}/1", {"webhookUrl": "x", "subscribedEvents": [IMPORTED]}).status_code == 404


def test_an_order_that_comes_in_is_told_once_and_its_changes_are_not(shop: Shop, listener: Listener) -> None:
    subscribe(shop, listener.url, IMPORTED, PROCESSING)
    shop.add(orders=[{"id": 1, "channelId": 41}])
    shop.add(orders=[{"id": 1, "note": "changed"}])
    shop.add(orders=[{"id": 2, "channelId": 41}])
    told = listener.next()
    assert (told["event"], told["orderId"], told["channelId"]) == (IMPORTED, 1, 41)
    assert listener.ids(1) == [2]


def test_a_request_is_told_when_it_enters_processing(shop: Shop, listener: Listener) -> None:
    shop.add(fulfillment_requests=[{"id": 450001, "fulfillmentRequestStatus": UNPROCESSED}])
    subscribe(shop, listener.url, PROCESSING)
    shop.add(fulfillment_requests=[{"id": 450001, "fulfillmentRequestStatus": IN_PROCESS}])
    shop.add(fulfillment_requests=[{"id": 450001, "note": "still processing"}])
    told = listener.next()
    assert (told["event"], told["fulfillmentRequestId"]) == (PROCESSING, 450001)
    assert told["purchaseOrderId"] == 450001
    assert (told["orderId"], told["sourceId"]) == (700123, 21)


def test_a_configuration_hears_of_its_source_or_channel_alone(shop: Shop, listener: Listener) -> None:
    subscribe(shop, listener.url, IMPORTED, PROCESSING, channelId=42)
    subscribe(shop, listener.url, IMPORTED, PROCESSING, sourceId=22)
    shop.add(
        orders=[{"id": 1, "channelId": 41}, {"id": 2, "channelId": 42}],
        fulfillment_requests=[
            {"id": number, "orderId": order, "sourceId": source, "fulfillmentRequestStatus": IN_PROCESS}
            for number, order, source in ((5, 1, 21), (6, 1, 22), (7, 2, 21))
        ],
    )
    told = [listener.next() for _ in range(3)]
    assert [each.get("fulfillmentRequestId") for each in told] == [None, 6, 7]
    assert told[0]["orderId"] == 2


@pytest.mark.parametrize("status", ["disabled", "deleted"])
def test_a_configuration_that_is_not_active_hears_nothing(shop: Shop, listener: Listener, status: str) -> None:
    subscribe(shop, listener.url, IMPORTED)
    body = {"webhookUrl": listener.url, "subscribedEvents": [IMPORTED]}
    shop.write("PATCH", f"{PATH}/1", body | {"status": status})
    shop.add(orders=[{"id": 1}])
    shop.write("PATCH", f"{PATH}/1", body | {"status": "active"})
    shop.add(orders=[{"id": 2}])
    assert listener.ids(1) == [2]


@pytest.mark.parametrize(
    ("how", "expected"), [("once", [1, 2, 3]), ("twice", [1, 1, 2, 2, 3, 3]), ("reversed", [3, 2, 1])]
)
def test_deliveries_come_twice_or_out_of_order_when_switched(
    shop: Shop, listener: Listener, how: str, expected: list[int]
) -> None:
    shop.switch(webhooks=how)
    subscribe(shop, listener.url, IMPORTED)
    shop.add(orders=[{"id": number} for number in (1, 2, 3)])
    assert listener.ids(len(expected)) == expected


def test_what_became_of_each_delivery_can_be_asked(shop: Shop, listener: Listener) -> None:
    for url in ("http://127.0.0.1:1/nobody", "https://shop.example.com/hook", listener.url):
        subscribe(shop, url, IMPORTED)
    shop.add(orders=[{"id": 1}])
    assert listener.ids(1) == [1]
    # The answer to the last delivery may still be on its way.
    made = shop.http.get("/__control/deliveries").json()
    assert [each["status"] for each in made[:2]] == [None, None]
    assert made[0]["error"]
    assert made[1]["error"] == "not delivered: the stand-in speaks to this machine alone"
    assert made[0]["body"]["orderId"] == 1
