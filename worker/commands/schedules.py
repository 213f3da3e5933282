"""`daybook schedule`: runs at an interval or at a time of day (rows R-28, R-94)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Annotated, Any

from cyclopts import App, Parameter
from rich.console import Console
from rich.table import Table
from rich.text import Text

from accounting.problems import Held
from accounting.reading_settings import SettingRefused, read_settings
from accounting.run_choices import operations_to_run
from activities.stores import Stores
from worker.commands.clock import Clock, clock_of
from worker.commands.failure import CommandFailed
from worker.commands.flags import JsonFlag
from worker.namespace import prepared_temporal
from worker.scheduling.plan import ALL, RECONCILE, NameRefused, Plan, named
from worker.scheduling.schedules import Schedules, ScheduleUnknown, Standing
from worker.scheduling.when import AtTime, Every, WhenRefused, read_when
from worker.settings import Environment, read_environment
from worker.wiring import opened_stores

app = App(name="schedule", help="Run the integration at an interval or at a time of day.")


@app.command(name="set")
async def put(
    connection: str,
    name: str | None = None,
    *,
    every: str | None = None,
    at: str | None = None,
    days: str | None = None,
    time_zone: str | None = None,
    operation: Annotated[tuple[str, ...], Parameter(negative="", show_default=False)] = (),
    as_json: JsonFlag = False,
) -> None:
    """Make a schedule, or change the one of that name; all of it is set anew, and a paused one stays paused.

    What is due while a run of the connection is under way is left out if that run reads the same, and else waits for
    its end. What was missed, as no server ran, is made up for within one interval, or within 12 hours of its time of
    day; a run is broken off after 12 hours.

    Parameters
    ----------
    connection
        The connection's id.
    name
        What you call it; unless named, "all", or after the operations that it reads. "reconcile" is the one that
        compares records and books, nightly at 03:00 unless you set another time.
    every
        The interval, from 5m to 24h: 15m, 1h, 1h30m. It is counted in UTC, so that 15m means the full hour, 15, 30 and
        45 minutes past, and up to a minute later.
    at
        The time of day instead, as 06:30. One between 01:00 and 03:00 may be left out, or come twice, on the day on
        which the clocks change.
    days
        Of a time of day: only on these days, as mon,tue.
    time_zone
        Of a time of day: its time zone, as America/Chicago; unless named, that of the books.
    operation
        What to read: orders, fulfillment_requests, supplier_invoices or shipments; unless named, all that is on.
    """
    environment = read_environment()
    async with opened_stores(environment) as stores:
        clock = await clock_of(stores, connection)
        try:
            name, chosen = named(name, operation)
            if name != RECONCILE:
                await _require_runnable(stores, connection, operation or chosen, clock)
            when = read_when(every=every, at=at, days=days, zone=time_zone, books_zone=clock.name)
        except (NameRefused, WhenRefused, SettingRefused) as refused:
            raise CommandFailed(str(refused)) from None
        schedules = await _schedules(environment)
        standing = await schedules.put(Plan(connection=connection, name=name, operations=chosen, when=when))
    _tell(standing, clock, as_json)


@app.command(name="list")
async def show(connection: str | None = None, *, as_json: JsonFlag = False) -> None:
    """List the schedules, with the times of their last and next runs in the books' time zone.

    Parameters
    ----------
    connection
        The connection's id; unless named, every connection.
    """
    environment = read_environment()
    async with opened_stores(environment) as stores:
        one = [] if connection is None else [await stores.connections.get(connection)]
        ids = [known.id for known in one or await stores.connections.all()]
        schedules = await _schedules(environment)
        standing = [(known, await clock_of(stores, id)) for id in ids for known in await schedules.of(id)]
    if as_json:
        print(json.dumps({"schedules": [_object(known) for known, _ in standing]}))
    elif standing:
        Console().print(_table(standing))
    else:
        print(f"There is no schedule yet. Make one: daybook schedule set {connection or 'CONNECTION'} --every 15m")


@app.command
async def pause(connection: str, name: str = ALL, *, as_json: JsonFlag = False) -> None:
    """Let a schedule start no runs until it is resumed; a run under way goes on.

    Parameters
    ----------
    connection
        The connection's id.
    name
        The schedule's name.
    """
    await _change("pause", connection, name, as_json)


@app.command
async def resume(connection: str, name: str = ALL, *, as_json: JsonFlag = False) -> None:
    """Let a paused schedule start runs again, from its next time on.

    Parameters
    ----------
    connection
        The connection's id.
    name
        The schedule's name.
    """
    await _change("resume", connection, name, as_json)


@app.command
async def delete(connection: str, name: str = ALL, *, as_json: JsonFlag = False) -> None:
    """Forget a schedule; a run under way goes on.

    The nightly "reconcile" is made anew by the next run: pause it instead.

    Parameters
    ----------
    connection
        The connection's id.
    name
        The schedule's name.
    """
    await _change("delete", connection, name, as_json)


async def _change(how: str, connection: str, name: str, as_json: bool) -> None:
    environment = read_environment()
    async with opened_stores(environment) as stores:
        clock = await clock_of(stores, connection)
    schedules = await _schedules(environment)
    try:
        standing: Standing | None = await getattr(schedules, how)(connection, name)
    except ScheduleUnknown as unknown:
        raise CommandFailed(str(unknown)) from None
    if standing:
        _tell(standing, clock, as_json)
    elif as_json:
        print(json.dumps({"connection": connection, "name": name, "deleted": True}))
    else:
        print(f"Schedule {name} of {connection} is deleted.")


async def _schedules(environment: Environment) -> Schedules:
    # Made before any worker has run, a schedule would lack the search attribute by which it is found.
    return Schedules(await prepared_temporal(environment))


async def _require_runnable(stores: Stores, connection: str, operations: Sequence[str], clock: Clock) -> None:
    """A run that could read nothing would fail each time.

    Raises:
        CommandFailed: an operation is unknown or switched off, or lacks a choice.
    """
    settings = read_settings({"books_time_zone": clock.name} | await stores.connections.settings(connection))
    try:
        operations_to_run(operations, settings, connection)
    except Held as held:
        raise CommandFailed(" ".join(str(problem.named_for(connection)) for problem in held.problems)) from None


def _tell(standing: Standing, clock: Clock, as_json: bool) -> None:
    if as_json:
        print(json.dumps(_object(standing)))
        return
    print(f"Schedule {standing.name} of {standing.connection} {standing}.")
    if standing.paused:
        print(f"It is paused. Resume it: daybook schedule resume {standing.connection} {standing.name}")
    elif standing.next_at:
        print(f"Next run: {clock.told(standing.next_at)} ({clock.name}).")


def _object(standing: Standing) -> dict[str, Any]:
    when = standing.when
    at_time = when if isinstance(when, AtTime) else None
    return {
        "connection": standing.connection,
        "name": standing.name,
        "operations": list(standing.operations),
        "every": when.written if isinstance(when, Every) else None,
        "at": at_time and at_time.written,
        "days": list(at_time.days) if at_time else [],
        "time_zone": at_time and at_time.zone,
        "paused": standing.paused,
        "note": standing.note,
        "next_at": standing.next_at and standing.next_at.isoformat(),
        "last_at": standing.last_at and standing.last_at.isoformat(),
        "left_out": standing.left_out,
    }


def _table(schedules: list[tuple[Standing, Clock]]) -> Table:
    table = Table("connection", "schedule", "what it does", "last run", "next run")
    for standing, clock in schedules:
        last = f"{clock.told(standing.last_at)} {clock.name}" if standing.last_at else "none yet"
        coming = f"{clock.told(standing.next_at)} {clock.name}" if standing.next_at else ""
        upcoming = f"paused: {standing.note}" if standing.paused else coming
        table.add_row(*map(Text, (standing.connection, standing.name, f"{standing}", last, upcoming)))
    return table
