"""Intents: the decision to create one thing in QuickBooks for one record, made once and claimed by one sender.

drafted ──claim──▶ sent ──post──▶ posted
   ▲                │ └──refuse──▶ refused
   └────unsend──────┘
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import RowMapping, and_, exists, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from clients.database import exact_json, links, tables
from clients.database.intent_keys import IntentKey, keyed
from clients.database.statements import NOW, change, fetch, fetch_one

__all__ = ["Claim", "Intent", "IntentKey", "IntentState", "Intents"]

IntentState = Literal["drafted", "sent", "posted", "refused"]


@dataclass(frozen=True)
class Intent:
    """The decision to create one thing in QuickBooks for one record; ``id`` is the request id."""

    id: UUID
    key: IntentKey
    document_kind: str
    body: dict[str, Any]
    """Exactly what is sent; frozen from the first send on."""
    body_hash: str
    expected: dict[str, Any]
    """What the answer is verified against."""
    number: str | None
    state: IntentState
    refusals: int
    """How many intents of this key were refused before this one."""
    sends: int
    """Counts the claims; the newest claim alone may speak for the intent."""
    first_sent_at: datetime | None
    last_sent_at: datetime | None
    settle_at: datetime | None
    """Until then the newest claim's holder is left alone."""
    fault: str | None
    created_at: datetime
    settles_in: timedelta | None = field(default=None, compare=False)
    """How long that is from when this was read; a worker's own clock may be wrong."""

    @property
    def unsettled(self) -> timedelta:
        """How long nobody else may send it; no time unless it is being sent."""
        return self.settles_in if self.state == "sent" and self.settles_in else timedelta(0)


@dataclass(frozen=True)
class Claim:
    """The right to send an intent's body, and what must be known to look for it first."""

    intent_id: UUID
    sends: int
    found: Literal["drafted", "sent"]
    """``sent``: an earlier send may have been stored, so look before sending."""
    body: dict[str, Any]
    body_hash: str
    number: str | None
    document_kind: str
    first_sent_at: datetime
    last_sent_at_before: datetime | None
    """When the send before this one began at the latest."""


READ = (tables.intent, (tables.intent.c.settle_at - NOW).label("settles_in"))
CLAIMED = ("sends", "body", "body_hash", "number", "document_kind", "first_sent_at")


