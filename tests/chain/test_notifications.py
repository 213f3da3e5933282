"""What a person should know is told to an address of the operator's own: once, signed, and until it is taken."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio
from pydantic import SecretStr

from activities.telling_connections import look_now
from clients.webhook import signature
from tests.chain.books import Bookkeeper
from tests.chain.orders import SHOP, a_request, an_order
from tests.chain.world import World, connected_world, eventually
from tests.clients.quickbooks.cutting_server import CuttingServer, answers, closes, cutting_server
from worker.commands.failure import CommandFailed
from worker.demo.standins import StandIns
from worker.settings import Environment

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


@dataclass
class Address:
    """Where notifications arrive; the first two are not taken."""

    server: CuttingServer

    def taken(self) -> list[dict[str, Any]]:
        """Every message after those, checked as a receiver checks it."""
        told = []
        for head, body in self.server.requests[2:]:
            headers = dict(re.findall(r"(?m)^(webhook-[a-z]+): (.*?)\r$", head))
            signed = signature(SECRET, headers["webhook-id"], int(headers["webhook-timestamp"]), body)
            assert headers["webhook-signature"] == signed
            told.append(json.loads(body))
        return told

    async def told(self, event: str) -> dict[str, Any]:
        """The only message of an event, as soon as it is there."""

        async def look() -> dict[str, Any] | None:
            found = [message for message in self.taken() if message["type"] == event]
            assert len(found) < 2
            return found[0] if found else None

        return await eventually(look, 60)


@pytest_asyncio.fixture
async def address() -> AsyncIterator[Address]:
    async with cutting_server(answers(b"", "503 Busy"), closes, answers(b"")) as server:
        yield Address(server)


@pytest_asyncio.fixture
async def world(
    environment: Environment, announced: StandIns, address: Address, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[World]:
    """A world whose operator wants to be told; what comes within a second is told together."""
    monkeypatch.setattr("activities.notices.WAIT_FOR_OTHERS", timedelta(seconds=1))
    wanted = {"notify_url": f"{address.server.url}/daybook", "notify_secret": SecretStr(SECRET)}
    async with connected_world(environment.model_copy(update=wanted), announced) as world:
        yield world


async def test_a_missing_vendor_is_told_once_and_a_failed_run_with_it(world: World, address: Address) -> None:
    await world.flxpoint.add(
        **{**SHOP, "sources": [*SHOP["sources"], {"id": 23, "name": "Gamma Imports"}]},
        orders=[an_order(1), an_order(2)],
        fulfillment_requests=[a_request(1, source_id=23), a_request(2, source_id=23)],
    )
    await world.choose(fulfillment_request_sources=["21", "22", "23"])

    report = await world.run()

    problem, failed = await address.told("problem.opened"), await address.told("run.failed")
    assert (problem["connection"], problem["code"], problem["subject"]) == ("shop", "vendor_missing", "Gamma Imports")
    assert problem["message"] == 'No QuickBooks vendor for source "Gamma Imports".'
    assert problem["command"] == "daybook retry shop --cause 'vendor_missing:Gamma Imports'"
    assert problem["waiting"] == {"fulfillment_request": 2}
    assert (failed["run"], failed["code"], failed["command"]) == (report.run_id, "vendor_missing", "daybook run shop")

    await world.retry("2")
    await Bookkeeper(world).create("Vendor", {"DisplayName": "Gamma Imports"})
    await world.run()
    await world.finished("1")
    assert [message["type"] for message in address.taken()].count("problem.opened") == 1


async def test_a_lost_connection_is_told(world: World, address: Address) -> None:
    await world.connect(refresh_token="ended")
    await look_now(world.client, "shop")

    lost = await address.told("connection.lost")

    assert (lost["code"], lost["command"]) == ("connection_lost", "daybook connect shop")
    assert lost["waiting"] == {}


async def test_runs_that_fail_alike_one_after_the_other_are_told_once(world: World, address: Address) -> None:
    for operations in ([], [], ["orders"], []):
        await world.choose(operations=operations)
        with contextlib.suppress(CommandFailed):
            await world.run()

    async def both() -> list[str] | None:
        told = [message["message"] for message in address.taken() if message["type"] == "run.failed"]
        return told if len(told) > 1 else None

    told = await eventually(both, 60)

    assert [message.startswith("No operation of connection shop") for message in told] == [True, True]
