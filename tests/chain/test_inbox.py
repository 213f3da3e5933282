"""Many records that one cause keeps waiting: seen as one problem, mended once, and resumed by one command."""

from __future__ import annotations

import asyncio
from collections import Counter

import pytest

from accounting.records import RecordKind
from tests.chain.books import Bookkeeper, agreed, posts
from tests.chain.notices import outcomes
from tests.chain.orders import SHOP, Json, a_request, an_order
from tests.chain.world import CONNECTION, World, eventually
from tests.worker.console import Said, daybook, variables

SOURCES: dict[str, list[Json]] = {
    "channels": SHOP["channels"],
    "sources": [*SHOP["sources"], {"id": 23, "name": "Birch Supply"}, {"id": 24, "name": "Elm Yard"}],
}
BIRCH = "vendor_missing:Birch Supply"
MANY = 20


async def type_in(world: World, command: str, *words: str) -> Said:
    return await daybook(command, CONNECTION, *words, told=variables(world.environment))


async def wait_for_vendors(world: World, of_birch: int, of_elm: int = 0) -> None:
    """So many orders whose requests wait for the vendor Birch Supply, and so many for Elm Yard."""
    await world.choose(fulfillment_request_sources=["21", "23", "24"])
    numbers = range(1, of_birch + of_elm + 1)
    await world.flxpoint.add(
        **SOURCES,
        orders=[an_order(number) for number in numbers],
        fulfillment_requests=[a_request(number, source_id=23 if number <= of_birch else 24) for number in numbers],
    )
    await world.run()


async def tried(world: World, *order_ids: int) -> list[int]:
    """How often the fulfillment request of each of these orders was found to be as it is."""
    found = [await outcomes(world, str(order_id)) for order_id in order_ids]
    kind = RecordKind.FULFILLMENT_REQUEST
    return [one.attempts for records in found for one in records if one.ref.kind is kind]


@pytest.mark.rule("R-95/expected", "R-96/expected")
async def test_one_command_posts_all_that_one_missing_vendor_kept_waiting_and_none_twice(world: World) -> None:
    await wait_for_vendors(world, MANY)
    (birch,) = (await type_in(world, "problems", "--json")).json
    assert birch["words"] == f'Vendor "Birch Supply" missing: {MANY} purchase orders wait'
    assert birch["command"] == f"daybook retry {CONNECTION} --cause 'vendor_missing:Birch Supply'"
    assert 'No QuickBooks vendor for source "Birch Supply"' in (await type_in(world, "problems")).out

    in_vain = await type_in(world, "retry", "--cause", BIRCH)
    assert (in_vain.status, "19 others wait on and were not tried" in in_vain.out) == (3, True)
    assert Counter(await tried(world, *range(1, MANY + 1))) == {1: MANY - 1, 2: 1}

    await Bookkeeper(world).create("Vendor", {"DisplayName": "Birch Supply"})
    said = await type_in(world, "retry", "--cause", BIRCH)

    assert (said.status, said.out) == (0, f"{MANY} records tried again: {MANY} posted.\n")
    assert (await type_in(world, "problems")).out == "Nothing is in the way.\n"
    assert len(await posts(world, "PurchaseOrder")) == len(await world.documents("PurchaseOrder")) == MANY
    await asyncio.gather(*(world.finished(str(number)) for number in range(1, MANY + 1)))
    await agreed(world)
    unknown = await type_in(world, "retry", "--cause", BIRCH)
    assert unknown.sentence == f'Nothing of connection {CONNECTION} has the problem "{BIRCH}"; open are: none.'


@pytest.mark.rule("R-65/expected", "R-97/expected")
async def test_a_run_tries_one_order_of_each_cause_and_resumes_the_others_of_a_cause_that_is_gone(
    world: World,
) -> None:
    await wait_for_vendors(world, 3, 3)
    await Bookkeeper(world).create("Vendor", {"DisplayName": "Elm Yard"})

    report = await world.run()

    assert report.still_waiting == (
        'Vendor "Birch Supply" missing: still so; 2 more orders wait for it as before, and one was tried.',
    )
    assert (report.handed_over, report.unchanged) == (4, 2 + 6)
    assert len(await world.documents("PurchaseOrder")) == 3
    assert sorted(await tried(world, 1, 2, 3)) == [1, 1, 2]

    await world.choose(fulfillment_request_sources=["21", "24"])
    report = await world.run()

    assert (report.still_waiting, report.handed_over) == ((), 3)
    assert {one.state for number in (1, 2, 3) for one in await outcomes(world, str(number))} == {"posted", "excluded"}


async def test_retry_wants_to_know_what_and_tells_what_is_unknown(world: World) -> None:
    await wait_for_vendors(world, 1)

    assert "an order's or a record's number" in (await type_in(world, "retry")).sentence
    assert "an order's or a record's number" in (await type_in(world, "retry", "SHOP-1", "--all")).sentence
    assert 'knows no record "SHOP-9"' in (await type_in(world, "retry", "SHOP-9")).sentence
    unknown = (await type_in(world, "retry", "--cause", "vendor_mising")).sentence
    assert unknown.endswith(f'has the problem "vendor_mising"; open are: "{BIRCH}".')
    for command in (("retry", "nobody", "--all"), ("problems", "nobody"), ("skip", "nobody", "1", "--reason", "x")):
        said = await daybook(*command, told=variables(world.environment))
        assert said.sentence == 'There is no connection "nobody"; known: shop.'


async def test_one_record_is_retried_by_its_number_and_all_by_one_word(world: World) -> None:
    await wait_for_vendors(world, 2, 1)
    await Bookkeeper(world).create("Vendor", {"DisplayName": "Birch Supply"})

    one = await type_in(world, "retry", "SHOP-1-1")
    assert (one.status, "SHOP-1-1" in one.out) == (0, True)
    assert len(await world.documents("PurchaseOrder")) == 1

    everything = await type_in(world, "retry", "--all", "--json")
    assert everything.status == 3
    assert '"tried": 2' in everything.out
    assert len(await world.documents("PurchaseOrder")) == 2


async def test_what_was_corrected_in_the_order_system_is_read_again_for_all(world: World) -> None:
    await wait_for_vendors(world, 3)
    renamed = [source | {"name": "Cedar Works"} if source["id"] == 23 else source for source in SOURCES["sources"]]
    await world.flxpoint.add(sources=renamed)

    said = await type_in(world, "retry", "--cause", BIRCH)

    assert said.out == "3 records tried again: 3 posted.\n"


async def test_who_stops_watching_stops_nothing_and_may_go_on_watching(world: World) -> None:
    await wait_for_vendors(world, 4)
    await Bookkeeper(world).create("Vendor", {"DisplayName": "Birch Supply"})
    await world.quickbooks.fault("slow", method="POST", path="/purchaseorder", seconds=1.0)

    retrying = asyncio.create_task(type_in(world, "retry", "--cause", BIRCH))
    await eventually(lambda: _asked_for_a_purchase_order(world))
    retrying.cancel()
    await asyncio.gather(retrying, return_exceptions=True)
    said = await type_in(world, "retry", "--all")

    assert said.status == 0, said
    assert len(await world.documents("PurchaseOrder")) == 4
    await agreed(world)


async def _asked_for_a_purchase_order(world: World) -> bool | None:
    return True if await posts(world, "PurchaseOrder") else None