class Intents:
    """Every intent. All times are the database's."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def draft(
        self,
        key: IntentKey,
        document_kind: str,
        body: Mapping[str, Any],
        expected: Mapping[str, Any],
        number: str | None,
    ) -> Intent:
        """The one live intent of the key: a new one, or the drafted one with this body.

        An intent that was sent or posted comes back as it is: its body is frozen.
        """
        content = {
            "document_kind": document_kind,
            "body": dict(body),
            "body_hash": exact_json.fingerprint(body),
            "expected": dict(expected),
            "number": number,
        }
        # Each round either ends or met another worker's change, which the next round reads.
        while True:
            known = await self._of(key)
            live = next((intent for intent in known if intent.state != "refused"), None)
            if live is None:
                drafted = await self._insert(key, refusals=len(known), content=content)
            elif live.state != "drafted" or all(getattr(live, name) == value for name, value in content.items()):
                return live
            else:
                drafted = await self._replace(live.id, content)
            if drafted is not None:
                return drafted

    async def live(self, key: IntentKey) -> Intent | None:
        """The intent of the key that was not refused."""
        table = tables.intent
        row = await fetch_one(self._engine, select(*READ).where(key.rows_in(table), table.c.state != "refused"))
        return None if row is None else _intent(row)

    async def all_of(self, key: IntentKey) -> list[Intent]:
        """Every intent of the key, the refused ones first."""
        return sorted(await self._of(key), key=lambda intent: intent.refusals)

    async def get(self, intent_id: UUID) -> Intent | None:
        """One intent by its request id."""
        row = await fetch_one(self._engine, select(*READ).where(tables.intent.c.id == intent_id))
        return None if row is None else _intent(row)

    async def sent_again(self, realm: str) -> int:
        """How many intents of a company were claimed more than once."""
        table = tables.intent
        counted = select(func.count().label("number")).where(table.c.realm == realm, table.c.sends > 1)
        row = await fetch_one(self._engine, counted)
        return int(row["number"]) if row else 0

    async def claim(self, intent_id: UUID, settle: timedelta) -> Claim | None:
        """Take the right to send, just before the bytes leave; nobody else gets it before ``settle`` has passed.

        None: another sender holds it, or nothing is left to send; the intent's ``settle_at`` says when to come back.
        """
        return next(iter(await self.claim_all([intent_id], settle)), None)

    async def claim_all(self, intent_ids: Collection[UUID], settle: timedelta) -> list[Claim]:
        """Take the right to send several at once: those of them that nobody else holds."""
        table = tables.intent
        before = (
            select(table.c.id, table.c.state, table.c.last_sent_at)
            .where(table.c.id.in_(intent_ids))
            .where(or_(table.c.state == "drafted", and_(table.c.state == "sent", table.c.settle_at <= NOW)))
            # One order everywhere: two senders that want the same ones must not deadlock.
            .order_by(table.c.id)
            .with_for_update()
            .cte("before")
        )
        claimed = (
            update(table)
            .where(table.c.id == before.c.id)
            .values(
                state="sent",
                sends=table.c.sends + 1,
                first_sent_at=func.coalesce(table.c.first_sent_at, NOW),
                last_sent_at=NOW,
                settle_at=NOW + settle,
            )
            .returning(
                table.c.id.label("intent_id"),
                before.c.state.label("found"),
                before.c.last_sent_at.label("last_sent_at_before"),
                *(table.c[name] for name in CLAIMED),
            )
        )
        return [Claim(**row) for row in await fetch(self._engine, claimed)]

    async def renew(self, claim: Claim, settle: timedelta) -> bool:
        """Hold the claim for longer, or learn that it passed to another sender."""
        return await self._as_holder(claim, last_sent_at=NOW, settle_at=NOW + settle)

    async def unsend(self, claim: Claim) -> None:
        """Nothing happened: the request never arrived, or was turned away unread.

        An intent found drafted is drafted again; one found sent stays sent, for an earlier send may have been stored.
        """
        if claim.found == "sent":
            await self.release(claim)
        else:
            # ``sends`` stays: it must tell this claim from every later one
            await self._as_holder(claim, state="drafted", first_sent_at=None, last_sent_at=None, settle_at=None)

    async def release(self, claim: Claim) -> None:
        """Give the claim up with the outcome unknown; the next sender need not wait, and looks first."""
        await self._as_holder(claim, settle_at=NOW)

    async def refuse(self, claim: Claim, fault: str) -> bool:
        """QuickBooks refused the body, so that it can never be stored; a new intent may follow."""
        return await self._as_holder(claim, state="refused", fault=fault, settle_at=None)

    async def post(self, intent_id: UUID, link: links.Link) -> None:
        """The document exists: state and link in one transaction. Doing it twice is harmless.

        A late proof counts whatever the state. Raises LinkedElsewhere if another document has the record's place.
        """
        table, other = tables.intent, tables.intent.alias("other")
        newer = exists().where(link.key.rows_in(other), other.c.state != "refused", other.c.id != intent_id)
        async with self._engine.begin() as transaction:
            await transaction.execute(
                update(table)
                .where(table.c.id == intent_id, table.c.state != "posted", ~newer)
                .values(state="posted", settle_at=None, fault=None)
            )
            await links.keep(transaction, link)

    async def _of(self, key: IntentKey) -> list[Intent]:
        return [_intent(row) for row in await fetch(self._engine, select(*READ).where(key.rows_in(tables.intent)))]

    async def _insert(self, key: IntentKey, *, refusals: int, content: dict[str, Any]) -> Intent | None:
        new = insert(tables.intent).values(
            id=key.intent_id(refusals),
            **asdict(key),
            **content,
            state="drafted",
            refusals=refusals,
            sends=0,
            created_at=NOW,
        )
        row = await fetch_one(self._engine, new.on_conflict_do_nothing().returning(tables.intent))
        return None if row is None else _intent(row)

    async def _replace(self, intent_id: UUID, content: dict[str, Any]) -> Intent | None:
        table = tables.intent
        replaced = update(table).where(table.c.id == intent_id, table.c.state == "drafted").values(content)
        row = await fetch_one(self._engine, replaced.returning(table))
        return None if row is None else _intent(row)

    async def _as_holder(self, claim: Claim, **values: Any) -> bool:
        table = tables.intent
        held = (table.c.id == claim.intent_id, table.c.state == "sent", table.c.sends == claim.sends)
        return await change(self._engine, update(table).where(*held).values(values)) > 0


def _intent(row: RowMapping) -> Intent:
    key, rest = keyed(row)
    return Intent(key=key, **rest)
