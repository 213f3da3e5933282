"""What a person decides of one record: skipped, linked by hand, and taken back."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from temporalio.client import WorkflowUpdateFailedError

from accounting.records import RecordKind
from activities.contracts import LinkRecord, Posting, SkipRecord, State
from tests.workflows.pretended import parked
from tests.workflows.shop import Shop, states

REASON = "a duplicate"


async def a_parked_order(shop: Shop) -> None:
    """The order parks, and its request waits."""
    shop.pretended.answer(shop.order_id, parked("sku_missing"))
    await shop.ordered()
    await shop.requested()
    await shop.until(lambda status: states(status) == ["parked", "waiting"])
    shop.pretended.asked.clear()


async def test_a_skipped_record_is_excluded_with_the_persons_reason(shop: Shop) -> None:
    await a_parked_order(shop)

    status = await shop.ask("skip", record=shop.order_id, reason=REASON)

    assert (states(status), status.records[0].detail) == (["excluded", "waiting"], REASON)
    (asked,) = shop.pretended.decided
    assert isinstance(asked, SkipRecord)
    assert (asked.ref.id, asked.ref.kind, asked.reason) == (shop.order_id, RecordKind.ORDER, REASON)


async def test_what_was_skipped_is_taken_back_by_naming_it_and_what_was_left_out_with_it_goes_on(shop: Shop) -> None:
    await a_parked_order(shop)
    await shop.invoiced()
    shop.pretended.answer(shop.request_id, Posting(state=State.EXCLUDED, label="", detail="left out with its order"))
    await shop.ask("skip", record=shop.order_id, reason=REASON)
    await shop.until(lambda status: states(status)[:2] == ["excluded", "excluded"])
    shop.pretended.asked.clear()

    status = await shop.retry({"record": shop.order_id, "kind": "order"})

    assert states(status)[:2] == ["posted", "posted"]
    assert [(one.ref.id, one.take_back) for one in shop.pretended.asked][:2] == [
        (shop.order_id, True),
        (shop.request_id, False),
    ]


async def test_a_retry_that_names_nothing_takes_nothing_back(shop: Shop) -> None:
    await a_parked_order(shop)
    await shop.ask("skip", record=shop.order_id, reason=REASON)

    status = await shop.retry()

    assert states(status) == ["excluded", "waiting"]


async def test_a_linked_record_wakes_what_waits_for_it(shop: Shop) -> None:
    await a_parked_order(shop)
    shop.pretended.answer(shop.request_id, Posting(state=State.POSTED, label=""))

    status = await shop.ask("link", record=shop.order_id, document="145")

    assert states(status)[0] == "linked"
    assert states(await shop.finished()) == ["linked", "posted"]
    (asked,) = shop.pretended.decided
    assert isinstance(asked, LinkRecord)
    assert asked.document_id == "145"


async def test_a_decision_that_is_refused_leaves_all_as_it_was(shop: Shop) -> None:
    await a_parked_order(shop)
    shop.pretended.refused = "It stands in the books."

    with pytest.raises(WorkflowUpdateFailedError) as refused:
        await shop.ask("skip", record=shop.order_id, reason=REASON)

    assert str(refused.value.cause).endswith(": It stands in the books.")
    assert states(await shop.status()) == ["parked", "waiting"]
    assert shop.pretended.asked == []


@pytest.mark.parametrize("request_", [{}, {"record": "404"}, {"record": None, "reason": REASON}])
async def test_a_decision_on_what_does_not_exist_is_refused_with_what_does(
    shop: Shop, request_: dict[str, Any]
) -> None:
    await a_parked_order(shop)

    with pytest.raises(WorkflowUpdateFailedError) as refused:
        await shop.ask("link", **request_)

    assert f"its records are: {shop.order_id}, {shop.request_id}." in str(refused.value.cause)


async def test_of_records_that_share_an_id_the_kind_tells_which_one_is_meant(shop: Shop) -> None:
    shop.pretended.answer(shop.order_id, parked("sku_missing"), parked("sku_missing"))
    await shop.ordered()
    await shop.signal("fulfillment_requested", {"id": shop.order_id})
    await shop.until(lambda status: len(states(status)) == 2 and "under way" not in states(status))

    with pytest.raises(WorkflowUpdateFailedError) as refused:
        await shop.ask("skip", record=shop.order_id, reason=REASON)
    await shop.ask("skip", record=shop.order_id, kind="fulfillment_request", reason=REASON)

    assert "Several records have the id" in str(refused.value.cause)
    assert [one.ref.kind for one in shop.pretended.decided] == [RecordKind.FULFILLMENT_REQUEST]


async def test_a_decision_waits_for_an_attempt_that_is_under_way(shop: Shop) -> None:
    gate = shop.pretended.hold(f"post {shop.order_id}")
    await shop.ordered()
    await shop.did(f"post {shop.order_id}")

    skipping = asyncio.create_task(shop.ask("skip", record=shop.order_id, reason=REASON))
    await asyncio.sleep(0.5)
    assert shop.pretended.decided == []
    gate.set()

    await skipping
    assert shop.pretended.did.index(f"skip {shop.order_id}") > shop.pretended.did.index(f"post {shop.order_id}")


@pytest.mark.parametrize(
    ("said", "reads"), [((), True), (({"read_again": False},), False), (({"read_again": "no"},), True), ((7,), True)]
)
async def test_a_signal_may_spare_reading_the_records_again(shop: Shop, said: tuple[Any, ...], reads: bool) -> None:
    shop.pretended.answer(shop.order_id, parked())
    await shop.ordered()
    await shop.until(lambda status: states(status) == ["parked"])

    await shop.handle.signal("retry_all", args=list(said))

    assert states(await shop.finished()) == ["posted"]
    assert (f"read order {shop.order_id}" in shop.pretended.did) is reads
    assert shop.pretended.asked[-1].fresh_after is not None
