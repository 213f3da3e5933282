"""`daybook close`: a person has seen to what is told of an order's documents (row R-105)."""

from __future__ import annotations

import json

from cyclopts import App

from clients.database.outcomes import Outcome
from worker.commands.clock import Clock, clock_of
from worker.commands.failure import CommandFailed
from worker.commands.flags import JsonFlag
from worker.commands.order_updates import ask
from worker.commands.orders import Known, name_of, orders_named
from worker.settings import read_environment
from worker.wiring import connect_temporal, opened_stores

app = App(name="close")


@app.default
async def close(connection: str, number: str, *, code: str | None = None, as_json: JsonFlag = False) -> None:
    """Close the problems of an order's documents that you have seen to.

    What is told of a document that stands, such as a change after it was posted, is told until somebody closes it. It
    stays closed unless something changes again. What keeps a record out of the books ends by itself, once its cause
    is removed, and cannot be closed.

    Parameters
    ----------
    connection
        The connection's id.
    number
        The order's number as the customer sees it, or Flxpoint's id of it.
    code
        Close the problems of this code alone, as changed_after_posting; `daybook history` shows the codes.
    """
    environment = read_environment()
    async with opened_stores(environment) as stores:
        clock = await clock_of(stores, connection)
        order_id = _one(await orders_named(stores, connection, number), number).order_id
        client = await connect_temporal(environment)
        await ask(client, connection, order_id, "close", {"code": code} if code else {})
        known = _one(await orders_named(stores, connection, order_id), number)
    if as_json:
        print(json.dumps(_object(known)))
    else:
        _show(known, number, clock)


def _one(orders: list[Known], number: str) -> Known:
    if len(orders) > 1:
        named = ", ".join(sorted(f"{known.order_id} ({known.channel})" for known in orders))
        raise CommandFailed(f'{len(orders)} orders are called "{number}"; name one by Flxpoint\'s id of it: {named}.')
    return orders[0]


def _object(known: Known) -> dict[str, object]:
    closed = [
        {"record": closing.ref.model_dump(mode="json"), "closed_at": closing.closed_at.isoformat()}
        | closing.problem.model_dump(mode="json", include={"code", "message"})
        for closing in known.closed
    ]
    still_open = [
        {"record": outcome.ref.model_dump(mode="json"), "state": outcome.state}
        | problem.model_dump(mode="json", include={"code", "message", "fix"})
        for outcome in known.outcomes
        for problem in outcome.problems
    ]
    return {"order": known.order_id, "closed": closed, "open": still_open}


def _show(known: Known, number: str, clock: Clock) -> None:
    names = {outcome.ref: name_of(outcome) for outcome in known.outcomes}
    for closing in known.closed:
        print(f"Closed {clock.told(closing.closed_at)} ({clock.name}): {names[closing.ref]}: {closing.problem.message}")
    if not known.closed:
        print(f"Nothing of order {number} is to be closed.")
    for outcome in known.outcomes:
        for words in _still_open(outcome):
            print(words)


def _still_open(outcome: Outcome) -> list[str]:
    return [f"Still open: {name_of(outcome)} ({outcome.state}): {problem}" for problem in outcome.problems]
