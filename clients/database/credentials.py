"""Tokens, sealed before they reach Postgres and opened only in the worker's memory.

SealBroken    what is stored was sealed with another key, or for another connection, or is not whole
NoGrant       the connection has no QuickBooks tokens
GrantBusy     another worker has held the tokens for too long
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from psycopg.errors import LockNotAvailable
from sqlalchemy import Executable, RowMapping, Select, Table, Update, delete, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from clients.database import grants, tables
from clients.database.connections import ConnectionDiffers, Connections
from clients.database.grants import Granted, StoredGrant
from clients.database.seal import Seal, SealBroken
from clients.database.statements import NOW, change, fetch, fetch_one, to_the_end

__all__ = ["Credentials", "GrantBusy", "LockedGrant", "NoGrant", "SealBroken", "StoredGrant"]

LOCK_TIMEOUT = "20s"
"""Longer than the slowest refresh of another worker."""


class NoGrant(LookupError):
    """The connection has no QuickBooks tokens."""

    def __init__(self, connection_id: str) -> None:
        super().__init__(f'The connection "{connection_id}" has no QuickBooks tokens; link it first.')


class GrantBusy(Exception):
    """Another worker has held the connection's tokens for too long; trying again is safe."""

    def __init__(self, connection_id: str) -> None:
        super().__init__(
            f'The QuickBooks tokens of "{connection_id}" have been held by another worker for {LOCK_TIMEOUT}.'
        )


class LockedGrant:
    """The grant of one connection while no other worker can change it."""

    def __init__(self, transaction: AsyncConnection, row: RowMapping, seal: Seal) -> None:
        self._transaction = transaction
        self._connection_id: str = row["connection_id"]
        self._realm: str = row["realm"]
        self._seal = seal
        self.changed = False
        self.grant = grants.opened(row, seal)

    async def save(self, granted: Granted) -> StoredGrant:
        """Replace the grant by its successor; committed when the lock is released, come what may."""
        grant = self.grant.succeeded_by(granted)
        table = tables.quickbooks_grant
        saved = update(table).where(table.c.connection_id == self._connection_id)
        sealed = grants.sealed(grant, self._connection_id, self._realm, self._seal)
        await self._change(saved.values(sealed=sealed, version=grant.version, saved_at=NOW))
        self.grant = grant
        return grant

    async def lose(self, reason: str) -> None:
        """Note that this grant is dead: only a person can bring the connection back to life (row R-21)."""
        table = tables.connection
        await self._change(update(table).where(table.c.id == self._connection_id).values(relink_reason=reason))

    async def _change(self, statement: Update) -> None:
        self.changed = True  # before the await, for a cancellation is heard only after the statement
        await to_the_end(self._transaction.execute(statement))


@dataclass
class Resealed:
    """What sealing all tokens anew came to."""

    resealed: int = 0
    newest: int = 0
    """Sealed with the newest key before."""
    broken: list[str] = field(default_factory=list)
    """Those that no key opens, in words."""


