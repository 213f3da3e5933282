"""Saved histories, and what each workflow told Temporal to do in them, as lines of which a review shows each change."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path
from typing import Any

from temporalio.client import WorkflowHandle

Json = dict[str, Any]

HISTORIES = Path(__file__).parent / "histories"
BASELINES = Path(__file__).parent / "baselines"


async def keep(name: str, handle: WorkflowHandle[Any, Any]) -> None:
    """Write down a workflow's history, and the commands in it."""
    history = (await handle.fetch_history()).to_json_dict()
    (HISTORIES / f"{name}.json").write_text(json.dumps(_without_machine(history), indent=1) + "\n")
    (BASELINES / f"{name}.txt").write_text(told(history))


def _without_machine(value: Any) -> Any:
    """Identities and the queues of one process name the machine that recorded, which is nobody's business."""
    match value:
        case dict():
            return {name: _without_machine(part) for name, part in value.items()}
        case list():
            return [_without_machine(part) for part in value]
        case str() if re.fullmatch(r"\d+@\S+", value):
            return "worker"
        case _:
            return value


def told(history: Json) -> str:
    """One line for each thing that reached the workflow (<) and for each command it answered with (>)."""
    return "".join(f"{line}\n" for event in history["events"] if (line := _line(event)))


def _line(event: Json) -> str:
    kind = event["eventType"].removeprefix("EVENT_TYPE_")
    tell = LINES.get(kind)
    if tell is None:
        return ""
    (attributes,) = (event[name] for name in event if name.endswith("EventAttributes"))
    return tell(attributes, event)


def _activity(attributes: Json, event: Json) -> str:
    priority = attributes.get("priority", {}).get("priorityKey")
    timeouts = f"{attributes['startToCloseTimeout']}, beats every {attributes['heartbeatTimeout']}"
    queue = attributes["taskQueue"]["name"] + (f", priority {priority}" if priority else "")
    return f'> activity {attributes["activityType"]["name"]} "{_summary(event)}" ({queue}; {timeouts})'


def _summary(event: Json) -> str:
    summary = event.get("userMetadata", {}).get("summary")
    return str(_plain(summary)) if summary else ""


def _attributes(attributes: Json, _: Json) -> str:
    fields = attributes["searchAttributes"]["indexedFields"]
    return "> search attributes " + ", ".join(f"{name}={_plain(fields[name])}" for name in sorted(fields))


def _plain(payload: Json) -> Any:
    return json.loads(b64decode(payload["data"])) if payload.get("data") else None


def _patch(attributes: Json, _: Json) -> str:
    names = [_plain(payload) for payload in attributes["details"]["patch-data"]["payloads"]]
    return f"> patch {names[0]['id']}"


LINES: dict[str, Callable[[Json, Json], str]] = {
    "WORKFLOW_EXECUTION_STARTED": lambda told, _: f"< started as {told['workflowType']['name']}",
    "WORKFLOW_EXECUTION_SIGNALED": lambda told, _: f"< signal {told['signalName']}",
    "WORKFLOW_EXECUTION_UPDATE_ACCEPTED": lambda told, _: f"< update {told['acceptedRequest']['input']['name']}",
    "ACTIVITY_TASK_COMPLETED": lambda told, _: "< the activity's answer",
    "ACTIVITY_TASK_FAILED": lambda told, _: "< the activity's failure",
    "TIMER_FIRED": lambda told, _: "< the timer's end",
    "START_CHILD_WORKFLOW_EXECUTION_FAILED": lambda told, _: "< the child is under way already",
    "CHILD_WORKFLOW_EXECUTION_COMPLETED": lambda told, _: "< the child's end",
    "ACTIVITY_TASK_SCHEDULED": _activity,
    "TIMER_STARTED": lambda told, event: f'> timer of {told["startToFireTimeout"]} "{_summary(event)}"',
    "TIMER_CANCELED": lambda told, _: "> timer called off",
    "UPSERT_WORKFLOW_SEARCH_ATTRIBUTES": _attributes,
    "MARKER_RECORDED": _patch,
    "START_CHILD_WORKFLOW_EXECUTION_INITIATED": lambda told, _: f"> child {told['workflowType']['name']}",
    "WORKFLOW_EXECUTION_UPDATE_COMPLETED": lambda told, _: "> the update's answer",
    "WORKFLOW_EXECUTION_COMPLETED": lambda told, _: "> ends",
    "WORKFLOW_EXECUTION_FAILED": lambda told, _: "> fails",
    "WORKFLOW_EXECUTION_CONTINUED_AS_NEW": lambda told, _: "> begins anew",
}
"""Workflow tasks are left out: how commands are spread over them depends on the machine."""
