"""The governor's rows: a row for each slot of a key, and one for its next turn. Rows are made on first use."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from clients.database.statements import change, fetch, fetch_one

TAKE_SLOT = text("""
    update governor_slot set holder = :holder, held_until = clock_timestamp() + :lease
     where key = :key and slot = (
        select slot from governor_slot
         where key = :key and slot < :slots and held_until <= clock_timestamp()
         order by slot limit 1 for update skip locked)
 returning slot""")

MAKE_SLOTS = text("""
    insert into governor_slot (key, slot, held_until)
    select :key, slot, '-infinity' from generate_series(0, :slots - 1) as slot
        on conflict do nothing returning slot""")

RENEW_SLOTS = text("""
    update governor_slot set held_until = clock_timestamp() + :lease where holder = any(:holders)""")

FREE_SLOT = text("""
    update governor_slot set holder = null, held_until = '-infinity' where key = :key and holder = :holder""")

RESERVE_TURN = text("""
    insert into governor_turn as turn (key, next_turn) values (:key, clock_timestamp() + :gap)
        on conflict (key) do update set next_turn = greatest(turn.next_turn, clock_timestamp()) + :gap
 returning next_turn - :gap - clock_timestamp() as wait""")

HOLD_BACK = text("""
    insert into governor_turn as turn (key, next_turn) values (:key, clock_timestamp() + :pause)
        on conflict (key) do update set next_turn = greatest(turn.next_turn, clock_timestamp() + :pause)""")


async def take_slot(engine: AsyncEngine, key: str, slots: int, holder: UUID, lease: timedelta) -> bool:
    """Lease one of the first ``slots`` slots, if one is free."""
    found = {"key": key, "slots": slots, "holder": holder, "lease": lease}
    return await fetch_one(engine, TAKE_SLOT, found) is not None


async def make_slots(engine: AsyncEngine, key: str, slots: int) -> bool:
    """Make the slots that do not exist yet; whether there were any."""
    return bool(await fetch(engine, MAKE_SLOTS, {"key": key, "slots": slots}))


async def renew_slots(engine: AsyncEngine, holders: list[UUID], lease: timedelta) -> None:
    """Hold every slot of these holders for another lease."""
    await change(engine, RENEW_SLOTS, {"holders": holders, "lease": lease})


async def free_slot(engine: AsyncEngine, key: str, holder: UUID) -> None:
    """Give a slot back; a slot that has passed to another holder is left alone."""
    await change(engine, FREE_SLOT, {"key": key, "holder": holder})


async def reserve_turn(engine: AsyncEngine, key: str, gap: timedelta) -> timedelta:
    """Reserve the next free turn; how long to wait for it, which may be less than nothing."""
    rows = await fetch(engine, RESERVE_TURN, {"key": key, "gap": gap})
    wait: timedelta = rows[0]["wait"]
    return wait


async def hold_back(engine: AsyncEngine, key: str, pause: timedelta) -> None:
    """Give out no turn before this pause has passed."""
    await change(engine, HOLD_BACK, {"key": key, "pause": pause})
