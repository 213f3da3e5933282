"""The one function that refreshes a connection's tokens: once, however many ask at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

from activities.endpoints import Endpoints
from activities.stores import Stores
from clients.database.connections import Connection
from clients.database.credentials import StoredGrant
from clients.database.statements import to_the_end
from clients.quickbooks import oauth
from clients.quickbooks.errors import ReconnectNeeded, WrongApp
from clients.quickbooks.oauth import Grant
from clients.quickbooks.tokens import AccessToken

EARLY = timedelta(minutes=5)
"""So long before its end an access token counts as old."""
REFRESH_SECONDS = 15.0


class ConnectionTokens:
    """Access tokens of one connection, refreshed ahead of expiry or when QuickBooks refuses one.

    A lock in the process stands before the row lock, else many waiters would drain the connection pool.

    Args:
        when_lost: told once, by whoever notices first that only a person can help.
    """

    def __init__(
        self,
        connection: Connection,
        stores: Stores,
        endpoints: Endpoints,
        lock: asyncio.Lock,
        when_lost: Callable[[str], Awaitable[None]],
    ) -> None:
        self._connection = connection
        self._stores = stores
        self._endpoints = endpoints
        self._lock = lock
        self._when_lost = when_lost

    async def current(self) -> AccessToken:
        """A token that is good for some minutes.

        Raises:
            ReconnectNeeded: a person must link the connection to QuickBooks again.
        """
        grant = await self.kept(EARLY)
        return AccessToken(grant.access_token, grant.version)

    async def kept(self, early: timedelta) -> StoredGrant:
        """The grant, refreshed if its access token ends within this time; of one that lives shortly, a fifth of it.

        Raises:
            ReconnectNeeded: as ``current``.
        """
        self._require_linked(self._connection)
        grant = await self._stored()
        if grant.access_left > min(early, grant.access_lifetime / 5):
            return grant
        return await self._newer_than(grant.version)

    async def newer_than(self, version: int) -> AccessToken:
        """A token newer than the one of this version, which expired or was refused."""
        grant = await self._newer_than(version)
        return AccessToken(grant.access_token, grant.version)

    async def _newer_than(self, version: int) -> StoredGrant:
        async with self._lock:
            grant = await self._stored()
            if grant.version == version:
                # Broken off between Intuit's answer and our storing it, the only good token would be lost.
                grant = await to_the_end(self._refresh(version))
        return grant

    async def _stored(self) -> StoredGrant:
        grant = await self._stores.credentials.grant(self._connection.id)
        if grant is None:
            raise self._lost("it is not authorized yet")
        return grant

    async def _refresh(self, version: int) -> StoredGrant:
        async with self._stores.credentials.locked_grant(self._connection.id) as locked:
            if locked.grant.version != version:  # another worker was faster
                return locked.grant
            # Whoever waited for the lock does not ask again what Intuit has just refused for good.
            self._require_linked(await self._stores.connections.get(self._connection.id))
            # Stored before anybody uses it: the old refresh token is dead from here on.
            return await locked.save(await self._ask_intuit(locked.grant.refresh_token))

    async def _ask_intuit(self, refresh_token: str) -> Grant:
        try:
            return await oauth.refresh(
                token_url=self._endpoints.intuit_token_url,
                client_id=self._endpoints.intuit_client_id,
                client_secret=self._endpoints.intuit_client_secret,
                refresh_token=refresh_token,
                timeout=REFRESH_SECONDS,
            )
        except WrongApp:
            raise
        except ReconnectNeeded as error:
            if await self._stores.connections.need_relink(self._connection.id, str(error)):
                await self._when_lost(self._connection.id)
            raise self._lost(str(error)) from None

    def _require_linked(self, connection: Connection) -> None:
        if connection.relink_reason:
            raise self._lost(connection.relink_reason)

    def _lost(self, reason: str) -> ReconnectNeeded:
        what = f'QuickBooks connection "{self._connection.name}" needs re-authentication: {reason}.'
        return ReconnectNeeded(what)
