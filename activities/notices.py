"""Notices to an address of the operator's own: of new problems, lost connections and failed runs."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import httpx
from temporalio import activity
from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.exceptions import ApplicationError

from accounting.causes import cause_of, to_retry
from accounting.problems import Problem
from activities import contracts
from activities.connection_contracts import Notice
from activities.contracts import ORDERS_QUEUE
from activities.endpoints import Endpoints
from activities.stores import Stores
from clients.database.outcomes import Outcome
from clients.webhook import NotDelivered, deliver

PROBLEM_OPENED = "problem.opened"
CONNECTION_LOST = "connection.lost"
CONNECTION_ENDS = "connection.ends"
RUN_FAILED = "run.failed"
TEST = "test"

WAIT_FOR_OTHERS = timedelta(seconds=20)
"""What meets one record has mostly met others a moment later: they are told together."""

Announce = Callable[[Notice], Awaitable[None]]


def problem_notice(connection: str, problem: Problem, event: str = PROBLEM_OPENED) -> Notice:
    """What is told of a problem."""
    return Notice(
        event=event,
        connection=connection,
        code=problem.code,
        subject=problem.subject,
        message=problem.message,
        fix=problem.fix,
        wait=WAIT_FOR_OTHERS if event == PROBLEM_OPENED else timedelta(0),
    )


async def announce(client: Client, notice: Notice) -> None:
    """Have a notice delivered; one of the same matter that is on its way speaks for this one, too."""
    matter = f"{notice.code}|{notice.subject}|{notice.run_id}"
    digest = hashlib.sha256(matter.encode("utf-8", "replace")).hexdigest()[:16]
    await client.start_workflow(
        "Notification",
        notice,
        id=f"notice.{notice.connection}.{notice.event}.{digest}",
        task_queue=ORDERS_QUEUE,
        id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
        static_summary=f"Tell of {notice.event} ({notice.code})",
    )


async def announce_new_problems(stores: Stores, announce: Announce | None, outcome: Outcome) -> None:
    """Tell of each problem of a record that waits for a person, unless others wait for the same already."""
    if announce is None or outcome.state != "parked":
        return
    for problem in outcome.problems:
        if await stores.problems.is_new(outcome.connection_id, cause_of(problem), outcome.ref):
            await announce(problem_notice(outcome.connection_id, problem))


def body_of(notice: Notice, waiting: dict[str, int]) -> dict[str, Any]:
    """The message's body, as docs/notifications.md tells it."""
    problem = Problem(code=notice.code, message=notice.message, fix=notice.fix, subject=notice.subject)
    commands = {
        PROBLEM_OPENED: to_retry(cause_of(problem), notice.connection),
        CONNECTION_LOST: f"daybook connect {notice.connection}",
        CONNECTION_ENDS: f"daybook connect {notice.connection}",
        RUN_FAILED: f"daybook run {notice.connection}",
    }
    return {
        "type": notice.event,
        "connection": notice.connection,
        "code": notice.code,
        "subject": notice.subject,
        "message": notice.message,
        "fix": notice.fix,
        "command": commands.get(notice.event, ""),
        "run": notice.run_id or None,
        "waiting": waiting,
    }


class NoticeActivities:
    """The step that delivers a notice; the receiver knows a repeated one by its id."""

    def __init__(self, stores: Stores, endpoints: Endpoints, http: httpx.AsyncClient) -> None:
        self._stores = stores
        self._endpoints = endpoints
        self._http = http

    @activity.defn(name=contracts.NOTIFY)
    async def notify(self, notice: Notice) -> None:
        """Deliver, or let Temporal try again."""
        if not self._endpoints.notify_url:
            return  # nobody wants to be told any more
        problem = Problem(code=notice.code, message="", fix="", subject=notice.subject)
        waiting = await self._stores.problems.waiting(notice.connection, cause_of(problem))
        told = body_of(notice, {kind.value: number for kind, number in waiting.items()})
        try:
            await send(self._http, self._endpoints, activity.info().workflow_run_id or "", told)
        except NotDelivered as error:
            raise ApplicationError(str(error), type="NotDelivered") from None


async def send(http: httpx.AsyncClient, endpoints: Endpoints, id: str, body: dict[str, Any]) -> None:
    """Deliver one message.

    Raises:
        NotDelivered: the address did not take it.
    """
    now, text = int(time.time()), json.dumps(body, ensure_ascii=True).encode()
    await deliver(http, endpoints.notify_url, endpoints.notify_secret, id=id, timestamp=now, body=text)
