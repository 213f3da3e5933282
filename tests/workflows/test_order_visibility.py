"""What Temporal's own pages and lists show of an order, and what they must not."""

from __future__ import annotations

import json

import pytest

from activities.contracts import order_workflow_id
from tests.chain.world import eventually
from tests.workflows.pretended import parked
from tests.workflows.shop import CONNECTION, Shop, states

PERSON = {"name": "Robin Example", "email": "robin@example.com", "line1": "12 Elm Street"}


async def attributes(shop: Shop) -> dict[str, object]:
    described = await shop.handle.describe()
    return {pair.key.name: pair.value for pair in described.typed_search_attributes if pair.key.name != "BuildIds"}


async def test_search_attributes_follow_an_order_from_parking_to_its_end(shop: Shop) -> None:
    shop.pretended.answer(shop.request_id, parked("vendor_missing"))
    await shop.ordered()
    await shop.requested()
    await shop.until(lambda status: states(status) == ["posted", "parked"])
    assert await attributes(shop) == {
        "Connection": CONNECTION,
        "OrderNumber": f"no. {shop.order_id}",
        "Stage": "purchase orders",
        "NeedsAttention": True,
        "ProblemCode": ["vendor_missing"],
    }

    await shop.retry()
    await shop.finished()

    assert await attributes(shop) == {
        "Connection": CONNECTION,
        "OrderNumber": f"no. {shop.order_id}",
        "Stage": "done",
        "NeedsAttention": False,
    }


async def test_an_order_that_needs_attention_is_found_by_its_problem(shop: Shop) -> None:
    shop.pretended.answer(shop.order_id, parked("vendor_missing"))
    await shop.ordered()
    await shop.until(lambda status: states(status) == ["parked"])
    query = f'NeedsAttention = true AND ProblemCode = "vendor_missing" AND OrderNumber = "no. {shop.order_id}"'

    async def found() -> list[str] | None:
        return [one.id async for one in shop.client.list_workflows(query)] or None

    assert await eventually(found) == [shop.handle.id]


async def test_a_chain_without_trouble_writes_its_attributes_three_times(shop: Shop) -> None:
    await shop.ordered(run_id="run-1")
    await shop.requested(run_id="run-1")
    await shop.finished()

    assert len(await shop.upserts()) == 3


async def test_the_page_of_an_order_tells_each_record_with_problem_and_fix(shop: Shop) -> None:
    shop.pretended.answer(shop.request_id, parked())
    await shop.requested()
    await shop.ordered()
    await shop.signal("supplier_invoiced", b"nonsense {")
    await shop.until(lambda status: len(status.problems) == 2)

    assert (await shop.details()).splitlines() == [
        f"* **no. {shop.order_id}** (order): posted",
        f"* **no. {shop.request_id}** (fulfillment request): parked No vendor. Make one.",
        "* No vendor. Make one.",
    ]


async def test_the_timeline_names_the_records_as_people_do(shop: Shop) -> None:
    await shop.ordered(number="SHOP-1001", run_id="run-1")
    await shop.finished()

    events = [event async for event in shop.handle.fetch_history_events()]
    summaries = [json.loads(event.user_metadata.summary.data) for event in events if event.user_metadata.summary.data]
    assert summaries == ["Post order SHOP-1001", f"Mark order no. {shop.order_id}"]


async def test_nothing_personal_reaches_ids_search_attributes_or_the_timeline(shop: Shop) -> None:
    shop.pretended.answer(shop.order_id, parked())
    await shop.signal("order_received", {"id": shop.order_id, "bill_to": PERSON, "lines": []})
    await shop.until(lambda status: states(status) == ["parked"])

    shown: list[object] = [shop.handle.id, await attributes(shop), await shop.upserts(), await shop.details()]
    events = [event async for event in shop.handle.fetch_history_events()]
    shown += [event.user_metadata for event in events]
    shown += [event.activity_task_scheduled_event_attributes.activity_id for event in events]
    assert not [word for word in PERSON.values() if word in str(shown)]


@pytest.mark.parametrize(
    ("order_id", "workflow_id"),
    [
        ("700123", "order.shop.700123"),
        ("A-1_b.c", "order.shop.A-1_b.c"),
        ("a/b c", "order.shop.a~2f~b~20~c"),
        ("ü~", "order.shop.~fc~~7e~"),
    ],
)
def test_the_id_of_an_order_holds_letters_digits_and_harmless_signs_alone(order_id: str, workflow_id: str) -> None:
    assert order_workflow_id("shop", order_id) == workflow_id
