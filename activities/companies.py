"""A connection made ready for work: its QuickBooks company, its Flxpoint account and its settings."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Protocol

import httpx

from accounting.reading_settings import read_settings
from accounting.settings import Settings
from activities.connection_contracts import Notice
from activities.endpoints import Endpoints
from activities.flights import Flights
from activities.refreshes import Refreshes
from activities.stores import Stores
from activities.tokens import ConnectionTokens
from clients.database.connections import Connection
from clients.database.governor import Limit
from clients.flxpoint.account import Flxpoint
from clients.flxpoint.errors import Throttled as FlxpointThrottled
from clients.flxpoint.errors import TokenRefused
from clients.quickbooks.company import QuickBooks
from clients.quickbooks.errors import Throttled as QuickBooksThrottled
from clients.quickbooks.tokens import TokenSource

THROTTLED_SECONDS = {QuickBooksThrottled: 60.0, FlxpointThrottled: 1.0}
"""How long nobody asks again where the answer does not say."""


@dataclass(frozen=True)
class Company:
    """One connection's QuickBooks company and what was chosen for it."""

    connection: Connection
    settings: Settings
    quickbooks: QuickBooks

    @property
    def realm(self) -> str:
        return self.connection.realm


class Turns(Protocol):
    """What admits requests: the governor, or a test's stand-in for it."""

    def admitted(self, key: str, limit: Limit) -> AbstractAsyncContextManager[None]: ...

    async def hold_back(self, key: str, seconds: float) -> None: ...


class Companies:
    """Opens connections by id, each request admitted by the governor."""

    def __init__(self, stores: Stores, endpoints: Endpoints, http: httpx.AsyncClient) -> None:
        self.stores = stores
        self.endpoints = endpoints
        self.http = http
        self.flights = Flights()
        self._refreshes = Refreshes()
        self.when_lost: Callable[[str], Awaitable[None]] = _only_noted
        """Told of a connection that needs a person, once; a worker passes it on, for a command it is noted enough."""
        self.announce: Callable[[Notice], Awaitable[None]] | None = None
        """Told what a person should know, by a worker whose operator wants that."""

    def over(self, stores: Stores) -> Companies:
        """The same companies with other stores behind them."""
        companies = Companies(stores, self.endpoints, self.http)
        companies.when_lost = self.when_lost
        return companies

    async def company(self, connection_id: str) -> Company:
        """The QuickBooks side of a connection.

        Raises:
            UnknownConnection: no connection has this id.
            SettingRefused: a stored setting is not one any more.
        """
        connection = await self._identified(connection_id)
        settings = read_settings(await self.stores.connections.settings(connection_id))
        quickbooks = self.quickbooks(connection.realm, connection.environment, self.tokens(connection))
        return Company(connection, settings, quickbooks)

    def quickbooks(self, realm: str, environment: str, tokens: TokenSource) -> QuickBooks:
        """A company in QuickBooks, opened with these tokens."""
        return QuickBooks(
            realm=realm,
            base_url=self.endpoints.quickbooks_for(environment),
            http=self.http,
            tokens=tokens,
            admit=lambda: self._admit(f"quickbooks:{realm}", self.endpoints.quickbooks_limit),
            timeout=self.endpoints.quickbooks_timeout,
        )

    def tokens(self, connection: Connection) -> ConnectionTokens:
        """The tokens of a connection, refreshed once however many here ask for them."""
        return ConnectionTokens(connection, self.stores, self.endpoints, self._refreshes, self.when_lost)

    async def flxpoint(self, connection_id: str) -> Flxpoint:
        """The Flxpoint side of a connection.

        Raises:
            UnknownConnection: no connection has this id.
            TokenRefused: no token was given for it.
        """
        connection = await self.stores.connections.get(connection_id)
        token = await self.stores.credentials.flxpoint_token(connection_id)
        if token is None:
            raise TokenRefused(f'Connection "{connection.name}" has none.', method="GET", path="/account")
        return Flxpoint(
            base_url=self.endpoints.flxpoint_url,
            token=token,
            http=self.http,
            admit=lambda: self._admit(f"flxpoint:{_digest(token)}", self.endpoints.flxpoint_limit),
        )

    async def _identified(self, connection_id: str) -> Connection:
        """The connection with its order system's account, which is part of every intent's key."""
        connection = await self.stores.connections.get(connection_id)
        if connection.account:
            return connection
        account = await (await self.flxpoint(connection_id)).account()
        await self.stores.connections.set_account(connection_id, str(account["id"]))
        return await self.stores.connections.get(connection_id)

    def _admit(self, who: str, limit: Limit) -> AbstractAsyncContextManager[None]:
        return admitted(self.stores.governor, who, limit)


@asynccontextmanager
async def admitted(governor: Turns, who: str, limit: Limit) -> AsyncIterator[None]:
    """One request's turn; if the answer is "too many requests", nobody asks there for a while."""
    async with governor.admitted(who, limit):
        try:
            yield
        except (QuickBooksThrottled, FlxpointThrottled) as error:
            await governor.hold_back(who, error.retry_after or THROTTLED_SECONDS[type(error)])
            raise


async def _only_noted(connection_id: str) -> None:
    """The database knows, and whoever looks there."""


def _digest(token: str) -> str:
    """Names a token without telling it: Flxpoint counts requests by token, whoever holds it."""
    return hashlib.sha256(token.encode()).hexdigest()[:16]
