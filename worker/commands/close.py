"""`daybook close`: a person has seen to a problem of a document that stands."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Mapping, Sequence

from cyclopts import App
from temporalio.client import Client

from accounting.problems import Problem
from activities.stores import Stores
from activities.telling_orders import tell_order
from clients.database.connections import UnknownConnection
from clients.database.intents import IntentKey
from clients.database.outcomes import Outcome
from worker.commands.failure import CommandFailed
from worker.commands.flags import JsonFlag
from worker.commands.orders import orders_named
from worker.settings import read_environment
from worker.wiring import connect_temporal, opened_stores

app = App(name="close")

LOOKED_AT_WITHIN = 20.0
"""Seconds in which a worker takes notice."""


@app.default
async def close(connection: str, number: str, *, code: str | None = None, as_json: JsonFlag = False) -> None:
    """Close the problems of an order whose documents stand: a person has seen to them.

    What is closed stays closed until the order changes again. Nothing in QuickBooks is changed. What is parked cannot
    be closed: it is mended, and goes on at the next run.

    Parameters
    ----------
    connection
        The connection's id.
    number
        The order's number as the customer sees it, or Flxpoint's id of it.
    code
        Close only problems of this code, such as changed_after_posting; `daybook order --json` shows it.
    """
    environment = read_environment()
    async with opened_stores(environment) as stores:
        open_ones = await _open(stores, connection, number, code)
        if open_ones:
            client = await connect_temporal(environment)
            for outcome, problems in open_ones.items():
                await stores.links.close_problems(await _key(stores, outcome), problems)
                await _look_again(client, stores, outcome)
    _tell(number, open_ones, as_json)


async def _open(stores: Stores, connection: str, number: str, code: str | None) -> dict[Outcome, list[Problem]]:
    try:
        await stores.connections.get(connection)
    except UnknownConnection as error:
        raise CommandFailed(str(error)) from None
    outcomes = [outcome for known in await orders_named(stores, connection, number) for outcome in known.outcomes]
    parked = [outcome for outcome in outcomes if outcome.state == "parked"]
    found = {
        outcome: problems
        for outcome in outcomes
        if outcome.document_id
        and outcome.state != "parked"
        and (problems := [one for one in outcome.problems if code in (None, one.code)])
    }
    if parked and not found:
        names = ", ".join(f"{outcome.ref.kind.words} {outcome.label}" for outcome in parked)
        raise CommandFailed(
            f"What is parked cannot be closed, for no document stands ({names}): "
            f"daybook order {connection} {number} says what to mend."
        )
    return found


async def _key(stores: Stores, outcome: Outcome) -> IntentKey:
    connection = await stores.connections.get(outcome.connection_id)
    return IntentKey(
        realm=connection.realm,
        account=connection.account,
        record_kind=outcome.ref.kind.value,
        record_id=outcome.ref.id,
    )


async def _look_again(client: Client, stores: Stores, outcome: Outcome) -> None:
    """Let the order's workflow find the record without its problem, and wait until it has."""
    record = await stores.records.get(outcome.connection_id, outcome.ref)
    assert record is not None
    await tell_order(client, outcome.connection_id, outcome.order_id, record)
    deadline = time.monotonic() + LOOKED_AT_WITHIN
    while time.monotonic() < deadline:
        current = await stores.outcomes.current(outcome.connection_id, outcome.ref)
        if current and current.problems != outcome.problems:
            return
        await asyncio.sleep(0.2)
    raise CommandFailed(
        f"The problem of {outcome.label} is closed, and no worker has looked at it yet: is one running (daybook up)?"
    )


def _tell(number: str, closed: Mapping[Outcome, Sequence[Problem]], as_json: bool) -> None:
    if as_json:
        print(json.dumps([problem.model_dump(mode="json") for problems in closed.values() for problem in problems]))
        return
    if not closed:
        print(f"Order {number} has no problem to close.")
    for outcome, problems in closed.items():
        for problem in problems:
            print(f"Closed for {outcome.ref.kind.words} {outcome.label}: {problem.message}")
