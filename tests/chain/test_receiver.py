"""Flxpoint's webhooks: a delivery makes Daybook look, and is answered once Temporal has taken it."""

from __future__ import annotations

import asyncio
import json
import re
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from temporalio.client import Client, WorkflowHistoryEventFilterType

from tests.chain.orders import SHOP, a_request, an_order
from tests.chain.world import CONNECTION, World, eventually
from tests.worker.console import ended, started, variables
from worker.receiving import flxpoint
from worker.receiving.flxpoint import FlxpointReceiver, secret_of
from worker.receiving.messages import Message, Reply
from worker.settings import EnvironmentIncomplete

SECRET = "s3cret-s3cret-s3cret-s3cret"
PLACE = f"/flxpoint/{CONNECTION}/{SECRET}"
EVENTS = ("OrderImportedEvent", "FulfillmentRequestProcessingEvent")
IMPORTED = {"event": EVENTS[0], "orderId": 1}
PROCESSING = {"event": EVENTS[1], "fulfillmentRequestId": 101}


@asynccontextmanager
async def receiving(world: World, folder: Path) -> AsyncIterator[str]:
    """`daybook receive` as a process, with where it listens; Ctrl-C ends it cleanly."""
    told = variables(world.environment) | {"DAYBOOK_RECEIVER_SECRET": SECRET}
    process = await started("receive", "--port", "0", folder=folder, told=told)
    try:
        assert process.stderr is not None
        said = (await asyncio.wait_for(process.stderr.readline(), 60)).decode()
        (url,) = re.findall(r"^Receiving at (http://127.0.0.1:\d+)/flxpoint/CONNECTION/SECRET$", said)
        yield url
    finally:
        process.send_signal(signal.SIGINT)
        status = (await ended(process)).status
    assert status == 0


async def subscribe(world: World, url: str) -> None:
    """Set the webhook up in Flxpoint, as docs/signals.md tells."""
    body = {"webhookUrl": f"{url}{PLACE}", "subscribedEvents": EVENTS}
    answer = await world.flxpoint.http.post(
        f"{world.flxpoint.url}/webhhok/configurations",
        json=body,
        headers={"X-API-TOKEN": world.announced.flxpoint["account_token"]},
    )
    answer.raise_for_status()


async def deliveries(world: World, count: int) -> list[dict[str, Any]]:
    async def made() -> list[dict[str, Any]] | None:
        found = (await world.flxpoint.http.get(f"{world.flxpoint.url}/__control/deliveries")).json()
        return found if len(found) >= count else None

    return await eventually(made)


async def signals(world: World, order_id: str) -> list[str]:
    history = world.order(order_id).fetch_history_events(event_filter_type=WorkflowHistoryEventFilterType.ALL_EVENT)
    return [
        event.workflow_execution_signaled_event_attributes.signal_name
        async for event in history
        if event.HasField("workflow_execution_signaled_event_attributes")
    ]


async def test_what_is_delivered_even_twice_is_read_and_posted_without_a_run(world: World, tmp_path: Path) -> None:
    async with receiving(world, tmp_path) as url:
        await subscribe(world, url)
        await world.flxpoint.switch(webhooks="twice")
        await world.flxpoint.add(**SHOP, orders=[an_order(1)])
        made = await deliveries(world, 2)
        assert [one["status"] for one in made] == [202, 202]
        assert [record.state for record in (await world.finished("1")).records] == ["posted"]
        # A workflow that ended before the second delivery was followed by another: the newest had one of them at least.
        assert set(await signals(world, "1")) == {"order_received"}

        await world.flxpoint.add(fulfillment_requests=[a_request(1, fulfillmentRequestStatus={"name": "Unprocessed"})])
        await world.run()
        assert await world.documents("PurchaseOrder") == []
        await world.flxpoint.add(fulfillment_requests=[a_request(1, updatedAt="2026-11-20T17:00:00.000Z")])
        assert {one["status"] for one in await deliveries(world, 4)} == {202}
        await world.finished("1")

    assert len(await world.documents("SalesReceipt")) == len(await world.documents("PurchaseOrder")) == 1


