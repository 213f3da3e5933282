"""`daybook skip`, `daybook link`, `daybook post-again`: what a person decides of one record (row R-95)."""

from __future__ import annotations

import json
from typing import Any, Literal

from cyclopts import App
from rich.console import Console
from rich.text import Text

from activities.stores import Stores
from clients.database.outcomes import Outcome
from worker.commands.clock import clock_of
from worker.commands.flags import JsonFlag
from worker.commands.order_updates import ask, one_record_named
from worker.commands.orders import outcome_table, remarks_of
from worker.settings import read_environment
from worker.wiring import connect_temporal, opened_stores

skip = App(name="skip")
link = App(name="link")
post_again = App(name="post-again")

Kind = Literal["order", "fulfillment_request", "supplier_invoice", "shipment"]


@skip.default
async def skip_record(
    connection: str, record: str, *, reason: str, kind: Kind | None = None, as_json: JsonFlag = False
) -> None:
    """Leave one record out of the books, and with it what would follow from it.

    It counts as excluded from then on, with the reason; `daybook retry` takes that back. What stands in the books
    already is not skipped.

    Parameters
    ----------
    connection
        The connection's id.
    record
        The record's number, or Flxpoint's id of it.
    reason
        Why, for whoever reads the history.
    kind
        What kind of record it is, where several have the number or the id.
    """
    await _decide("skip", connection, record, kind, {"reason": reason}, as_json)


@link.default
async def link_record(
    connection: str, record: str, *, document: str, kind: Kind | None = None, as_json: JsonFlag = False
) -> None:
    """Tell that a document which was entered by hand stands for a record, so that none is made for it.

    An order's is a Sales Receipt or an Invoice, a fulfillment request's a Purchase Order, a supplier invoice's a Bill.
    It is read in QuickBooks and never changed; another total than the record's is told as a problem.

    Parameters
    ----------
    connection
        The connection's id.
    record
        The record's number, or Flxpoint's id of it.
    document
        QuickBooks' id of the document, which is not its number: it ends the page's address when the document is open.
    kind
        What kind of record it is, where several have the number or the id.
    """
    await _decide("link", connection, record, kind, {"document": document}, as_json)


@post_again.default
async def post_record_again(
    connection: str, record: str, *, kind: Kind | None = None, as_json: JsonFlag = False
) -> None:
    """Make a record's document anew, once it is gone from QuickBooks; one that stands there is left alone.

    Parameters
    ----------
    connection
        The connection's id.
    record
        The record's number, or Flxpoint's id of it.
    kind
        What kind of record it is, where several have the number or the id.
    """
    await _decide("post_again", connection, record, kind, {}, as_json)


async def _decide(
    update: str, connection: str, name: str, kind: str | None, request: dict[str, Any], as_json: bool
) -> None:
    environment = read_environment()
    async with opened_stores(environment) as stores:
        known = await one_record_named(stores, connection, name, kind)
        client = await connect_temporal(environment)
        named = {"record": known.ref.id, "kind": known.ref.kind.value}
        await ask(client, connection, known.order_id, update, named | request)
        outcomes = await stores.outcomes.of_order(connection, known.order_id)
        await show_outcomes(stores, connection, outcomes, as_json)


async def show_outcomes(stores: Stores, connection: str, outcomes: list[Outcome], as_json: bool) -> None:
    """What became of an order's records."""
    if as_json:
        print(json.dumps([outcome.model_dump(mode="json") for outcome in outcomes]))
        return
    console = Console()
    console.print(outcome_table(outcomes, await clock_of(stores, connection)))
    for outcome in outcomes:
        for words in remarks_of(outcome):
            console.print(Text(words))
