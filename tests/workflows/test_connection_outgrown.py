"""The clock of a connection goes on over months: in one short history after the other, and nothing is told twice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest_asyncio
from temporalio import activity
from temporalio.client import Client
from temporalio.worker import Worker

from accounting.problems import Problem
from activities import contracts
from activities.connection_contracts import ConnectionInput, KeepToken, Linkage, Resumed, ResumeOrders
from activities.contracts import ORDERS_QUEUE, QUICKBOOKS_QUEUE, connection_workflow_id
from tests.workflows.short_histories import EVENTS, lengths, short_histories
from workflows.connection import ConnectionWorkflow

SOON = timedelta(milliseconds=1)
LOST = Problem(code="connection_lost", message="It was disconnected.", fix="Link it again.")
LOOKS = 15
WITHIN = 60.0
ID = connection_workflow_id("shop")


class Clock:
    """A connection's tokens, which are linked, then lost, then linked again, and in the end gone."""

    def __init__(self) -> None:
        self.asked: list[KeepToken] = []
        self.resumed = 0
        self.over = asyncio.Event()

    @activity.defn(name=contracts.KEEP_TOKEN)
    async def keep_token(self, request: KeepToken) -> Linkage:
        self.asked.append(request)
        looks = len(self.asked)
        if looks > 3 * LOOKS:
            self.over.set()
            return Linkage(known=False)
        return Linkage(look_again_in=SOON, problem=LOST if LOOKS < looks <= 2 * LOOKS else None, announced=30)

    @activity.defn(name=contracts.RESUME_ORDERS)
    async def resume_orders(self, _: ResumeOrders) -> Resumed:
        self.resumed += 1
        return Resumed()


@pytest_asyncio.fixture
async def client() -> AsyncIterator[Client]:
    async with short_histories() as client:
        yield client


async def test_months_of_looks_stay_in_short_histories_and_each_knows_what_was_told(client: Client) -> None:
    clock = Clock()
    tokens = Worker(client, task_queue=QUICKBOOKS_QUEUE, activities=[clock.keep_token, clock.resume_orders])
    async with tokens, Worker(client, task_queue=ORDERS_QUEUE, workflows=[ConnectionWorkflow]):
        start = ConnectionInput(connection="shop", lost=False)
        await client.start_workflow("Connection", start, id=ID, task_queue=ORDERS_QUEUE)
        async with asyncio.timeout(WITHIN):
            await clock.over.wait()
        await client.get_workflow_handle(ID).result()

    histories = await lengths(client, ID)
    assert len(histories) > 3 * LOOKS * 11 / (2 * EVENTS)
    assert max(histories) < 2 * EVENTS
    told = [request.known for request in clock.asked]
    assert told == [""] * (LOOKS + 1) + ["connection_lost"] * LOOKS + [""] * LOOKS
    assert {request.announced for request in clock.asked[1:]} == {30}
    assert clock.resumed == 2
