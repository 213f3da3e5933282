"""`daybook order`: one order's records, documents and problems."""

from __future__ import annotations

import json

from cyclopts import App
from rich.console import Console
from rich.table import Column, Table

from accounting.documents import DocumentKind
from accounting.records import RecordKind
from activities.contracts import order_workflow_id
from activities.stores import Stores
from clients.database.connections import UnknownConnection
from clients.database.outcomes import Outcome
from worker.commands.failure import CommandFailed
from worker.commands.flags import JsonFlag
from worker.settings import Environment, read_environment
from worker.wiring import opened_stores

app = App(name="order", help="Show one order: its documents, what it waits for, and its problems.")

SEQUENCE = list(RecordKind)


@app.default
async def order(connection: str, number: str, *, as_json: JsonFlag = False) -> None:
    """Show one order: its documents, what it waits for, and its problems.

    Parameters
    ----------
    connection
        The connection's id.
    number
        The order's number as the customer sees it, or Flxpoint's id of it.
    """
    environment = read_environment()
    async with opened_stores(environment) as stores:
        outcomes = await _outcomes(stores, connection, number)
    outcomes.sort(key=lambda outcome: (SEQUENCE.index(outcome.ref.kind), outcome.label))
    if as_json:
        print(json.dumps([outcome.model_dump(mode="json") for outcome in outcomes]))
    else:
        _show(environment, outcomes)


async def _outcomes(stores: Stores, connection: str, number: str) -> list[Outcome]:
    try:
        await stores.connections.get(connection)
    except UnknownConnection as error:
        raise CommandFailed(str(error)) from None
    for order_id in [number, *await stores.outcomes.order_ids(connection, number)]:
        if outcomes := await stores.outcomes.of_order(connection, order_id):
            return outcomes
    raise CommandFailed(
        f'Connection {connection} knows no order "{number}". '
        f"Check the number, or read it first: daybook run {connection}"
    )


def _show(environment: Environment, outcomes: list[Outcome]) -> None:
    console = Console()
    console.print(outcome_table(outcomes))
    if environment.temporal_ui:
        workflow = order_workflow_id(outcomes[0].connection_id, outcomes[0].order_id)
        console.print(f"Its workflow: {environment.temporal_ui}/namespaces/default/workflows/{workflow}")


def outcome_table(outcomes: list[Outcome]) -> Table:
    """One row a record: what stands in QuickBooks for it, or what is in the way."""
    remarks = [_remark(outcome) for outcome in outcomes]
    table = Table("in the order system", "state", "in QuickBooks", "id", Column("total", justify="right"))
    if any(remarks):
        table.add_column("what to know", overflow="fold")
    for outcome, remark in zip(outcomes, remarks, strict=True):
        total = "" if outcome.total is None else str(outcome.total)
        cells = [f"{outcome.ref.kind.words} {outcome.label}", outcome.state, _document(outcome)]
        table.add_row(*cells, outcome.document_id or "", total, *([remark] if any(remarks) else []))
    return table


def _document(outcome: Outcome) -> str:
    if outcome.document_kind is None:
        return ""
    return f"{DocumentKind(outcome.document_kind).words} {outcome.number or '(no number)'}"


def _remark(outcome: Outcome) -> str:
    """The problems with their fixes; else what the record waits for or why it is left out."""
    told = "\n".join(map(str, outcome.problems))
    return told or ("" if outcome.document_id else outcome.detail)
