"""A run hands over and ends; what it could not do is told in a sentence."""

from __future__ import annotations

import asyncio

import pytest
from temporalio.client import WorkflowFailureError, WorkflowHandle
from temporalio.exceptions import ApplicationError

from activities.contracts import ORDERS_QUEUE, RunInput, RunReport
from tests.workflows.shop import Shop

Run = WorkflowHandle[object, RunReport]


async def begin(shop: Shop, **given: object) -> Run:
    return await shop.client.start_workflow(
        "RunIntegration",
        RunInput.model_validate({"connection": "shop", **given}),
        id=f"run.{shop.order_id}",
        task_queue=ORDERS_QUEUE,
        result_type=RunReport,
    )


async def test_a_run_of_a_connection_alone_reads_everything(shop: Shop) -> None:
    run = await begin(shop)
    async with asyncio.timeout(20):
        report = await run.result()

    assert (report.connection, report.handed_over) == ("shop", 3)
    assert report.run_id == run.first_execution_run_id
    attributes = (await run.describe()).typed_search_attributes
    assert [pair.value for pair in attributes if pair.key.name == "Connection"] == ["shop"]


async def test_a_run_that_cannot_read_fails_with_the_reason_alone(shop: Shop) -> None:
    shop.pretended.reported = ApplicationError("The token opens nothing. Store another.", non_retryable=True)

    run = await begin(shop, operations=("orders",), run_id="by-hand")
    async with asyncio.timeout(20):
        with pytest.raises(WorkflowFailureError) as failure:
            await run.result()

    assert isinstance(failure.value.cause, ApplicationError)
    assert failure.value.cause.message == "The token opens nothing. Store another."
