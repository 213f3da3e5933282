"""Companies whose stores are in memory: what Postgres holds of a connection is read once, all else never written."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Collection
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, cast

import httpx

from activities.companies import Companies
from clients.database.closings import Closings
from clients.database.connections import Connections
from clients.database.credentials import Credentials
from clients.database.governor import Governor
from clients.database.intents import Intents
from clients.database.links import Links
from clients.database.lookups import Lookups
from clients.database.outcomes import Outcomes
from clients.database.records import Records
from clients.database.skips import Skips
from tests import in_memory
from tests.chain.world import CONNECTION


@contextlib.asynccontextmanager
async def postgres_left_out(companies: Companies) -> AsyncIterator[Companies]:
    """The same companies for a shop whose settings and tokens stay as they are, and of which nothing is known yet."""
    company = await companies.company(CONNECTION)  # which learns the connection's account
    await company.quickbooks.company_info()  # and that has a token that lasts for an hour
    ledger = in_memory.Ledger()
    stores = replace(
        companies.stores,
        connections=cast(Connections, _Remembered(companies.stores.connections, "get", "settings")),
        credentials=cast(Credentials, _Remembered(companies.stores.credentials, "grant", "flxpoint_token")),
        governor=cast(Governor, _Unlimited()),
        lookups=cast(Lookups, _Lookups()),
        records=cast(Records, in_memory.Records()),
        intents=cast(Intents, in_memory.Intents(ledger)),
        links=cast(Links, in_memory.Links(ledger)),
        outcomes=cast(Outcomes, in_memory.Outcomes()),
        closings=cast(Closings, in_memory.Closings()),
        skips=cast(Skips, in_memory.Skips()),
    )
    async with httpx.AsyncClient(trust_env=False) as http:
        yield Companies(stores, companies.endpoints, http)


class _Remembered:
    """A store of which some things are asked once."""

    def __init__(self, store: object, *once: str) -> None:
        self._store = store
        self._once = once
        self._known: dict[tuple[Any, ...], Any] = {}

    def __getattr__(self, name: str) -> Any:
        asked = getattr(self._store, name)
        if name not in self._once:
            return asked

        async def once(*given: Any) -> Any:
            if (name, *given) not in self._known:
                self._known[name, *given] = await asked(*given)
            return self._known[name, *given]

        return once


class _Unlimited:
    """Admits everybody at once."""

    @contextlib.asynccontextmanager
    async def admitted(self, who: str, limit: object) -> AsyncIterator[None]:
        yield


class _Lookups:
    """Look-ups with the time of each."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], tuple[datetime, Any]] = {}

    async def get(self, realm: str, kind: str, names: Collection[str], newer_than: datetime) -> dict[str, Any]:
        known = {name: self._found[kind, name] for name in names if (kind, name) in self._found}
        return {name: value for name, (at, value) in known.items() if at > newer_than}

    async def put(self, realm: str, kind: str, found: dict[str, Any]) -> None:
        self._found |= {(kind, name): (datetime.now(UTC), value) for name, value in found.items()}

    async def forget(self, realm: str, kinds: Collection[str], ids: Collection[str]) -> None:
        self._found.clear()
