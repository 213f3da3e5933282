from __future__ import annotations

from collections.abc import Iterator

import pytest

from sandbox.flxpoint.switches import SWITCHES
from tests.sandbox.flxpoint.processes import SHOP, Shop, started

AS_STARTED = {name: switch.default for name, switch in SWITCHES.items()}


@pytest.fixture(scope="session")
def running() -> Iterator[Shop]:
    with started("flxpoint", "--records", SHOP) as said:
        shop = Shop(said)
        yield shop
        shop.http.close()


@pytest.fixture
def shop(running: Shop) -> Shop:
    """The shop with its one order, two fulfillment requests and one supplier invoice; without the rate limit."""
    running.reset(**AS_STARTED | {"limits": "off"})
    return running
