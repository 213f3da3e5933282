"""The real workflows on the real Temporal, over activities that pretend."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from itertools import count

import pytest
import pytest_asyncio
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter

from tests.workflows.pretended import Pretended
from tests.workflows.shop import Shop, pretended_workers
from worker.stack.temporal import TemporalServer

ORDER_IDS = count(1)


@pytest_asyncio.fixture(scope="module")
async def client(temporal: TemporalServer, module_namespace: str) -> Client:
    """A client of the module's own namespace."""
    return await Client.connect(temporal.address, namespace=module_namespace, data_converter=pydantic_data_converter)


@pytest.fixture
def pretended() -> Pretended:
    return Pretended()


@pytest_asyncio.fixture
async def shop(client: Client, pretended: Pretended) -> AsyncIterator[Shop]:
    """An order of the test's own, and workers for it."""
    shop = Shop(client, pretended, order_id=f"7{next(ORDER_IDS):05}")
    async with contextlib.AsyncExitStack() as ends:
        ends.push_async_callback(shop.end)
        await ends.enter_async_context(pretended_workers(client, pretended))
        yield shop
