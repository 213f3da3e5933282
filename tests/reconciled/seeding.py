"""Thousands of orders in Flxpoint, in Daybook's tables and in the books, as copies of one that was posted."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Table, insert, select
from sqlalchemy.ext.asyncio import AsyncEngine

from clients.database import exact_json, tables
from clients.database.intent_keys import IntentKey
from clients.database.statements import change, fetch
from tests.chain.orders import SHOP, a_request, an_order
from tests.chain.world import World

Json = dict[str, Any]

FIRST = 7_000_001
APART = 10_000
"""Between the ids of one copy and those of the next."""
IN_A_BATCH = 30
AT_ONCE = 500
NUMBER = re.compile(r"(?<!\d)70\d{5,6}(?!\d)")
"""The ids of the first order and of all that belongs to it."""


def copied(value: Any, copy: int) -> Any:
    """The same with the ids of another order."""

    def moved(found: re.Match[str]) -> str:
        lines = 10 if len(found[0]) > len(str(FIRST)) else 1
        return str(int(found[0]) + copy * APART * lines)

    return exact_json.read(NUMBER.sub(moved, exact_json.write(value)))


class Seeding:
    """One posted order with its Purchase Order, and its copies."""

    def __init__(self, world: World, engine: AsyncEngine) -> None:
        self._world = world
        self._engine = engine
        self._bodies: dict[str, Json] = {}

    async def first(self) -> None:
        """Post the one that all others are like."""
        await self._world.flxpoint.add(**SHOP, orders=[an_order(FIRST)], fulfillment_requests=[a_request(FIRST)])
        await self._world.run()
        await self._world.finished(str(FIRST))
        for intent in await self._rows(tables.intent):
            if intent["document_kind"] in ("SalesReceipt", "PurchaseOrder"):
                self._bodies[intent["document_kind"]] = intent["body"]

    async def copy(self, copies: Sequence[int], *, missing: int) -> dict[tuple[str, int], str]:
        """Make the copies everywhere; ``missing`` is in Flxpoint alone. The documents' ids by kind and copy."""
        for some in chunks(copies, AT_ONCE):
            await self._world.flxpoint.add(
                orders=[an_order(FIRST + copy * APART) for copy in some],
                fulfillment_requests=[a_request(FIRST + copy * APART) for copy in some if copy != missing],
            )
        posted = [copy for copy in copies if copy != missing]
        ids: dict[tuple[str, int], str] = {}
        for kind in self._bodies:
            for some in chunks(posted, IN_A_BATCH):
                ids |= {(kind, copy): id for copy, id in (await self.enter(kind, some)).items()}
        await self._remember(posted, ids)
        return ids

    async def enter(self, kind: str, copies: Sequence[int]) -> dict[int, str]:
        """Enter copies of a document into the books; their ids."""
        items = [{"bId": str(copy), "operation": "create", kind: copied(self._bodies[kind], copy)} for copy in copies]
        answer = await self.write("batch", {"BatchItemRequest": items})
        return {int(item["bId"]): item[kind]["Id"] for item in answer["BatchItemResponse"]}

    async def write(self, path: str, body: Json) -> Json:
        """Write to QuickBooks as a bookkeeper's program does."""
        books = self._world.announced.quickbooks
        answer = await self._world.quickbooks.http.post(
            f"{books['url']}/v3/company/{books['realm_id']}/{path}",
            content=exact_json.write(body),
            headers={"Authorization": f"Bearer {books['access_token']}", "Content-Type": "application/json"},
            timeout=60,
        )
        return dict(json.loads(answer.raise_for_status().text))

    async def _remember(self, copies: Sequence[int], ids: dict[tuple[str, int], str]) -> None:
        for table in (tables.record, tables.outcome, tables.intent, tables.link):
            of_first = [dict(row) for row in await self._rows(table) if NUMBER.search(str(dict(row)))]
            for some in chunks(copies, AT_ONCE):
                rows = [_row(table, row, copy, ids) for copy in some for row in of_first]
                await change(self._engine, insert(table).values([row for row in rows if row]))

    async def _rows(self, table: Table) -> list[Json]:
        return [dict(row) for row in await fetch(self._engine, select(table))]


def _row(table: Table, row: Json, copy: int, ids: dict[tuple[str, int], str]) -> Json:
    """A row of a table, for another order."""
    new = {}
    for name, value in row.items():
        told = value if hasattr(value, "tzinfo") or isinstance(value, UUID) else copied(value, copy)
        new[name] = told
    if table is tables.outcome:
        new.pop("sequence")
    if table is tables.intent:
        names = ("realm", "account", "record_kind", "record_id")
        new["id"] = IntentKey(*(new[name] for name in names)).intent_id(0)
    if "document_id" in new:
        new["document_id"] = ids[row["document_kind"], copy]
    return new


def chunks(values: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    """So many at a time."""
    return (values[start : start + size] for start in range(0, len(values), size))
