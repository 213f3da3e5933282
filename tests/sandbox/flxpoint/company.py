"""A QuickBooks company that says what a test wants it to hold."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

Given = dict[str, Any]


class Company:
    """A QuickBooks company of which only the state can be read."""

    def __init__(self) -> None:
        self.entities: dict[str, list[Given]] = {}
        self.url = ""

    def state(self) -> bytes:
        return json.dumps({"realm_id": "1", "entities": self.entities}).encode()


@contextmanager
def served_company() -> Iterator[Company]:
    """A company at its own address."""
    company = Company()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(company.state())

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        company.url = f"http://127.0.0.1:{server.server_port}"
        try:
            yield company
        finally:
            server.shutdown()
            thread.join()


def document(id_: str, total: float, marker: str, number: str | None = None) -> Given:
    return {"Id": id_, "TotalAmt": total, "DocNumber": number, "PrivateNote": f"flxpoint:{marker}", "Line": []}


def bill(id_: str, total: float, marker: str, amounts: dict[str, float]) -> Given:
    """A bill with one line for each amount, linked to the purchase order it stands at."""
    lines = [
        {"Amount": each, "LinkedTxn": [{"TxnId": order, "TxnType": "PurchaseOrder", "TxnLineId": "1"}]}
        if order
        else {"Amount": each}
        for order, each in amounts.items()
    ]
    return document(id_, total, marker) | {"Line": lines}
