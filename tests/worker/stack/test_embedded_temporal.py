from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.operatorservice.v1 import ListSearchAttributesRequest
from temporalio.client import Client
from temporalio.common import SearchAttributeKey, SearchAttributePair, TypedSearchAttributes

from tests.worker.stack.processes import all_gone, listening, working_on
from worker.search_attributes import SEARCH_ATTRIBUTES
from worker.stack.errors import DidNotStart, NotAvailable
from worker.stack.temporal import TemporalServer, embedded_temporal

NEEDS_ATTENTION = SearchAttributeKey.for_bool("NeedsAttention")
PROBLEM_CODE = SearchAttributeKey.for_keyword_list("ProblemCode")


async def start(server: TemporalServer, namespace: str = "default") -> str:
    """A workflow nobody works on: it stays, and can be found by its search attributes."""
    client = await Client.connect(server.address, namespace=namespace)
    attributes: Sequence[SearchAttributePair[bool] | SearchAttributePair[Sequence[str]]] = [
        SearchAttributePair(NEEDS_ATTENTION, True),
        SearchAttributePair(PROBLEM_CODE, ["vendor_missing"]),
    ]
    handle = await client.start_workflow(
        "Order", id=str(uuid4()), task_queue="nobody", search_attributes=TypedSearchAttributes(attributes)
    )
    return handle.id


async def test_every_namespace_is_ready_and_knows_our_search_attributes(
    temporal: TemporalServer, namespace: str
) -> None:
    for name in ("default", namespace):
        client = await Client.connect(temporal.address, namespace=name)
        answer = await client.operator_service.list_search_attributes(ListSearchAttributesRequest(namespace=name))
        kinds = {name: IndexedValueType.Name(kind) for name, kind in answer.custom_attributes.items()}
        upper = {name: f"INDEXED_VALUE_TYPE_{snake(kind)}" for name, kind in SEARCH_ATTRIBUTES.items()}
        assert kinds == upper
        await start(temporal, name)


def snake(kind: str) -> str:
    return {"KeywordList": "KEYWORD_LIST"}.get(kind, kind.upper())


async def test_the_ui_answers(temporal: TemporalServer) -> None:
    async with httpx.AsyncClient(trust_env=False) as browser:
        assert (await browser.get(temporal.ui_url)).status_code == 200


async def test_workflows_outlive_a_restart_on_the_same_ports(tmp_path: Path) -> None:
    async with embedded_temporal(tmp_path, namespaces=["shop"]) as server:
        workflow = await start(server, "shop")
    assert all_gone(tmp_path, seconds=0)
    async with embedded_temporal(tmp_path, namespaces=["shop"], port=server.port, ui_port=server.ui_port) as again:
        assert again == server
        client = await Client.connect(again.address, namespace="shop")
        await client.get_workflow_handle(workflow).describe()
        await start(again, "shop")
        assert await found(client, "NeedsAttention=true AND ProblemCode='vendor_missing'", wanted=2)


async def found(client: Client, query: str, *, wanted: int) -> bool:
    """Whether the list, which lags a little, comes to show that many."""
    for _ in range(200):
        if (await client.count_workflows(query)).count == wanted:
            return True
        await asyncio.sleep(0.1)
    return False


async def test_it_listens_on_loopback_alone(tmp_path: Path) -> None:
    async with embedded_temporal(tmp_path) as server:
        places = listening(tmp_path)
        assert {("127.0.0.1", server.port), ("127.0.0.1", server.ui_port)} <= places
        assert {address for address, _ in places} == {"127.0.0.1"}


async def test_a_start_that_fails_quotes_the_log_and_leaves_nothing_running(tmp_path: Path) -> None:
    (tmp_path / "temporal.sqlite").write_text("this is no database, but a text long enough to be read as one" * 50)
    with pytest.raises(DidNotStart) as caught:
        async with embedded_temporal(tmp_path):
            pass
    assert "not a database" in str(caught.value)
    assert str(tmp_path / "temporal.log") in str(caught.value)
    assert working_on(tmp_path) == set()


async def test_a_missing_program_is_explained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    with pytest.raises(NotAvailable, match="extra `local`"):
        async with embedded_temporal(tmp_path):
            pass
