"""One run: read what is pending, store it, and tell each order's workflow."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, NoReturn

from temporalio import activity
from temporalio.client import Client
from temporalio.common import SearchAttributeKey, SearchAttributePair, TypedSearchAttributes
from temporalio.exceptions import ApplicationError

from accounting.problems import Held, Problem
from accounting.records import FulfillmentRequest, Record, RecordKind, RecordRef
from accounting.settings import OPERATIONS
from activities import contracts
from activities.companies import Companies
from activities.contracts import ORDERS_QUEUE, SIGNALS, OrderInput, Run, RunReport, State, order_workflow_id
from activities.failures import problems_of, try_again
from activities.flxpoint_records import FlxpointRecords
from activities.heartbeat import beating
from clients.database.outcomes import Outcome
from clients.database.records import Saved
from clients.database.runs import Run as StoredRun
from clients.flxpoint.errors import NotUnderstood, RecordUnknown

KIND_OF = dict(zip(OPERATIONS, RecordKind, strict=False))
SIGNAL_FOR = {kind: signal for signal, kind in SIGNALS.items()}
UNFINISHED = {State.PARKED.value, State.WAITING.value}


class RunningActivities:
    """The step that hands records over to the orders' workflows."""

    def __init__(self, companies: Companies, client: Client) -> None:
        self._companies = companies
        self._client = client

    @activity.defn(name=contracts.HAND_OVER)
    async def hand_over(self, run: Run) -> RunReport:
        async with beating():
            try:
                return await _HandOver(self._companies, self._client, run).run()
            except Exception as error:
                return await self._fail(run, error)

    async def _fail(self, run: Run, error: Exception) -> NoReturn:
        problems = problems_of(error, f"run {run.run_id}")
        if problems is None:
            try_again(error)
        text = str(problems[0])
        await self._companies.stores.runs.finish(run.run_id, "failed", text)
        raise ApplicationError(text, type=problems[0].code, non_retryable=True) from None


class _HandOver:
    """Everything is read before anything is handed over: marking shifts the pages of what is not marked."""

    def __init__(self, companies: Companies, client: Client, run: Run) -> None:
        self._stores = companies.stores
        self._companies = companies
        self._client = client
        self._run = run
        self._order_of: dict[str, str] = {}
        self._unchanged = 0
        self._problems: list[Problem] = []

    async def run(self) -> RunReport:
        _require_known(self._run.operations)
        connection = await self._stores.connections.get(self._run.connection)
        await self._stores.runs.begin(
            StoredRun(id=self._run.run_id, connection_id=connection.id, operations=self._run.operations)
        )
        flxpoint = await self._companies.flxpoint(self._run.connection)
        self._source = FlxpointRecords(connection.id, flxpoint, self._stores)
        due = [record for kind in self._kinds() async for record in self._due(kind)]
        for record in due:
            await self._tell(record)
        await self._stores.runs.finish(self._run.run_id, "done", "")
        return RunReport(
            run_id=self._run.run_id,
            connection=self._run.connection,
            handed_over=len(due),
            unchanged=self._unchanged,
            problems=tuple(self._problems),
        )

    def _kinds(self) -> list[RecordKind]:
        return [KIND_OF[operation] for operation in OPERATIONS if operation in self._run.operations]

    async def _due(self, kind: RecordKind) -> AsyncIterator[Record]:
        """The records of a kind that their order's workflow must hear of."""
        async for found in self._source.all(kind):
            try:
                record = await self._source.read(kind, found, await self._order_ids(kind, found))
            except (NotUnderstood, RecordUnknown) as error:
                await self._park_unread(kind, str(found.get("id")), error)
                continue
            if isinstance(record, FulfillmentRequest):
                self._order_of[record.id] = record.order_ref
            if await self._wants_attention(record, await self._source.keep(record)):
                yield record
            else:
                self._unchanged += 1

    async def _order_ids(self, kind: RecordKind, found: dict[str, Any]) -> dict[str, str]:
        """The order of a supplier invoice, through its fulfillment request."""
        request_id = found.get("fulfillmentRequestId")
        if kind is not RecordKind.SUPPLIER_INVOICE or request_id is None or str(request_id) in self._order_of:
            return self._order_of
        self._order_of |= await self._source.order_of(found)
        return self._order_of

    async def _wants_attention(self, record: Record, saved: Saved) -> bool:
        """New, changed, parked or waiting; what another program marked is not ours."""
        outcome = await self._stores.outcomes.current(self._run.connection, record.ref)
        if outcome is None:
            return not record.synced and record.order_id is not None
        return saved in (Saved.NEW, Saved.CHANGED) or outcome.state in UNFINISHED

    async def _tell(self, record: Record) -> None:
        order_id = str(record.order_id)
        await self._stores.runs.handed(self._run.run_id, [record.ref])
        await self._client.start_workflow(
            "Order",
            OrderInput(connection=self._run.connection, order_id=order_id),
            id=order_workflow_id(self._run.connection, order_id),
            task_queue=ORDERS_QUEUE,
            start_signal=SIGNAL_FOR[record.ref.kind],
            start_signal_args=[{"id": record.id, "number": record.label, "run_id": self._run.run_id}],
            static_summary=f"Order {record.label}",
            search_attributes=_attributes(self._run.connection),
        )

    async def _park_unread(self, kind: RecordKind, record_id: str, error: Exception) -> None:
        problem = Problem(
            code="record_not_understood",
            message=f"{kind.words.capitalize()} {record_id} cannot be taken over: {error}",
            fix="Look at the record in Flxpoint; if it is right there, send this message to whoever runs Daybook.",
        )
        self._problems.append(problem)
        ref = RecordRef(kind=kind, id=record_id)
        await self._stores.runs.handed(self._run.run_id, [ref])
        await self._stores.outcomes.record(
            Outcome(
                connection_id=self._run.connection,
                ref=ref,
                order_id=record_id if kind is RecordKind.ORDER else "",
                label=record_id,
                state=State.PARKED.value,
                detail="",
                problems=(problem,),
                run_id=self._run.run_id,
            )
        )


def _attributes(connection: str) -> TypedSearchAttributes:
    return TypedSearchAttributes([SearchAttributePair(SearchAttributeKey.for_keyword("Connection"), connection)])


def _require_known(operations: tuple[str, ...]) -> None:
    if unknown := [operation for operation in operations if operation not in OPERATIONS]:
        raise Held(
            Problem(
                code="operation_unknown",
                message=f'There is no operation "{unknown[0]}".',
                fix=f"Choose among: {', '.join(OPERATIONS)}.",
            )
        )
