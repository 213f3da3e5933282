"""Stand-ins by the hundred: each world's own company and account, all behind one server in the test's process."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

from sandbox.audit.books import read_books
from sandbox.audit.comparison import Comparison
from sandbox.audit.records import read_records
from sandbox.flxpoint import server as flxpoint_server
from sandbox.flxpoint.access import ACCOUNT_TOKEN
from sandbox.flxpoint.account import Account
from sandbox.quickbooks.api.gateway import TOKEN_PATH, QuickBooks
from sandbox.quickbooks.server import application
from sandbox.server import HOST, Server, listening
from tests.chain.crash.branches import BASE, Branch
from worker.demo.standins import StandIns

Json = dict[str, Any]
FIRST_REALM = 9130350000000100


@dataclass(frozen=True)
class Shop:
    """The books and the records of one world."""

    number: int
    url: str
    quickbooks: QuickBooks
    account: Account
    branch: Branch = BASE

    @property
    def connection(self) -> str:
        """The id of its connection."""
        return f"shop-{self.number}"

    @property
    def announced(self) -> StandIns:
        """Where the two answer, and how one gets in."""
        books, tokens = f"{self.url}/quickbooks-{self.number}", self.quickbooks.tokens
        return StandIns(
            {
                "url": books,
                "token_url": books + TOKEN_PATH,
                "realm_id": self.quickbooks.company.realm,
                "client_id": tokens.client_id,
                "client_secret": tokens.client_secret,
                "refresh_token": tokens.first[1],
            },
            {"url": f"{self.url}/flxpoint-{self.number}", "account_token": f"{ACCOUNT_TOKEN}-{self.number}"},
        )

    def standing(self) -> list[str]:
        """Everything in the books by what it is, whatever its id: a document twice is twice in the list."""
        entities = self.quickbooks.state()["entities"]
        return sorted(_what(kind, entity) for kind, found in entities.items() for entity in found)

    def faults(self) -> list[str]:
        """What the audit finds wrong, and what Flxpoint has not been told."""
        found = Comparison(read_records(self.account.state()), read_books(self.quickbooks.state()))
        wrong = [*found.duplicates(), *found.gaps(), *found.unlinked(), *found.different(), *found.unmarked()]
        return [f"{finding.subject} {finding.text}" for finding in wrong] + [
            f"{record.name} has no document" for record in found.without_document()
        ]


class Street:
    """Where new shops open."""

    def __init__(self, port: int) -> None:
        self._url = f"http://{HOST}:{port}"
        self._numbers = count(1)
        self._doors: dict[str, ASGIApp] = {}

    def open_shop(self, branch: Branch = BASE, **switches: str) -> Shop:
        """A seeded company, and an account with one order and everything that follows from it."""
        number = next(self._numbers)
        realm = str(FIRST_REALM + number)
        quickbooks = QuickBooks({"limits": "off", **switches}, seed_company=True, realm=realm)
        account = Account([branch.records()])
        flxpoint = flxpoint_server.World(account)
        flxpoint.switches["limits"] = "off"
        self._doors[f"quickbooks-{number}"] = application(quickbooks)
        self._doors[f"flxpoint-{number}"] = flxpoint_server.application(flxpoint)
        return Shop(number, self._url, quickbooks, account, branch)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lead a request to the shop that its path begins with."""
        _, door, path = scope["path"].split("/", 2)
        raw = scope["raw_path"].removeprefix(f"/{door}".encode())
        headers = [(name, _own_token(value, door)) for name, value in scope["headers"]]
        await self._doors[door]({**scope, "path": f"/{path}", "raw_path": raw, "headers": headers}, receive, send)


class _UnderPytest(Server):
    """Leaves Ctrl-C to pytest."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@contextlib.asynccontextmanager
async def opened_street() -> AsyncIterator[Street]:
    """Serve all shops while inside."""
    with listening(0) as listener:
        street, ready = Street(listener.getsockname()[1]), asyncio.Event()
        server = _UnderPytest(street, ready.set)
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        await ready.wait()
        try:
            yield street
        finally:
            server.should_exit = server.force_exit = True
            await serving


def _own_token(value: bytes, door: str) -> bytes:
    """The token that an account knows for the one given to its shop alone: limits are kept by the token."""
    own = f"{ACCOUNT_TOKEN}-{door.rpartition('-')[2]}"
    return ACCOUNT_TOKEN.encode() if value == own.encode() else value


def _what(kind: str, entity: Json) -> str:
    told = [entity.get(name) for name in ("DocNumber", "DisplayName", "Name", "TotalAmt", "PrivateNote")]
    return " ".join([kind, *(str(value) for value in told if value is not None)])
