"""The workflow that keeps a connection connected: ahead of expiry, when a person is needed, and after the re-link."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from temporalio.client import WorkflowExecutionDescription

from activities.connection_contracts import Linkage
from activities.contracts import connection_workflow_id, run_workflow_id
from activities.telling_connections import look_now, start_clock
from clients.quickbooks.oauth import Grant
from tests.chain.books import agreed, refreshes
from tests.chain.orders import SHOP, a_chain, an_order
from tests.chain.world import CONNECTION, World, eventually
from workflows.visibility import NEEDS_ATTENTION, PROBLEM_CODE, OrderStatus

ORDERS = range(1, 6)


async def linkage(world: World) -> Linkage:
    """How the connection stands, as its workflow knows it."""
    handle = world.client.get_workflow_handle(connection_workflow_id(CONNECTION))
    told: Linkage = await handle.query("status", result_type=Linkage)
    return told


async def described(world: World) -> WorkflowExecutionDescription:
    return await world.client.get_workflow_handle(connection_workflow_id(CONNECTION)).describe()


def lost(status: OrderStatus) -> bool:
    return [problem.code for problem in status.problems] == ["connection_lost"]


async def until(world: World, problem: str | None) -> Linkage:
    async def reached() -> Linkage | None:
        now = await linkage(world)
        code = now.problem.code if now.problem else None
        return now if code == problem and now.look_again_in else None

    return await eventually(reached)


async def test_tokens_are_refreshed_ahead_of_their_end_though_nothing_else_happens(world: World) -> None:
    await world.quickbooks.switch(token_lifetime="3")
    await start_clock(world.client, CONNECTION)

    async def refreshed() -> bool | None:
        return len(await refreshes(world)) >= 3 or None

    await eventually(refreshed)
    assert {call["status"] for call in await refreshes(world)} == {200}
    assert (await linkage(world)).problem is None


@pytest.mark.rule("R-21/expected")
async def test_a_lost_connection_says_so_once_and_a_re_link_alone_lets_all_its_orders_go_on(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    await world.flxpoint.add(**SHOP, orders=[an_order(number) for number in ORDERS])
    await world.connect(refresh_token="ended")

    await world.run()
    for number in ORDERS:
        await world.until(str(number), lost)

    told = await until(world, "connection_lost")
    assert told.problem is not None
    assert "daybook connect" in told.problem.fix
    attributes = (await described(world)).typed_search_attributes
    assert (attributes[NEEDS_ATTENTION], attributes[PROBLEM_CODE]) == (True, ["connection_lost"])
    said = [record.message for record in caplog.records if "needs a person" in record.message]
    assert len(said) == 1

    await world.connect()
    await look_now(world.client, CONNECTION)

    for number in ORDERS:
        await world.finished(str(number))
    found = await agreed(world)
    assert found["sales_receipts"] == len(ORDERS)
    assert [call["status"] for call in await refreshes(world)] == [400, 200]
    await until(world, None)
    assert (await described(world)).typed_search_attributes[NEEDS_ATTENTION] is False


@pytest.mark.rule("R-21/bad")
async def test_a_run_that_the_lost_connection_ended_is_run_once_more_after_the_re_link(world: World) -> None:
    await world.flxpoint.add(**a_chain(1))
    await world.companies.stores.connections.unlinked(CONNECTION, "Intuit refused the refresh token")
    with pytest.raises(Exception, match="needs re-authentication"):
        await world.run()
    await until(world, "connection_lost")

    await world.connect()
    await look_now(world.client, CONNECTION)

    await eventually(lambda: _order_exists(world))
    await world.finished("1")
    await agreed(world)
    run = await world.client.get_workflow_handle(run_workflow_id(CONNECTION)).describe()
    assert await run.static_summary() == f"Run of {CONNECTION}, which was linked again"


async def _order_exists(world: World) -> Any:
    return await world.companies.stores.outcomes.order_ids(CONNECTION, "SHOP-1") or None


async def test_a_first_link_runs_nothing(world: World) -> None:
    await world.flxpoint.add(**a_chain(1))
    await look_now(world.client, CONNECTION)
    await until(world, None)
    assert await world.companies.stores.runs.newest(CONNECTION, 1) == []


@pytest.mark.parametrize(("left", "days"), [(91, None), (89, 90), (30, 30), (8, 30), (6, 7), (-1, 7)])
async def test_the_end_of_a_consent_is_announced_90_30_and_7_days_ahead(
    world: World, caplog: pytest.LogCaptureFixture, left: int, days: int | None
) -> None:
    await _granted(world, whole=timedelta(days=left))
    await start_clock(world.client, CONNECTION)

    told = await until(world, None)

    assert told.announced == days
    assert (told.ending is None) is (days is None)
    await look_now(world.client, CONNECTION)
    await until(world, None)
    assert len([record for record in caplog.records if "lets Daybook in" in record.message]) == int(bool(days))


async def test_the_window_of_the_refresh_token_counts_like_the_whole_consent(world: World) -> None:
    await _granted(world, window=timedelta(days=20), whole=timedelta(days=900))
    await start_clock(world.client, CONNECTION)
    told = await until(world, None)
    assert told.announced == 30
    assert told.ending is not None
    assert "(19 days)" in told.ending.message


async def test_a_connection_that_is_gone_ends_its_clock(world: World) -> None:
    await start_clock(world.client, "elsewhere")
    handle = world.client.get_workflow_handle(connection_workflow_id("elsewhere"), result_type=str)
    assert await handle.result() == "There is no connection elsewhere any more."


async def test_a_token_endpoint_that_does_not_answer_is_no_reason_to_ask_for_a_person(world: World) -> None:
    await world.quickbooks.fault("status", path="/oauth2/", status=503, times=2)
    await start_clock(world.client, CONNECTION)
    told = await until(world, None)
    assert told.problem is None
    assert [call["status"] for call in await refreshes(world)] == [503, 503, 200]


async def _granted(world: World, *, window: timedelta | None = None, whole: timedelta) -> None:
    """Tokens that live for an hour, of a consent that ends some day."""
    grant = Grant("good", "RT1-good", timedelta(hours=1), refresh_lifetime=window, whole_lifetime=whole)
    await world.companies.stores.credentials.save_grant(CONNECTION, world.announced.quickbooks["realm_id"], grant)
