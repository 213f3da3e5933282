"""A page of Flxpoint on which some records are none at all: they are told of, and the others are posted."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from tests.chain.books import agreed
from tests.chain.orders import SHOP, an_order
from tests.chain.world import CONNECTION, World

NO_RECORDS: list[Any] = [
    *(None, [], "SHOP-2", 7, {}, {"id": None}, {"id": ""}, {"id": []}, {"id": {"a": 1}}, {"id": True}, {"id": 1.5}),
    *({"id": "\0"}, {"id": "\ud800"}, {"id": "../channel?x=1#y"}, {"id": "x" * 3_000}, {"id": "\u202e1"}, {"id": -1}),
]


class Adding(httpx.AsyncBaseTransport):
    """Hands requests on, and adds to the first page of Flxpoint's orders what is none."""

    def __init__(self, whole: httpx.AsyncBaseTransport, added: list[Any]) -> None:
        self._whole = whole
        self._added = added

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await self._whole.handle_async_request(request)
        if request.url.path != "/orders" or request.url.params.get("page") != "1":
            return response
        page = json.loads(await response.aread()) + self._added
        return httpx.Response(response.status_code, content=json.dumps(page).encode(), request=request)


async def test_what_is_no_record_is_told_of_and_the_others_are_posted(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    http = world.companies.http
    monkeypatch.setattr(http, "_transport", Adding(http._transport, NO_RECORDS))
    await world.flxpoint.add(**SHOP, orders=[an_order(1), an_order(3)])

    await world.run()
    await world.finished("1")
    await world.finished("3")

    parked = await world.companies.stores.outcomes.parked(CONNECTION)
    assert {one.ref.id for one in parked} == {"without id", "../channel?x=1#y", "-1"}
    assert all(problem.message and problem.fix for one in parked for problem in one.problems)
    assert len(await world.documents("SalesReceipt")) == 2
    await agreed(world)
