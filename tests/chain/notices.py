"""Where a person learns that something is in the way: the workflow, Postgres, the command line, Flxpoint."""

from __future__ import annotations

from typing import Any

from accounting.problems import Problem
from accounting.records import RecordKind, RecordRef
from clients.database.outcomes import Outcome
from tests.chain.world import CONNECTION, World, eventually
from tests.worker.console import daybook, variables

STORED = {
    RecordKind.ORDER: ("orders", "accountingSyncError"),
    RecordKind.FULFILLMENT_REQUEST: ("fulfillment_requests", "accountingError"),
    RecordKind.SUPPLIER_INVOICE: ("source_invoices", "accountingSyncError"),
}


async def parked(world: World, order_id: str, code: str) -> Problem:
    """The problem of this code on an order, told alike by its workflow, by Postgres and by `daybook order`."""
    status = await world.until(order_id, lambda s: any(p.code == code for p in s.problems))
    problem = next(problem for problem in status.problems if problem.code == code)
    assert status.needs_attention
    assert [problem] == [p for outcome in await outcomes(world, order_id) for p in outcome.problems if p.code == code]
    told = [p for outcome in await shown(world, order_id) for p in outcome["problems"] if p["code"] == code]
    assert told == [problem.model_dump()]
    return problem


async def outcomes(world: World, order_id: str) -> list[Outcome]:
    return await world.companies.stores.outcomes.of_order(CONNECTION, order_id)


async def shown(world: World, number: str) -> list[dict[str, Any]]:
    """What `daybook order --json` prints."""
    return list((await daybook("order", CONNECTION, number, "--json", told=variables(world.environment))).json)


async def flxpoint_error(world: World, ref: RecordRef) -> str:
    """The error that Flxpoint shows on a record, as soon as it shows one."""
    kind, field = STORED[ref.kind]

    async def look() -> str | None:
        records = (await world.flxpoint.state())[kind]
        return next((record[field] for record in records if str(record["id"]) == ref.id), None)

    return await eventually(look)
