"""How activities run: queues, patience, and what the timeline says of them."""

from __future__ import annotations

from datetime import timedelta

from temporalio import workflow
from temporalio.common import Priority, RetryPolicy

from activities.contracts import FLXPOINT_QUEUE, QUICKBOOKS_QUEUE

# A killed worker's step is given to another one after this long; activities beat every 3 s.
HEARTBEAT = timedelta(seconds=12)

# Quick after a blip, patient in an outage, and never giving up: there is no total limit.
PATIENCE = RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=2))

# A connection has one of these at a time, and everything new waits for it: asking often costs nothing.
PATIENCE_OF_ONE = RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(seconds=10))

LAST = 5
"""Temporal's lowest priority; what names none has 3."""


def quickbooks_call(summary: str, connection: str) -> workflow.ActivityConfig:
    """An activity that speaks to QuickBooks, queued fairly among connections."""
    return _call(QUICKBOOKS_QUEUE, summary, connection, timedelta(minutes=10))


def flxpoint_call(summary: str, connection: str) -> workflow.ActivityConfig:
    """An activity that speaks to Flxpoint, queued fairly among connections."""
    return _call(FLXPOINT_QUEUE, summary, connection, timedelta(minutes=10))


def mark_call(summary: str, connection: str) -> workflow.ActivityConfig:
    """An activity that tells Flxpoint of a record: it comes after all that reads, however many wait for it."""
    return _call(FLXPOINT_QUEUE, summary, connection, timedelta(minutes=10), LAST)


def long_flxpoint_call(summary: str, connection: str) -> workflow.ActivityConfig:
    """An activity that pages through a whole account."""
    return _call(FLXPOINT_QUEUE, summary, connection, timedelta(hours=6), patience=PATIENCE_OF_ONE)


def long_quickbooks_call(summary: str, connection: str) -> workflow.ActivityConfig:
    """An activity that pages through a company's books."""
    return _call(QUICKBOOKS_QUEUE, summary, connection, timedelta(hours=6), patience=PATIENCE_OF_ONE)


def _call(
    queue: str,
    summary: str,
    connection: str,
    longest: timedelta,
    turn: int | None = None,
    patience: RetryPolicy = PATIENCE,
) -> workflow.ActivityConfig:
    return workflow.ActivityConfig(
        task_queue=queue,
        summary=summary,
        priority=Priority(priority_key=turn, fairness_key=connection),
        start_to_close_timeout=longest,
        heartbeat_timeout=HEARTBEAT,
        retry_policy=patience,
    )
