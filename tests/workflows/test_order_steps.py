"""The order of an order's steps, and what wakes them."""

from __future__ import annotations

from itertools import permutations

import pytest
from temporalio.client import Client
from temporalio.exceptions import ApplicationError

from accounting.records import RecordKind, RecordRef
from activities.contracts import KnownRecords, Posting, State
from tests.workflows.pretended import Pretended, parked, problem
from tests.workflows.shop import Shop, pretended_workers, states

SIGNAL_OF = {
    "ordered": "order_received",
    "requested": "fulfillment_requested",
    "invoiced": "supplier_invoiced",
}


def posts(shop: Shop) -> list[str]:
    """What was posted, in order, by the kind of record."""
    return [what.removeprefix(f"post {shop.order_id}") or "-order" for what in shop.pretended.did if "post" in what]


@pytest.mark.parametrize("arrivals", list(permutations(SIGNAL_OF)), ids="-".join)
async def test_whatever_arrives_first_the_documents_are_made_in_their_order(
    shop: Shop, arrivals: tuple[str, ...]
) -> None:
    gate = shop.pretended.hold(f"read {SIGNAL_OF[arrivals[0]]}")
    for arrival in arrivals:
        await getattr(shop, arrival)()
    gate.set()

    status = await shop.finished()

    assert posts(shop) == ["-order", "-request", "-invoice"]
    assert sorted(states(status)) == ["posted"] * 3
    assert (status.stage, status.needs_attention) == ("done", False)


async def test_what_waits_is_woken_when_what_it_waits_for_is_posted(shop: Shop) -> None:
    await shop.invoiced()
    await shop.until(lambda status: states(status) == ["waiting"])
    await shop.requested()
    await shop.until(lambda status: states(status) == ["waiting", "waiting"])
    shop.pretended.did.clear()

    await shop.ordered()
    status = await shop.finished()

    assert posts(shop) == ["-order", "-request", "-invoice"]
    assert states(status) == ["posted"] * 3


async def test_what_waits_says_for_what_and_asks_for_nobody(shop: Shop) -> None:
    await shop.requested()

    status = await shop.until(lambda status: states(status) == ["waiting"])

    assert status.records[0].detail == "Waits for the order."
    assert (status.stage, status.needs_attention, status.problems) == ("purchase orders", False, ())


async def test_a_record_that_is_left_out_ends_the_order_too(shop: Shop) -> None:
    shop.pretended.answer(shop.order_id, Posting(state=State.EXCLUDED, label="", detail="It is canceled."))

    await shop.ordered()

    assert [(record.state, record.detail) for record in (await shop.finished()).records] == [
        ("excluded", "It is canceled.")
    ]


async def test_what_a_run_has_read_is_posted_without_reading_it_again(shop: Shop) -> None:
    await shop.ordered(number="SHOP-9", run_id="run-1")

    await shop.finished()

    assert shop.pretended.did == [f"post {shop.order_id}", f"mark {shop.order_id}"]
    assert [request.run_id for request in shop.pretended.asked] == ["run-1"]


async def test_a_record_that_comes_after_the_end_starts_the_order_again(shop: Shop) -> None:
    await shop.ordered()
    first = await shop.finished()

    await shop.requested()
    second = await shop.finished()

    assert (states(first), states(second)) == (["posted"], ["posted"])
    assert second.records[0].id == shop.request_id


async def test_a_record_that_changes_while_it_is_posted_is_posted_again(shop: Shop) -> None:
    gate = shop.pretended.hold(f"post {shop.order_id}")
    await shop.ordered(run_id="first")
    await shop.did(f"post {shop.order_id}")
    await shop.requested(run_id="second")
    await shop.ordered(run_id="second")
    gate.set()

    await shop.finished()

    assert posts(shop) == ["-order", "-order", "-request"]


async def test_started_by_hand_an_order_learns_its_records_first(shop: Shop) -> None:
    refs = (
        RecordRef(kind=RecordKind.SUPPLIER_INVOICE, id=shop.invoice_id),
        RecordRef(kind=RecordKind.FULFILLMENT_REQUEST, id=shop.request_id),
        RecordRef(kind=RecordKind.ORDER, id=shop.order_id),
    )
    shop.pretended.known = KnownRecords(refs=refs)

    await shop.start()
    await shop.finished()

    assert shop.pretended.did[0] == f"read order {shop.order_id}"
    assert posts(shop) == ["-order", "-request", "-invoice"]


async def test_a_signal_is_not_lost_where_a_start_by_hand_finds_nothing(shop: Shop) -> None:
    shop.pretended.known = KnownRecords(problem=problem("order_unknown"))
    gate = shop.pretended.hold(f"read order {shop.order_id}")
    await shop.start()
    await shop.did(f"read order {shop.order_id}")
    await shop.ordered()
    gate.set()

    assert states(await shop.finished()) == ["posted"]


async def test_an_error_that_no_retry_helps_parks_the_record(shop: Shop) -> None:
    shop.pretended.answer(shop.order_id, ApplicationError("the disk is full", non_retryable=True))

    await shop.ordered()
    status = await shop.until(lambda status: states(status) == ["parked"])

    (told,) = status.problems
    assert (told.code, told.fix[:9]) == ("posting_failed", "Retry it;")
    assert "the disk is full" in told.message
    assert states(await shop.retry()) == ["posted"]


async def test_replayed_from_the_beginning_at_every_task_a_chain_ends_alike(
    client: Client, pretended: Pretended
) -> None:
    shop = Shop(client, pretended, order_id="forgetful")
    pretended.answer(shop.request_id, parked())
    async with pretended_workers(client, pretended, max_cached_workflows=0):
        await shop.invoiced()
        await shop.requested()
        await shop.ordered()
        await shop.did(f"post {shop.invoice_id}")
        await shop.signal("order_received", b"\xff nonsense")
        await shop.until(lambda status: "record_not_understood" in [problem.code for problem in status.problems])
        await shop.signal("retry_all")
        await shop.did("read order_received", times=3)
        await shop.ordered()
        status = await shop.finished()

    assert sorted(states(status)) == ["posted"] * 3
    assert status.problems == ()
