"""Activities that only pretend, under the real ones' names: a test says what they answer, and reads what they did."""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from typing import Any

from temporalio import activity

from accounting.problems import Problem
from accounting.records import RecordKind, RecordRef
from activities import contracts
from activities.contracts import (
    SIGNALS,
    Decided,
    KnownRecords,
    LinkRecord,
    Marking,
    MarkRecord,
    Posting,
    PostRecord,
    ReadOrder,
    SkipRecord,
    State,
    StoredRecord,
    StoreRecord,
)
from activities.run_contracts import Run, RunReport

Answer = Posting | Exception
POSTED = Posting(state=State.POSTED, label="", detail="")
NEEDS = {RecordKind.FULFILLMENT_REQUEST: RecordKind.ORDER, RecordKind.SUPPLIER_INVOICE: RecordKind.FULFILLMENT_REQUEST}


def problem(code: str = "vendor_missing") -> Problem:
    return Problem(code=code, message="No vendor.", fix="Make one.")


def parked(code: str = "vendor_missing") -> Posting:
    return Posting(state=State.PARKED, label="", problems=(problem(code),))


class Pretended:
    """An order posts at once; a request waits for its order, and an invoice for its request, as in the real rules."""

    def __init__(self) -> None:
        self.did: list[str] = []
        """Every activity that was begun, with the record's id."""
        self.asked: list[PostRecord] = []
        self.known = KnownRecords()
        self.missing = ""
        """What a run says of vendors that are missing."""
        self.reported: Awaitable[RunReport] | RunReport | Exception | None = None
        self.refused = ""
        """Why no decision of a person can be kept."""
        self.decided: list[SkipRecord | LinkRecord] = []
        self._answers: defaultdict[str, deque[Answer]] = defaultdict(deque)
        self._marks: defaultdict[str, deque[Problem]] = defaultdict(deque)
        self._told: dict[str, Posting] = {}
        self._gates: dict[str, asyncio.Event] = {}
        self._posted: set[tuple[str, RecordKind]] = set()

    def answer(self, record_id: str, *answers: Answer) -> None:
        """What the next attempts to post a record come to; then it posts."""
        self._answers[record_id].extend(answers)

    def refuse_mark(self, record_id: str, *problems: Problem) -> None:
        """What the next attempts to mark a record come to; then it is marked."""
        self._marks[record_id].extend(problems)

    def hold(self, what: str) -> asyncio.Event:
        """Hold an activity back, named as in ``did``, until the event is set."""
        return self._gates.setdefault(what, asyncio.Event())

    @property
    def activities(self) -> dict[str, list[Callable[..., Any]]]:
        """The activities by the queue they are asked on."""
        return {
            contracts.QUICKBOOKS_QUEUE: [self.post_record, self.store_record, self.skip_record, self.link_record],
            contracts.FLXPOINT_QUEUE: [self.mark_record, self.read_order, self.hand_over],
        }

    @activity.defn(name=contracts.POST_RECORD)
    async def post_record(self, request: PostRecord) -> Posting:
        self.asked.append(request)
        await self._begin(f"post {request.ref.id}")
        answer = self._next(request)
        if isinstance(answer, Exception):
            raise answer
        if answer.state is State.POSTED:
            self._posted.add((request.order_id, request.ref.kind))
        told = answer.model_copy(update={"label": f"no. {request.ref.id}"})
        changed = self._told.get(request.ref.id) != told
        self._told[request.ref.id] = told
        return told.model_copy(update={"changed": changed})

    def _next(self, request: PostRecord) -> Answer:
        if answers := self._answers[request.ref.id]:
            return answers.popleft()
        needed = NEEDS.get(request.ref.kind)
        if needed and (request.order_id, needed) not in self._posted:
            return Posting(state=State.WAITING, label="", detail=f"Waits for the {needed.words}.")
        return POSTED

    @activity.defn(name=contracts.STORE_RECORD)
    async def store_record(self, request: StoreRecord) -> StoredRecord:
        await self._begin(f"read {request.arrival.signal}")
        kind = SIGNALS.get(request.arrival.signal)
        if request.arrival.ref:
            return StoredRecord(ref=request.arrival.ref)
        if kind and request.arrival.payload.startswith("{"):
            return StoredRecord(ref=RecordRef(kind=kind, id=json.loads(request.arrival.payload)["id"]))
        return StoredRecord(problem=problem("record_not_understood"))

    @activity.defn(name=contracts.SKIP_RECORD)
    async def skip_record(self, request: SkipRecord) -> Decided:
        self.answer(request.ref.id, Posting(state=State.EXCLUDED, label="", detail=request.reason))
        return await self._decide("skip", request)

    @activity.defn(name=contracts.LINK_RECORD)
    async def link_record(self, request: LinkRecord) -> Decided:
        self.answer(request.ref.id, Posting(state=State.LINKED, label="", detail=request.document_id))
        return await self._decide("link", request)

    async def _decide(self, what: str, request: SkipRecord | LinkRecord) -> Decided:
        self.decided.append(request)
        await self._begin(f"{what} {request.ref.id}")
        return Decided(refused=self.refused)

    @activity.defn(name=contracts.MARK_RECORD)
    async def mark_record(self, request: MarkRecord) -> Marking:
        await self._begin(f"mark {request.ref.id}")
        refusals = self._marks[request.ref.id]
        return Marking(problem=refusals.popleft() if refusals else None)

    @activity.defn(name=contracts.READ_ORDER)
    async def read_order(self, request: ReadOrder) -> KnownRecords:
        await self._begin(f"read order {request.order_id}")
        return self.known

    @activity.defn(name=contracts.HAND_OVER)
    async def hand_over(self, run: Run) -> RunReport:
        await self._begin(f"hand over {run.connection}")
        if isinstance(self.reported, Exception):
            raise self.reported
        return RunReport(
            run_id=run.run_id,
            connection=run.connection,
            operations=run.operations,
            handed_over=3,
            left_out=("412 orders left out: ordered before 2026-11-01.",),
            failed=bool(self.missing),
            message=self.missing,
        )

    async def _begin(self, what: str) -> None:
        self.did.append(what)
        if gate := self._gates.get(what):
            await gate.wait()
