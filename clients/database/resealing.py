"""Sealing every token with the newest key, so that an older one can be dropped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Table, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from clients.database import tables
from clients.database.seal import Seal, SealBroken
from clients.database.statements import fetch


@dataclass
class Resealed:
    """What sealing all tokens anew came to."""

    resealed: int = 0
    newest: int = 0
    """Sealed with the newest key before."""
    broken: list[str] = field(default_factory=list)
    """Those that no key opens, in words."""


async def reseal(engine: AsyncEngine, keys: Sequence[str]) -> Resealed:
    """Seal every token with the first key, each row while no worker can change it."""
    seal, done = Seal(keys), Resealed()
    for table in (tables.quickbooks_grant, tables.flxpoint_token):
        for row in await fetch(engine, select(table.c.connection_id).order_by(table.c.connection_id)):
            async with engine.begin() as transaction:
                await _reseal_one(transaction, table, row["connection_id"], seal, done)
    return done


async def _reseal_one(
    transaction: AsyncConnection, table: Table, connection_id: str, seal: Seal, done: Resealed
) -> None:
    one = table.c.connection_id == connection_id
    sealed = (await transaction.execute(select(table.c.sealed).where(one).with_for_update())).scalar()
    if sealed is None:
        return
    if seal.is_newest(sealed):
        done.newest += 1
        return
    try:
        again = seal.again(sealed)
    except SealBroken as error:
        done.broken.append(f"{connection_id}: its {table.name.replace('_', ' ')} {error}")
        return
    await transaction.execute(update(table).where(one).values(sealed=again))
    done.resealed += 1
