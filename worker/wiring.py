"""Stores, clients and activities, put together for a process and taken apart in order."""

from __future__ import annotations

import contextlib
import re
from collections.abc import AsyncIterator

import httpx
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.service import RPCError

from activities.companies import Companies
from activities.preview.stores import stores_for_preview
from activities.stores import Stores, open_stores
from clients.database.engine import create_engine
from clients.database.governor import Governor
from worker.settings import Environment


class TemporalUnreachable(Exception):
    """No Temporal server answers at the address given, or not to the namespace."""


@contextlib.asynccontextmanager
async def opened_engine(environment: Environment, *, read_only: bool = False) -> AsyncIterator[AsyncEngine]:
    """A pool of connections to Daybook's own database."""
    engine = create_engine(environment.database_url.get_secret_value(), read_only=read_only)
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


@contextlib.asynccontextmanager
async def opened_preview(environment: Environment) -> AsyncIterator[Companies]:
    """As ``opened_companies``, for looking only: Postgres itself refuses to change any fact of the shop's."""
    async with opened_companies(environment) as companies, opened_engine(environment, read_only=True) as reading:
        yield companies.over(stores_for_preview(companies.stores, reading))


async def connect_temporal(environment: Environment) -> Client:
    """A client of the Temporal server that the environment names.

    Raises:
        TemporalUnreachable: nobody answers there, or the namespace is not there.
    """
    address, namespace = environment.temporal_address, environment.temporal_namespace
    try:
        client = await Client.connect(address, namespace=namespace, data_converter=pydantic_data_converter)
        await client.workflow_service.describe_namespace(DescribeNamespaceRequest(namespace=namespace))
    except RPCError as error:
        raise TemporalUnreachable(
            f"Temporal at {address} does not open namespace {namespace} ({error.message.rstrip('.')}). "
            "Create it, or set TEMPORAL_NAMESPACE."
        ) from None
    except RuntimeError as error:
        raise TemporalUnreachable(
            f"No Temporal server answers at {address} ({_cause(error)}). Start it, or set TEMPORAL_ADDRESS."
        ) from None
    return client


def _cause(error: Exception) -> str:
    """The operating system's words, out of the many layers that Temporal's client names around them."""
    words = re.search(r'message: "([^"]+)"', f"{error}")
    return words[1] if words else f"{error}"[:200]
