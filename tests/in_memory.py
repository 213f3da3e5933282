"""Our own stores without Postgres, for one process: each call is done in one go, after others had their turn.

Only what the activities ask of records, intents, links and outcomes while an order is worked on. That Postgres keeps
all of it so, too, when several workers ask at once, is shown by the tests of clients/database and of the real chain.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, cast
from uuid import UUID

from accounting.records import FulfillmentRequest, Record, RecordKind, RecordRef
from clients.database import exact_json
from clients.database.closings import Closing
from clients.database.intents import Claim, Intent, IntentKey
from clients.database.links import Link, LinkedElsewhere
from clients.database.outcomes import Outcome
from clients.database.records import Saved


async def _others() -> None:
    """Where Postgres would be asked, other activities go on."""
    await asyncio.sleep(0)


class Records:
    """Every record in its newest version."""

    def __init__(self) -> None:
        self._known: dict[RecordRef, Record] = {}
        self._of_order: dict[str, dict[RecordRef, None]] = {}
        self._of_label: dict[tuple[RecordKind, str], dict[RecordRef, None]] = {}

    async def save(self, connection_id: str, record: Record) -> Saved:
        await _others()
        known = self._known.get(record.ref)
        if known is not None and record.changed_at < known.changed_at:
            return Saved.OLDER
        self._known[record.ref] = record
        self._of_order.setdefault(record.order_id or "", {})[record.ref] = None
        self._of_label.setdefault((record.ref.kind, record.label), {})[record.ref] = None
        return Saved.NEW if known is None else Saved.SAME if known == record else Saved.CHANGED

    async def get(self, connection_id: str, ref: RecordRef) -> Record | None:
        await _others()
        return self._known.get(ref)

    async def of_order(self, connection_id: str, order_id: str) -> list[Record]:
        await _others()
        kinds = list(RecordKind)
        refs = sorted(self._of_order.get(order_id, {}), key=lambda ref: (kinds.index(ref.kind), ref.id))
        return [self._known[ref] for ref in refs]

    async def of_label(self, connection_id: str, kind: RecordKind, label: str) -> list[Record]:
        await _others()
        return [self._known[ref] for ref in self._of_label.get((kind, label), {})]

    async def orders_of_fulfillment_requests(self, connection_id: str, ids: Collection[str]) -> dict[str, str]:
        await _others()
        refs = (RecordRef(kind=RecordKind.FULFILLMENT_REQUEST, id=id) for id in ids)
        known = (record for ref in refs if (record := self._known.get(ref)))
        return {record.id: record.order_id for record in known if record.order_id}

    async def pending_sources(self, connection_id: str) -> set[tuple[str, str]]:
        await _others()
        requests = [record for record in self._known.values() if isinstance(record, FulfillmentRequest)]
        return {(request.source_id, request.source_name) for request in requests}


class Ledger:
    """Intents, and the links that they end in."""

    def __init__(self) -> None:
        self.intents: dict[UUID, Intent] = {}
        self.links: dict[IntentKey, Link] = {}
        self.of_key: dict[IntentKey, list[UUID]] = {}
        self.by_number: dict[tuple[str, str], set[IntentKey]] = {}

    def live(self, key: IntentKey) -> Intent | None:
        known = (self.intents[id] for id in self.of_key.get(key, ()))
        return next((intent for intent in known if intent.state != "refused"), None)

    def keep(self, link: Link) -> None:
        stands = self.links.setdefault(link.key, link)
        if (stands.document_kind, stands.document_id) != (link.document_kind, link.document_id):
            raise LinkedElsewhere(stands, link)
        self.numbered(link.document_kind, link.number, link.key)

    def numbered(self, kind: str, number: str | None, key: IntentKey) -> None:
        if number is not None:
            self.by_number.setdefault((kind, number), set()).add(key)


class Links:
    """Every link."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    async def get(self, key: IntentKey) -> Link | None:
        await _others()
        return self._ledger.links.get(key)

    async def number_taken(self, realm: str, document_kind: str, number: str, besides: IntentKey) -> bool:
        await _others()
        return bool(self._ledger.by_number.get((document_kind, number), set()) - {besides})

    async def adopt(self, link: Link) -> Link:
        await _others()
        for other in self._ledger.links.values():
            if (other.document_kind, other.document_id) == (link.document_kind, link.document_id):
                return other
        self._ledger.keep(link)
        return link


