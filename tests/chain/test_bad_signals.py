"""Signals that make no sense: each becomes a sentence, none is lost, and none harms what comes after it."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from temporalio.api.common.v1 import Payload
from temporalio.client import WorkflowFailureError, WorkflowHandle
from temporalio.common import RawValue

from activities.contracts import ORDERS_QUEUE, OrderInput
from activities.run_contracts import RunInput
from clients.database.connections import Connection
from tests.chain.notices import outcomes, parked
from tests.chain.orders import SHOP, a_chain, an_order
from tests.chain.world import CONNECTION, World, eventually
from worker.demo.choices import SETTINGS
from worker.linking.storing import not_yet_used, store_connection
from workflows.visibility import OrderStatus

Handle = WorkflowHandle[Any, Any]


def raw(data: bytes, encoding: bytes = b"json/plain") -> RawValue:
    return RawValue(Payload(metadata={"encoding": encoding}, data=data))


def a_whole_order(order_id: str, **changes: Any) -> dict[str, Any]:
    """An order in the canonical form, as any upstream system may send it."""
    at = "2026-11-20T15:00:00Z"
    line = {"id": "1", "sku": "MUG", "title": "Mug", "quantity": 2, "unit_price": "10.00"}
    return {
        "id": order_id,
        "number": order_id,
        "reference": f"WEB-{order_id}",
        "channel_id": "41",
        "channel_name": "Web Shop",
        "ordered_at": at,
        "changed_at": at,
        "state": "open",
        "payment": "paid",
        "payment_raw": "paid",
        "bill_to": {"name": "Robin Example", "email": "robin@example.com"},
        "lines": [line],
        "subtotal": "20.00",
        "total": "20.00",
        **changes,
    }


NONSENSE: dict[str, tuple[str, list[Any], str]] = {
    "no argument": ("order_received", [], "no arguments"),
    "two arguments": ("order_received", [{"id": "2"}, {"id": "2"}], "2 arguments"),
    "null": ("order_received", [None], "no JSON"),
    "no JSON": ("order_received", [raw(b"{nonsense")], "no JSON"),
    "bytes": ("order_received", [b"\xff\x00\xfe\x00"], "no JSON"),
    "a list": ("order_received", [[1, 2]], "neither a record nor an id"),
    "a truth value": ("order_received", [True], "neither a record nor an id"),
    "an empty id": ("order_received", [{"id": ""}], 'without a usable "id"'),
    "an id of another type": ("order_received", [{"id": {"a": 1}}], 'without a usable "id"'),
    "an id that Postgres cannot hold": ("order_received", [{"id": "1\0"}], 'without a usable "id"'),
    "an id that is no text": ("order_received", [raw(b'{"id": "\\ud800"}')], 'without a usable "id"'),
    "an endless id": ("order_received", ["7" * 5_000], "neither a record nor an id"),
    "a record without id": ("order_received", [{"reference": "SHOP-1"}], 'without a usable "id"'),
    "a record that lacks fields": ("order_received", [{"id": "17", "total": "1"}], "channel_id: Field required"),
    "a record of a wrong form": ("order_received", [a_whole_order("17", total="much")], "total: Input should be"),
    "a record of another order": ("order_received", [a_whole_order("9999")], "brought order 9999 of order 9999"),
    "the id of another order": ("order_received", [{"id": "900"}], "brought order 900 of order 900"),
    "an id that nobody knows": ("order_received", [{"id": "8888"}], "names order 8888, which nobody knows"),
    "a nest without bottom": ("order_received", [raw(b"[" * 100_000)], "no JSON"),
    "more than a step can hold": ("order_received", [raw(b"\0" * 700_000)], "700000 bytes, which is too much"),
    "a name that is misspelt": ("order_recieved", [{"id": "1"}], '"order_recieved" is not known'),
    "a name that holds anything": ("order\0 received", [{"id": "1"}], "is not known; the signals are"),
}


async def test_each_kind_of_nonsense_is_a_sentence_until_a_correct_signal_comes(world: World) -> None:
    ids = {what: str(number) for number, what in enumerate(NONSENSE, 1)}
    await world.flxpoint.add(**SHOP, orders=[an_order(900), *(an_order(int(id)) for id in ids.values())])

    async def told_and_mended(what: str) -> None:
        signal, arguments, words = NONSENSE[what]
        id = ids[what]
        await world.signal(id, signal, *arguments)
        problem = await parked(world, id, "record_not_understood")
        assert words in problem.message, what
        assert f"Order {id}: " in problem.message, what
        assert problem.fix.startswith("Send the signal again"), what

        await world.signal(id, "order_received", {"id": id})
        status = await world.finished(id)
        assert [record.state for record in status.records] == ["posted"], what
        assert (status.problems, status.needs_attention) == ((), False), what
        assert [o.state for o in await outcomes(world, id)] in (["excluded", "posted"], ["posted", "excluded"]), what

    async with asyncio.timeout(90):
        await asyncio.gather(*map(told_and_mended, NONSENSE))
    assert len(await world.documents("SalesReceipt")) == len(NONSENSE)


async def test_whole_records_in_any_order_post_without_flxpoint_knowing_them(world: World) -> None:
    at = "2026-11-20T16:00:00Z"
    common = {"source_id": "21", "source_name": "Cedar Works", "changed_at": at}
    line = {"id": "1", "sku": "ACME-MUG", "title": "Acme mug", "quantity": "2"}
    ids = {"id": "F1", "number": "WEB-1-1", "order_ref": "W1", "state": "Processing", "generated_at": at}
    request = {**ids, "ship_to": {"name": "Robin Example", "city": "Austin"}, **common}
    invoice = {"id": "I1", "number": "ACME-9", "fulfillment_request_id": "F1", "order_ref": "W1", **common}
    product = {"kind": "product", "unit_cost": "6.00", "amount": "12.00", **line}

    await world.signal(
        "W1", "supplier_invoiced", {**invoice, "state": "Unpaid", "invoiced_at": at, "lines": [product], "total": "12"}
    )
    await world.signal("W1", "fulfillment_requested", {**request, "lines": [{**line, "unit_cost": "6.00"}]})
    await world.signal("W1", "order_received", a_whole_order("W1"))
    status = await world.finished("W1")

    assert {(record.kind, record.state) for record in status.records} == {
        ("order", "posted"),
        ("fulfillment_request", "posted"),
        ("supplier_invoice", "posted"),
    }
    assert status.problems == ()
    ((receipt,), (order,), (bill,)) = [await world.documents(k) for k in ("SalesReceipt", "PurchaseOrder", "Bill")]
    assert [receipt["DocNumber"], order["DocNumber"], bill["DocNumber"]] == ["WEB-W1", "WEB-1-1", "ACME-9"]
    assert [str(document["TotalAmt"]) for document in (receipt, order, bill)] == ["20.0", "12.0", "12.0"]


async def test_an_order_started_by_hand_with_its_ids_alone_is_read_and_posted(world: World) -> None:
    await world.flxpoint.add(**a_chain(1))

    await start_by_hand(world, CONNECTION, "1")
    status = await world.finished("1")

    assert [record.state for record in status.records] == ["posted"] * 3


@pytest.mark.parametrize(
    ("connection", "order_id", "words"),
    [
        (CONNECTION, "404", ["Connection shop knows no order 404", "Flxpoint's own id"]),
        (CONNECTION, "a/b ?", ["knows no order a/b ?", "Flxpoint's own id"]),
        (CONNECTION, "1\0", ["holds a value that cannot be stored"]),
        ("nowhere", "1", ['There is no connection "nowhere"; known: shop.', "daybook connect NAME"]),
    ],
)
async def test_a_start_by_hand_with_an_id_that_does_not_exist_fails_with_a_sentence(
    world: World, connection: str, order_id: str, words: list[str]
) -> None:
    handle = await start_by_hand(world, connection, order_id)

    async with asyncio.timeout(30):
        with pytest.raises(WorkflowFailureError) as failure:
            await handle.result()

    assert all(word in str(failure.value.cause) for word in words), failure.value.cause


async def test_an_order_started_by_hand_that_cannot_be_read_fails_with_a_sentence(world: World) -> None:
    await world.flxpoint.add(**SHOP, orders=[an_order(1, channelInvoice=None)])

    handle = await start_by_hand(world, CONNECTION, "1")

    async with asyncio.timeout(30):
        with pytest.raises(WorkflowFailureError) as failure:
            await handle.result()
    assert "Order 1 could not be understood" in str(failure.value.cause)


async def test_an_unknown_connection_parks_an_order_until_it_is_added(world: World) -> None:
    handle = await start_by_hand(world, "other", "W1", signal="order_received", value=a_whole_order("W1"))

    async def known_problem() -> OrderStatus | None:
        status = await handle.query("status", result_type=OrderStatus)
        return status if status.problems else None

    (problem,) = (await eventually(known_problem)).problems
    assert (problem.code, problem.message) == ("connection_unknown", 'There is no connection "other"; known: shop.')
    assert problem.fix == "Make it: daybook connect NAME --environment production."

    books = world.announced.quickbooks
    grant, token = not_yet_used(books["refresh_token"]), world.announced.flxpoint["account_token"]
    added = Connection(id="other", name="Other", realm=books["realm_id"], environment="sandbox")
    await store_connection(world.companies.stores, added, grant, token)
    await world.companies.stores.connections.change_settings("other", SETTINGS)
    status = await handle.execute_update("retry", result_type=OrderStatus)
    assert [record.state for record in status.records] == ["posted"]


async def test_a_run_of_an_unknown_connection_fails_with_a_sentence(world: World) -> None:
    async with asyncio.timeout(30):
        with pytest.raises(WorkflowFailureError) as failure:
            await world.client.execute_workflow(
                "RunIntegration", RunInput(connection="nowhere"), id="run.nowhere", task_queue=ORDERS_QUEUE
            )

    assert 'There is no connection "nowhere"; known: shop.' in str(failure.value.cause)


async def start_by_hand(world: World, connection: str, order_id: str, signal: str = "", value: Any = None) -> Handle:
    """As a person does in Temporal's own UI, where the workflow's id is free."""
    return await world.client.start_workflow(
        "Order",
        OrderInput(connection=connection, order_id=order_id),
        id=f"order.{connection}.{order_id.isalnum() and order_id}",
        task_queue=ORDERS_QUEUE,
        start_signal=signal or None,
        start_signal_args=[value] if signal else [],
    )
