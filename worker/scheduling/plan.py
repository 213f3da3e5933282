"""What a schedule is to do, and the schedule of Temporal that does it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time, timedelta

from temporalio.client import (
    Schedule,
    ScheduleActionStartWorkflow,
    ScheduleCalendarSpec,
    ScheduleIntervalSpec,
    ScheduleOverlapPolicy,
    SchedulePolicy,
    ScheduleRange,
    ScheduleSpec,
    ScheduleState,
)
from temporalio.common import SearchAttributePair, TypedSearchAttributes

from accounting.settings import OPERATIONS
from activities.contracts import ORDERS_QUEUE, run_workflow_id
from activities.nightly import reconcile_action
from activities.reconciling.contracts import reconcile_workflow_id
from activities.run_contracts import RunInput
from worker.scheduling.when import DAYS, AtTime, Every, When
from workflows.visibility import CONNECTION

RECONCILE = "reconcile"
"""The name of the schedule that reads no records, but compares them with the books."""
ALL = "all"
"""The name of the schedule that reads whatever is switched on."""

COMPARES = "compares records and books"

LONGEST_RUN = timedelta(hours=12)
"""A run that is stuck would keep all later ones from starting."""
LATEST = timedelta(hours=12)
"""So late a run at a time of day is still started, where nobody was there in time to start it."""
LONGEST_JITTER = timedelta(minutes=1)


class NameRefused(ValueError):
    """A schedule cannot have this name, and why."""


@dataclass(frozen=True)
class Plan:
    """Which operations of which connection are read, and when."""

    connection: str
    name: str
    operations: tuple[str, ...]
    """None of them means all that are switched on when it starts."""
    when: When

    def __str__(self) -> str:
        return f"{does(self.name, self.operations)}, {self.when}"


def does(name: str, operations: Sequence[str]) -> str:
    """What a schedule of this name does, in words."""
    return COMPARES if name == RECONCILE else reads(operations)


def reads(operations: Sequence[str]) -> str:
    """What a run of these operations reads, in words."""
    return f"reads {' and '.join(operations).replace('_', ' ') or 'all that is switched on'}"


def named(name: str | None, operations: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """A schedule's name and operations; each gives the other one where that was not typed.

    Raises:
        NameRefused: it cannot be a name, or it means something else than the operations.
    """
    chosen = tuple(operation for operation in OPERATIONS if operation in operations)
    if name is None:
        return "-".join(chosen) or ALL, chosen
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,39}", name):
        raise NameRefused(f'"{name}" cannot be a schedule\'s name: write up to 40 of a to z, 0 to 9, "-" and "_".')
    if name in OPERATIONS and not chosen:
        return name, (name,)
    if name == RECONCILE and chosen:
        raise NameRefused(f'The schedule "{RECONCILE}" {COMPARES}, and reads no operation by itself; name another one.')
    if (name == ALL and chosen) or (name in OPERATIONS and chosen != (name,)):
        raise NameRefused(
            f'A schedule "{name}" {reads(()) if name == ALL else reads([name])}; name this one otherwise.'
        )
    return name, chosen


def schedule_id(connection: str, name: str) -> str:
    """The id of a schedule in Temporal; its runs have it too, with the time appended."""
    return reconcile_workflow_id(connection) if name == RECONCILE else f"{run_workflow_id(connection)}.{name}"


def name_in(id: str, connection: str) -> str | None:
    """The name of the schedule that has this id, if it is one of the connection's."""
    if id == reconcile_workflow_id(connection):
        return RECONCILE
    prefix = schedule_id(connection, "")
    return id.removeprefix(prefix) if id.startswith(prefix) else None


def as_schedule(plan: Plan) -> Schedule:
    """The plan as Temporal keeps it: what is due while a run of it is under way is left out, never queued up."""
    return Schedule(
        action=reconcile_action(plan.connection) if plan.name == RECONCILE else _run(plan),
        spec=spec_of(plan.when),
        policy=SchedulePolicy(overlap=ScheduleOverlapPolicy.SKIP, catchup_window=_catch_up(plan.when)),
        state=ScheduleState(note=note_of(plan)),
    )


def _run(plan: Plan) -> ScheduleActionStartWorkflow:
    return ScheduleActionStartWorkflow(
        "RunIntegration",
        RunInput(connection=plan.connection, operations=plan.operations),
        id=schedule_id(plan.connection, plan.name),
        task_queue=ORDERS_QUEUE,
        execution_timeout=LONGEST_RUN,
        static_summary=f"Run of {plan.connection} by schedule {plan.name}",
        typed_search_attributes=of_connection(plan.connection),
    )


def of_connection(connection: str) -> TypedSearchAttributes:
    """By what a connection's schedules and runs are found."""
    return TypedSearchAttributes([SearchAttributePair(CONNECTION, connection)])


def note_of(plan: object) -> str:
    """What Temporal's page says of a schedule, from its words."""
    words = f"{plan}"
    return f"{words[0].upper()}{words[1:]}."


def spec_of(when: When) -> ScheduleSpec:
    """When Temporal starts it; connections with one interval do not start all in one second."""
    if isinstance(when, Every):
        jitter = min(when.interval / 10, LONGEST_JITTER)
        return ScheduleSpec(intervals=[ScheduleIntervalSpec(every=when.interval)], jitter=jitter)
    calendar = ScheduleCalendarSpec(
        hour=(ScheduleRange(when.at.hour),),
        minute=(ScheduleRange(when.at.minute),),
        day_of_week=tuple(ScheduleRange(DAYS.index(day)) for day in when.days) or (ScheduleRange(0, 6),),
    )
    return ScheduleSpec(calendars=[calendar], time_zone_name=when.zone)


def when_of(spec: ScheduleSpec) -> When | None:
    """What was written of it; None where somebody has written something else in Temporal."""
    when: When | None = None
    if spec.intervals:
        when = Every(spec.intervals[0].every)
    elif spec.calendars and spec.time_zone_name:
        calendar = spec.calendars[0]
        numbers = [number for days in calendar.day_of_week for number in range(days.start, days.end + 1)]
        days = tuple(DAYS[number] for number in numbers if len(numbers) < len(DAYS))
        at = time(calendar.hour[0].start, calendar.minute[0].start)
        when = AtTime(at=at, days=days, zone=spec.time_zone_name)
    return when if when and spec_of(when) == spec else None


def _catch_up(when: When) -> timedelta:
    return when.interval if isinstance(when, Every) else LATEST
