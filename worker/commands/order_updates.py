"""Asking an order's workflow for something, whether it lives, has ended, or nobody works."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable
from typing import Any, TypeVar

from temporalio.client import Client, WithStartWorkflowOperation, WorkflowUpdateFailedError
from temporalio.common import WorkflowIDConflictPolicy

from accounting.records import RecordKind
from activities.contracts import ORDERS_QUEUE, OrderInput, order_workflow_id
from activities.stores import Stores
from clients.database.outcomes import Outcome
from worker.commands.failure import CommandFailed
from workflows.order import OrderWorkflow
from workflows.visibility import OrderStatus

T = TypeVar("T")

SILENT_SECONDS = 15.0


async def ask(client: Client, connection: str, order_id: str, update: str, request: dict[str, Any]) -> OrderStatus:
    """What the order came to; its workflow begins anew where it had ended.

    Raises:
        CommandFailed: the workflow refused, with its words.
    """
    begun: WithStartWorkflowOperation[OrderWorkflow, OrderStatus] = WithStartWorkflowOperation(
        "Order",
        OrderInput(connection=connection, order_id=order_id),
        id=order_workflow_id(connection, order_id),
        task_queue=ORDERS_QUEUE,
        id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
        static_summary=f"Order {order_id}, to {update.replace('_', ' ')}",
    )
    asking = client.execute_update_with_start_workflow(
        update, request, start_workflow_operation=begun, result_type=OrderStatus
    )
    try:
        return await with_patience(asking)
    except WorkflowUpdateFailedError as error:
        raise CommandFailed(getattr(error.cause, "message", str(error.cause))) from None


async def with_patience(answer: Awaitable[T]) -> T:
    """Without a worker nothing would happen for ever, and nobody would know why."""
    task = asyncio.ensure_future(answer)
    try:
        done, _ = await asyncio.wait({task}, timeout=SILENT_SECONDS)
        if not done:
            print("Nobody has answered yet. Does a worker run? (daybook worker)", file=sys.stderr)
        return await task
    finally:
        task.cancel()


async def records_named(stores: Stores, connection: str, name: str, kind: str | None = None) -> list[Outcome]:
    """The records that people call by this number, or the one of this id.

    Raises:
        UnknownConnection: no connection has this id.
        CommandFailed: nobody knows one.
    """
    await stores.connections.get(connection)
    found = await stores.outcomes.named(connection, name.strip())
    if meant := [outcome for outcome in found if kind in (None, outcome.ref.kind.value)]:
        return meant
    what = RecordKind(kind).words if kind else "record"
    raise CommandFailed(
        f'Connection {connection} knows no {what} "{name}". '
        f"Check the number, or read it first: daybook run {connection}"
    )


async def one_record_named(stores: Stores, connection: str, name: str, kind: str | None) -> Outcome:
    """The one record of this number or id.

    Raises:
        CommandFailed: nobody knows one, or several bear the number; with their ids.
    """
    found = await records_named(stores, connection, name, kind)
    if len(found) == 1:
        return found[0]
    ids = ", ".join(f"{outcome.ref.id} (--kind {outcome.ref.kind.value})" for outcome in found)
    raise CommandFailed(f'{len(found)} records are called "{name}"; name one by Flxpoint\'s id of it: {ids}.')
