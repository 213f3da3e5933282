"""What a person types after a connection was lost, disconnected or changed: `daybook connect`, and nothing else."""

from __future__ import annotations

import pytest

from tests.chain.books import agreed
from tests.chain.orders import SHOP, an_order
from tests.chain.world import CONNECTION, World
from tests.clients.quickbooks.cutting_server import closed_port
from tests.worker.console import daybook, variables
from tests.worker.linking.bookkeeper import connecting
from workflows.visibility import OrderStatus


def lost(status: OrderStatus) -> bool:
    return [problem.code for problem in status.problems] == ["connection_lost"]


@pytest.fixture
def told(world: World) -> dict[str, str]:
    """The worker's own variables, as a person has them set."""
    return variables(world.environment) | {"DAYBOOK_REDIRECT_URL": f"http://localhost:{closed_port()}/callback"}


@pytest.mark.rule("R-20/expected")
async def test_what_waited_for_the_link_goes_on_once_it_is_linked_again(world: World, told: dict[str, str]) -> None:
    await world.flxpoint.add(**SHOP, orders=[an_order(1)])
    await world.run()
    await world.finished("1")
    settings = await world.companies.stores.connections.settings(CONNECTION)
    await world.quickbooks.fault("revoked", path="/v3/")
    await world.flxpoint.add(orders=[an_order(2)])
    await world.signal("2", "order_received", {"id": "2"})
    await world.until("2", lost)

    said = await connecting(CONNECTION, told=told)

    assert said.out.startswith('Connection "shop" is linked again to Daybook Demo Shop')
    assert "What waited for the link goes on." in said.err
    await world.finished("2")
    assert await world.companies.stores.connections.settings(CONNECTION) == settings
    assert (await agreed(world))["sales_receipts"] == 2


@pytest.mark.rule("R-20/expected")
async def test_a_disconnected_connection_posts_nothing_until_it_is_linked_again(
    world: World, told: dict[str, str]
) -> None:
    await world.flxpoint.add(**SHOP, orders=[an_order(1)])
    await world.run()
    await world.finished("1")
    assert (await daybook("disconnect", CONNECTION, "--yes", told=told)).status == 0

    refused = await daybook("run", CONNECTION, told=told)
    assert "it was disconnected on" in refused.err
    assert f"daybook connect {CONNECTION}" in refused.err

    token = {"DAYBOOK_FLXPOINT_TOKEN": world.announced.flxpoint["account_token"]}
    assert (await connecting(CONNECTION, told=told | token)).status == 0
    assert (await daybook("run", CONNECTION, "--wait", told=told)).status == 0
    assert (await agreed(world))["sales_receipts"] == 1
