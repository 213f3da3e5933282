"""The names and models that workflows and activities share. Every field added later needs a default."""

from __future__ import annotations

from enum import StrEnum

from pydantic import AwareDatetime

from accounting.problems import Problem
from accounting.records import Model, RecordKind, RecordRef

ORDERS_QUEUE = "orders"
QUICKBOOKS_QUEUE = "quickbooks"
FLXPOINT_QUEUE = "flxpoint"

READ_ORDER = "read_order"
STORE_RECORD = "store_record"
POST_RECORD = "post_record"
MARK_RECORD = "mark_record"
CLOSE_PROBLEMS = "close_problems"
SKIP_RECORD = "skip_record"
LINK_RECORD = "link_record"
HAND_OVER = "hand_over"
LOOK_AT_RUN = "look_at_run"
KEEP_TOKEN = "keep_token"
NOTIFY = "notify"
RESUME_ORDERS = "resume_orders"

RETRY_ALL = "retry_all"
"""The signal to an order's workflow to try again what is parked; with {"read_again": false}, as it was read last."""

LOOK_NOW = "look_now"
"""The signal to a connection's workflow that it was lost, or linked by a person."""

SIGNALS = {
    "order_received": RecordKind.ORDER,
    "fulfillment_requested": RecordKind.FULFILLMENT_REQUEST,
    "supplier_invoiced": RecordKind.SUPPLIER_INVOICE,
    "shipped": RecordKind.SHIPMENT,
}
"""Signal of an order → the kind of record it brings."""


def order_workflow_id(connection: str, order_id: str) -> str:
    """The id of an order's workflow: letters, digits, ``.``, ``-`` and ``_`` stay, all else is escaped."""
    safe = "".join(c if c.isascii() and (c.isalnum() or c in ".-_") else f"~{ord(c):x}~" for c in order_id)
    return f"order.{connection}.{safe}"


def run_workflow_id(connection: str) -> str:
    """The id of a connection's run: it has one at a time."""
    return f"run.{connection}"


def connection_workflow_id(connection: str) -> str:
    """The id of the workflow that keeps a connection connected."""
    return f"connection.{connection}"


class State(StrEnum):
    """What became of a record."""

    POSTED = "posted"
    LINKED = "linked"
    WAITING = "waiting"
    PARKED = "parked"
    EXCLUDED = "excluded"


STANDING = frozenset({State.POSTED, State.LINKED})
"""The states of a record that has its document in the books."""


class OrderInput(Model):
    """Names the order whose life a workflow leads."""

    connection: str
    order_id: str


class Arrival(Model):
    """What a signal brought: a record's id, or a whole record as JSON text."""

    signal: str
    payload: str = ""
    ref: RecordRef | None = None
    """The record's name, if the signal brought no more than that."""
    number: str = ""
    run_id: str | None = None
    read_again: bool = False
    """It has changed in the order system: what Postgres holds of it is old."""
    fault: str = ""
    """What makes it unreadable, if that showed at first sight."""


class ReadOrder(Model):
    """Read one record of an order, or with no ``ref`` everything known of the order, anew from the order system."""

    connection: str
    order_id: str
    ref: RecordRef | None = None


class KnownRecords(Model):
    """The records of an order that Postgres holds."""

    refs: tuple[RecordRef, ...] = ()
    problem: Problem | None = None


class StoreRecord(Model):
    """A record that came with a signal, to be validated and stored."""

    connection: str
    order_id: str
    arrival: Arrival
    unread: tuple[str, ...] = ()
    """Signals of the order that nobody could read, by name; their notices end when this one can be read."""


class StoredRecord(Model):
    """The record's name, or why it was not understood."""

    ref: RecordRef | None = None
    problem: Problem | None = None


class PostRecord(Model):
    """Bring one record's document into the books, once."""

    connection: str
    order_id: str
    ref: RecordRef
    run_id: str | None = None
    fresh_after: AwareDatetime | None = None
    """Facts looked up before this time are looked up again (a person said: retry)."""
    post_again: bool = False
    """A person says the posted document is gone from QuickBooks, and wants it made anew."""
    take_back: bool = False
    """A person wants the record in the books after all, if one skipped it before."""


class Posting(Model):
    """What became of the record."""

    state: State
    label: str
    """The record's number, as people call it."""
    detail: str = ""
    """The document, or what the record waits for, or why it is left out."""
    problems: tuple[Problem, ...] = ()
    changed: bool = True
    """False if the order system need not be told: it knows already."""


class MarkRecord(Model):
    """Tell the order system what Postgres says of one record now."""

    connection: str
    order_id: str
    ref: RecordRef


class Marking(Model):
    """The order system was told, or why it could not be."""

    problem: Problem | None = None


class CloseProblems(Model):
    """A person has seen to what is told of an order's posted documents: all of it, or the problems of one code."""

    connection: str
    order_id: str
    code: str | None = None


class ClosedProblems(Model):
    """The records of which something is closed now, or why nothing can be."""

    refs: tuple[RecordRef, ...] = ()
    refused: str = ""


class SkipRecord(Model):
    """A person wants a record left out of the books."""

    connection: str
    order_id: str
    ref: RecordRef
    reason: str


class LinkRecord(Model):
    """A person entered a record's document by hand."""

    connection: str
    order_id: str
    ref: RecordRef
    document_id: str
    """QuickBooks' own id of it."""


class Decided(Model):
    """A person's decision is kept, or why it cannot be."""

    refused: str = ""
