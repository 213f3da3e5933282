"""Several workers and several orders want the same thing at the same moment: it is made once."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio
from temporalio.exceptions import ApplicationError

from activities.contracts import Posting
from tests.chain.books import agreed, looks, posts
from tests.chain.orders import SHOP, an_order
from tests.chain.workers import Hand, two_hands
from tests.chain.world import SETTLE_SECONDS, World, connected_world, eventually
from worker.demo.standins import StandIns
from worker.settings import Environment

SETTLE = 0.8
Hands = tuple[Hand, Hand]


@pytest_asyncio.fixture
async def quick_world(environment: Environment, announced: StandIns) -> AsyncIterator[World]:
    """A world without workers, in which a claim settles within a second; nothing of QuickBooks helps us."""
    changed = environment.model_copy(update={"settle_seconds": SETTLE})
    async with connected_world(changed, announced, working=False) as world:
        await world.quickbooks.switch(requestid="ignored", duplicate_numbers="allow")
        yield world


@pytest_asyncio.fixture
async def hands(quick_world: World) -> AsyncIterator[Hands]:
    """Two workers; the customer and the item of order 1 stand already, so that only its sale is to be raced for."""
    async with two_hands(quick_world, quick_world.environment) as (first, second):
        await quick_world.flxpoint.add(**SHOP, orders=[an_order(1), an_order(2)])
        for order_id in ("1", "2"):
            await first.learn(order_id)
        await first.post("2")
        yield first, second


def claim_at_once(monkeypatch: pytest.MonkeyPatch, hands: Hands) -> None:
    """Neither worker claims before the other is about to."""
    both = asyncio.Barrier(2)
    for hand in hands:
        intents = hand.companies.stores.intents
        claim = intents.claim

        async def together(*given: Any, claim: Any = claim) -> Any:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(5):
                    await both.wait()
            return await claim(*given)

        monkeypatch.setattr(intents, "claim", together)


def after(monkeypatch: pytest.MonkeyPatch, hand: Hand, call: str, arrive: Callable[[], Awaitable[object]]) -> None:
    """Between the database's answer to a call and the worker's hearing of it, something happens."""
    intents = hand.companies.stores.intents
    asked = getattr(intents, call)

    async def answered(*given: Any) -> Any:
        answer = await asked(*given)
        await arrive()
        return answer

    monkeypatch.setattr(intents, call, answered)


async def sent(world: World) -> list[int]:
    """What QuickBooks answered to each request for order 1's receipt; None is an answer cut off."""
    return [call["status"] for call in await posts(world, "SalesReceipt", holding="flxpoint:order:1")]


async def posted_once(world: World, *postings: Posting) -> None:
    assert {posting.state.value for posting in postings} == {"posted"}
    assert len({posting.detail for posting in postings}) == 1
    receipts = await world.documents("SalesReceipt")
    assert len([receipt for receipt in receipts if receipt["DocNumber"] == "SHOP-1"]) == 1


