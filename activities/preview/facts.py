"""What QuickBooks says, and what it would say once the customers and items of a preview were created there."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from accounting.another_connector import Standing
from accounting.bill_numbers import StandingBill
from accounting.books import Customer, Item
from accounting.documents import DocumentKind
from activities.companies import Companies, Company
from activities.facts import NAMES_LAST, Facts, Read
from activities.preview.placeholders import is_placeholder

PERSONS = ("Customer", "Vendor", "Employee")
"""QuickBooks gives a name to one of all these."""


class PreviewFacts(Facts):
    """Facts for a preview: what is imagined stays in memory, and what is missing is asked for once."""

    def __init__(self, companies: Companies, company: Company, fresh_after: datetime | None = None) -> None:
        super().__init__(companies, company, fresh_after)
        self._customers: dict[str, Customer] = {}
        self._items_of_sku: dict[str, list[Item]] = {}
        self._bills: list[StandingBill] = []
        self._missing: set[tuple[str, str]] = set()
        self._taken: dict[tuple[str, str], bool] = {}
        self._standing: dict[tuple[DocumentKind, str], list[Standing]] = {}

    async def customer(self, id: str) -> Customer | None:
        return self._customers.get(id) or await super().customer(id)

    async def customers_named(self, names: Collection[str]) -> dict[str, list[Customer]]:
        found = await super().customers_named(names)
        return {name: [*known, *self._imagined_of(name)] for name, known in found.items()}

    def _imagined_of(self, name: str) -> list[Customer]:
        wanted = name.strip().casefold()
        return [customer for customer in self._customers.values() if customer.name.casefold() == wanted]

    async def remember_customer(self, customer: Customer) -> None:
        if is_placeholder(customer.id):
            self._customers[customer.id] = customer
        else:
            await super().remember_customer(customer)

    async def items(self, skus: Collection[str]) -> dict[str, list[Item]]:
        imagined = {sku: self._items_of_sku[sku] for sku in skus if sku in self._items_of_sku}
        return await super().items(set(skus) - set(imagined)) | imagined

    async def items_named(self, names: Collection[str]) -> dict[str, list[Item]]:
        found = await super().items_named(names)
        for item in (item for items in self._items_of_sku.values() for item in items if is_placeholder(item.id)):
            if item.name in names:
                found[item.name] = [*found.get(item.name, []), item]
        return found

    async def remember_items(self, sku: str, items: Collection[Item]) -> None:
        self._items_of_sku[sku] = list(items)

    async def bills(self, numbers: Collection[str]) -> list[StandingBill]:
        wanted = {number.casefold() for number in numbers}
        imagined = [bill for bill in self._bills if bill.number.casefold() in wanted]
        return [*await super().bills(numbers), *imagined]

    def remember_bill(self, bill: StandingBill) -> None:
        """A Bill that would stand by now."""
        self._bills.append(bill)

    async def persons_named(self, names: Collection[str]) -> set[str]:
        """Those of the names that a customer, a vendor or an employee has, whatever its capitals."""
        return await self._names_taken(PERSONS, "DisplayName", names)

    async def any_items_named(self, names: Collection[str]) -> set[str]:
        """Those of the names that an item or a category has, whatever its capitals."""
        return await self._names_taken(("Item",), "Name", names)

    async def numbered(self, kind: DocumentKind, numbers: Collection[str]) -> dict[str, list[Standing]]:
        """The documents of a kind that stand under each of these numbers, whoever made them."""
        unknown = sorted({number for number in numbers if (kind, number) not in self._standing})
        self._standing |= {(kind, number): [] for number in unknown}
        for row in await self._rows(kind, "DocNumber", unknown):
            # QuickBooks ignores the case of text, and a number does not.
            if (kind, number := str(row.get("DocNumber"))) in self._standing:
                found = Standing(kind=kind, id=str(row["Id"]), number=number, note=row.get("PrivateNote"))
                self._standing[kind, number].append(found)
        return {number: self._standing[kind, number] for number in numbers}

    async def _names_taken(self, kinds: Collection[str], field: str, names: Collection[str]) -> set[str]:
        unknown = sorted({name for name in names if (field, name.casefold()) not in self._taken})
        if unknown:
            rows = [row for kind in kinds for row in await self._rows(kind, field, unknown)]
            taken = {str(row.get(field)).casefold() for row in rows}
            self._taken |= {(field, name.casefold()): name.casefold() in taken for name in unknown}
        return {name for name in names if self._taken[field, name.casefold()]}

    async def _known(
        self, kind: str, names: Collection[str], read: Read, lasting: timedelta = NAMES_LAST
    ) -> dict[str, Any]:
        # QuickBooks is asked for what was not there each time that it is needed, and here for thousands in a row.
        sought = [name for name in names if (kind, name) not in self._missing]
        found = await super()._known(kind, sought, read, lasting) if sought else {}
        self._missing |= {(kind, name) for name in sought if name not in found}
        return found