async def test_a_burst_about_one_order_is_one_signal(idle: World) -> None:
    door, request = receiver(idle), delivery(PROCESSING | {"orderId": 1})
    answers = await asyncio.gather(*(door.answer(delivery(IMPORTED)) for _ in range(20)), door.answer(request))

    assert {answer.status for answer in answers} == {202}
    assert answers[0].told == "Order 1 is read again."
    assert sorted(await signals(idle, "1")) == ["fulfillment_requested", "order_received"]


@pytest.mark.parametrize(
    ("path", "method", "body", "reply"),
    [
        (PLACE, "POST", b"{}", (400, "The delivery tells no event; the events are: OrderImportedEvent, Fulf")),
        (PLACE, "POST", b"nonsense", (400, "The delivery is no JSON.")),
        (PLACE, "GET", b"", (405, "Deliveries are sent by POST.")),
        (f"/flxpoint/{CONNECTION}/guessed", "POST", b"{}", (403, "The address holds another secret than this")),
        (f"/flxpoint/nowhere/{SECRET}", "POST", b"{}", (404, 'There is no connection "nowhere"; known: shop.')),
        ("/", "POST", b"{}", (404, "Deliveries go to /flxpoint/CONNECTION/SECRET.")),
    ],
    ids=["no event", "no JSON", "a look", "a guess", "another connection", "another path"],
)
async def test_what_is_no_delivery_is_refused_with_the_reason(
    idle: World, path: str, method: str, body: bytes, reply: tuple[int, str]
) -> None:
    answer = await receiver(idle).answer(Message(method, path, body))

    assert (answer.status, answer.told[: len(reply[1])]) == reply
    assert await orders(idle) == []


@pytest.mark.rule("R-23/expected")
async def test_while_orders_are_switched_off_nothing_is_read(idle: World) -> None:
    await idle.choose(operations=["fulfillment_requests"])

    answer = await receiver(idle).answer(delivery(IMPORTED))

    assert answer == Reply(200, "Nothing is read: orders is not among the operations that are switched on.")
    assert await orders(idle) == []


async def test_a_request_of_an_order_that_is_not_told_is_found_by_what_is_known_else_by_a_run(world: World) -> None:
    door = receiver(world)
    assert (await door.answer(delivery(PROCESSING))).status == 202
    await world.client.get_workflow_handle(f"run.{CONNECTION}").result()

    await world.flxpoint.add(**SHOP, orders=[an_order(1)], fulfillment_requests=[a_request(1)])
    await world.run()
    await world.finished("1")
    assert (await door.answer(delivery(PROCESSING))).status == 202
    await world.finished("1")
    assert await signals(world, "1") == ["fulfillment_requested"]


async def test_what_nobody_can_take_is_to_be_sent_again(idle: World, monkeypatch: pytest.MonkeyPatch) -> None:
    door = receiver(idle)
    assert (await door.answer(delivery(PROCESSING))).status == 202  # a run begins, which nobody works on
    under_way = await door.answer(delivery(PROCESSING))
    assert (under_way.status, under_way.headers) == (503, {"Retry-After": "60"})

    monkeypatch.setattr(flxpoint, "PATIENCE", 0.5)
    nobody = await Client.connect("127.0.0.1:1", lazy=True)
    answer = await FlxpointReceiver(nobody, idle.companies.stores, SECRET).answer(delivery(IMPORTED))
    assert answer.status == 503


@pytest.mark.parametrize("secret", ["", "short", "with a blank in the middle of it", "x" * 201])
def test_a_secret_that_is_none_is_refused_with_how_to_make_one(secret: str) -> None:
    with pytest.raises(EnvironmentIncomplete) as told:
        secret_of({"DAYBOOK_RECEIVER_SECRET": secret})

    assert str(told.value).startswith("DAYBOOK_RECEIVER_SECRET ")
    assert str(told.value).endswith("Make one, and keep it to yourself: openssl rand -hex 24")
    assert secret not in str(told.value) or not secret


def delivery(body: dict[str, Any]) -> Message:
    return Message("POST", PLACE, json.dumps(body).encode())


def receiver(world: World) -> FlxpointReceiver:
    return FlxpointReceiver(world.client, world.companies.stores, SECRET)


async def orders(world: World) -> list[str]:
    return [workflow.id async for workflow in world.client.list_workflows('WorkflowType = "Order"')]
