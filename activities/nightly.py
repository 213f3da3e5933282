"""Each connection is reconciled every night, by a schedule that Temporal keeps for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from temporalio.client import (
    Client,
    Schedule,
    ScheduleActionStartWorkflow,
    ScheduleAlreadyRunningError,
    ScheduleCalendarSpec,
    ScheduleOverlapPolicy,
    SchedulePolicy,
    ScheduleRange,
    ScheduleSpec,
    ScheduleState,
    ScheduleUpdate,
    ScheduleUpdateInput,
)
from temporalio.common import SearchAttributeKey, SearchAttributePair, TypedSearchAttributes

from activities.contracts import ORDERS_QUEUE
from activities.facts import last_told_zone
from activities.reconciling.contracts import ReconcileInput, reconcile_workflow_id
from activities.stores import Stores

HOUR = 3
LATEST = timedelta(hours=12)
"""So late a night's is still begun, where nobody was there in time."""
LONGEST = timedelta(hours=12)
NOTE = "Compares records and books every night."


async def reconcile_nightly(client: Client, stores: Stores, connection_id: str) -> None:
    """Have a connection reconciled at 03:00 in the time zone of its books; what a person changed of that stays so."""
    zone = await _zone(stores, connection_id)
    wanted = nightly(connection_id, zone)
    try:
        await client.create_schedule(
            reconcile_workflow_id(connection_id), wanted, search_attributes=_of_connection(connection_id)
        )
    except ScheduleAlreadyRunningError:
        await _move_to(client, connection_id, zone)


def nightly(connection_id: str, zone: str) -> Schedule:
    """The schedule as Temporal keeps it."""
    return Schedule(
        action=reconcile_action(connection_id),
        spec=spec_at_night(zone),
        policy=SchedulePolicy(overlap=ScheduleOverlapPolicy.SKIP, catchup_window=LATEST),
        state=ScheduleState(note=NOTE),
    )


def reconcile_action(connection_id: str) -> ScheduleActionStartWorkflow:
    """What the schedule starts."""
    return ScheduleActionStartWorkflow(
        "Reconcile",
        ReconcileInput(connection=connection_id),
        id=f"{reconcile_workflow_id(connection_id)}.nightly",
        task_queue=ORDERS_QUEUE,
        execution_timeout=LONGEST,
        static_summary=f"Reconciliation of {connection_id} by schedule",
        typed_search_attributes=_of_connection(connection_id),
    )


def spec_at_night(zone: str) -> ScheduleSpec:
    """At 03:00 of every day; the time is never left out when clocks change in most zones, nor does it come twice."""
    calendar = ScheduleCalendarSpec(
        hour=(ScheduleRange(HOUR),), minute=(ScheduleRange(0),), day_of_week=(ScheduleRange(0, 6),)
    )
    return ScheduleSpec(calendars=[calendar], time_zone_name=zone)


async def _move_to(client: Client, connection_id: str, zone: str) -> None:
    """The books' time zone may have become known, or another one, since the schedule was made."""
    handle = client.get_schedule_handle(reconcile_workflow_id(connection_id))
    spec = (await handle.describe()).schedule.spec
    # Another time of day was chosen by a person, with its zone.
    if spec.time_zone_name in (None, zone) or spec != spec_at_night(spec.time_zone_name):
        return

    def moved(current: ScheduleUpdateInput) -> ScheduleUpdate:
        return ScheduleUpdate(schedule=replace(current.description.schedule, spec=spec_at_night(zone)))

    await handle.update(moved)


async def _zone(stores: Stores, connection_id: str) -> str:
    connection = await stores.connections.get(connection_id)
    chosen = (await stores.connections.settings(connection_id)).get("books_time_zone")
    return chosen or await last_told_zone(stores, connection.realm) or "UTC"


def _of_connection(connection_id: str) -> TypedSearchAttributes:
    return TypedSearchAttributes([SearchAttributePair(SearchAttributeKey.for_keyword("Connection"), connection_id)])
