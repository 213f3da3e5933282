"""The one function that refreshes a connection's tokens: once, however many ask at a time."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

from activities.endpoints import Endpoints
from activities.refreshes import Refreshes
from activities.stores import Stores
from clients.database.connections import Connection
from clients.database.credentials import GrantBusy, LockedGrant, NoGrant, StoredGrant
from clients.quickbooks import oauth
from clients.quickbooks.errors import NoTokenYet, ReconnectNeeded, Uncertain, Unreachable, WrongApp
from clients.quickbooks.oauth import Grant
from clients.quickbooks.tokens import AccessToken

EARLY = timedelta(minutes=5)
"""So long before its end an access token counts as old."""
REFRESH_SECONDS = 15.0
NEVER_LINKED = "it is not authorized yet"
REFUSED = "QuickBooks refuses even the access token that Intuit has just given"


class ConnectionTokens:
    """Access tokens of one connection, refreshed ahead of expiry or when QuickBooks refuses one.

    Every method raises ReconnectNeeded when only a person can help, and NoTokenYet when asking again is the answer.

    Args:
        when_lost: told once, by whoever notices first that only a person can help.
    """

    def __init__(
        self,
        connection: Connection,
        stores: Stores,
        endpoints: Endpoints,
        refreshes: Refreshes,
        when_lost: Callable[[str], Awaitable[None]],
    ) -> None:
        self._connection = connection
        self._stores = stores
        self._endpoints = endpoints
        self._refreshes = refreshes
        self._when_lost = when_lost

    async def current(self) -> AccessToken:
        """A token that is good for some minutes."""
        return _token(await self.kept(EARLY))

    async def kept(self, early: timedelta) -> StoredGrant:
        """The grant, refreshed if its access token ends within this time; of one that lives shortly, a fifth of it."""
        return await self._good(early)

    async def newer_than(self, version: int) -> AccessToken:
        """A token newer than the one of this version, which expired or was refused."""
        return _token(await self._good(EARLY, refused=version))

    async def refused(self, version: int) -> None:
        """QuickBooks refused a token that was new: no refresh helps, so only a person can (row R-21).

        Of one that was replaced meanwhile, or ran out on its way, nothing is said.
        """
        async with self._held() as held:
            if held.grant.version != version or held.grant.access_left <= timedelta(0):
                return
            await held.lose(REFUSED)
        await self._after_loss()

    async def _good(self, early: timedelta, refused: int | None = None) -> StoredGrant:
        grant = await self._stored()
        if grant.version != refused and grant.access_left > min(early, grant.access_lifetime / 5):
            return grant
        version = grant.version
        return await self._refreshes.shared(self._connection.id, version, lambda: self._refresh(version))

    async def _stored(self) -> StoredGrant:
        grant = await self._stores.credentials.grant(self._connection.id)
        if grant is None:
            raise self._lost(self._connection.relink_reason or NEVER_LINKED)
        return self._linked(grant)

    async def _refresh(self, version: int) -> StoredGrant:
        async with self._held() as held:
            if held.grant.version != version:  # another worker was faster, or a person linked the connection
                return held.grant
            try:
                # Stored before anybody uses it: the old refresh token is dead from here on.
                return await held.save(await self._ask_intuit(held.grant.refresh_token))
            except WrongApp:
                raise
            except ReconnectNeeded as error:
                # While we hold it, the token that was sent is the stored one.
                await held.lose(str(error))
        return await self._after_loss()

    async def _after_loss(self) -> StoredGrant:
        """The grant of a person who linked the connection while Intuit was asked, if there is one."""
        await self._when_lost(self._connection.id)
        async with self._held() as held:
            return held.grant

    @asynccontextmanager
    async def _held(self) -> AsyncIterator[LockedGrant]:
        """The grant against every other worker; who waited for it hears what the one before was told by Intuit."""
        try:
            async with self._stores.credentials.locked_grant(self._connection.id) as locked:
                self._linked(locked.grant)
                yield locked
        except NoGrant:
            raise self._lost(self._connection.relink_reason or NEVER_LINKED) from None
        except GrantBusy as busy:
            raise NoTokenYet(str(busy)) from None

    async def _ask_intuit(self, refresh_token: str) -> Grant:
        try:
            return await oauth.refresh(
                token_url=self._endpoints.intuit_token_url,
                client_id=self._endpoints.intuit_client_id,
                client_secret=self._endpoints.intuit_client_secret,
                refresh_token=refresh_token,
                timeout=REFRESH_SECONDS,
            )
        except (Unreachable, Uncertain) as error:
            # Uncertain is only the refresh: of the company nothing was asked. The stored token, sent again, will tell.
            raise NoTokenYet(f"{NoTokenYet.meaning} {error}") from None

    def _linked(self, grant: StoredGrant) -> StoredGrant:
        if grant.lost:
            raise self._lost(grant.lost)
        return grant

    def _lost(self, reason: str) -> ReconnectNeeded:
        what = f'QuickBooks connection "{self._connection.name}" needs re-authentication: {reason}.'
        return ReconnectNeeded(what)


def _token(grant: StoredGrant) -> AccessToken:
    return AccessToken(grant.access_token, grant.version)
