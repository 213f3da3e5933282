"""What a person must mend: parking, retrying, and signals that nobody could read."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from temporalio.client import WorkflowUpdateFailedError

from tests.workflows.pretended import POSTED, parked
from tests.workflows.shop import Shop, states


async def a_parked_chain(shop: Shop) -> None:
    """The order and its request park, and the invoice waits."""
    shop.pretended.answer(shop.order_id, parked("sku_missing"))
    shop.pretended.answer(shop.request_id, parked("vendor_missing"), parked("vendor_missing"))
    await shop.ordered()
    await shop.requested()
    await shop.invoiced()
    await shop.until(lambda status: states(status) == ["parked", "parked", "waiting"])
    shop.pretended.asked.clear()


async def test_a_parked_record_tells_its_problem_and_does_not_end_the_order(shop: Shop) -> None:
    shop.pretended.answer(shop.order_id, parked("sku_missing"))

    await shop.ordered()
    status = await shop.until(lambda status: states(status) == ["parked"])

    assert [problem.code for problem in status.problems] == ["sku_missing"]
    assert (status.needs_attention, status.stage) == (True, "sale")


async def test_retry_without_an_argument_answers_with_what_became_of_everything(shop: Shop) -> None:
    await a_parked_chain(shop)

    status = await shop.retry()

    assert states(status) == ["posted", "parked", "waiting"]
    assert states(await shop.retry()) == ["posted"] * 3


@pytest.mark.parametrize("form", ["object", "text", "number"])
async def test_retry_of_one_record_leaves_the_others_alone(shop: Shop, form: str) -> None:
    await a_parked_chain(shop)
    named = {"object": {"record": shop.order_id}, "text": shop.order_id, "number": int(shop.order_id)}[form]

    status = await shop.retry(named)

    assert states(status)[:2] == ["posted", "parked"]
    assert shop.request_id not in [request.ref.id for request in shop.pretended.asked]


@pytest.mark.parametrize("named", [{"record": "404"}, "404", ["404"], {"recrod": "1"}, True, "x" * 10_000])
async def test_retry_of_what_does_not_exist_is_refused_in_a_sentence(shop: Shop, named: Any) -> None:
    await a_parked_chain(shop)

    with pytest.raises(WorkflowUpdateFailedError) as refused:
        await shop.retry(named)

    told = str(refused.value.cause)
    assert f"Order no. {shop.order_id} has no record" in told
    assert shop.request_id in told
    assert len(told) < 1_000
    assert states(await shop.status()) == ["parked", "parked", "waiting"]


async def test_retry_reads_the_record_again_and_looks_at_nothing_older(shop: Shop) -> None:
    shop.pretended.answer(shop.order_id, parked())
    await shop.ordered()
    await shop.until(lambda status: states(status) == ["parked"])

    await shop.retry()

    first, second = shop.pretended.asked
    assert first.fresh_after is None
    assert second.fresh_after is not None
    did = [what for what in shop.pretended.did if what != f"mark {shop.order_id}"]
    attempt = f"post {shop.order_id}"
    assert did == ["read order_received", attempt, f"read order {shop.order_id}", attempt]


async def test_retry_all_tries_everything_that_is_parked_or_waits(shop: Shop) -> None:
    await a_parked_chain(shop)
    shop.pretended.answer(shop.request_id, POSTED)

    await shop.signal("retry_all")
    await shop.until(lambda status: states(status) == ["posted", "parked", "waiting"])
    await shop.signal("retry_all")

    assert states(await shop.finished()) == ["posted"] * 3


async def test_a_retry_while_an_attempt_is_under_way_does_not_park_on_its_stale_result(shop: Shop) -> None:
    shop.pretended.answer(shop.order_id, parked("vendor_missing"))
    gate = shop.pretended.hold(f"post {shop.order_id}")
    await shop.ordered()
    await shop.did(f"post {shop.order_id}")

    retrying = asyncio.create_task(shop.retry())
    await shop.did(f"post {shop.order_id}")
    await shop.until(lambda status: states(status) == ["under way"])
    await shop.signal("retry_all")
    gate.set()
    status = await retrying

    assert (states(status), status.problems) == (["posted"], ())
    assert all(changed["NeedsAttention"] == "false" for changed in await shop.upserts())
    assert shop.pretended.asked[-1].fresh_after is not None


async def test_what_a_run_brings_again_is_tried_again_and_looked_at_afresh(shop: Shop) -> None:
    shop.pretended.answer(shop.order_id, parked())
    await shop.ordered(run_id="monday")
    await shop.until(lambda status: states(status) == ["parked"])

    await shop.ordered(run_id="tuesday")
    await shop.finished()

    monday, tuesday = shop.pretended.asked
    assert (monday.run_id, tuesday.run_id) == ("monday", "tuesday")
    assert (monday.fresh_after is None, tuesday.fresh_after is None) == (True, False)
    assert f"read order {shop.order_id}" not in shop.pretended.did  # the run has read it


async def test_a_signal_that_nobody_can_read_is_a_notice_until_a_readable_one_comes(shop: Shop) -> None:
    await shop.signal("order_received", b"\xff\xfe")
    status = await shop.until(lambda status: bool(status.problems))
    assert ([problem.code for problem in status.problems], status.needs_attention) == (["record_not_understood"], True)

    await shop.ordered()

    status = await shop.finished()
    assert (states(status), status.problems, status.needs_attention) == (["posted"], (), False)


async def test_a_notice_is_ended_by_its_own_signal_alone_save_where_nobody_knows_its_name(shop: Shop) -> None:
    await shop.signal("fulfillment_requested", b"nonsense {")
    await shop.signal("fulfilment_requested", {"id": "1", "a": 1})
    await shop.until(lambda status: len(status.problems) == 2)

    await shop.ordered()
    status = await shop.until(lambda status: states(status) == ["posted"])

    assert len(status.problems) == 1
    await shop.requested()
    assert (await shop.finished()).problems == ()


async def test_an_unread_signal_is_read_again_on_retry_but_never_after_a_readable_one(shop: Shop) -> None:
    await shop.signal("order_received", b"nonsense {")
    await shop.until(lambda status: bool(status.problems))
    await shop.retry()
    assert shop.pretended.did == ["read order_received"] * 2

    gate = shop.pretended.hold("read order_received")
    await shop.ordered()
    await shop.did("read order_received", times=3)
    await shop.signal("retry_all")
    gate.set()

    assert (await shop.finished()).problems == ()
    assert shop.pretended.did.count("read order_received") == 3


async def test_post_again_asks_for_the_document_anew(shop: Shop) -> None:
    gate = shop.pretended.hold(f"mark {shop.order_id}")
    await shop.ordered()
    await shop.until(lambda status: states(status) == ["posted"])

    async with asyncio.timeout(20):
        await shop.handle.execute_update("post_again", {"record": shop.order_id})
    gate.set()
    await shop.finished()

    first, second = shop.pretended.asked
    assert (first.post_again, second.post_again) == (False, True)


@pytest.mark.parametrize("named", [None, {"record": "404"}])
async def test_post_again_of_nothing_is_refused_in_a_sentence(shop: Shop, named: Any) -> None:
    shop.pretended.answer(shop.order_id, parked())
    await shop.ordered()
    await shop.until(lambda status: states(status) == ["parked"])

    with pytest.raises(WorkflowUpdateFailedError) as refused:
        await shop.handle.execute_update("post_again", named)

    assert "has no record" in str(refused.value.cause)
