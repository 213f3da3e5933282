"""Reads of QuickBooks within a budget, for Intuit meters them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from clients.quickbooks.company import QuickBooks

Row = dict[str, Any]


class ReadsUsedUp(Exception):
    """What is left to be read is read the next time."""


class MeteredReads:
    """A company, read at most so often."""

    def __init__(self, quickbooks: QuickBooks, most: int) -> None:
        self._quickbooks = quickbooks
        self._most = most
        self.used = 0

    async def query(self, kind: str, statement: str) -> list[Row]:
        """One page of entities; raises ReadsUsedUp, as all of these do."""
        self._take()
        return await self._quickbooks.query(kind, statement)

    async def count(self, statement: str) -> int:
        """How many entities there are."""
        self._take()
        return await self._quickbooks.count(statement)

    async def changes(self, kind: str, since: datetime) -> list[Row]:
        """What has changed."""
        self._take()
        return await self._quickbooks.changes(kind, since)

    def _take(self) -> None:
        if self.used >= self._most:
            raise ReadsUsedUp
        self.used += 1