class Credentials:
    """The tokens of every connection. The first key seals, all of them open, so that keys can be replaced."""

    def __init__(self, engine: AsyncEngine, keys: Sequence[str]) -> None:
        self._engine = engine
        self._seal = Seal(keys)

    async def save_grant(self, connection_id: str, realm: str, granted: Granted) -> StoredGrant:
        """Store a first grant, or the one that a person gave by linking again, which ends whatever was wrong.

        Raises ConnectionDiffers for tokens of another company than the connection's (row R-20).
        """
        await self._refuse_another_company(connection_id, realm)
        clock = await fetch_one(self._engine, select(NOW.label("now")))
        assert clock is not None
        grant = grants.first(granted, clock["now"])
        table = tables.quickbooks_grant
        new = insert(table).values(
            connection_id=connection_id,
            sealed=grants.sealed(grant, connection_id, realm, self._seal),
            version=grant.version,
            saved_at=NOW,
        )
        replaced = {"sealed": new.excluded.sealed, "version": table.c.version + 1, "saved_at": NOW}
        saved = new.on_conflict_do_update(index_elements=["connection_id"], set_=replaced)
        version = await to_the_end(self._linked(connection_id, saved.returning(table.c.version)))
        return replace(grant, version=version)

    async def _linked(self, connection_id: str, saved: Executable) -> int:
        table = tables.connection
        async with self._engine.begin() as transaction:
            version: int = (await transaction.execute(saved)).scalar_one()
            await transaction.execute(update(table).where(table.c.id == connection_id).values(relink_reason=None))
        return version

    async def has_flxpoint_token(self, connection_id: str) -> bool:
        """Is there a Flxpoint token, readable or not?"""
        return await fetch_one(self._engine, _flxpoint_token_of(connection_id)) is not None

    async def grant(self, connection_id: str) -> StoredGrant | None:
        """The newest grant, without a lock."""
        row = await fetch_one(self._engine, _grant_of(connection_id))
        return None if row is None else grants.opened(row, self._seal)

    @asynccontextmanager
    async def locked_grant(self, connection_id: str) -> AsyncIterator[LockedGrant]:
        """Hold the connection's grant against every other worker; raises NoGrant, GrantBusy.

        What was changed inside is committed even if the body fails or is cancelled afterwards, for the refresh
        token it replaced is dead.
        """
        async with self._engine.connect() as transaction:
            row = await _lock(transaction, connection_id)
            locked = LockedGrant(transaction, row, self._seal)
            try:
                yield locked
            finally:
                if locked.changed:
                    await to_the_end(transaction.commit())

    async def reseal(self) -> Resealed:
        """Seal every token with the newest key, each row while no worker can change it."""
        outcome = Resealed()
        for table in (tables.quickbooks_grant, tables.flxpoint_token):
            for row in await fetch(self._engine, select(table.c.connection_id).order_by(table.c.connection_id)):
                await self._reseal_one(table, row["connection_id"], outcome)
        return outcome

    async def _reseal_one(self, table: Table, connection_id: str, outcome: Resealed) -> None:
        one = table.c.connection_id == connection_id
        async with self._engine.begin() as transaction:
            sealed = (await transaction.execute(select(table.c.sealed).where(one).with_for_update())).scalar()
            if sealed is None:
                return
            if self._seal.is_newest(sealed):
                outcome.newest += 1
                return
            try:
                again = self._seal.again(sealed)
            except SealBroken as error:
                outcome.broken.append(f"{connection_id}: its {table.name.replace('_', ' ')} {error}")
                return
            await transaction.execute(update(table).where(one).values(sealed=again))
            outcome.resealed += 1

    async def forget(self, connection_id: str) -> None:
        """Delete every token of the connection."""
        for table in (tables.quickbooks_grant, tables.flxpoint_token):
            await change(self._engine, delete(table).where(table.c.connection_id == connection_id))

    async def save_flxpoint_token(self, connection_id: str, token: str) -> None:
        """Store the connection's Flxpoint token, in place of any before."""
        sealed = self._seal.close({"flxpoint": connection_id, "token": token})
        new = insert(tables.flxpoint_token).values(connection_id=connection_id, sealed=sealed, saved_at=NOW)
        replaced = {"sealed": new.excluded.sealed, "saved_at": NOW}
        await change(self._engine, new.on_conflict_do_update(index_elements=["connection_id"], set_=replaced))

    async def flxpoint_token(self, connection_id: str) -> str | None:
        """The connection's Flxpoint token."""
        row = await fetch_one(self._engine, _flxpoint_token_of(connection_id))
        if row is None:
            return None
        return self._seal.open(row["sealed"], {"flxpoint": connection_id})["token"]

    async def _refuse_another_company(self, connection_id: str, realm: str) -> None:
        connection = await Connections(self._engine).get(connection_id)
        if connection.realm != realm:
            raise ConnectionDiffers.company(connection, realm)


def _grant_of(connection_id: str) -> Select[tuple[Any, ...]]:
    grant, connection = tables.quickbooks_grant, tables.connection
    return (
        select(grant, connection.c.realm, connection.c.relink_reason, NOW.label("now"))
        .join_from(grant, connection, connection.c.id == grant.c.connection_id)
        .where(grant.c.connection_id == connection_id)
    )


def _flxpoint_token_of(connection_id: str) -> Select[tuple[Any, ...]]:
    table = tables.flxpoint_token
    return select(table.c.sealed).where(table.c.connection_id == connection_id)


async def _lock(transaction: AsyncConnection, connection_id: str) -> RowMapping:
    await transaction.execute(text(f"set local lock_timeout = '{LOCK_TIMEOUT}'"))
    table = tables.quickbooks_grant
    locked = select(table.c.connection_id).where(table.c.connection_id == connection_id).with_for_update()
    try:
        found = (await transaction.execute(locked)).first()
    except OperationalError as error:
        if isinstance(error.orig, LockNotAvailable):
            raise GrantBusy(connection_id) from error
        raise
    if found is None:
        raise NoGrant(connection_id)
    # A statement of its own: one that waited tells of the connection as it was before the wait.
    row: RowMapping = (await transaction.execute(_grant_of(connection_id))).mappings().one()
    return row
