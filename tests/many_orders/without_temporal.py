"""The order's own workflow on a plain event loop, with the true activities behind it: Temporal alone is left out.

What that does not show is Temporal's part: that signals, timers and results outlive a worker, and that histories
replay. What it does show is everything that is decided by the order in which things arrive.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from temporalio.api.common.v1 import Payload
from temporalio.common import RawValue
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

import workflows.order
import workflows.visibility
from activities import contracts
from activities.companies import Companies
from activities.marking import MarkingActivities
from activities.posting import PostingActivities
from activities.reading import ReadingActivities
from tests.many_orders.events import Event
from workflows.order import OrderWorkflow
from workflows.order_life import OrderStart

TURNS = 5
"""Turns of the event loop in which whatever one result sets off has settled."""
LONGEST_PAUSE = 0.2
MOST_ATTEMPTS = 200
Condition = Callable[[], bool]
Activity = Callable[[Any], Awaitable[Any]]


@dataclass
class _Waiting:
    """The conditions that one order's workflow waits for."""

    conditions: list[tuple[Condition, asyncio.Future[None]]] = field(default_factory=list)
    pulses: set[asyncio.Task[None]] = field(default_factory=set)
    busy: int = 0
    """Activities under way."""

    def pulse(self) -> None:
        """Something may have changed."""
        task = asyncio.get_running_loop().create_task(self._look())
        self.pulses.add(task)
        task.add_done_callback(self.pulses.discard)

    async def _look(self) -> None:
        for _ in range(TURNS):
            await asyncio.sleep(0)
            for condition, reached in self.conditions:
                if not reached.done() and condition():
                    reached.set_result(None)
            self.conditions = [waited for waited in self.conditions if not waited[1].done()]


_waiting: ContextVar[_Waiting] = ContextVar("_waiting")


class PlainWorkflow:
    """What the order's workflow asks of ``temporalio.workflow``, answered by asyncio and the activities."""

    def __init__(self, companies: Companies) -> None:
        posting, reading = PostingActivities(companies), ReadingActivities(companies)
        self._activities: dict[str, Activity] = {
            contracts.POST_RECORD: posting.post_record,
            contracts.STORE_RECORD: reading.store_record,
            contracts.READ_ORDER: reading.read_order,
            contracts.MARK_RECORD: MarkingActivities(companies).mark_record,
        }

    def now(self) -> datetime:
        return datetime.now(UTC)

    def info(self) -> Any:
        return SimpleNamespace(is_continue_as_new_suggested=lambda: False)

    def all_handlers_finished(self) -> bool:
        return True

    def set_current_details(self, text: str) -> None:
        """Nobody looks."""

    def upsert_search_attributes(self, attributes: Any) -> None:
        """Nobody looks."""

    async def wait_condition(self, condition: Condition, **options: Any) -> None:
        waiting = _waiting.get()
        waiting.pulse()
        if not condition():
            reached = asyncio.get_running_loop().create_future()
            waiting.conditions.append((condition, reached))
            await reached

    async def execute_activity(self, name: str, request: Any, *, result_type: type[Any], **options: Any) -> Any:
        """Tried again as Temporal does, only sooner; both ways by JSON."""
        waiting = _waiting.get()
        waiting.busy += 1
        try:
            sent = type(request).model_validate_json(request.model_dump_json())
            answer = await self._attempts(self._activities[name], sent)
            return result_type.model_validate_json(answer.model_dump_json())
        finally:
            waiting.busy -= 1
            waiting.pulse()

    async def _attempts(self, activity: Activity, request: Any) -> Any:
        for attempt in range(1, MOST_ATTEMPTS):
            environment = ActivityEnvironment()
            environment.info = replace(environment.info, attempt=attempt)
            try:
                return await environment.run(activity, request)
            except ApplicationError:
                await asyncio.sleep(min(0.01 * attempt, LONGEST_PAUSE))
        return await ActivityEnvironment().run(activity, request)


@contextlib.contextmanager
def temporal_left_out(companies: Companies) -> Iterator[None]:
    """Workflows run on plain asyncio while inside."""
    plain = PlainWorkflow(companies)
    with patch.object(workflows.order, "workflow", plain), patch.object(workflows.visibility, "workflow", plain):
        yield


class PlainOrder:
    """One order's workflow, begun by a signal and begun anew by one that comes after its end."""

    def __init__(self, start: OrderStart) -> None:
        self._start = start
        self._waiting = _Waiting()
        self._workflow = OrderWorkflow(start)
        self._run: asyncio.Task[Any] | None = None

    def signal(self, event: Event) -> None:
        if self._run is None or self._run.done():
            self._workflow = OrderWorkflow(self._start)
            self._workflow.on_signal(event.signal, [RawValue(Payload(data=event.record.encode()))])
            _waiting.set(self._waiting)
            self._run = asyncio.create_task(self._workflow.run(self._start))
        else:
            self._workflow.on_signal(event.signal, [RawValue(Payload(data=event.record.encode()))])
        self._waiting.pulse()

    async def quiet(self) -> None:
        """Until there is nothing to do for now, or ever."""
        while self._run is not None and not self._run.done():
            await asyncio.sleep(0.005)
            if not self._waiting.busy and not self._waiting.pulses:
                return

    async def ended(self, seconds: float = 60) -> None:
        """Until every record is posted and marked."""
        assert self._run is not None
        async with asyncio.timeout(seconds):
            await self._run
