"""The worker: polls the three queues until it is told to stop, then drains."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from datetime import timedelta
from functools import partial
from typing import Any, TypeVar

from sqlalchemy.exc import DBAPIError
from temporalio.client import Client
from temporalio.worker import Interceptor, Worker

from activities.closing import ClosingActivities
from activities.companies import Companies
from activities.connecting import ConnectingActivities
from activities.contracts import FLXPOINT_QUEUE, ORDERS_QUEUE, QUICKBOOKS_QUEUE
from activities.linking_by_hand import LinkingActivities
from activities.marking import MarkingActivities
from activities.nightly import reconcile_nightly
from activities.notices import NoticeActivities, announce
from activities.posting import PostingActivities
from activities.reading import ReadingActivities
from activities.reconciling.activities import ReconcilingActivities
from activities.run_under_way import RunUnderWayActivities
from activities.running import RunningActivities
from activities.skipping import SkippingActivities
from activities.telling_connections import look_now, start_clock
from clients.database.migrate import DatabaseBehind, require_upgraded
from worker.commands.failure import sentence
from worker.namespace import prepared_temporal
from worker.settings import Environment
from worker.wiring import TemporalUnreachable, opened_companies, opened_engine
from workflows.connection import ConnectionWorkflow
from workflows.notification import NotificationWorkflow
from workflows.order import OrderWorkflow
from workflows.reconcile import ReconcileWorkflow
from workflows.run_integration import RunIntegrationWorkflow

T = TypeVar("T")

GRACE = timedelta(seconds=100)
# A workflow task waits so long for the worker that knew the workflow, before any other may take it.
STICKY = timedelta(seconds=5)
BUILD_ID = "daybook-0.1.0"
READY = "Daybook worker ready"

log = logging.getLogger("daybook.worker")


@contextlib.asynccontextmanager
async def running_workers(
    client: Client, companies: Companies, interceptors: Sequence[Interceptor] = ()
) -> AsyncIterator[None]:
    """Workers for the three queues, while inside; leaving drains them."""
    posting, reading, closing = PostingActivities(companies), ReadingActivities(companies), ClosingActivities(companies)
    marking, running = MarkingActivities(companies), RunningActivities(companies, client)
    connecting, reconciling = ConnectingActivities(companies, client), ReconcilingActivities(companies, client)
    skipping, linking = SkippingActivities(companies), LinkingActivities(companies)
    companies.when_lost = partial(look_now, client)
    notices = NoticeActivities(companies.stores, companies.endpoints, companies.http)
    if companies.endpoints.notify_url:
        companies.announce = partial(announce, client)
    orders = Worker(
        client,
        task_queue=ORDERS_QUEUE,
        workflows=[OrderWorkflow, RunIntegrationWorkflow, ConnectionWorkflow, NotificationWorkflow, ReconcileWorkflow],
        max_cached_workflows=1_000,
        sticky_queue_schedule_to_start_timeout=STICKY,
        graceful_shutdown_timeout=GRACE,
        interceptors=interceptors,
        build_id=BUILD_ID,
    )
    quickbooks = Worker(
        client,
        task_queue=QUICKBOOKS_QUEUE,
        activities=[
            posting.post_record,
            reading.store_record,
            closing.close_problems,
            skipping.skip_record,
            linking.link_record,
            connecting.keep_token,
            connecting.resume_orders,
            notices.notify,
            reconciling.compare_books,
            reconciling.tell_reconciled,
        ],
        max_concurrent_activities=50,
        graceful_shutdown_timeout=GRACE,
        interceptors=interceptors,
        build_id=BUILD_ID,
    )
    flxpoint = Worker(
        client,
        task_queue=FLXPOINT_QUEUE,
        activities=[
            marking.mark_record,
            reading.read_order,
            running.hand_over,
            reconciling.count_records,
            RunUnderWayActivities(client).look_at_run,
        ],
        max_concurrent_activities=50,
        graceful_shutdown_timeout=GRACE,
        interceptors=interceptors,
        build_id=BUILD_ID,
    )
    async with orders, quickbooks, flxpoint:
        try:
            yield
        finally:
            # All at once: one after the other they would take longer than whoever stops us waits.
            await asyncio.gather(*(worker.shutdown() for worker in (orders, quickbooks, flxpoint)))


async def run_worker(environment: Environment) -> None:
    """Work until cancelled, then let what is under way finish.

    In a compose file or a cluster, servers and tables may come up after the worker: they are waited for.

    Raises:
        NamespaceUnfit: Temporal's namespace cannot take Daybook's orders as it is.
    """
    await _patiently(lambda: _ready_database(environment))
    client = await _patiently(lambda: prepared_temporal(environment))
    async with opened_companies(environment) as companies:
        await work(client, companies)


async def work(client: Client, companies: Companies) -> None:
    """Work until cancelled, then let what is under way finish."""
    async with running_workers(client, companies):
        for connection in await companies.stores.connections.all():
            await start_clock(client, connection.id)
            await reconcile_nightly(client, companies.stores, connection.id)
        print(READY, file=sys.stderr, flush=True)
        try:
            await asyncio.Event().wait()
        finally:
            log.info("stopping: what is under way may finish")


async def until_stopped(doing: Coroutine[Any, Any, None]) -> None:
    """Do something until it ends, or SIGTERM or SIGINT cancel it; a second signal does not cut its end short."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    done, stopped = asyncio.ensure_future(doing), asyncio.ensure_future(stop.wait())
    await asyncio.wait({done, stopped}, return_when=asyncio.FIRST_COMPLETED)
    for task in (done, stopped):
        task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await done


async def _ready_database(environment: Environment) -> None:
    async with opened_engine(environment) as engine:
        await require_upgraded(engine)


async def _patiently(reach: Callable[[], Awaitable[T]]) -> T:
    """What is reached as soon as it can be."""
    wait = 1.0
    while True:
        try:
            return await reach()
        except (TemporalUnreachable, DatabaseBehind, DBAPIError) as error:
            log.warning("%s Trying again in %.0f s.", sentence(error), wait)
            await asyncio.sleep(wait)
            wait = min(wait * 2, 30.0)
