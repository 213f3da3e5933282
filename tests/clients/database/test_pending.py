"""Which sources have a Purchase Order still to come (row R-65)."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncEngine

from accounting.records import FulfillmentRequest
from clients.database.outcomes import Outcome, Outcomes, OutcomeState
from clients.database.records import Records
from clients.database.runs import Run, Runs
from tests.clients.database.samples import SHOP, fulfillment_request, order


async def known(engine: AsyncEngine, name: str, state: OutcomeState | None, **more: object) -> FulfillmentRequest:
    """A request of the source of this name and id, and what became of it."""
    request = fulfillment_request(name).model_copy(update={"source_id": name, "source_name": name, **more})
    await Records(engine).save(SHOP, request)
    if state:
        outcome = Outcome(connection_id=SHOP, ref=request.ref, order_id="1001", label=request.number, state=state)
        await Outcomes(engine).record(outcome)
    return request


async def pending(engine: AsyncEngine) -> set[str]:
    found = await Records(engine).pending_sources(SHOP)
    assert all(id == name for id, name in found)
    return {name for _, name in found}


async def test_what_stands_or_is_left_out_or_is_another_programs_is_not_pending(engine: AsyncEngine) -> None:
    await Records(engine).save(SHOP, order())
    for state in ("posted", "linked", "waiting", "parked", "excluded"):
        await known(engine, state, state)
    await known(engine, "new", None)
    await known(engine, "elsewhere", None, synced=True)
    await known(engine, "parked here", "parked", synced=True)

    assert await pending(engine) == {"waiting", "parked", "new", "parked here"}
    assert await Records(engine).pending_sources("another") == set()


async def test_what_a_run_handed_over_after_it_was_left_out_is_pending_until_it_is_left_out_again(
    engine: AsyncEngine,
) -> None:
    runs = Runs(engine)
    await runs.begin(Run(id="run-1", connection_id=SHOP, operations=("fulfillment_requests",)))
    request = await known(engine, "left out", "excluded")
    await runs.handed("run-1", [request.ref])
    assert await pending(engine) == set()

    await runs.begin(Run(id="run-2", connection_id=SHOP, operations=("fulfillment_requests",)))
    await runs.handed("run-2", [request.ref])
    assert await pending(engine) == {"left out"}

    await known(engine, "left out", "excluded")
    assert await pending(engine) == set()


async def test_any_character_may_stand_in_a_request(engine: AsyncEngine) -> None:
    name = 'Ölmühle "5\\" & \x00 \ud800'
    odd = fulfillment_request("1").model_copy(update={"source_name": name, "state": '"source_name":"No","synced":true'})
    await Records(engine).save(SHOP, odd)
    assert await Records(engine).pending_sources(SHOP) == {("3", name)}
