"""What would become of records, one after the other, each as if those before it were in the books."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TypeVar

from accounting.problems import NotDue
from accounting.records import Record, Shipment
from activities.bringing import bring, judged, standing
from activities.companies import Companies, Company
from activities.contracts import Posting, PostRecord, State
from activities.drafting.desk import Desk, desk_with, intent_key
from activities.preview.contents import Foreseen
from activities.preview.creator import Noting
from activities.preview.facts import PreviewFacts
from activities.preview.links import PreviewLinks
from activities.preview.look_ahead import look_ahead
from activities.shipping import shipping_to_write
from activities.skipping import require_wanted
from clients.database.outcomes import Outcome
from clients.quickbooks.errors import NotSent, Uncertain

PAUSES = (1.0, 5.0)
"""Seconds before what failed is tried again."""

T = TypeVar("T")


class Foreseeing:
    """Goes the way of posting, up to where something would be created."""

    def __init__(self, companies: Companies, company: Company, facts: PreviewFacts) -> None:
        links = companies.stores.links
        assert isinstance(links, PreviewLinks)  # any other would be written to
        self.facts = facts
        self.noting = Noting(links, facts)
        self._stores = companies.stores
        self._company = company
        self._desk = desk_with(companies, company, facts, self.noting)
        anew = facts.no_older_than(datetime.now(UTC))
        self._desk_anew = desk_with(companies, company, anew, self.noting)

    async def look_ahead(self, records: Sequence[Record]) -> None:
        """Ask QuickBooks at once for what these records will need."""
        await _patiently(lambda: look_ahead(self.facts, self._company.settings, records))

    async def one(self, record: Record) -> Foreseen:
        """What would become of one record now."""
        foreseen = await _patiently(lambda: self._by(self._desk, record))
        if foreseen.posting.state is State.PARKED:
            # What is in the way may have been mended since it was looked up.
            foreseen = await _patiently(lambda: self._by(self._desk_anew, record))
        foreseen = replace(foreseen, posting=self._named(foreseen.posting))
        await self._stores.outcomes.record(self._outcome(foreseen))
        return foreseen

    def _named(self, posting: Posting) -> Posting:
        named = tuple(problem.named_for(self._company.connection.id) for problem in posting.problems)
        return posting.model_copy(update={"problems": named})

    async def _by(self, desk: Desk, record: Record) -> Foreseen:
        if isinstance(record, Shipment):
            return Foreseen(record, await judged(record, self._shipping(desk, record)))
        key = intent_key(self._company, record.ref)
        if link := await self._stores.links.get(key):
            return Foreseen(record, standing(record, link), stands=True)
        posting = await judged(record, self._posting(desk, record))
        return Foreseen(record, posting, self.noting.made.get(key))

    async def _posting(self, desk: Desk, record: Record) -> Posting:
        assert not isinstance(record, Shipment)
        intent = await self._stores.intents.live(intent_key(self._company, record.ref))
        if intent and intent.state == "sent":
            raise NotDue(f"{record.ref.kind.words.capitalize()} {record.label} is being sent to QuickBooks just now.")
        await self._require_wanted(record)
        return standing(record, await bring(desk, record))

    async def _shipping(self, desk: Desk, shipment: Shipment) -> Posting:
        await self._require_wanted(shipment)
        wanted = await shipping_to_write(desk, shipment)
        return Posting(state=State.POSTED, label=shipment.label, detail=str(wanted))

    async def _require_wanted(self, record: Record) -> None:
        request = PostRecord(connection=self._company.connection.id, order_id=record.order_id or "", ref=record.ref)
        await require_wanted(self._stores, request, record)

    def _outcome(self, foreseen: Foreseen) -> Outcome:
        record, posting = foreseen.record, foreseen.posting
        return Outcome(
            connection_id=self._company.connection.id,
            ref=record.ref,
            order_id=record.order_id or "",
            label=record.label,
            state=posting.state.value,
            detail=posting.detail,
            problems=posting.problems,
        )


async def _patiently(look: Callable[[], Awaitable[T]]) -> T:
    """Look again where QuickBooks failed for a moment, as Temporal would let an activity do."""
    for pause in PAUSES:
        with contextlib.suppress(NotSent, Uncertain):
            return await look()
        await asyncio.sleep(pause)
    return await look()
