"""What was read from QuickBooks and need not be read again: ids of vendors, items, accounts, and their absence."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import any_, bindparam, delete, or_, select, update
from sqlalchemy.dialects.postgresql import ARRAY, TEXT, insert
from sqlalchemy.ext.asyncio import AsyncEngine

from clients.database import tables
from clients.database.statements import NOW, change, fetch, holds

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class Lookups:
    """A cache of facts read from QuickBooks, one for each company, kind and name."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def get(
        self, realm: str, kind: str, names: Collection[str], newer_than: datetime | None = None
    ) -> dict[str, Any]:
        """What is known of these names; None means known to be missing, an absent name that it must be looked up.

        With ``newer_than``, what was found until then does not count (a person asked for a retry).
        """
        table = tables.lookup
        statement = select(table.c.name, table.c.value).where(
            table.c.realm == realm,
            table.c.kind == kind,
            table.c.name == any_(bindparam("names", list(names), type_=ARRAY(TEXT))),
        )
        if newer_than is not None:
            statement = statement.where(table.c.found_at > newer_than)
        return {row["name"]: row["value"] for row in await fetch(self._engine, statement)}

    async def put(self, realm: str, kind: str, found: Mapping[str, Any]) -> None:
        """Remember what was found, and with None what was not there."""
        if not found:
            return
        new = insert(tables.lookup).values(realm=realm, kind=kind, found_at=NOW)
        stored = new.on_conflict_do_update(
            index_elements=["realm", "kind", "name"], set_={"value": new.excluded.value, "found_at": NOW}
        )
        # One order everywhere: two workers that store the same names must not deadlock.
        rows = [{"name": name, "value": found[name]} for name in sorted(found)]
        async with self._engine.begin() as transaction:
            await transaction.execute(stored, rows)

    async def outdate(self, realm: str, kind: str) -> None:
        """Let everything of a kind count as read long ago, so that who needs it fresh reads it anew."""
        table = tables.lookup
        of_kind = (table.c.realm == realm) & (table.c.kind == kind)
        await change(self._engine, update(table).where(of_kind).values(found_at=LONG_AGO))

    async def forget(self, realm: str, kinds: Collection[str], ids: Collection[str]) -> None:
        """Look up anew next time whatever was answered with an entry of one of these ids."""
        table = tables.lookup
        of_them = or_(*(holds(table.c.value, "id", id) for id in ids))
        await change(self._engine, delete(table).where(table.c.realm == realm, table.c.kind.in_(kinds), of_them))
