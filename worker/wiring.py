"""Stores, clients and activities, put together for a process and taken apart in order."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator

import httpx
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.service import RPCError

from activities.companies import Companies
from activities.stores import Stores, open_stores
from clients.database.engine import create_engine
from clients.database.governor import Governor
from worker.settings import Environment


class TemporalUnreachable(Exception):
    """No Temporal server answers at the address given."""


@contextlib.asynccontextmanager
async def opened_engine(environment: Environment) -> AsyncIterator[AsyncEngine]:
    """A pool of connections to Daybook's own database."""
    engine = create_engine(environment.database_url.get_secret_value())
    try:
        yield engine
    finally:
        await engine.dispose()


@contextlib.asynccontextmanager
async def opened_stores(environment: Environment) -> AsyncIterator[Stores]:
    """The stores, without a governor's renewal: for commands that call neither API."""
    async with opened_engine(environment) as engine:
        yield open_stores(engine, secret_keys=environment.keys(), governor=Governor(engine))


@contextlib.asynccontextmanager
async def opened_companies(environment: Environment) -> AsyncIterator[Companies]:
    """Everything the activities need."""
    async with (
        opened_engine(environment) as engine,
        Governor(engine) as governor,
        httpx.AsyncClient(follow_redirects=False) as http,
    ):
        stores = open_stores(engine, secret_keys=environment.keys(), governor=governor)
        yield Companies(stores, environment.endpoints(), http)


async def connect_temporal(environment: Environment) -> Client:
    """A client of the Temporal server that the environment names.

    Raises:
        TemporalUnreachable: nobody answers there.
    """
    try:
        return await Client.connect(
            environment.temporal_address,
            namespace=environment.temporal_namespace,
            data_converter=pydantic_data_converter,
        )
    except (RuntimeError, RPCError) as error:
        raise TemporalUnreachable(
            f"No Temporal server answers at {environment.temporal_address} ({error}). "
            "Start it, or set TEMPORAL_ADDRESS."
        ) from None
