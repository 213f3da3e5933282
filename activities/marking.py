"""Tell the order system what Postgres says of a record now; that never holds up a posting."""

from __future__ import annotations

import asyncio
from collections import defaultdict

from temporalio import activity

from activities import contracts
from activities.companies import Companies
from activities.contracts import STANDING, Marking, MarkRecord
from activities.drafting.desk import intent_key
from activities.failures import problems_of, try_again
from activities.heartbeat import beating
from clients.database.outcomes import Outcome
from clients.flxpoint.errors import RecordUnknown

TOLD = {"parked", "waiting"}
AT_ONCE = 2
"""Marks of one connection that stand in Flxpoint's line at a time: whoever reads would wait behind all of them."""


class MarkingActivities:
    """The step that marks; it may be repeated freely."""

    def __init__(self, companies: Companies) -> None:
        self._companies = companies
        self._turns: defaultdict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(AT_ONCE))

    @activity.defn(name=contracts.MARK_RECORD)
    async def mark_record(self, request: MarkRecord) -> Marking:
        async with beating():
            try:
                async with self._turns[request.connection]:
                    await self._mark(request)
            except RecordUnknown:
                return Marking()  # it came with a signal, and the order system has nothing to mark
            except Exception as error:
                problems = problems_of(error, request.ref.id)
                if problems is None:
                    try_again(error)
                return Marking(problem=problems[0])
            return Marking()

    async def _mark(self, request: MarkRecord) -> None:
        outcome = await self._companies.stores.outcomes.current(request.connection, request.ref)
        if outcome is None:
            return
        if outcome.state in STANDING:
            # A shipment has no document of its own, and its mark names none.
            await self._mark_posted(request, outcome.document_id or "")
        elif outcome.state in TOLD:
            flxpoint = await self._companies.flxpoint(request.connection)
            await flxpoint.mark_failed(request.ref.kind, request.ref.id, _reason(outcome))

    async def _mark_posted(self, request: MarkRecord, document_id: str) -> None:
        company = await self._companies.company(request.connection)
        link = await self._companies.stores.links.get(intent_key(company, request.ref))
        flxpoint = await self._companies.flxpoint(request.connection)
        await flxpoint.mark_posted(request.ref.kind, request.ref.id, document_id, link.lines if link else {})


def _reason(outcome: Outcome) -> str:
    return " ".join(map(str, outcome.problems)) or outcome.detail
