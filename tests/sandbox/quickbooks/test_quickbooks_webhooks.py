from __future__ import annotations

import base64
import hashlib
import hmac
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from sandbox.exact import loads
from tests.sandbox.quickbooks.books import Books, Record, receipt, sale_line

PATIENCE = 10.0
"""Seconds a delivery may take on a busy machine."""


class Receiver:
    """What an app does with its webhooks: it notes them and answers as it is told to."""

    def __init__(self, url: str, *answers: int) -> None:
        self.url = url
        self.answers = list(answers)
        self.bodies: list[bytes] = []
        self.signatures: list[str] = []

    def told(self) -> list[Any]:
        return [loads(body) for body in self.bodies]

    def events(self) -> list[Record]:
        """Every CloudEvent, in the order it came."""
        return [event for body in self.told() for event in body]


@pytest.mark.parametrize("url", ["http://127.0.0.1:99999/x", "ftp://127.0.0.1/x", "http://example.com/x"])
def test_a_receiver_that_cannot_be_reached_is_refused(books: Books, url: str) -> None:
    refused = books.http.post("/__control/webhooks", json={"url": url})
    assert (refused.status_code, url in refused.json()["error"]) == (400, True)


@contextmanager
def receiving(*answers: int) -> Iterator[Receiver]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            receiver.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            receiver.signatures.append(self.headers["intuit-signature"])
            self.send_response(receiver.answers.pop(0) if receiver.answers else 200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        receiver = Receiver(f"http://127.0.0.1:{server.server_port}/hooks", *answers)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield receiver
        finally:
            server.shutdown()
            thread.join()


def register(books: Books, receiver: Receiver, **members: str) -> None:
    books.http.post("/__control/webhooks", json={"url": receiver.url, **members}).raise_for_status()


def until(condition: Callable[[], object]) -> None:
    """Wait for what comes in the background."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "nothing came"
        time.sleep(0.01)


def settled(books: Books) -> list[Record]:
    """The deliveries, once each has its last answer."""
    deliveries: list[Record] = []

    def done() -> bool:
        deliveries[:] = books.http.get("/__control/deliveries").json()
        return bool(deliveries) and all(one["answers"] for one in deliveries)

    until(done)
    return deliveries


def test_a_change_is_told_as_a_signed_cloud_event(books: Books) -> None:
    with receiving() as receiver:
        register(books, receiver)
        vendor = books.write("Vendor", {"DisplayName": "Told of"})
        until(lambda: receiver.bodies)
    (event,) = receiver.events()
    assert set(event) == {
        "specversion",
        "id",
        "source",
        "type",
        "datacontenttype",
        "time",
        "intuitentityid",
        "intuitaccountid",
        "data",
    }
    assert (event["specversion"], event["type"], event["data"]) == ("1.0", "qbo.vendor.created.v1", {})
    assert (event["intuitentityid"], event["intuitaccountid"]) == (vendor["Id"], books.announced["realm_id"])
    assert event["source"].startswith("intuit.")
    written = datetime.fromisoformat(vendor["MetaData"]["CreateTime"])
    assert abs(datetime.fromisoformat(event["time"]) - written) < timedelta(seconds=5)
    assert event["time"].endswith("Z")
    token = books.announced["webhook_verifier_token"].encode()
    wanted = base64.b64encode(hmac.new(token, receiver.bodies[0], hashlib.sha256).digest()).decode()
    assert receiver.signatures == [wanted]


def test_the_legacy_form_names_entity_and_operation(books: Books) -> None:
    with receiving() as receiver:
        register(books, receiver, format="legacy", verifier_token="own")
        vendor = books.write("Vendor", {"DisplayName": "Told of"})
        until(lambda: receiver.bodies)
    entity = {
        "name": "Vendor",
        "id": vendor["Id"],
        "operation": "Create",
        "lastUpdated": vendor["MetaData"]["LastUpdatedTime"],
    }
    (notification,) = receiver.told()[0]["eventNotifications"]
    assert notification["realmId"] == books.announced["realm_id"]
    (told,) = notification["dataChangeEvent"]["entities"]
    assert {**told, "lastUpdated": ""} == {**entity, "lastUpdated": ""}
    assert datetime.fromisoformat(told["lastUpdated"]) >= datetime.fromisoformat(entity["lastUpdated"])
    wanted = base64.b64encode(hmac.new(b"own", receiver.bodies[0], hashlib.sha256).digest()).decode()
    assert receiver.signatures == [wanted]


def test_every_operation_has_its_word(books: Books) -> None:
    line = sale_line(books.one("Item", "FEE"), "5")
    with receiving() as receiver:
        register(books, receiver)
        first, second = (books.write("Vendor", {"DisplayName": name}) for name in ("One", "Two"))
        sold = books.write("Invoice", receipt(books, line, BillEmail={"Address": "a@example.com"}))
        books.http.post(f"{books.path}/invoice/{sold['Id']}/send").raise_for_status()
        sold = books.read("Invoice", sold["Id"])
        books.write("Invoice", {"Id": sold["Id"], "SyncToken": sold["SyncToken"], "sparse": True, "PrivateNote": "x"})
        sold = books.read("Invoice", sold["Id"])
        books.write("Invoice", {"Id": sold["Id"], "SyncToken": sold["SyncToken"]}, operation="delete")
        merge = {"entity": "Vendor", "id": second["Id"], "into": first["Id"]}
        books.http.post("/__control/merge", json=merge).raise_for_status()
        until(lambda: any("merged" in event["type"] for event in receiver.events()))
    told = [event["type"] for event in receiver.events() if ".customer." not in event["type"]]
    assert told == [
        "qbo.vendor.created.v1",
        "qbo.vendor.created.v1",
        "qbo.invoice.created.v1",
        "qbo.invoice.emailed.v1",
        "qbo.invoice.updated.v1",
        "qbo.invoice.deleted.v1",
        "qbo.vendor.merged.v1",
    ]
    merged = receiver.events()[-1]
    assert (merged["intuitentityid"], merged["data"]) == (first["Id"], {"deletedId": second["Id"]})


@pytest.mark.parametrize(("void_event", "word"), [("voided", "voided"), ("void", "void")])
def test_a_void_is_spelt_as_the_switch_says(books: Books, void_event: str, word: str) -> None:
    books.switch(void_event=void_event)
    sold = books.write("Invoice", receipt(books, sale_line(books.one("Item", "FEE"), "5")))
    with receiving() as receiver, receiving() as legacy:
        register(books, receiver)
        register(books, legacy, format="legacy")
        void = {"bId": "1", "operation": "update", "optionsData": "void"}
        version = {"Id": sold["Id"], "SyncToken": "0", "sparse": True}
        books.post("batch", {"BatchItemRequest": [{**void, "Invoice": version}]}).raise_for_status()
        until(lambda: receiver.bodies and legacy.bodies)
    assert f"qbo.invoice.{word}.v1" in [event["type"] for event in receiver.events()]
    entities = legacy.told()[0]["eventNotifications"][0]["dataChangeEvent"]["entities"]
    assert ("Invoice", "Void") in [(entity["name"], entity["operation"]) for entity in entities]


def test_merged_entries_are_one_wherever_they_were_used(books: Books) -> None:
    keep, gone = (books.write("Customer", {"DisplayName": name}) for name in ("Keep", "Gone"))
    line = sale_line(books.one("Item", "FEE"), "5")
    sold = books.write("Invoice", receipt(books, line, CustomerRef={"value": gone["Id"]}))
    owed = books.read("Customer", gone["Id"])["Balance"]
    merge = {"entity": "Customer", "id": gone["Id"], "into": keep["Id"]}
    books.http.post("/__control/merge", json=merge).raise_for_status()
    assert books.read("Invoice", sold["Id"])["CustomerRef"] == {"value": keep["Id"], "name": "Keep"}
    assert books.read("Customer", keep["Id"])["Balance"] == owed
    assert books.get(f"customer/{gone['Id']}").json()["Fault"]["Error"][0]["code"] == "610"


@pytest.mark.parametrize(
    "body",
    [
        {"entity": "Invoice", "id": "1", "into": "2"},
        {"entity": "Vendor", "id": "1", "into": "1"},
        {"entity": "Vendor", "id": "1", "into": "999"},
        {"entity": "Vendor"},
        [],
    ],
)
def test_what_cannot_be_merged_is_refused(books: Books, body: Any) -> None:
    answer = books.http.post("/__control/merge", json=body)
    assert (answer.status_code, list(answer.json())) == (400, ["error"])


def test_changes_close_together_come_in_one_delivery(books: Books) -> None:
    with receiving() as receiver:
        register(books, receiver)
        names = [{"bId": str(n), "operation": "create", "Vendor": {"DisplayName": f"V{n}"}} for n in range(5)]
        books.post("batch", {"BatchItemRequest": names}).raise_for_status()
        until(lambda: receiver.bodies)
    assert [len(body) for body in receiver.told()] == [5]
    assert len({event["id"] for event in receiver.events()}) == 5


def test_a_delivery_that_fails_is_tried_again(books: Books) -> None:
    with receiving(500, 503) as receiver:
        register(books, receiver)
        books.write("Vendor", {"DisplayName": "Told of"})
        until(lambda: len(receiver.bodies) == 3)
        until(lambda: books.http.get("/__control/deliveries").json()[0]["answers"] == [500, 503, 200])
    assert receiver.bodies[0] == receiver.bodies[1] == receiver.bodies[2]


def test_a_receiver_that_is_gone_holds_nobody_up(books: Books) -> None:
    with receiving() as gone:
        pass
    with receiving() as receiver:
        register(books, gone)
        register(books, receiver)
        books.write("Vendor", {"DisplayName": "Told of"})
        until(lambda: receiver.bodies)
    first = next(one for one in settled(books) if one["url"] == gone.url)
    assert str(first["answers"][0]).startswith("ConnectError")


@pytest.mark.parametrize(("webhooks", "order"), [("twice", "ABAB"), ("reversed", "BA")])
def test_deliveries_may_come_twice_and_in_reverse(books: Books, webhooks: str, order: str) -> None:
    books.switch(webhooks=webhooks)
    with receiving() as receiver:
        register(books, receiver)
        items = [{"bId": name, "operation": "create", "Vendor": {"DisplayName": name}} for name in "AB"]
        answers = loads(books.post("batch", {"BatchItemRequest": items}).content)["BatchItemResponse"]
        until(lambda: len(receiver.events()) == len(order))
    names = {answer["Vendor"]["Id"]: answer["bId"] for answer in answers}
    assert "".join(names[event["intuitentityid"]] for event in receiver.events()) == order
    assert len({event["id"] for event in receiver.events()}) == 2


def test_entities_intuit_does_not_name_are_not_told_of(books: Books) -> None:
    with receiving() as receiver:
        register(books, receiver)
        books.write("Attachable", {"Note": "untold"})
        books.write("Vendor", {"DisplayName": "Told of"})
        until(lambda: receiver.bodies)
    assert [event["type"] for event in receiver.events()] == ["qbo.vendor.created.v1"]


def test_receivers_are_listed_and_forgotten(books: Books) -> None:
    with receiving() as receiver:
        register(books, receiver, verifier_token="t")
        known = [{"url": receiver.url, "format": "cloudevents", "verifier_token": "t"}]
        assert books.http.get("/__control/webhooks").json() == known
        register(books, receiver, format="legacy", verifier_token="u")
        assert books.http.get("/__control/webhooks").json()[0]["format"] == "legacy"
        assert books.http.delete("/__control/webhooks").json() == []
        books.write("Vendor", {"DisplayName": "Untold"})
        register(books, receiver)
        books.http.post("/__control/reset").raise_for_status()
        assert books.http.get("/__control/webhooks").json() == []
        assert books.http.get("/__control/deliveries").json() == []
        assert receiver.bodies == []


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        "x",
        {"url": "http://example.com/hooks"},
        {"url": "nonsense"},
        {"url": "http://127.0.0.1:1/", "format": "xml"},
        {"url": "http://127.0.0.1:1/", "token": "x"},
    ],
)
def test_what_cannot_be_a_receiver_is_refused(books: Books, body: Any) -> None:
    answer = books.http.post("/__control/webhooks", json=body)
    assert (answer.status_code, list(answer.json())) == (400, ["error"])
    assert books.http.get("/__control/webhooks").json() == []
