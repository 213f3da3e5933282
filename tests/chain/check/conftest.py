"""A clean company and a shop that fits it, with a bookkeeper who can spoil either."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest_asyncio

from accounting.check.findings import Finding
from activities.checking.checkup import Report, check_up
from tests.chain.books import Bookkeeper, Json
from tests.chain.orders import SHOP, a_chain
from tests.chain.world import CONNECTION, World

CLEAN = {
    "operations": ["orders", "fulfillment_requests", "supplier_invoices"],
    "orders_from": "2026-11-01",
    "fulfillment_request_sources": ["21", "22"],
    "supplier_invoice_sources": ["21", "22"],
}


@dataclass
class Patient:
    """A connection that the doctor looks at; the shop's settings fit the company until somebody spoils them."""

    world: World
    bookkeeper: Bookkeeper

    async def checked(self) -> Report:
        return await check_up(self.world.companies, CONNECTION)

    async def found(self, code: str) -> Finding:
        """The one finding of this code, which is the only one besides what no program can read."""
        report = await self.checked()
        codes = [one.code for one in report.findings if one.severity != "manual"]
        assert codes == [code], report.findings
        return next(one for one in report.findings if one.code == code)

    async def choose(self, **settings: Any) -> None:
        await self.world.choose(**settings)

    async def prefer(self, **groups: Json) -> None:
        """Turn the company's own switches."""
        (preferences,) = await self.world.documents("Preferences")
        await self.bookkeeper.change("Preferences", preferences, **groups)

    async def change(self, kind: str, name: str, **members: Any) -> None:
        """Change an entry of a list."""
        await self.bookkeeper.change(kind, await self.bookkeeper.one(kind, name), **members)


@pytest_asyncio.fixture
async def patient(idle: World) -> Patient:
    await idle.flxpoint.add(**SHOP)
    await idle.flxpoint.add(**a_chain(1))
    for channel in ("42", "43", "44"):
        await idle.choose(**{f"channels.{channel}.tax_remitted_by": None, f"channels.{channel}.deposit_account": None})
    await idle.choose(**CLEAN)
    return Patient(idle, Bookkeeper(idle))
