"""A bookkeeper's hands on a running stand-in company."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import httpx

from sandbox.exact import dumps, loads
from sandbox.quickbooks.api.gateway import QuickBooks
from sandbox.quickbooks.server import announcement, application
from sandbox.server import Server, listening

Record = dict[str, Any]
ANSWERS: deque[httpx.Response] = deque(maxlen=100)
"""The last answers to any call."""

SHIPPING = {"value": "SHIPPING_ITEM_ID"}


class Books:
    """Calls to one company, over HTTP."""

    def __init__(self, announced: Record) -> None:
        self.announced = announced
        self.http = httpx.Client(
            base_url=announced["url"],
            headers={"Authorization": f"Bearer {announced['access_token']}"},
            event_hooks={"response": [ANSWERS.append]},
        )
        self.path = f"/v3/company/{announced['realm_id']}"

    def post(self, entity: str, body: Any, **params: str) -> httpx.Response:
        return self.http.post(f"{self.path}/{entity.lower()}", content=dumps(body), params=params)

    def write(self, entity: str, body: Record, **params: str) -> Record:
        """Create or change, and expect it to work."""
        answer = self.post(entity, body, **params)
        assert answer.status_code == 200, answer.text
        record: Record = loads(answer.content)[entity]
        return record

    def refusal(self, entity: str, body: Any, **params: str) -> Record:
        """Write, and expect one error."""
        return error(self.post(entity, body, **params))

    def get(self, path: str, **params: str) -> httpx.Response:
        return self.http.get(f"{self.path}/{path}", params=params)

    def read(self, entity: str, record_id: str) -> Record:
        record: Record = loads(self.get(f"{entity.lower()}/{record_id}").content)[entity]
        return record

    def query(self, statement: str) -> Record:
        answer = self.get("query", query=statement)
        assert answer.status_code == 200, answer.text
        response: Record = loads(answer.content)["QueryResponse"]
        return response

    def rows(self, statement: str) -> list[Record]:
        """The records a query finds."""
        return next((value for value in self.query(statement).values() if isinstance(value, list)), [])

    def one(self, entity: str, name: str) -> Record:
        """A reference to a seeded record by its name."""
        title = "DisplayName" if entity in ("Customer", "Vendor") else "Name"
        (found,) = self.rows(f"select * from {entity} where {title} = '{name}'")
        return {"value": found["Id"]}

    def item(self, name: str, **members: Any) -> Record:
        """A new item that can be sold and bought, as a reference."""
        item = {
            "Name": name,
            "Sku": name,
            "Type": "NonInventory",
            "IncomeAccountRef": self.one("Account", "Sales of Product Income"),
            "ExpenseAccountRef": self.one("Account", "Cost of Goods Sold"),
            **members,
        }
        return {"value": self.write("Item", {key: value for key, value in item.items() if value is not None})["Id"]}

    def switch(self, **switches: str) -> None:
        self.http.post("/__control/switches", json=switches).raise_for_status()

    def advance(self, seconds: float) -> None:
        """Move the company's clock forward."""
        self.http.post("/__control/clock", json={"advance": seconds}).raise_for_status()

    @contextmanager
    def renewed(self) -> Iterator[Books]:
        """The same company with a new access token."""
        form = {"grant_type": "refresh_token", "refresh_token": self.announced["refresh_token"]}
        client = (self.announced["client_id"], self.announced["client_secret"])
        granted = self.http.post(self.announced["token_url"], data=form, auth=client).raise_for_status().json()
        other = Books({**self.announced, **granted})
        with other.http:
            yield other

    def prefer(self, group: str, **members: Any) -> None:
        """Change preferences of one group."""
        token = self.get("preferences").json()["Preferences"]["SyncToken"]
        self.write("Preferences", {"SyncToken": token, group: members})


def error(answer: httpx.Response) -> Record:
    """The one error of a refused call."""
    assert answer.status_code == 400, answer.text
    (only,) = answer.json()["Fault"]["Error"]
    return dict(only)


def sale_line(item: Record, amount: str, tax: str | None = "NON", **detail: Any) -> Record:
    code = {"TaxCodeRef": {"value": tax}} if tax else {}
    return {
        "Amount": Decimal(amount),
        "DetailType": "SalesItemLineDetail",
        "SalesItemLineDetail": {"ItemRef": item, **code, **detail},
    }


def receipt(books: Books, *lines: Record, **members: Any) -> Record:
    """A sales form for Sam Sample."""
    customer = books.one("Customer", "Sam Sample")
    return {"CustomerRef": customer, "TxnDate": "2026-11-20", "DocNumber": "S-1", "Line": list(lines), **members}


def item_line(item: Record, amount: str, **detail: Any) -> Record:
    """A line of a purchase order or bill."""
    return {
        "Amount": Decimal(amount),
        "DetailType": "ItemBasedExpenseLineDetail",
        "ItemBasedExpenseLineDetail": {"ItemRef": item, **detail},
    }


def account_line(account: Record, amount: str, **detail: Any) -> Record:
    return {
        "Amount": Decimal(amount),
        "DetailType": "AccountBasedExpenseLineDetail",
        "AccountBasedExpenseLineDetail": {"AccountRef": account, **detail},
    }


@contextmanager
def serving(*, seed_company: bool = True, redirect_uris: tuple[str, ...] = (), **switches: str) -> Iterator[Books]:
    """A company on a thread of this process."""
    quickbooks = QuickBooks(switches, seed_company=seed_company, redirect_uris=redirect_uris)
    ready = threading.Event()
    with listening(0) as listener:
        server = Server(application(quickbooks), ready.set)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        assert ready.wait(10)
        books = Books(announcement(quickbooks, listener.getsockname()[1]))
        try:
            with books.http:
                yield books
        finally:
            server.should_exit = True
            thread.join(10)
