"""Of all who need a newer token at a time one refreshes, and the others share what comes of it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from activities import refreshes
from activities.refreshes import AT_ONCE, Refreshes
from clients.database.credentials import StoredGrant
from clients.quickbooks.errors import NoTokenYet

NOW = datetime(2026, 11, 23, tzinfo=UTC)
GRANT = StoredGrant("access", "refresh", NOW, timedelta(hours=1), None, None, 2, NOW)


class Intuit:
    """Answers when told to, and counts who asks."""

    def __init__(self, *failures: Exception) -> None:
        self.asked = self.asking = self.most = 0
        self.answer = asyncio.Event()
        self._failures = list(failures)

    async def refresh(self) -> StoredGrant:
        self.asked += 1
        self.asking += 1
        self.most = max(self.most, self.asking)
        await self.answer.wait()
        self.asking -= 1
        if self._failures:
            raise self._failures.pop(0)
        return GRANT


async def test_all_who_ask_at_a_time_share_one_refresh() -> None:
    intuit, shared = Intuit(), Refreshes()
    waiting = [asyncio.ensure_future(shared.shared("shop", 1, intuit.refresh)) for _ in range(250)]
    await asyncio.sleep(0)
    intuit.answer.set()
    assert await asyncio.gather(*waiting) == [GRANT] * 250
    assert intuit.asked == 1


async def test_another_version_and_another_connection_are_refreshed_by_themselves() -> None:
    intuit, shared = Intuit(), Refreshes()
    intuit.answer.set()
    await asyncio.gather(*(shared.shared(*of, intuit.refresh) for of in [("shop", 1), ("shop", 2), ("annex", 1)]))
    assert intuit.asked == 3


async def test_a_failure_is_shared_and_is_the_answer_for_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refreshes, "FAILED_SECONDS", 0.05)
    intuit, shared = Intuit(NoTokenYet()), Refreshes()
    intuit.answer.set()
    for _ in range(3):
        with pytest.raises(NoTokenYet):
            await shared.shared("shop", 1, intuit.refresh)
    await asyncio.sleep(0.1)
    assert await shared.shared("shop", 1, intuit.refresh) is GRANT
    assert intuit.asked == 2


async def test_whoever_gives_up_waiting_breaks_nothing_off() -> None:
    intuit, shared = Intuit(), Refreshes()
    one, other = (asyncio.ensure_future(shared.shared("shop", 1, intuit.refresh)) for _ in range(2))
    await asyncio.sleep(0)
    one.cancel()
    await asyncio.sleep(0)
    assert not one.done()  # it hears of its end when the tokens are safe
    intuit.answer.set()
    assert await other is GRANT
    await asyncio.wait([one])
    assert one.cancelled()


async def test_many_connections_refresh_a_few_at_a_time() -> None:
    """Each holds a connection to the database: all at once would leave none for anything else."""
    intuit, shared = Intuit(), Refreshes()
    waiting = [asyncio.ensure_future(shared.shared(f"shop-{n}", 1, intuit.refresh)) for n in range(3 * AT_ONCE)]
    await asyncio.sleep(0.01)
    intuit.answer.set()
    await asyncio.gather(*waiting)
    assert (intuit.asked, intuit.most) == (3 * AT_ONCE, AT_ONCE)
