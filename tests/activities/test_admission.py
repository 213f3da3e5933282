"""A request's turn, and what is learned from an answer "too many requests"."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from activities.companies import admitted
from clients.database.governor import Limit
from clients.flxpoint.errors import Throttled as FlxpointThrottled
from clients.quickbooks.errors import Throttled as QuickBooksThrottled

LIMIT = Limit(slots=1, spacing=timedelta(0))


class FakeGovernor:
    """Remembers who was admitted and who was held back."""

    def __init__(self) -> None:
        self.admissions: list[str] = []
        self.held_back: dict[str, float] = {}

    @asynccontextmanager
    async def admitted(self, key: str, limit: Limit) -> AsyncIterator[None]:
        self.admissions.append(key)
        yield

    async def hold_back(self, key: str, seconds: float) -> None:
        self.held_back[key] = seconds


@pytest.mark.parametrize(
    ("error", "seconds"),
    [
        (lambda: QuickBooksThrottled(retry_after=7.0), 7.0),
        (QuickBooksThrottled, 60.0),
        (lambda: FlxpointThrottled(method="GET", path="/orders", retry_after=None), 1.0),
    ],
)
async def test_whoever_is_told_to_wait_makes_everybody_wait(error: Callable[[], Exception], seconds: float) -> None:
    governor = FakeGovernor()

    with pytest.raises((QuickBooksThrottled, FlxpointThrottled)):
        async with admitted(governor, "quickbooks:1", LIMIT):
            raise error()

    assert governor.held_back == {"quickbooks:1": seconds}


async def test_any_other_error_holds_nobody_back() -> None:
    governor = FakeGovernor()

    with pytest.raises(ValueError, match="other"):
        async with admitted(governor, "quickbooks:1", LIMIT):
            raise ValueError("other")

    assert governor.admissions == ["quickbooks:1"]
    assert governor.held_back == {}
