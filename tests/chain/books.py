"""What a test sees and does in QuickBooks beside Daybook: its request log, its audit, and a bookkeeper's hand."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass
from typing import Any

from tests.chain.world import World
from worker.demo.play import audit

Json = dict[str, Any]
TOKEN_PATH = "/oauth2/"
WRONG = ("duplicates", "gaps", "unmarked", "without_document", "unlinked")
MARKED_WITHIN = 30.0
"""Seconds."""


async def posts(world: World, kind: str, *, holding: str = "") -> list[Json]:
    """Daybook's requests to create one of a kind, in order, answered or not."""
    calls = await world.quickbooks.calls("POST", f"/{kind.lower()}")
    return [call for call in calls if _ours(call) and holding in json.dumps(call["body"])]


@dataclass(frozen=True)
class Look:
    """A query of Daybook's, and when it came."""

    at: float
    statement: str


async def looks(world: World, kind: str, *, holding: str = "") -> list[Look]:
    """The queries by which Daybook looked for one of a kind, in order."""
    calls = [call for call in await world.quickbooks.calls("GET", "/query") if _ours(call)]
    found = [Look(call["at"], call["query"]["query"]) for call in calls]
    return [look for look in found if f"FROM {kind} " in look.statement and holding in look.statement]


async def refreshes(world: World) -> list[Json]:
    """Every request for new tokens."""
    return await world.quickbooks.calls("POST", TOKEN_PATH)


def request_ids(calls: list[Json]) -> list[str]:
    return [call["query"]["requestid"] for call in calls]


async def agreed(world: World) -> Json:
    """The stand-ins' own audit, after it found every record booked once, linked, marked and to the cent.

    Marks come after their documents, and hold nothing up: a busy machine has a while to make them.
    """
    until = time.monotonic() + MARKED_WITHIN
    while True:
        found = await audit(world.announced)
        wrong = {name: found[name] for name in WRONG if found[name]}
        if list(wrong) != ["unmarked"] or time.monotonic() > until:
            break
        await asyncio.sleep(0.2)
    assert wrong == {}
    assert found["difference"] == "0.00"
    return found


class Bookkeeper:
    """A person who works in QuickBooks by hand, under a token of their own."""

    def __init__(self, world: World) -> None:
        self._world = world
        books = world.announced.quickbooks
        self._base = f"{books['url']}/v3/company/{books['realm_id']}"
        self._headers = {"Authorization": f"Bearer {books['access_token']}", "User-Agent": "bookkeeper"}

    async def create(self, kind: str, body: Json) -> Json:
        return await self._write(kind, body)

    async def change(self, kind: str, entity: Json, **members: Any) -> Json:
        """Change some members of what stands."""
        version = {"Id": entity["Id"], "SyncToken": entity["SyncToken"], "sparse": True}
        return await self._write(kind, {**version, **members})

    async def delete(self, kind: str, entity: Json) -> None:
        await self._write(kind, {"Id": entity["Id"], "SyncToken": entity["SyncToken"]}, operation="delete")

    async def number_documents(self, own: bool) -> None:
        """Turn custom transaction numbers on or off, for sales forms and purchase orders."""
        (preferences,) = await self._world.documents("Preferences")
        numbers = {"Name": "VendorAndPurchasesPrefs.UseCustomTxnNumbers", "Value": str(own).lower()}
        await self.change(
            "Preferences",
            preferences,
            SalesFormsPrefs={"CustomTxnNumbers": own},
            OtherPrefs={"NameValue": [numbers]},
        )

    async def use_purchase_orders(self, *, on: bool) -> None:
        """Turn purchase orders on or off."""
        (preferences,) = await self._world.documents("Preferences")
        used = {"Name": "VendorAndPurchasesPrefs.PurchaseOrderEnabled", "Value": str(on).lower()}
        await self.change("Preferences", preferences, OtherPrefs={"NameValue": [used]})

    async def one(self, kind: str, name: str) -> Json:
        """The entry of a list by its name."""
        entries = await self._world.documents(kind)
        return next(entry for entry in entries if name in (entry.get("DisplayName"), entry.get("Name")))

    async def _write(self, kind: str, body: Json, **parameters: str) -> Json:
        answer = await self._world.quickbooks.http.post(
            f"{self._base}/{kind.lower()}", params=parameters, json=body, headers=self._headers
        )
        answer.raise_for_status()
        return dict(answer.json()[kind])


def _ours(call: Json) -> bool:
    return bool(call["headers"].get("user-agent") == "daybook")
