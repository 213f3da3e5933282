"""The one place where posting and a preview part: who makes what a record needs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from activities.batches import Created, create_all
from activities.companies import Companies, Company
from activities.exactly_once import Wanted, create_once
from clients.database.links import Link


class Creator(Protocol):
    """Makes documents, and the customers and items that they name; or only says what would be made."""

    async def one(self, wanted: Wanted) -> Link:
        """The link to the thing wanted, which is made unless it stands."""
        ...

    async def several(self, wanted: Sequence[Wanted]) -> list[Created]:
        """The link to each thing wanted, or the error that it alone met."""
        ...


class Creating:
    """Makes it in QuickBooks, each thing once."""

    def __init__(self, companies: Companies, company: Company) -> None:
        self._companies = companies
        self._company = company

    async def one(self, wanted: Wanted) -> Link:
        """As ``create_once``."""
        return await create_once(self._companies, self._company, wanted)

    async def several(self, wanted: Sequence[Wanted]) -> list[Created]:
        """As ``create_all``."""
        return await create_all(self._companies, self._company, wanted)
