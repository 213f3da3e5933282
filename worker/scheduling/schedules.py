"""The schedules that Temporal keeps for a connection."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from temporalio.client import (
    Client,
    ScheduleActionStartWorkflow,
    ScheduleAlreadyRunningError,
    ScheduleDescription,
    ScheduleHandle,
    ScheduleUpdate,
    ScheduleUpdateInput,
)
from temporalio.service import RPCError, RPCStatusCode

from activities.run_requests import RunNotUnderstood, run_asked_for
from worker.scheduling.plan import Plan, as_schedule, does, name_in, note_of, of_connection, schedule_id, when_of
from worker.scheduling.when import When

PAUSED = "Paused with daybook schedule pause."
CHANGED_IN_TEMPORAL = "at times that were set in Temporal"


class ScheduleUnknown(LookupError):
    """A connection has no schedule of this name, with those that it has."""


@dataclass(frozen=True)
class Standing:
    """A schedule as Temporal keeps it."""

    connection: str
    name: str
    operations: tuple[str, ...]
    when: When | None
    """None: somebody has set in Temporal what no command of ours sets."""
    paused: bool
    note: str
    next_at: datetime | None
    """None while it is paused."""
    last_at: datetime | None
    left_out: int
    """How often a run was due while its last one was under way."""

    def __str__(self) -> str:
        return f"{does(self.name, self.operations)}, {self.when or CHANGED_IN_TEMPORAL}"


class Schedules:
    """Every connection's schedules."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def put(self, plan: Plan) -> Standing:
        """Create a schedule, or change the one of its name; a paused one stays paused."""
        wanted = as_schedule(plan)

        def changed(current: ScheduleUpdateInput) -> ScheduleUpdate:
            # What is not handed over is reset: a pause, and how often it may still start a run.
            state = current.description.schedule.state
            kept = state if state.paused else replace(state, note=note_of(plan))
            return ScheduleUpdate(schedule=replace(wanted, state=kept))

        try:
            await self._client.create_schedule(
                schedule_id(plan.connection, plan.name), wanted, search_attributes=of_connection(plan.connection)
            )
        except ScheduleAlreadyRunningError:
            async with self._known(plan.connection, plan.name) as handle:
                await handle.update(changed)
        return await self.get(plan.connection, plan.name)

    async def get(self, connection: str, name: str) -> Standing:
        """One schedule; raises ScheduleUnknown."""
        async with self._known(connection, name) as handle:
            return await self._standing(connection, name, await handle.describe())

    async def of(self, connection: str) -> list[Standing]:
        """All of a connection, by name; one made a moment ago may be missing."""
        return [await self.get(connection, name) for name in await self._names(connection)]

    async def pause(self, connection: str, name: str) -> Standing:
        """Let it start no runs until it is resumed; raises ScheduleUnknown."""
        async with self._known(connection, name) as handle:
            await handle.pause(note=PAUSED)
        return await self.get(connection, name)

    async def resume(self, connection: str, name: str) -> Standing:
        """Let it start runs again; raises ScheduleUnknown."""
        standing = await self.get(connection, name)
        async with self._known(connection, name) as handle:
            await handle.unpause(note=note_of(standing))
        return await self.get(connection, name)

    async def delete(self, connection: str, name: str) -> None:
        """Forget it; raises ScheduleUnknown."""
        async with self._known(connection, name) as handle:
            await handle.delete()

    @contextlib.asynccontextmanager
    async def _known(self, connection: str, name: str) -> AsyncIterator[ScheduleHandle]:
        try:
            yield self._client.get_schedule_handle(schedule_id(connection, name))
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise
            known = ", ".join(await self._names(connection)) or "none"
            raise ScheduleUnknown(
                f'Connection {connection} has no schedule "{name}"; its schedules: {known}. '
                f"Make one: daybook schedule set {connection} --every 15m"
            ) from None

    async def _names(self, connection: str) -> list[str]:
        found = await self._client.list_schedules(f"Connection = '{connection}'")
        return sorted([name async for one in found if (name := name_in(one.id, connection))])

    async def _standing(self, connection: str, name: str, found: ScheduleDescription) -> Standing:
        state, info = found.schedule.state, found.info
        return Standing(
            connection=connection,
            name=name,
            operations=await self._operations(found.schedule.action),
            when=when_of(found.schedule.spec),
            paused=state.paused,
            note=state.note or "",
            next_at=info.next_action_times[0] if info.next_action_times and not state.paused else None,
            last_at=info.recent_actions[-1].started_at if info.recent_actions else None,
            left_out=info.num_actions_skipped_overlap,
        )

    async def _operations(self, action: Any) -> tuple[str, ...]:
        """Of a schedule that was changed in Temporal the input may be anything."""
        if not isinstance(action, ScheduleActionStartWorkflow) or not action.args:
            return ()
        try:
            return run_asked_for((await self._client.data_converter.decode(list(action.args)))[0]).operations
        except RunNotUnderstood:
            return ()
