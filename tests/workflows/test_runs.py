"""A run hands over and ends; what it could not do is told in a sentence."""

from __future__ import annotations

import asyncio

import pytest
from temporalio.api.sdk.v1 import WorkflowMetadata
from temporalio.client import WorkflowFailureError, WorkflowHandle
from temporalio.exceptions import ApplicationError

from activities.contracts import ORDERS_QUEUE
from activities.run_contracts import RunInput, RunReport
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


async def details(run: Run) -> str:
    metadata: WorkflowMetadata = await run.query("__temporal_workflow_metadata", result_type=WorkflowMetadata)
    return metadata.current_details


async def test_a_run_of_a_connection_alone_reads_what_is_switched_on(shop: Shop) -> None:
    run = await begin(shop)
    async with asyncio.timeout(20):
        report = await run.result()

    assert (report.connection, report.operations, report.handed_over) == ("shop", (), 3)
    assert report.run_id == run.first_execution_run_id
    assert not report.failed
    attributes = (await run.describe()).typed_search_attributes
    assert [pair.value for pair in attributes if pair.key.name == "Connection"] == ["shop"]


async def test_a_runs_page_shows_its_counters_and_what_was_left_out(shop: Shop) -> None:
    run = await begin(shop)
    async with asyncio.timeout(20):
        await run.result()

    told = (await details(run)).splitlines()
    assert told[0] == "* 3 records handed over to their orders' workflows"
    assert told[-1] == "* 412 orders left out: ordered before 2026-11-01."


async def test_a_run_that_lacks_a_vendor_ends_with_its_report_and_says_that_it_failed(shop: Shop) -> None:
    shop.pretended.missing = 'No QuickBooks vendor for source "Acme Supply".'

    run = await begin(shop)
    async with asyncio.timeout(20):
        report = await run.result()

    assert (report.failed, report.message, report.handed_over) == (True, shop.pretended.missing, 3)
    assert (await details(run)).endswith('**Failed: No QuickBooks vendor for source "Acme Supply".**')


async def test_a_run_that_cannot_read_fails_with_the_reason_alone(shop: Shop) -> None:
    shop.pretended.reported = ApplicationError("The token opens nothing. Store another.", non_retryable=True)

    run = await begin(shop, operations=("orders",), run_id="by-hand")
    async with asyncio.timeout(20):
        with pytest.raises(WorkflowFailureError) as failure:
            await run.result()

    assert isinstance(failure.value.cause, ApplicationError)
    assert failure.value.cause.message == "The token opens nothing. Store another."