class Intents:
    """Every intent; a claim passes on only when it has settled."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    async def draft(
        self,
        key: IntentKey,
        document_kind: str,
        body: Mapping[str, Any],
        expected: Mapping[str, Any],
        number: str | None,
    ) -> Intent:
        await _others()
        live = self._ledger.live(key)
        if live is not None and live.state != "drafted":
            return _read(live)
        ids = self._ledger.of_key.setdefault(key, [])
        refusals = live.refusals if live else len(ids)
        intent = Intent(
            id=key.intent_id(refusals),
            key=key,
            document_kind=document_kind,
            body=dict(body),
            body_hash=exact_json.fingerprint(body),
            expected=dict(expected),
            number=number,
            state="drafted",
            refusals=refusals,
            sends=live.sends if live else 0,
            first_sent_at=None,
            last_sent_at=None,
            settle_at=None,
            fault=None,
            created_at=_now(),
        )
        if live is None:
            ids.append(intent.id)
        self._ledger.intents[intent.id] = intent
        self._ledger.numbered(document_kind, number, key)
        return intent

    async def live(self, key: IntentKey) -> Intent | None:
        await _others()
        live = self._ledger.live(key)
        return live and _read(live)

    async def get(self, intent_id: UUID) -> Intent | None:
        await _others()
        intent = self._ledger.intents.get(intent_id)
        return intent and _read(intent)

    async def claim(self, intent_id: UUID, settle: timedelta) -> Claim | None:
        return next(iter(await self.claim_all([intent_id], settle)), None)

    async def claim_all(self, intent_ids: Collection[UUID], settle: timedelta) -> list[Claim]:
        await _others()
        known = (self._ledger.intents[id] for id in intent_ids)
        return [self._claimed(intent, settle) for intent in known if _may_be_claimed(intent)]

    def _claimed(self, intent: Intent, settle: timedelta) -> Claim:
        first, found = intent.first_sent_at or _now(), cast(Literal["drafted", "sent"], intent.state)
        self._change(
            intent.id,
            state="sent",
            sends=intent.sends + 1,
            first_sent_at=first,
            last_sent_at=_now(),
            settle_at=_now() + settle,
        )
        return Claim(
            intent_id=intent.id,
            sends=intent.sends + 1,
            found=found,
            body=intent.body,
            body_hash=intent.body_hash,
            number=intent.number,
            document_kind=intent.document_kind,
            first_sent_at=first,
            last_sent_at_before=intent.last_sent_at,
        )

    async def renew(self, claim: Claim, settle: timedelta) -> bool:
        return await self._as_holder(claim, last_sent_at=_now(), settle_at=_now() + settle)

    async def unsend(self, claim: Claim) -> None:
        if claim.found == "sent":
            await self.release(claim)
        else:
            await self._as_holder(claim, state="drafted", first_sent_at=None, last_sent_at=None, settle_at=None)

    async def release(self, claim: Claim) -> None:
        await self._as_holder(claim, settle_at=_now())

    async def refuse(self, claim: Claim, fault: str) -> bool:
        return await self._as_holder(claim, state="refused", fault=fault, settle_at=None)

    async def post(self, intent_id: UUID, link: Link) -> None:
        await _others()
        self._ledger.keep(link)
        self._change(intent_id, state="posted", settle_at=None, fault=None)

    async def _as_holder(self, claim: Claim, **values: Any) -> bool:
        await _others()
        intent = self._ledger.intents[claim.intent_id]
        holds = (intent.state, intent.sends) == ("sent", claim.sends)
        if holds:
            self._change(claim.intent_id, **values)
        return holds

    def _change(self, intent_id: UUID, **values: Any) -> None:
        self._ledger.intents[intent_id] = replace(self._ledger.intents[intent_id], **values)


class Outcomes:
    """The current outcome of every record."""

    TOLD = ("state", "detail", "problems", "document_kind", "document_id", "number", "total")

    def __init__(self) -> None:
        self._current: dict[RecordRef, Outcome] = {}
        self._of_order: dict[str, dict[RecordRef, None]] = {}

    async def record(self, outcome: Outcome) -> Outcome:
        await _others()
        known = self._current.get(outcome.ref)
        if known and all(getattr(known, name) == getattr(outcome, name) for name in self.TOLD):
            outcome = outcome.model_copy(update={"attempts": known.attempts + 1})
        self._current[outcome.ref] = outcome
        self._of_order.setdefault(outcome.order_id, {})[outcome.ref] = None
        return outcome

    async def current(self, connection_id: str, ref: RecordRef) -> Outcome | None:
        await _others()
        return self._current.get(ref)

    async def of_order(self, connection_id: str, order_id: str) -> list[Outcome]:
        await _others()
        return [self._current[ref] for ref in self._of_order.get(order_id, {})]


class Closings:
    """Nobody closes anything."""

    async def of(self, *_: object) -> list[Closing]:
        await _others()
        return []

    async def forget(self, *_: object) -> None:
        await _others()


class Skips:
    """Nobody skips anything."""

    async def reason(self, *_: object) -> None:
        await _others()

    async def among(self, *_: object) -> set[RecordRef]:
        await _others()
        return set()

    async def take_back(self, *_: object) -> None:
        await _others()


def _now() -> datetime:
    return datetime.now(UTC)


def _read(intent: Intent) -> Intent:
    return replace(intent, settles_in=None if intent.settle_at is None else intent.settle_at - _now())


def _may_be_claimed(intent: Intent) -> bool:
    settled = intent.settle_at is None or intent.settle_at <= _now()
    return intent.state == "drafted" or (intent.state == "sent" and settled)
