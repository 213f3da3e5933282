"""The order system is told of every posting, and never holds one up."""

from __future__ import annotations

from accounting.problems import Problem
from tests.workflows.pretended import POSTED
from tests.workflows.shop import Shop, states

REFUSED = Problem(code="flxpoint_token_refused", message="The token opens nothing.", fix="Store an Account token.")


async def test_marks_that_hang_hold_no_posting_up(shop: Shop) -> None:
    gate = shop.pretended.hold(f"mark {shop.order_id}")

    await shop.ordered()
    await shop.requested()
    await shop.invoiced()
    status = await shop.until(lambda status: states(status) == ["posted"] * 3)

    assert [record.marked for record in status.records] == [False] * 3
    assert f"mark {shop.request_id}" not in shop.pretended.did
    gate.set()
    assert [record.marked for record in (await shop.finished()).records] == [True] * 3


async def test_a_refused_mark_shows_and_keeps_the_order_open_until_a_retry_marks_it(shop: Shop) -> None:
    shop.pretended.refuse_mark(shop.order_id, REFUSED)

    await shop.ordered()
    status = await shop.until(lambda status: bool(status.problems))
    assert (states(status), status.problems) == (["posted"], (REFUSED,))
    assert (status.needs_attention, status.records[0].marked) == (True, False)
    await shop.retry()

    status = await shop.finished()
    assert (status.problems, status.records[0].marked) == ((), True)
    assert shop.pretended.did.count(f"mark {shop.order_id}") == 2


async def test_a_refused_mark_is_tried_again_when_the_record_comes_again(shop: Shop) -> None:
    shop.pretended.refuse_mark(shop.order_id, REFUSED)
    await shop.ordered(run_id="monday")
    await shop.until(lambda status: bool(status.problems))

    await shop.ordered(run_id="tuesday")

    assert (await shop.finished()).records[0].marked


async def test_a_mark_refused_again_during_the_retry_still_shows(shop: Shop) -> None:
    shop.pretended.refuse_mark(shop.order_id, REFUSED, REFUSED)
    await shop.ordered()
    await shop.until(lambda status: bool(status.problems))
    posting = shop.pretended.hold(f"post {shop.order_id}")

    await shop.signal("retry_all")
    await shop.did(f"mark {shop.order_id}", times=2)
    posting.set()
    status = await shop.until(lambda status: states(status) == ["posted"] and bool(status.problems))

    assert status.problems == (REFUSED,)
    await shop.retry()
    assert (await shop.finished()).problems == ()


async def test_an_outcome_that_changes_during_its_mark_is_marked_again(shop: Shop) -> None:
    gate = shop.pretended.hold(f"mark {shop.order_id}")
    shop.pretended.answer(shop.order_id, POSTED, POSTED.model_copy(update={"problems": (REFUSED,)}))
    await shop.ordered()
    await shop.did(f"mark {shop.order_id}")
    await shop.ordered()
    await shop.did(f"post {shop.order_id}", times=2)
    await shop.until(lambda status: states(status) == ["posted"])
    gate.set()

    await shop.finished()

    assert shop.pretended.did.count(f"mark {shop.order_id}") == 2
