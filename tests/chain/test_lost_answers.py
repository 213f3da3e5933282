"""QuickBooks stored it and the answer was lost: everything stands once, and nothing is sent blindly again."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.chain.books import Bookkeeper, Json, agreed, looks, posts, request_ids
from tests.chain.orders import SHOP, a_request, an_invoice, an_order
from tests.chain.world import World, connected_world
from worker.demo.standins import StandIns
from worker.settings import Environment
from workflows.visibility import OrderStatus

ORDERS = range(1, 7)
KIM = "Kim Example"
LOST = {
    "SalesReceipt": "flxpoint:order:1",
    "Invoice": "flxpoint:order:2",
    "PurchaseOrder": "flxpoint:fulfillment_request:103",
    "Bill": "flxpoint:supplier_invoice:204",
    "Customer": KIM,
    "Item": "CUP",
}
"""The kinds Daybook creates, each with what only the body that loses its answer holds."""

LOOKED_FOR = {
    "SalesReceipt": "'SHOP-1'",
    "Invoice": "'SHOP-2'",
    "PurchaseOrder": "'SHOP-3-1'",
    "Bill": "'ACME-4'",
    "Customer": f"'{KIM}'",
    "Item": "'CUP'",
}
"""The same, as the statements name it that look for it."""


@pytest_asyncio.fixture
async def impatient_world(environment: Environment, announced: StandIns) -> AsyncIterator[World]:
    """A world in which Daybook gives up on an answer after a second."""
    changed = environment.model_copy(update={"quickbooks_timeout": 1.0, "settle_seconds": 2.5})
    async with connected_world(changed, announced) as world:
        yield world


async def lose_one_of_each(world: World, fault: str, **how: float) -> None:
    """Six orders, two of them with everything that follows; in each another kind meets the fault."""
    orders = [
        an_order(1),
        an_order(2, payment="Authorized"),
        an_order(3),
        an_order(4),
        an_order(5, name=KIM),
        an_order(6, sku="CUP", title="Cup"),
    ]
    await world.flxpoint.add(
        **SHOP,
        orders=orders,
        fulfillment_requests=[a_request(3), a_request(4)],
        source_invoices=[an_invoice(3), an_invoice(4)],
    )
    for kind, body in LOST.items():
        await world.quickbooks.fault(fault, method="POST", path=f"/{kind.lower()}", body=f'{body}"', **how)


async def run_to_the_end(world: World) -> None:
    """Every record is posted without a problem, and the audit finds one document for each."""
    await world.run()
    for number in ORDERS:
        status = await world.finished(str(number))
        assert {record.state for record in status.records} == {"posted"}
        assert not status.problems
    found = await agreed(world)
    assert (found["sales_receipts"], found["invoices"]) == (5, 1)
    assert (found["purchase_orders"], found["bills"]) == (2, 2)


async def sent_once_and_looked_for(world: World, looked_for: dict[str, str]) -> None:
    """None of the bodies that lost their answer went out again; a look that followed found each."""
    for kind, body in LOST.items():
        (sent,) = await posts(world, kind, holding=body)
        assert any(look.at > sent["at"] for look in await looks(world, kind, holding=looked_for[kind])), kind


@pytest.mark.rule("R-35/expected", "R-76/expected")
@pytest.mark.parametrize(
    ("fault", "requestid"),
    [
        ("lost_after", "honoured"),
        ("lost_after", "ignored"),
        ("status_after", "ignored"),
        ("empty", "ignored"),
        ("truncated", "ignored"),
    ],
)
async def test_after_a_lost_answer_one_of_each_kind_stands_found_by_looking(
    world: World, fault: str, requestid: str
) -> None:
    """With numbers allowed twice, so that no refusal of QuickBooks saves us."""
    await world.quickbooks.switch(requestid=requestid, duplicate_numbers="allow")
    await lose_one_of_each(world, fault)

    await run_to_the_end(world)

    await sent_once_and_looked_for(world, LOOKED_FOR)


@pytest.mark.rule("R-35/expected", "R-76/expected")
async def test_without_numbers_of_our_own_the_look_goes_by_time_and_memo(world: World) -> None:
    """A Bill keeps its number: QuickBooks has no such preference for Bills."""
    await world.quickbooks.switch(requestid="ignored", duplicate_numbers="allow")
    await Bookkeeper(world).number_documents(own=False)
    await lose_one_of_each(world, "lost_after")

    await run_to_the_end(world)

    by_time = dict.fromkeys(("SalesReceipt", "Invoice", "PurchaseOrder"), "MetaData.CreateTime")
    await sent_once_and_looked_for(world, LOOKED_FOR | by_time)
    assert {receipt["DocNumber"][:5] for receipt in await world.documents("SalesReceipt")}.isdisjoint({"SHOP-"})


@pytest.mark.rule("R-35/expected", "R-76/expected")
async def test_what_is_stored_after_we_stopped_waiting_stands_once(impatient_world: World) -> None:
    """QuickBooks stores at 1.5 s what Daybook gave up at 1 s; the look begins at 2.5 s.

    In life: 60 s for an answer, 120 s until the gateway cuts a write, 150 s until Daybook looks. So a write stored
    while or after Daybook looks cannot be: the look waits for the claim to settle, and that is longer than the
    gateway lets a write live.
    """
    world = impatient_world
    await world.quickbooks.switch(requestid="ignored", duplicate_numbers="allow")
    await lose_one_of_each(world, "slow_before", seconds=1.5)

    await run_to_the_end(world)

    await sent_once_and_looked_for(world, LOOKED_FOR)


@pytest.mark.rule("R-35/expected")
async def test_a_request_that_never_arrived_goes_again_under_the_same_id_with_the_same_body(world: World) -> None:
    await lose_one_of_each(world, "lost_before")

    await run_to_the_end(world)

    for kind, body in LOST.items():
        first, second = await posts(world, kind, holding=body)
        assert first["body"] == second["body"], kind
        assert request_ids([first]) == request_ids([second]), kind


async def test_a_look_that_misses_our_document_does_no_harm_while_request_ids_are_remembered(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def blind(*_: object, **__: object) -> None:
        return None

    monkeypatch.setattr("activities.bringing.find_document", blind)
    await world.quickbooks.switch(duplicate_numbers="allow")
    await world.flxpoint.add(**SHOP, orders=[an_order(1)])
    await world.quickbooks.fault("lost_after", method="POST", path="/salesreceipt")

    await world.run()
    await world.finished("1")

    await agreed(world)
    first, second = await posts(world, "SalesReceipt")
    assert request_ids([first]) == request_ids([second])


def unknown(status: OrderStatus) -> bool:
    return [problem.code for problem in status.problems] == ["outcome_unknown"]


@pytest.mark.parametrize(("refusal", "fault", "sends"), [(400, "lost_after", 1), (403, "lost_before", 2)])
async def test_where_looking_is_refused_nothing_is_sent_until_a_person_says_retry(
    world: World, refusal: int, fault: str, sends: int
) -> None:
    await world.quickbooks.switch(requestid="ignored", duplicate_numbers="allow")
    await world.flxpoint.add(**SHOP, orders=[an_order(1)])
    await world.quickbooks.fault(fault, method="POST", path="/salesreceipt")
    await world.quickbooks.fault("status", path="FROM SalesReceipt", status=refusal, times=99)

    await world.run()
    await world.until("1", unknown)
    await world.run()
    await world.until("1", unknown)
    assert len(await posts(world, "SalesReceipt")) == 1

    await world.quickbooks.mend()
    await world.retry("1")
    await world.finished("1")

    await agreed(world)
    assert len(await world.documents("SalesReceipt")) == 1
    sent = await posts(world, "SalesReceipt")
    assert (len(sent), len({*request_ids(sent)})) == (sends, 1)


@pytest.mark.rule("R-35/bad")
async def test_two_documents_with_the_marker_stop_the_order_and_both_are_named(world: World) -> None:
    """Somebody entered both by hand, memo and all, while the first send was lost."""
    await world.quickbooks.switch(requestid="ignored", duplicate_numbers="allow")
    await world.flxpoint.add(**SHOP, orders=[an_order(1)])
    first, second = [await entered(world) for _ in range(2)]
    await world.quickbooks.fault("lost_before", method="POST", path="/salesreceipt")

    await world.run()
    status = await world.until("1", lambda status: status.needs_attention)

    (problem,) = status.problems
    assert problem.code == "duplicates_in_quickbooks"
    said, named = problem.message.rstrip(".").split(": ")
    assert said == "QuickBooks holds 2 documents for flxpoint:order:1, and one is right"
    assert sorted(named.split(", ")) == [f"Sales Receipt {receipt['Id']}" for receipt in (first, second)]
    assert len(await world.documents("SalesReceipt")) == 2

    await Bookkeeper(world).delete("SalesReceipt", second)
    await world.retry("1")
    await world.finished("1")

    assert [receipt["Id"] for receipt in await world.documents("SalesReceipt")] == [first["Id"]]
    assert len(await posts(world, "SalesReceipt")) == 1
    await agreed(world)


async def entered(world: World) -> Json:
    """A receipt for order 1 in a person's hand, with Daybook's marker."""
    bookkeeper = Bookkeeper(world)
    item, customer = await bookkeeper.one("Item", "FEE"), await bookkeeper.one("Customer", "Sam Sample")
    detail = {"ItemRef": {"value": item["Id"]}, "TaxCodeRef": {"value": "NON"}}
    line = {"Amount": 20.00, "DetailType": "SalesItemLineDetail", "SalesItemLineDetail": detail}
    body = {"DocNumber": "SHOP-1", "CustomerRef": {"value": customer["Id"]}, "Line": [line]}
    return await bookkeeper.create("SalesReceipt", {**body, "PrivateNote": "By hand flxpoint:order:1"})
