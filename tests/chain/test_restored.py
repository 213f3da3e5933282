"""Daybook's database is lost and begins empty, the books are not: what stands is linked again, and nothing is made."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio
from temporalio.client import WorkflowHandle

from accounting.records import RecordKind, RecordRef
from activities.contracts import ORDERS_QUEUE, OrderInput, order_workflow_id
from activities.drafting import intent_key
from clients.database.links import Link
from tests.chain.books import Bookkeeper, agreed, looks
from tests.chain.orders import SHOP, a_request, an_invoice, an_order
from tests.chain.world import CONNECTION, World, new_environment, opened_world
from worker.demo.standins import StandIns
from worker.stack.postgres import PostgresServer
from worker.stack.temporal import TemporalServer

KINDS = ("SalesReceipt", "Invoice", "PurchaseOrder", "Bill", "Customer", "Item")
RECORDS = [
    RecordRef(kind=RecordKind.ORDER, id="1"),
    RecordRef(kind=RecordKind.ORDER, id="2"),
    RecordRef(kind=RecordKind.ORDER, id="3"),
    RecordRef(kind=RecordKind.FULFILLMENT_REQUEST, id="101"),
    RecordRef(kind=RecordKind.SUPPLIER_INVOICE, id="201"),
]
LATER = "2026-11-20T16:00:00.000Z"


@pytest_asyncio.fixture
async def restored(
    world: World,
    postgres: PostgresServer,
    migrated_template: str,
    database_names: Iterator[str],
    temporal: TemporalServer,
    namespaces: Iterator[str],
) -> AsyncIterator[Callable[[], Awaitable[World]]]:
    """The same shop and books under a new database and a Temporal that knows nothing; looking first for an hour."""
    name = next(database_names)
    await postgres.create_database(name, template=migrated_template)
    environment = new_environment(postgres.url(name), temporal.address, next(namespaces), world.announced)
    async with opened_world(environment, world.announced) as again:
        yield again
    await postgres.drop_database(name)
