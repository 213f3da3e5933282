"""Connections (one QuickBooks company joined with one order system account) and their settings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from pydantic import AwareDatetime, Field, field_validator
from sqlalchemy import RowMapping, Select, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from accounting.records import Model
from clients.database import tables
from clients.database.statements import NOW, change, fetch, fetch_one

LONGEST_NAME = 100


class UnknownConnection(LookupError):
    """No connection has this id."""


class ConnectionDiffers(ValueError):
    """A connection exists already, for another company, environment or account (rows R-16, R-20)."""

    @classmethod
    def company(cls, made: Connection, realm: str, name: str = "") -> ConnectionDiffers:
        """The company is another one (row R-20)."""
        this, other = _company_words(realm, name), _company_words(made.realm, made.company_name)
        return cls(f'This is {this}; the connection "{made.name}" was made for {other}. Make a new connection.')


class ConnectionNameTaken(ValueError):
    """Another connection has this name, ignoring case (row R-15)."""

    def __init__(self, name: str) -> None:
        super().__init__(f'A connection "{name}" already exists')


class Connection(Model):
    """One QuickBooks company joined with one order system account."""

    id: str
    """An immutable slug: letters, digits, ``-``."""
    name: str
    realm: str
    environment: str
    """``production`` or ``sandbox``; fixed, as the realm is."""
    account: str = ""
    """The account's id in the order system; empty until it is known."""
    company_name: str = ""
    """The company's own name in QuickBooks, as it was when it was linked; empty until it is known."""
    created_at: AwareDatetime = Field(default_factory=lambda: datetime.now(UTC))
    relink_reason: str | None = None
    """Why a person must link it again, if one must."""
    settings_changed_at: AwareDatetime | None = None
    """When a setting changed last: what was found before may be another matter now."""

    @field_validator("id")
    @classmethod
    def _slug(cls, value: str) -> str:
        if not re.fullmatch(r"[A-Za-z0-9-]{1,100}", value):
            raise ValueError(f'"{value}" is no connection id; use letters, digits and "-" only')
        return value

    @field_validator("name")
    @classmethod
    def _trimmed(cls, value: str) -> str:
        name = value.strip()
        if not name:
            raise ValueError("Enter a connection name")
        if len(name) > LONGEST_NAME:
            raise ValueError(f"A connection name has at most {LONGEST_NAME} characters, this one has {len(name)}")
        return name

    @field_validator("environment")
    @classmethod
    def _one_of_two(cls, value: str) -> str:
        if value.lower() not in ("production", "sandbox"):
            raise ValueError("Environment must be Production or Sandbox")
        return value.lower()


class Connections:
    """The connections that Daybook knows."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def add(self, connection: Connection) -> Connection:
        """Store a connection, or give back the one that exists, under its new name if that changed.

        Raises ConnectionDiffers if it exists for another company, environment or account.
        """
        new = insert(tables.connection).values(connection.model_dump()).on_conflict_do_nothing()
        if await fetch_one(self._engine, new.returning(tables.connection.c.id)):
            return connection
        stored = await fetch_one(self._engine, _select(connection.id))
        if stored is None:
            raise ConnectionNameTaken(connection.name)
        _same_company(_connection(stored), connection)
        if stored["name"] != connection.name:
            await self._rename(connection)
        if connection.account:
            await self.set_account(connection.id, connection.account)
        return await self.get(connection.id)

    async def get(self, connection_id: str) -> Connection:
        """The connection, or UnknownConnection naming those that exist."""
        row = await fetch_one(self._engine, _select(connection_id))
        if row is None:
            raise await self._unknown(connection_id)
        return _connection(row)

    async def all(self) -> list[Connection]:
        """Every connection, by id."""
        rows = await fetch(self._engine, select(tables.connection).order_by(tables.connection.c.id))
        return [_connection(row) for row in rows]

    async def set_account(self, connection_id: str, account: str) -> None:
        """Remember the order system's account; it is part of what makes a posting unique, so it never changes.

        Raises ConnectionDiffers if the connection was made for another account.
        """
        known = await self.get(connection_id)
        table = tables.connection
        unset = update(table).where(table.c.id == connection_id, table.c.account.in_(("", account)))
        if not await change(self._engine, unset.values(account=account)):
            raise ConnectionDiffers(
                f'This is account {account}; the connection "{known.name}" was made for another account '
                "of the order system. Make a new connection."
            )

    async def named(self, name: str) -> Connection | None:
        """The connection of this name, ignoring case (row R-15)."""
        statement = select(tables.connection).where(func.lower(tables.connection.c.name) == name.strip().lower())
        row = await fetch_one(self._engine, statement)
        return None if row is None else _connection(row)

    async def set_company_name(self, connection_id: str, company_name: str) -> None:
        """Remember what the company calls itself."""
        await self._update(connection_id, company_name=company_name)

    async def unlinked(self, connection_id: str, reason: str) -> None:
        """Note that a person ended the link, whatever was in its way before; new tokens end that."""
        await self._update(connection_id, relink_reason=reason)

    async def settings(self, connection_id: str) -> dict[str, Any]:
        """What was chosen for the connection, by name; a setting left at its default is absent."""
        table = tables.setting
        rows = await fetch(
            self._engine, select(table.c.name, table.c.value).where(table.c.connection_id == connection_id)
        )
        return {row["name"]: row["value"] for row in rows}

    async def change_settings(self, connection_id: str, values: Mapping[str, Any | None]) -> None:
        """Set every named setting, or with None return it to its default: all of them or, on an error, none."""
        await self.get(connection_id)
        table, changed = tables.setting, tables.connection
        async with self._engine.begin() as transaction:
            await transaction.execute(
                update(changed).where(changed.c.id == connection_id).values(settings_changed_at=NOW)
            )
            for name, value in sorted(values.items()):  # one order everywhere, lest two changes deadlock
                if value is None:
                    await transaction.execute(
                        delete(table).where(table.c.connection_id == connection_id, table.c.name == name)
                    )
                else:
                    new = insert(table).values(connection_id=connection_id, name=name, value=value)
                    await transaction.execute(
                        new.on_conflict_do_update(
                            index_elements=["connection_id", "name"], set_={"value": new.excluded.value}
                        )
                    )

    async def _rename(self, connection: Connection) -> None:
        try:
            await self._update(connection.id, name=connection.name)
        except IntegrityError as error:
            raise ConnectionNameTaken(connection.name) from error

    async def _update(self, connection_id: str, **values: str | None) -> None:
        statement = update(tables.connection).where(tables.connection.c.id == connection_id).values(**values)
        if not await change(self._engine, statement):
            raise await self._unknown(connection_id)

    async def _unknown(self, connection_id: str) -> UnknownConnection:
        known = ", ".join(connection.id for connection in await self.all()) or "none yet"
        return UnknownConnection(f'There is no connection "{connection_id}"; known: {known}.')


def _select(connection_id: str) -> Select[tuple[Any, ...]]:
    return select(tables.connection).where(tables.connection.c.id == connection_id)


def _connection(row: RowMapping) -> Connection:
    return Connection.model_validate(dict(row))


def _company_words(realm: str, name: str) -> str:
    return f"{name} (company {realm})" if name else f"company {realm}"


def _same_company(stored: Connection, offered: Connection) -> None:
    if stored.environment != offered.environment:
        raise ConnectionDiffers(
            f'The connection "{stored.name}" was made for the {stored.environment} environment, '
            f"not for {offered.environment}. Make a new connection."
        )
    if stored.realm != offered.realm:
        raise ConnectionDiffers.company(stored, offered.realm)
