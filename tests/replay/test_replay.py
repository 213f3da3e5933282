"""Orders and runs that were under way before a release go on after it: recorded histories replay."""

from __future__ import annotations

import json

import pytest
from temporalio.client import WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Replayer

from tests.replay.commands import BASELINES, HISTORIES, told
from workflows.connection import ConnectionWorkflow
from workflows.notification import NotificationWorkflow
from workflows.order import OrderWorkflow
from workflows.reconcile import ReconcileWorkflow
from workflows.run_integration import RunIntegrationWorkflow

WORKFLOWS = [OrderWorkflow, RunIntegrationWorkflow, ConnectionWorkflow, NotificationWorkflow, ReconcileWorkflow]
SHAPES = sorted(file.stem for file in HISTORIES.glob("*.json"))


def test_the_main_shapes_are_recorded() -> None:
    of_orders = {"plain-chain", "parked-and-retried", "nonsense-first", "started-by-hand", "skipped-and-linked"}
    of_orders |= {"several-of-each", "posted-again", "changed", "closed", "outgrown", "begun-anew"}
    of_runs = {"run", "run-joins", "run-waits"}
    assert of_orders | of_runs | {"connection", "notification", "reconcile", "reconcile-nightly"} <= set(SHAPES)


@pytest.mark.parametrize("shape", SHAPES)
async def test_a_recorded_history_replays(shape: str) -> None:
    text = (HISTORIES / f"{shape}.json").read_text()
    # Some act by the id under which they were started.
    started = json.loads(text)["events"][0]["workflowExecutionStartedEventAttributes"]
    history = WorkflowHistory.from_json(started.get("workflowId", shape), text)
    replayer = Replayer(workflows=WORKFLOWS, data_converter=pydantic_data_converter)

    result = await replayer.replay_workflow(history, raise_on_replay_failure=True)

    assert result.replay_failure is None


@pytest.mark.parametrize("shape", SHAPES)
def test_its_commands_stand_as_text_that_a_review_can_read(shape: str) -> None:
    history = json.loads((HISTORIES / f"{shape}.json").read_text())

    assert (BASELINES / f"{shape}.txt").read_text() == told(history)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_history_names_no_machine(shape: str) -> None:
    assert "@" not in (HISTORIES / f"{shape}.json").read_text()
