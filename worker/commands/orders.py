"""`daybook order`: one order's records, documents and problems."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from cyclopts import App
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from accounting.documents import DocumentKind
from accounting.records import Order, RecordKind, RecordRef
from activities.contracts import order_workflow_id
from activities.stores import Stores
from clients.database.closings import Closing
from clients.database.history import Chosen, Entry
from clients.database.outcomes import Outcome
from clients.quickbooks.pages import page_of
from worker.commands.clock import Clock, clock_of
from worker.commands.failure import CommandFailed
from worker.commands.flags import JsonFlag
from worker.settings import Environment, read_environment
from worker.wiring import opened_stores

app = App(name="order")

SEQUENCE = list(RecordKind)


@dataclass(frozen=True)
class Known:
    """One order as Daybook knows it."""

    order_id: str
    channel: str
    """Empty if the order itself was never read."""
    outcomes: Sequence[Outcome]
    closed: Sequence[Closing]
    """What a person has closed of its problems."""
    life: Sequence[Entry]
    """Every outcome that its records have had, from the first."""
    environment: str
    """The company's, ``production`` or ``sandbox``."""

    @property
    def name(self) -> str:
        """Its number as the customer sees it, if the order itself was read, and Flxpoint's id."""
        number = next((o.label for o in self.outcomes if o.ref.kind is RecordKind.ORDER), "")
        return f"{number} ({self.order_id})" if number else self.order_id

    def page(self, outcome: Outcome) -> str:
        """Where a person sees the record's document in QuickBooks; empty if none stands."""
        if outcome.document_kind is None or outcome.document_id is None:
            return ""
        return page_of(DocumentKind(outcome.document_kind), outcome.document_id, self.environment)


@app.default
async def order(connection: str, number: str, *, as_json: JsonFlag = False) -> None:
    """Show one order's whole life: its documents, what it waits for, its problems, and what became of it when.

    Where two channels use the same number, both orders are shown.

    Parameters
    ----------
    connection
        The connection's id.
    number
        The order's number as the customer sees it, or Flxpoint's id of it; or the number of one of its records.
    """
    environment = read_environment()
    async with opened_stores(environment) as stores:
        clock = await clock_of(stores, connection)
        orders = await orders_named(stores, connection, number)
    if as_json:
        print(json.dumps([as_object(known, outcome) for known in orders for outcome in known.outcomes]))
        return
    for known in orders:
        _show(environment, known, clock)


async def orders_named(stores: Stores, connection: str, number: str) -> list[Known]:
    """The orders that people call by this number, or the one of this id.

    Raises:
        CommandFailed: nobody knows one.
    """
    number = number.strip()
    named = dict.fromkeys([number, *await stores.outcomes.order_ids(connection, number)])
    orders = [await _known(stores, connection, order_id) for order_id in named]
    if found := [known for known in orders if known.outcomes]:
        return found
    raise CommandFailed(
        f'Connection {connection} knows no order "{number}". '
        f"Check the number, or read it first: daybook run {connection}"
    )


async def _known(stores: Stores, connection: str, order_id: str) -> Known:
    outcomes = await stores.outcomes.of_order(connection, order_id) if order_id else []
    record = await stores.records.get(connection, RecordRef(kind=RecordKind.ORDER, id=order_id))
    channel = record.channel_name if isinstance(record, Order) else ""
    closed = await stores.closings.of(connection, [outcome.ref for outcome in outcomes])
    chosen = Chosen(order_id=order_id)
    life = [entry async for entry in stores.history.from_the_first(connection, chosen)] if outcomes else []
    environment = (await stores.connections.get(connection)).environment
    in_sequence = sorted(outcomes, key=lambda o: (SEQUENCE.index(o.ref.kind), o.label))
    return Known(order_id, channel, in_sequence, closed, life, environment)


def as_object(known: Known, outcome: Outcome) -> dict[str, object]:
    """A record's outcome as JSON, with its page, its workflow and its life."""
    life = [entry.model_dump(mode="json") for entry in known.life if entry.ref == outcome.ref]
    return outcome.model_dump(mode="json") | {
        "workflow": order_workflow_id(outcome.connection_id, outcome.order_id),
        "page": known.page(outcome),
        "life": life,
    }


def _show(environment: Environment, known: Known, clock: Clock) -> None:
    console = Console()
    of_channel = f" of {known.channel}" if known.channel else ""
    console.print(Text(f"Order {known.name}{of_channel}; times in {clock.name}", "bold"))
    console.print(outcome_table(known.outcomes, clock))
    for outcome in known.outcomes:
        for words in remarks_of(outcome):
            console.print(Text(words))
    if len(known.life) > len(known.outcomes):
        console.print(_life_table(known.life, clock))
    for closing in known.closed:
        console.print(Text(f"Closed {clock.told(closing.closed_at)}: {closing.problem.message}", "dim"))
    workflow = order_workflow_id(known.outcomes[0].connection_id, known.order_id)
    pages = f"{environment.temporal_ui}/namespaces/{environment.temporal_namespace}/workflows/"
    for outcome in known.outcomes:
        if page := known.page(outcome):
            console.print(Text(f"{document_of(outcome)}: {page}"), soft_wrap=True)
    console.print(Text(f"Its workflow: {pages if environment.temporal_ui else ''}{workflow}"), soft_wrap=True)


def _life_table(life: Sequence[Entry], clock: Clock) -> Table:
    table = Table(Column("time", no_wrap=True), "in the order system", "state", "what came of it")
    table.title, table.title_justify = "Its life, from the first", "left"
    for entry in life:
        table.add_row(*map(Text, (clock.told(entry.at), name_of(entry), state_of(entry), told(entry))))
    return table


def outcome_table(outcomes: Sequence[Outcome], clock: Clock) -> Table:
    """One row a record: what became of it, what stands in QuickBooks for it, and since when."""
    columns = ("in the order system", "state", "in QuickBooks")
    table = Table(*columns, Column("total", justify="right"), Column("last looked at", no_wrap=True))
    for outcome in outcomes:
        total = "" if outcome.total is None else str(outcome.total)
        table.add_row(
            *map(Text, (name_of(outcome), state_of(outcome), document_of(outcome), total, clock.told(outcome.at)))
        )
    return table


def state_of(outcome: Outcome) -> str:
    """What became of a record, and how often that was found."""
    return f"{outcome.state} (looked at {outcome.attempts}x)" if outcome.attempts > 1 else outcome.state


def document_of(outcome: Outcome) -> str:
    """The document that stands in QuickBooks for a record; empty if none does."""
    if outcome.document_kind is None:
        return ""
    return f"{DocumentKind(outcome.document_kind).words} {outcome.number or '(no number)'} (id {outcome.document_id})"


def told(outcome: Outcome) -> str:
    """The document, then each problem with its code and its fix; else why there is neither."""
    document = f"{document_of(outcome)}, {outcome.total}" if outcome.document_id else outcome.detail
    problems = [f"{problem.code}: {problem}" for problem in outcome.problems]
    return "\n".join(filter(None, [document, *problems]))


def name_of(outcome: Outcome) -> str:
    """The record as people call it: its kind and its number."""
    return f"{outcome.ref.kind.words} {outcome.label}"


def remarks_of(outcome: Outcome) -> list[str]:
    """The record with its problems and their fixes; else with what it waits for or why it is left out."""
    told = [f"{problem}" for problem in outcome.problems]
    told = told or ([outcome.detail] if outcome.detail and not outcome.document_id else [])
    return [f"{name_of(outcome)}: {words}" for words in told]