@pytest.mark.rule("R-35/expected")
async def test_of_two_workers_that_post_the_same_order_one_sends(
    quick_world: World, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim_at_once(monkeypatch, hands)

    postings = await asyncio.gather(*(hand.post("1") for hand in hands))

    await posted_once(quick_world, *postings)
    assert await sent(quick_world) == [200]


async def test_of_two_workers_that_settle_the_same_unanswered_send_one_looks(
    quick_world: World, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    await quick_world.quickbooks.fault("lost_after", method="POST", path="/salesreceipt")
    with pytest.raises(ApplicationError):
        await hands[0].post("1")
    await asyncio.sleep(SETTLE)
    claim_at_once(monkeypatch, hands)

    postings = await asyncio.gather(*(hand.post("1") for hand in hands))

    await posted_once(quick_world, *postings)
    assert await sent(quick_world) == [None]
    assert len(await looks(quick_world, "SalesReceipt", holding="'SHOP-1'")) == 1


async def test_while_one_worker_has_claimed_and_not_yet_sent_the_other_waits_for_its_document(
    quick_world: World, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = hands
    claimed, seen = asyncio.Event(), asyncio.Event()

    async def wait_until_seen() -> None:
        claimed.set()
        await seen.wait()

    async def see() -> None:
        seen.set()

    after(monkeypatch, first, "claim", wait_until_seen)
    after(monkeypatch, second, "live", see)

    slow = asyncio.create_task(first.post("1"))
    await claimed.wait()
    other = await second.post("1")

    await posted_once(quick_world, await slow, other)
    assert await sent(quick_world) == [200]


async def test_a_worker_that_slept_over_its_claim_does_not_send(
    quick_world: World, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The machine stood still between the claim and the bytes; meanwhile the claim settled and another sent."""
    first, second = hands
    claimed, other_done = asyncio.Event(), asyncio.Event()

    async def sleep_over() -> None:
        claimed.set()
        await other_done.wait()

    after(monkeypatch, first, "claim", sleep_over)

    slow = asyncio.create_task(first.post("1"))
    await claimed.wait()
    posting = await second.post("1")
    other_done.set()
    with pytest.raises(ApplicationError, match="taken over by another worker"):
        await slow

    await posted_once(quick_world, posting, await first.post("1"))
    assert await sent(quick_world) == [200]
    assert len(await looks(quick_world, "SalesReceipt", holding="'SHOP-1'")) == 1


async def test_a_worker_whose_claim_was_taken_over_while_it_looked_does_not_send(
    quick_world: World, hands: Hands
) -> None:
    first, second = hands
    await quick_world.quickbooks.fault("lost_before", method="POST", path="/salesreceipt")
    with pytest.raises(ApplicationError):
        await first.post("1")
    await quick_world.quickbooks.fault("slow", path="FROM SalesReceipt", seconds=3 * SETTLE)

    await asyncio.sleep(SETTLE)
    slow = asyncio.create_task(first.post("1"))
    await _looking(quick_world)
    posting = await second.post("1")
    with pytest.raises(ApplicationError, match="taken over by another worker"):
        await slow

    await posted_once(quick_world, posting, await first.post("1"))
    assert await sent(quick_world) == [None, 200]


async def test_a_worker_whose_claim_was_taken_over_while_it_refreshed_its_token_does_not_send(
    quick_world: World, hands: Hands
) -> None:
    first, second = hands
    await quick_world.quickbooks.fault("expired_token", method="POST", path="/salesreceipt")
    await quick_world.quickbooks.fault("slow", path="/oauth2/", seconds=3 * SETTLE)

    slow = asyncio.create_task(first.post("1"))
    await _refused(quick_world)
    posting = await second.post("1")
    with pytest.raises(ApplicationError, match="taken over by another worker"):
        await slow

    await posted_once(quick_world, posting, await first.post("1"))
    assert await sent(quick_world) == [401, 200]


async def _looking(world: World) -> None:
    async def look() -> bool | None:
        return bool(await looks(world, "SalesReceipt", holding="'SHOP-1'")) or None

    await eventually(look)


async def _refused(world: World) -> None:
    async def refused() -> bool | None:
        return await sent(world) == [401] or None

    await eventually(refused)


@pytest.mark.rule("R-37/expected", "R-40/expected")
async def test_two_orders_that_need_the_same_new_customer_and_item_make_one_of_each(world: World) -> None:
    """The first request for each is slow, so that the other order meets it under way."""
    await world.flxpoint.add(**SHOP, orders=[an_order(1), an_order(2)])
    await world.quickbooks.fault("slow_before", method="POST", path="/customer", seconds=0.7)
    await world.quickbooks.fault("slow_before", method="POST", path="/item", seconds=0.7)

    await world.run()
    await asyncio.gather(*(world.finished(order_id) for order_id in ("1", "2")))

    await agreed(world)
    for kind in ("Customer", "Item"):
        assert len(await posts(world, kind)) == 1, kind


@pytest.mark.rule("R-37/expected")
async def test_twenty_orders_of_one_person_make_one_customer(world: World) -> None:
    numbers = range(1, 21)
    await world.flxpoint.add(**SHOP, orders=[an_order(number, name="Kim Example") for number in numbers])

    await world.run()
    await asyncio.gather(*(world.finished(str(number)) for number in numbers))

    await agreed(world)
    customers = [one["DisplayName"] for one in await world.documents("Customer")]
    assert customers.count("Kim Example") == 1
    assert len(await posts(world, "Customer")) == 1
    assert len(await world.documents("SalesReceipt")) == 20


async def test_two_new_items_of_one_title_get_names_of_their_own(world: World) -> None:
    await world.flxpoint.add(**SHOP, orders=[an_order(1, sku="MUG"), an_order(2, sku="CUP")])

    await world.run()
    await asyncio.gather(*(world.finished(order_id) for order_id in ("1", "2")))

    await agreed(world)
    names = {item["Sku"]: item["Name"] for item in await world.documents("Item") if item.get("Sku") in ("MUG", "CUP")}
    assert sorted(names.values()) in (["Mug", "Mug (CUP)"], ["Mug", "Mug (MUG)"])


async def test_orders_that_want_one_new_item_whose_title_is_taken_all_post(world: World) -> None:
    taken = [an_order(1, sku="MUG")]
    wanting = [an_order(n, sku="CUP") for n in range(2, 8)]
    await world.flxpoint.add(**SHOP, orders=taken)
    await world.run()
    # Slower than the settling time: whoever waits takes over what another has sent, under the name it was sent with.
    await world.quickbooks.fault("slow", method="POST", path="/item", seconds=SETTLE_SECONDS + 1, times=3)
    await world.flxpoint.add(orders=wanting)

    await world.run()
    await asyncio.gather(*(world.finished(str(n)) for n in range(2, 8)))

    await agreed(world)
    assert [item["Name"] for item in await world.documents("Item") if item.get("Sku") == "CUP"] == ["Mug (CUP)"]


async def test_a_worker_that_dies_before_it_writes_a_batch_down_leaves_nothing_to_be_created_again(
    quick_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [{"id": n, "sku": f"NEW-{n}", "title": f"New {n}", "quantity": 1, "price": 10.00} for n in (1, 2)]
    async with two_hands(quick_world, quick_world.environment) as (first, second):
        await quick_world.flxpoint.add(**SHOP, orders=[an_order(3, orderItems=lines)])
        await first.learn("3")
        monkeypatch.setattr(first.companies.stores.intents, "post", _die)
        with pytest.raises(ApplicationError):
            await first.post("3")
        await asyncio.sleep(SETTLE)

        posting = await second.post("3")

    assert posting.state.value == "posted"
    assert len(await quick_world.quickbooks.calls("POST", "/batch")) == 1
    assert await posts(quick_world, "Item") == []


async def _die(*given: Any) -> None:
    raise OSError("the worker is gone")
