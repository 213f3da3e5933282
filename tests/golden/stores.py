"""What Postgres keeps, in memory: as much of it as bringing a record into the books asks for."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from accounting.records import FulfillmentRequest, Record, RecordKind, RecordRef
from clients.database.exact_json import fingerprint
from clients.database.intents import Claim, Intent, IntentKey
from clients.database.links import Link
from clients.database.outcomes import Outcome
from clients.database.records import Saved

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


class Records:
    """Every record in its newest version."""

    def __init__(self) -> None:
        self._kept: dict[RecordRef, Record] = {}

    async def save(self, connection: str, record: Record) -> Saved:
        self._kept[record.ref] = record
        return Saved.NEW

    async def get(self, connection: str, ref: RecordRef) -> Record | None:
        return self._kept.get(ref)

    async def of_order(self, connection: str, order_id: str) -> list[Record]:
        return [record for record in self._kept.values() if record.order_id == order_id]

    async def of_label(self, connection: str, kind: RecordKind, label: str) -> list[Record]:
        return [record for record in self._kept.values() if (record.ref.kind, record.label) == (kind, label)]

    async def orders_of_fulfillment_requests(self, connection: str, ids: Collection[str]) -> dict[str, str]:
        requests = [record for record in self._kept.values() if isinstance(record, FulfillmentRequest)]
        return {request.id: request.order_ref for request in requests if request.id in ids}

    async def pending_sources(self, connection: str) -> set[tuple[str, str]]:
        requests = [record for record in self._kept.values() if isinstance(record, FulfillmentRequest)]
        return {(request.source_id, request.source_name) for request in requests}


class Links:
    """Which document stands for which record."""

    def __init__(self) -> None:
        self.kept: dict[IntentKey, Link] = {}

    async def get(self, key: IntentKey) -> Link | None:
        return self.kept.get(key)

    async def number_taken(self, realm: str, document_kind: str, number: str, besides: IntentKey) -> bool:
        wanted = (document_kind, number)
        return any((one.document_kind, one.number) == wanted for one in self.kept.values() if one.key != besides)

    async def adopt(self, link: Link) -> Link:
        document = (link.document_kind, link.document_id)
        first = (one for one in self.kept.values() if (one.document_kind, one.document_id) == document)
        return next(first, None) or self.kept.setdefault(link.key, link)


class Intents:
    """What is to be created: nobody else sends it, and no answer is lost."""

    def __init__(self, links: Links) -> None:
        self._links = links
        self._kept: dict[UUID, Intent] = {}

    async def draft(
        self,
        key: IntentKey,
        document_kind: str,
        body: Mapping[str, Any],
        expected: Mapping[str, Any],
        number: str | None,
    ) -> Intent:
        refusals = sum(intent.key == key for intent in self._kept.values())
        intent = Intent(
            id=key.intent_id(refusals),
            key=key,
            document_kind=document_kind,
            body=dict(body),
            body_hash=fingerprint(body),
            expected=dict(expected),
            number=number,
            state="drafted",
            refusals=refusals,
            sends=0,
            first_sent_at=None,
            last_sent_at=None,
            settle_at=None,
            fault=None,
            created_at=NOW,
        )
        self._kept[intent.id] = intent
        return intent

    async def live(self, key: IntentKey) -> Intent | None:
        of_key = (intent for intent in self._kept.values() if intent.key == key)
        return next((intent for intent in of_key if intent.state != "refused"), None)

    async def claim(self, id: UUID, settle: timedelta) -> Claim:
        intent = self._kept[id]
        self._kept[id] = replace(intent, state="sent", sends=1, first_sent_at=NOW)
        return Claim(
            intent_id=id,
            sends=1,
            found="drafted",
            body=intent.body,
            body_hash=intent.body_hash,
            number=intent.number,
            document_kind=intent.document_kind,
            first_sent_at=NOW,
            last_sent_at_before=None,
        )

    async def claim_all(self, ids: Collection[UUID], settle: timedelta) -> list[Claim]:
        return [await self.claim(id, settle) for id in ids]

    async def refuse(self, claim: Claim, fault: str) -> bool:
        self._kept[claim.intent_id] = replace(self._kept[claim.intent_id], state="refused", fault=fault)
        return True

    async def post(self, id: UUID, link: Link) -> None:
        self._kept[id] = replace(self._kept[id], state="posted")
        self._links.kept[link.key] = link


class Lookups:
    """Nothing is remembered: QuickBooks is asked each time."""

    async def get(self, *_: object) -> dict[str, Any]:
        return {}

    async def put(self, *_: object) -> None:
        pass


class Closings:
    """Nobody has closed anything."""

    async def of(self, *_: object) -> list[Any]:
        return []

    async def forget(self, *_: object) -> None:
        pass


class Outcomes:
    """What became of each record."""

    def __init__(self) -> None:
        self.kept: dict[RecordRef, Outcome] = {}

    async def record(self, outcome: Outcome) -> Outcome:
        self.kept[outcome.ref] = outcome
        return outcome

    async def current(self, connection: str, ref: RecordRef) -> Outcome | None:
        return self.kept.get(ref)
