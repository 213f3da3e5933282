"""Orders and runs that were under way before a release go on after it: recorded histories replay."""

from __future__ import annotations

from pathlib import Path

import pytest
from temporalio.client import WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Replayer

from workflows.connection import ConnectionWorkflow
from workflows.notification import NotificationWorkflow
from workflows.order import OrderWorkflow
from workflows.run_integration import RunIntegrationWorkflow

HISTORIES = Path(__file__).parent / "histories"
SHAPES = sorted(file.stem for file in HISTORIES.glob("*.json"))


def test_the_main_shapes_are_recorded() -> None:
    of_orders = {"plain-chain", "parked-and-retried", "nonsense-first", "started-by-hand", "skipped-and-linked"}
    assert of_orders | {"run", "connection", "notification"} <= set(SHAPES)


@pytest.mark.parametrize("shape", SHAPES)
async def test_a_recorded_history_replays(shape: str) -> None:
    history = WorkflowHistory.from_json(shape, (HISTORIES / f"{shape}.json").read_text())
    workflows = [OrderWorkflow, RunIntegrationWorkflow, ConnectionWorkflow, NotificationWorkflow]
    replayer = Replayer(workflows=workflows, data_converter=pydantic_data_converter)

    result = await replayer.replay_workflow(history, raise_on_replay_failure=True)

    assert result.replay_failure is None


@pytest.mark.parametrize("shape", SHAPES)
def test_a_history_names_no_machine(shape: str) -> None:
    assert "@" not in (HISTORIES / f"{shape}.json").read_text()
