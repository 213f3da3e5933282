"""Listeners attached to a worker from outside: to SQLAlchemy, to httpx and to Temporal's bridge.

They live in a process that does nothing but die and be started again, and change nothing but the moment of its death.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

import httpx
from sqlalchemy import Connection, Engine, event
from temporalio import activity
from temporalio.api.common.v1 import Payload
from temporalio.bridge import client as bridge_client
from temporalio.bridge import worker as bridge_worker
from temporalio.bridge.proto import ActivityTaskCompletion
from temporalio.bridge.proto.activity_task import ActivityTask
from temporalio.bridge.proto.workflow_activation import WorkflowActivation, WorkflowActivationJob
from temporalio.bridge.proto.workflow_completion import WorkflowActivationCompletion

from tests.chain.crash.actions import BACKGROUND, COMPLETED, DONE, Journal

HOUSEKEEPING = {"remove_from_cache", "query_workflow", "update_random_seed"}
"""Jobs of an activation that no event of the history stands for."""

_names: dict[bytes, str] = {}
"""Task token of an activity → its name: the type and the record."""


def attach(journal: Journal) -> None:
    """Write every durable action of this process into the journal, just before it is done."""
    _listen_to_database(journal)
    _listen_to_requests(journal)
    _listen_to_signals(journal)
    _listen_to_activities(journal)
    _listen_to_workflow_tasks(journal)


def _listen_to_database(journal: Journal) -> None:
    """A statement under autocommit commits by itself; in a transaction only its commit lasts."""

    def statement(connection: Connection, cursor: Any, text: str, parameters: Any, context: Any, many: bool) -> None:
        if text.lstrip().lower().startswith("select"):
            return  # it changes nothing: a death beside it is a death between its neighbours
        if connection.get_execution_options().get("isolation_level") == "AUTOCOMMIT":
            journal.about_to(_context(), "database", _gist(text))
        else:
            connection.info["last change"] = _gist(text)

    def commit(connection: Connection) -> None:
        journal.about_to(_context(), "database", f"commit of {connection.info.pop('last change', 'nothing')}")

    event.listen(Engine, "before_cursor_execute", statement)
    event.listen(Engine, "commit", commit)


def _listen_to_requests(journal: Journal) -> None:
    send = httpx.AsyncHTTPTransport.handle_async_request

    async def announced(self: httpx.AsyncHTTPTransport, request: httpx.Request) -> httpx.Response:
        shop, path = request.url.path.removeprefix("/").split("/", 1)
        kind = "token endpoint" if "oauth2" in path else shop.partition("-")[0]
        journal.about_to(_context(), kind, f"{request.method} {_place(path)}")
        return await send(self, request)

    httpx.AsyncHTTPTransport.handle_async_request = announced  # type: ignore[method-assign]


def _listen_to_signals(journal: Journal) -> None:
    call = bridge_client.Client.call

    async def announced(self: bridge_client.Client, **request: Any) -> Any:
        if activity.in_activity() and (told := _told(request["req"])):
            journal.about_to(_context(), "Temporal", told)
        return await call(self, **request)

    bridge_client.Client.call = announced  # type: ignore[method-assign]


def _listen_to_activities(journal: Journal) -> None:
    poll, complete = bridge_worker.Worker.poll_activity_task, bridge_worker.Worker.complete_activity_task

    async def polled(self: bridge_worker.Worker) -> ActivityTask:
        task = await poll(self)
        if task.HasField("start"):
            _names[task.task_token] = _name_of(task.start.activity_type, task.start.input)
        return task

    async def completed(self: bridge_worker.Worker, comp: ActivityTaskCompletion) -> None:
        name = _names.pop(comp.task_token)
        journal.about_to(name, "activity", COMPLETED)
        await complete(self, comp)
        journal.about_to(name, "activity", DONE)

    bridge_worker.Worker.poll_activity_task = polled  # type: ignore[method-assign]
    bridge_worker.Worker.complete_activity_task = completed  # type: ignore[method-assign]


def _listen_to_workflow_tasks(journal: Journal) -> None:
    """A workflow task has a point for each thing it brings: how many come with one task depends on the moment."""
    poll = bridge_worker.Worker.poll_workflow_activation
    complete = bridge_worker.Worker.complete_workflow_activation
    types: dict[str, str] = {}
    scheduled: dict[tuple[str, int], str] = {}
    brought: dict[str, list[str]] = {}

    async def polled(self: bridge_worker.Worker) -> WorkflowActivation:
        activation = await poll(self)
        run = activation.run_id
        for job in activation.jobs:
            if job.HasField("initialize_workflow"):
                types[run] = job.initialize_workflow.workflow_type
        jobs = [job for job in activation.jobs if job.WhichOneof("variant") not in HOUSEKEEPING]
        if len(jobs) > 1:  # what is started by a signal begins with the signal
            jobs = [job for job in jobs if not job.HasField("initialize_workflow")]
        brought[run] = [f"{types[run]}: {_brought(job, run, scheduled)}" for job in jobs]
        return activation

    async def completed(self: bridge_worker.Worker, comp: WorkflowActivationCompletion) -> None:
        run = comp.run_id
        for command in comp.successful.commands:
            if command.HasField("schedule_activity"):
                wanted = command.schedule_activity
                scheduled[run, wanted.seq] = _name_of(wanted.activity_type, wanted.arguments)
        contexts = brought.pop(run, [])
        for context in contexts:
            journal.about_to(context, "workflow task", COMPLETED)
        await complete(self, comp)
        for context in contexts:
            journal.about_to(context, "workflow task", DONE)

    bridge_worker.Worker.poll_workflow_activation = polled  # type: ignore[method-assign]
    bridge_worker.Worker.complete_workflow_activation = completed  # type: ignore[method-assign]


def _brought(job: WorkflowActivationJob, run: str, scheduled: dict[tuple[str, int], str]) -> str:
    if job.HasField("signal_workflow"):
        return f"signal {job.signal_workflow.signal_name}"
    if job.HasField("resolve_activity"):
        return f"result of {scheduled[run, job.resolve_activity.seq]}"
    return "start" if job.HasField("initialize_workflow") else str(job.WhichOneof("variant"))


def _told(request: Any) -> str:
    """What a request changes in Temporal; empty for one that only reads."""
    if signal := getattr(request, "signal_name", ""):
        return f"signal {signal}"
    if started := getattr(request, "workflow_type", None):
        return f"start {started.name}"
    what = type(request).__name__.removesuffix("Request")
    return "" if what.startswith("Describe") else what


def _context() -> str:
    return _names[activity.info().task_token] if activity.in_activity() else BACKGROUND


def _name_of(activity_type: str, arguments: Iterable[Payload]) -> str:
    request = json.loads(next(iter(arguments)).data)
    ref = request.get("ref")
    return f"{activity_type} {ref['kind']} {ref['id']}" if ref else activity_type


def _gist(statement: str) -> str:
    """The verb and the table of a statement that changes something."""
    found = re.search(r"\b(insert into|update|delete from|set local)\s+(\w+)", statement, re.IGNORECASE)
    return " ".join(found.groups()).lower() if found else " ".join(statement.split())[:60]


def _place(path: str) -> str:
    """The path without what differs from world to world."""
    return re.sub(r"v3/company/\d+/|(?<=companyinfo/)\d+", "", path)
