"""The life of one order: its sale, its purchase orders, its bills, each posted once and then marked."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from temporalio import workflow
from temporalio.common import RawValue
from temporalio.exceptions import ActivityError, ApplicationError

with workflow.unsafe.imports_passed_through():
    from activities import contracts
    from activities.arrivals import arrival_of
    from activities.contracts import Arrival, ClosedProblems, Decided, KnownRecords, Marking, OrderInput, Posting
    from workflows.giving_up import gave_up
    from workflows.options import flxpoint_call, mark_call, quickbooks_call
    from workflows.order_life import Notice, OrderLife, OrderStart
    from workflows.requests import Decision, linking, member_of, named_in, reads_again, skipping
    from workflows.step import Mark, Step
    from workflows.visibility import OrderStatus, Visibility, status_of

ANSWER_WITHIN = timedelta(seconds=20)


@workflow.defn(name="Order")
class OrderWorkflow:
    """Started by a signal, or from the UI with the connection and the order's id alone."""

    @workflow.init
    def __init__(self, start: OrderStart) -> None:
        self._start = start
        self._life = start.life or OrderLife(start.order_id)
        self._inbox: deque[Arrival] = deque()
        self._decisions: deque[Decision] = deque()
        self._visibility = Visibility(start.connection)

    @workflow.run
    async def run(self, start: OrderStart) -> OrderStatus:
        self._visibility.publish(self._life)
        await asyncio.sleep(0)  # let the signal that started this workflow reach the inbox
        if not self._inbox and start.life is None:
            await self._read_all()
        marking = asyncio.create_task(self._mark_outcomes())
        while not self._may_end:
            if self._outgrown:
                workflow.continue_as_new(start.model_copy(update={"life": self._life}))
            await self._go_on()
        marking.cancel()
        self._visibility.publish(self._life)
        return status_of(self._start, self._life)

    async def _go_on(self) -> None:
        await workflow.wait_condition(lambda: self._something_to_do or self._may_end or self._outgrown)
        if self._inbox:
            await self._take(self._inbox[0])
            self._inbox.popleft()
        elif self._decisions:
            await self._decide(self._decisions[0])
            self._decisions.popleft()
        elif notice := self._life.next_notice():
            await self._take(notice.arrival)
        elif step := self._life.next_step():
            await self._post(step)

    @property
    def _something_to_do(self) -> bool:
        return bool(self._inbox or self._decisions or self._life.next_notice() or self._life.next_step())

    @property
    def _may_end(self) -> bool:
        return not self._inbox and self._life.finished and workflow.all_handlers_finished()

    @property
    def _outgrown(self) -> bool:
        """Temporal asks for a new history, and nothing is under way that could not be taken along."""
        asked_for = workflow.info().is_continue_as_new_suggested()
        under_way = self._inbox or self._decisions or self._life.being_marked
        return asked_for and not under_way and workflow.all_handlers_finished() and self._life.portable

    async def _take(self, arrival: Arrival) -> None:
        """Learn what a signal brought: the id of what a run has just read here, all else in an activity."""
        unread = self._life.unread_until(arrival.signal)
        if arrival.ref and arrival.run_id and not unread:
            self._life.learn(arrival.ref, workflow.now(), arrival)
            return
        stored: contracts.StoredRecord = await workflow.execute_activity(
            contracts.STORE_RECORD,
            contracts.StoreRecord(
                connection=self._start.connection, order_id=self._start.order_id, arrival=arrival, unread=unread
            ),
            result_type=contracts.StoredRecord,
            **quickbooks_call(f"Read signal {arrival.signal}", self._start.connection),
        )
        if stored.ref:
            self._life.learn(stored.ref, workflow.now(), arrival)
        elif stored.problem:
            self._life.not_understood[arrival.signal] = Notice(arrival, stored.problem)
            self._visibility.publish(self._life)

    async def _decide(self, decision: Decision) -> None:
        answer: Decided = await workflow.execute_activity(
            decision.activity,
            decision.request,
            result_type=Decided,
            **quickbooks_call(decision.summary, self._start.connection),
        )
        if not answer.refused:
            self._life.decided(decision.ref, workflow.now())
        decision.answer = answer

    async def _post(self, step: Step) -> None:
        turn = self._life.attempt(step)
        if step.read_again:
            await self._read_again(step)
        posting = await self._attempt(step)
        self._life.settle(step, posting, turn)
        self._visibility.publish(self._life)

    async def _attempt(self, step: Step) -> Posting:
        try:
            posting: Posting = await workflow.execute_activity(
                contracts.POST_RECORD,
                contracts.PostRecord(
                    connection=self._start.connection,
                    order_id=self._start.order_id,
                    ref=step.ref,
                    run_id=step.run_id,
                    fresh_after=step.fresh_after,
                    post_again=step.post_again,
                    take_back=step.take_back,
                ),
                result_type=Posting,
                **quickbooks_call(f"Post {step.name}", self._start.connection),
            )
        except ActivityError as error:
            return gave_up(step.label or step.ref.id, error)
        return posting

    async def _mark_outcomes(self) -> None:
        while True:
            await workflow.wait_condition(lambda: self._life.to_mark() is not None)
            step = self._life.to_mark()
            assert step is not None
            step.mark = Mark.UNDER_WAY
            marking = await self._mark(step)
            self._life.marked(step, marking)
            self._visibility.publish(self._life)

    async def _mark(self, step: Step) -> Marking:
        marking: Marking = await workflow.execute_activity(
            contracts.MARK_RECORD,
            contracts.MarkRecord(connection=self._start.connection, order_id=self._start.order_id, ref=step.ref),
            result_type=Marking,
            **mark_call(f"Mark {step.name}", self._start.connection),
        )
        return marking

    async def _read_all(self) -> None:
        """Started by hand: learn the order's records from Postgres, else from the order system."""
        known = await self._read(contracts.ReadOrder(connection=self._start.connection, order_id=self._start.order_id))
        if known.problem and not self._inbox:
            raise ApplicationError(str(known.problem), type=known.problem.code, non_retryable=True)
        for ref in known.refs:
            self._life.learn(ref, workflow.now())

    async def _read_again(self, step: Step) -> None:
        await self._read(
            contracts.ReadOrder(connection=self._start.connection, order_id=self._start.order_id, ref=step.ref)
        )

    async def _read(self, request: contracts.ReadOrder) -> KnownRecords:
        known: KnownRecords = await workflow.execute_activity(
            contracts.READ_ORDER,
            request,
            result_type=KnownRecords,
            **flxpoint_call(f"Read order {request.order_id}", request.connection),
        )
        return known

    # Dynamic, and typed to take anything: a signal that cannot be decoded would be dropped by the SDK.
    @workflow.signal(
        dynamic=True,
        description="order_received, fulfillment_requested, supplier_invoiced or shipped, with a record or "
        '{"id": ...}; retry_all tries again what is parked.',
    )
    def on_signal(self, name: str, values: Sequence[RawValue]) -> None:
        if name == contracts.RETRY_ALL:
            self._life.retry(None, workflow.now(), read_again=reads_again(values))
        else:
            self._inbox.append(arrival_of(name, [value.payload.data for value in values]))

    @workflow.update(
        name="retry",
        description='Try again what is parked: all of the order, or {"record": "700123"} alone, skipped or not.',
    )
    async def retry(self, request: Any = None) -> OrderStatus:
        record_id = named_in(request, "record")
        if not self._life.steps and workflow.patched("retry-waits-for-the-records"):
            await self._until(lambda: bool(self._life.steps))
        chosen = self._named(record_id, member_of(request, "kind")) if record_id and self._life.steps else []
        left_out = any(step.state is contracts.State.EXCLUDED for step in chosen)
        taking_back = left_out and workflow.patched("retry-takes-back-what-was-left-out")
        for step in chosen:
            step.take_back = True
        return await self._answer(self._life.retry(record_id, workflow.now(), left_out=taking_back))

    @workflow.update(
        name="skip",
        description='Leave {"record": "700123", "reason": "a duplicate"} out of the books; retry takes that back.',
    )
    async def skip(self, request: Any = None) -> OrderStatus:
        return await self._decided(request, skipping)

    @workflow.update(
        name="link",
        description='{"record": "700123", "document": "145"}: the document of this id in QuickBooks is the record\'s.',
    )
    async def link(self, request: Any = None) -> OrderStatus:
        return await self._decided(request, linking)

    @workflow.update(
        name="post_again", description='The document of {"record": "700123"} is gone from QuickBooks: make it anew.'
    )
    async def post_again(self, request: Any = None) -> OrderStatus:
        await self._until(lambda: bool(self._life.steps))
        chosen = self._named(named_in(request, "record"), member_of(request, "kind"))
        for step in chosen:
            self._life.learn(step.ref, workflow.now())
            step.post_again, step.fresh_after = True, workflow.now()
        return await self._answer(chosen)

    @workflow.update(
        name="close",
        description="A person has seen to what is told of posted documents: to all of it, or to "
        '{"code": "changed_after_posting"} alone.',
    )
    async def close(self, request: Any = None) -> OrderStatus:
        await self._until(lambda: bool(self._life.steps))
        closed: ClosedProblems = await workflow.execute_activity(
            contracts.CLOSE_PROBLEMS,
            contracts.CloseProblems(
                connection=self._start.connection, order_id=self._start.order_id, code=named_in(request, "code")
            ),
            result_type=ClosedProblems,
            **quickbooks_call("Close what a person has seen to", self._start.connection),
        )
        if closed.refused:
            raise ApplicationError(closed.refused, type="problem_unknown", non_retryable=True)
        return await self._answer([self._life.learn(ref, workflow.now()) for ref in closed.refs])

    @workflow.query(name="status", description="The order's records and how far each has come.")
    def status(self) -> OrderStatus:
        return status_of(self._start, self._life)

    async def _decided(self, request: Any, deciding: Callable[[OrderInput, Step, Any], Decision]) -> OrderStatus:
        await self._until(lambda: bool(self._life.steps))
        chosen = self._named(member_of(request, "record"), member_of(request, "kind"))
        if len(chosen) > 1:
            raise _refused(f'Several records have the id {chosen[0].ref.id}; say which one, as {{"kind": "order"}}.')
        decision = deciding(self._start, chosen[0], request)
        self._decisions.append(decision)
        await workflow.wait_condition(lambda: decision.answer is not None)
        if decision.answer and decision.answer.refused:
            raise _refused(decision.answer.refused)
        return await self._answer([])  # what waits for the record is looked at again, too

    def _named(self, record_id: str | None, kind: str = "") -> list[Step]:
        if record_id and (chosen := self._life.named(record_id, kind)):
            return chosen
        named = record_id[:100] if record_id else "without a name"
        raise _refused(
            f"Order {self._life.number or self._start.order_id} has no record {named}; "
            f"its records are: {', '.join(step.ref.id for step in self._life.steps.values())}."
        )

    async def _answer(self, chosen: list[Step]) -> OrderStatus:
        def settled() -> bool:
            steps = chosen or self._life.steps.values()
            return not (self._inbox or self._life.next_notice() or any(step.under_way for step in steps))

        await self._until(settled)
        return status_of(self._start, self._life)

    async def _until(self, reached: Callable[[], bool]) -> None:
        with contextlib.suppress(TimeoutError):  # still being tried then; the status says so
            await workflow.wait_condition(reached, timeout=ANSWER_WITHIN, timeout_summary="answer whoever asked")


def _refused(told: str) -> ApplicationError:
    return ApplicationError(told, type="record_unknown", non_retryable=True)
