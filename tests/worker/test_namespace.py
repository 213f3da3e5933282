"""A Temporal namespace that knows none of Daybook's search attributes, or knows them as something else."""

from __future__ import annotations

import asyncio
import os
import shlex
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from uuid import uuid4

import pytest
import pytest_asyncio
from google.protobuf.duration_pb2 import Duration
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest, ListSearchAttributesRequest
from temporalio.api.workflowservice.v1 import RegisterNamespaceRequest
from temporalio.client import Client

from tests.worker.console import ended, started
from worker.namespace import NamespaceUnfit, command_that_adds, prepared_temporal
from worker.process import READY
from worker.search_attributes import SEARCH_ATTRIBUTES, TYPES
from worker.settings import Environment, environment_of
from worker.stack.temporal import TemporalServer

WANTED = {name: int(TYPES[kind]) for name, kind in SEARCH_ATTRIBUTES.items()}


@pytest_asyncio.fixture
async def bare(temporal: TemporalServer) -> Client:
    """A client of a namespace as somebody makes it who has not read the README."""
    name = f"bare-{uuid4()}"
    client = await Client.connect(temporal.address, namespace=name)
    await client.workflow_service.register_namespace(
        RegisterNamespaceRequest(namespace=name, workflow_execution_retention_period=Duration(seconds=86_400))
    )
    return client


@pytest.fixture
def variables(bare: Client, told: dict[str, str], temporal: TemporalServer) -> dict[str, str]:
    return told | {"TEMPORAL_ADDRESS": temporal.address, "TEMPORAL_NAMESPACE": bare.namespace}


@pytest.fixture
def environment(variables: dict[str, str]) -> Environment:
    return environment_of(variables)


async def known(client: Client) -> Mapping[str, int]:
    listing = ListSearchAttributesRequest(namespace=client.namespace)
    return dict((await client.operator_service.list_search_attributes(listing)).custom_attributes)


async def add(client: Client, **attributes: str) -> None:
    types = {name: TYPES[kind] for name, kind in attributes.items()}
    await client.operator_service.add_search_attributes(
        AddSearchAttributesRequest(namespace=client.namespace, search_attributes=types)
    )


async def test_attributes_that_are_missing_are_added_and_others_left_alone(
    bare: Client, environment: Environment
) -> None:
    await add(bare, Stage="Keyword", Region="Text")

    await prepared_temporal(environment)
    await prepared_temporal(environment)

    assert await known(bare) == WANTED | {"Region": TYPES["Text"]}


async def test_a_worker_makes_a_bare_namespace_ready(tmp_path: Path, bare: Client, variables: dict[str, str]) -> None:
    worker = await started("worker", folder=tmp_path, told=variables)
    assert worker.stderr is not None
    async with asyncio.timeout(30):
        while READY.encode() not in (line := await worker.stderr.readline()):
            assert line

    worker.send_signal(signal.SIGTERM)

    assert (await ended(worker)).status == 0
    assert await known(bare) == WANTED


async def test_an_attribute_of_another_type_is_named_with_the_way_out(bare: Client, environment: Environment) -> None:
    await add(bare, Stage="Text")

    with pytest.raises(NamespaceUnfit) as refused:
        await prepared_temporal(environment)

    assert f"In Temporal's namespace {bare.namespace} the search attribute Stage is of type Text" in str(refused.value)
    assert "needs it as Keyword. Give Daybook a namespace of its own: TEMPORAL_NAMESPACE." in str(refused.value)


async def test_a_worker_that_may_not_add_them_ends_and_names_them_with_the_command(
    tmp_path: Path, bare: Client, variables: dict[str, str]
) -> None:
    await add(bare, Full1="Bool", Full2="Bool", Full3="Bool")  # Temporal takes no fourth

    said = await ended(await started("worker", folder=tmp_path, told=variables))

    assert said.sentence.startswith(
        f"Temporal's namespace {bare.namespace} lacks the search attributes Connection, OrderNumber, Stage, "
        "NeedsAttention, ProblemCode, and Daybook may not add them (Unable to create search attributes: "
    )
    assert said.sentence.endswith(command_that_adds(bare, list(SEARCH_ATTRIBUTES)))


async def test_the_command_that_is_named_adds_them(bare: Client) -> None:
    words = shlex.split(command_that_adds(bare, list(SEARCH_ATTRIBUTES)))
    programs = {"PATH": f"{Path(sys.executable).parent}:{os.defpath}", "HOME": "/nonexistent"}

    process = await asyncio.create_subprocess_exec(*words, env=programs, stdout=asyncio.subprocess.DEVNULL)

    assert await process.wait() == 0
    assert await known(bare) == WANTED
