from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.sandbox.flxpoint.processes import SHOP, Shop, started

AS_STARTED = {
    "retry_after": "on",
    "error_body": "json",
    "wrong_token_type": "401",
    "unproven_filters": "off",
    "page_cap": "100",
}


@pytest.fixture(scope="session")
def running() -> Iterator[Shop]:
    with started("flxpoint", "--records", SHOP) as said:
        shop = Shop(said)
        yield shop
        shop.http.close()


@pytest.fixture
def shop(running: Shop) -> Shop:
    """The shop with its one order, two fulfillment requests and one supplier invoice; without the rate limit."""
    running.reset(limits="off", **AS_STARTED)
    return running
