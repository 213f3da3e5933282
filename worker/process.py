"""The worker: polls the three queues until it is told to stop, then drains."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import timedelta
from typing import TypeVar

from sqlalchemy.exc import DBAPIError
from temporalio.client import Client
from temporalio.worker import Interceptor, Worker

from activities.companies import Companies
from activities.contracts import FLXPOINT_QUEUE, ORDERS_QUEUE, QUICKBOOKS_QUEUE
from activities.marking import MarkingActivities
from activities.posting import PostingActivities
from activities.reading import ReadingActivities
from activities.running import RunningActivities
from worker.commands.failure import sentence
from worker.settings import Environment
from worker.wiring import TemporalUnreachable, connect_temporal, opened_companies
from workflows.order import OrderWorkflow
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
    posting, reading = PostingActivities(companies), ReadingActivities(companies)
    marking, running = MarkingActivities(companies), RunningActivities(companies, client)
    orders = Worker(
        client,
        task_queue=ORDERS_QUEUE,
        workflows=[OrderWorkflow, RunIntegrationWorkflow],
        max_cached_workflows=1_000,
        sticky_queue_schedule_to_start_timeout=STICKY,
        graceful_shutdown_timeout=GRACE,
        interceptors=interceptors,
        build_id=BUILD_ID,
    )
    quickbooks = Worker(
        client,
        task_queue=QUICKBOOKS_QUEUE,
        activities=[posting.post_record, reading.store_record],
        max_concurrent_activities=50,
        graceful_shutdown_timeout=GRACE,
        interceptors=interceptors,
        build_id=BUILD_ID,
    )
    flxpoint = Worker(
        client,
        task_queue=FLXPOINT_QUEUE,
        activities=[marking.mark_record, reading.read_order, running.hand_over],
        max_concurrent_activities=50,
        graceful_shutdown_timeout=GRACE,
        interceptors=interceptors,
        build_id=BUILD_ID,
    )
    async with orders, quickbooks, flxpoint:
        yield


async def run_worker(environment: Environment) -> None:
    """Work until SIGTERM or SIGINT, then let what is under way finish."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with opened_companies(environment) as companies:
        # In a compose file or a cluster, servers and tables may come up after the worker.
        await _patiently(companies.stores.connections.all, stop)
        client = await _patiently(lambda: connect_temporal(environment), stop)
        if client is not None:
            await _work(client, companies, stop)


async def _work(client: Client, companies: Companies, stop: asyncio.Event) -> None:
    async with running_workers(client, companies):
        print(READY, file=sys.stderr, flush=True)
        await stop.wait()
        log.info("stopping: what is under way may finish")


async def _patiently(reach: Callable[[], Awaitable[T]], stop: asyncio.Event) -> T | None:
    """What is reached as soon as it can be; None when told to stop before that."""
    wait = 1.0
    while not stop.is_set():
        try:
            return await reach()
        except (TemporalUnreachable, DBAPIError) as error:
            log.warning("%s Trying again in %.0f s.", sentence(error), wait)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), wait)
            wait = min(wait * 2, 30.0)
    return None


def leave() -> None:
    """End the process without Python's own finalisation.

    Temporal's native threads may abort the interpreter while it finalises after a stop under load.
    """
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)
