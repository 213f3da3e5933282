"""A company's facts and names, read from QuickBooks once and then from the cache."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Iterable
from copy import copy
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Self, TypeVar

from accounting.bill_numbers import StandingBill
from accounting.books import Account, Books, Customer, Item, Listed, Vendor
from accounting.missing import account_ambiguous, account_unfit, vendor_missing
from accounting.problems import Held, Problem
from accounting.records import Model
from accounting.terms import Term
from activities.companies import Companies, Company
from activities.stores import Stores
from clients.quickbooks.lists import (
    DELETED,
    read_account,
    read_bill,
    read_books,
    read_customer,
    read_item,
    read_listed,
    read_term,
    read_vendor,
)
from clients.quickbooks.statements import MOST_ROWS, Condition, active_or_not, among, select

FACTS_LAST = timedelta(hours=1)
NAMES_LAST = timedelta(days=1)
BILLS_LAST = timedelta(minutes=15)
"""What people enter by hand changes daily: only the run that asked for it, and not the next one, goes by it."""
CACHED_AS = {
    "Account": ("accounts", "account_id"),
    "Customer": ("customers", "customer_id"),
    "Item": ("item", "item_name", "item_id"),
    "Vendor": ("vendors",),
    "Term": ("term_id",),
}
"""QuickBooks' word for a list → under which kinds its entries are kept."""
NAMES_A_QUERY = 250
"""An order's SKUs in one look-up, but for very long orders (row R-52)."""

T = TypeVar("T", bound=Model)
Row = dict[str, Any]
Read = Callable[[list[str]], Awaitable[dict[str, Any]]]


class Facts:
    """What QuickBooks says, no older than a person's last "retry"."""

    def __init__(self, companies: Companies, company: Company, fresh_after: datetime | None) -> None:
        self._lookups = companies.stores.lookups
        self._flights = companies.flights
        self._company = company
        self._fresh_after = fresh_after

    def no_older_than(self, moment: datetime) -> Self:
        """The same facts, of which none counts that was read before then."""
        facts = copy(self)
        facts._fresh_after = moment
        return facts

    async def books(self) -> Books:
        """The company's preferences and profile, as the rules need them."""

        async def read(names: list[str]) -> dict[str, Any]:
            quickbooks = self._company.quickbooks
            books = read_books(await quickbooks.preferences(), await quickbooks.company_info())
            return dict.fromkeys(names, books.model_dump(mode="json"))

        return Books.model_validate((await self._known("company", ["books"], read, FACTS_LAST))["books"])

    async def outdate_books(self) -> None:
        """A run begins: from now on the preferences count only as they are read after this (C1)."""
        await self._lookups.outdate(self._company.realm, "company")

    async def in_own_zone(self) -> Company:
        """The company with its books in its own time zone, unless another was chosen (row R-54)."""
        settings = self._company.settings
        zone = settings.books_time_zone or (await self.books()).time_zone
        return replace(self._company, settings=settings.model_copy(update={"books_time_zone": zone}))

    async def term(self, id: str) -> Term | None:
        """The term of payment of this id."""
        return (await self._by_id("Term", [id], read_term, Term)).get(id)

    async def account_by_id(self, id: str) -> Account | None:
        """The account of this id."""
        return (await self.accounts_by_id([id])).get(id)

    async def accounts_by_id(self, ids: Collection[str]) -> dict[str, Account]:
        """The accounts of these ids."""
        return await self._by_id("Account", ids, read_account, Account)

    async def customer(self, id: str) -> Customer | None:
        """The customer of this id, active or not."""
        return (await self.customers_by_id([id])).get(id)

    async def customers_by_id(self, ids: Collection[str]) -> dict[str, Customer]:
        """The customers of these ids, active or not."""
        return await self._by_id("Customer", ids, read_customer, Customer)

    async def customers(self, name: str) -> list[Customer]:
        """Every customer of this display name whatever its capitals, inactive ones and parts of others included."""
        return (await self.customers_named([name])).get(name, [])

    async def customers_named(self, names: Collection[str]) -> dict[str, list[Customer]]:
        """The customers of each display name, as ``customers`` finds them."""
        found = await self._known("customers", names, self._named("Customer", "DisplayName", read_customer))
        return {name: [Customer.model_validate(customer) for customer in found.get(name, [])] for name in names}

    async def remember_customer(self, customer: Customer) -> None:
        """A customer that was created or matched just now."""
        await self._keep("customer_id", {customer.id: customer.model_dump(mode="json")})

    async def items(self, skus: Collection[str]) -> dict[str, list[Item]]:
        """The items of each SKU, case and all, inactive ones included (row R-38); a SKU without one is left out."""
        return await self._items("item", "Sku", skus)

    async def items_named(self, names: Collection[str]) -> dict[str, list[Item]]:
        """The items of each name, case and all, inactive ones included (row R-42)."""
        return await self._items("item_name", "Name", names)

    async def items_by_id(self, ids: Collection[str]) -> dict[str, Item]:
        """The items of these ids, active or not."""
        return await self._by_id("Item", ids, read_item, Item)

    async def remember_items(self, sku: str, items: Collection[Item]) -> None:
        """All items of a SKU, after one was created just now."""
        await self._keep("item", {sku: [item.model_dump(mode="json") for item in items]})

    async def vendor(self, name: str) -> Vendor:
        """The active vendor of exactly this name (rows R-64, R-65).

        Raises:
            Held: there is none.
        """
        near = (await self._vendors([name]))[name]
        if vendor := _active_vendor(name, near):
            return vendor
        raise Held(vendor_missing(name, near))

    async def missing_vendors(self, names: Collection[str]) -> list[Problem]:
        """Which of these names no active vendor has, all looked up together (row R-65)."""
        found = await self._vendors(names)
        return [vendor_missing(name, near) for name, near in sorted(found.items()) if not _active_vendor(name, near)]

    async def bills(self, numbers: Collection[str]) -> list[StandingBill]:
        """The Bills that stand under these numbers whatever their capitals, and whoever entered them (row R-91)."""

        async def read(wanted: list[str]) -> dict[str, Any]:
            bills = [read_bill(row) for row in await self._rows("Bill", "DocNumber", wanted)]
            return {
                number: [bill.model_dump(mode="json") for bill in bills if bill.number.casefold() == number.casefold()]
                for number in wanted
            }

        found = await self._known("bills", numbers, read, BILLS_LAST)
        return [StandingBill.model_validate(bill) for bills in found.values() for bill in bills]

    async def account(self, name: str, types: Collection[str], setting: str) -> Account:
        """The active account of this name, of one of the types.

        Raises:
            Held: there is none, it is of another type, or there are several.
        """
        found = await self._known("accounts", [name], self._named("Account", "Name", read_account))
        named = [account for account in map(Account.model_validate, found.get(name, [])) if account.name == name]
        fit = [account for account in named if account.active and account.type in types]
        if len(fit) > 1:
            raise Held(account_ambiguous(name, fit, setting))
        if fit:
            return fit[0]
        active = [account for account in named if account.active]
        raise Held(account_unfit(name, next(iter(active or named), None), types, setting))

    async def anew(self, kind: str, ids: Collection[str]) -> dict[str, Listed]:
        """The entries of these ids as they stand now; every answer kept that holds one of them is forgotten."""
        rows = await self._rows(kind, "Id", sorted(ids))
        await self._lookups.forget(self._company.realm, CACHED_AS[kind], ids)
        return {entry.id: entry for entry in map(read_listed, rows)}

    async def _vendors(self, names: Collection[str]) -> dict[str, list[Vendor]]:
        """The vendors of each display name whatever its capitals, inactive ones included."""
        found = await self._known("vendors", names, self._named("Vendor", "DisplayName", read_vendor))
        return {name: [Vendor.model_validate(vendor) for vendor in found.get(name, [])] for name in names}

    async def _items(self, kind: str, field: str, values: Collection[str]) -> dict[str, list[Item]]:
        async def read(wanted: list[str]) -> dict[str, Any]:
            return _grouped((read_item(row) for row in await self._rows("Item", field, wanted)), field.lower(), wanted)

        found = await self._known(kind, values, read)
        return {value: [Item.model_validate(item) for item in items] for value, items in found.items()}

    async def _by_id(
        self, kind: str, ids: Collection[str], read_row: Callable[[Row], T], model: type[T]
    ) -> dict[str, T]:
        async def read(wanted: list[str]) -> dict[str, Any]:
            rows = await self._rows(kind, "Id", wanted)
            return {str(row["Id"]): read_row(row).model_dump(mode="json") for row in rows}

        found = await self._known(f"{kind.lower()}_id", ids, read)
        return {id: model.model_validate(entry) for id, entry in found.items()}

    def _named(self, kind: str, field: str, read_row: Callable[[Row], Listed]) -> Read:
        """Reads the entries of some names; one that was made inactive bears another name since."""

        async def read(names: list[str]) -> dict[str, Any]:
            rows = await self._rows(kind, field, [*names, *(name + DELETED for name in names)])
            found: dict[str, Any] = {}
            for entry in map(read_row, rows):
                for name in names:
                    if name.strip().casefold() == entry.name.casefold():
                        found.setdefault(name, []).append(entry.model_dump(mode="json"))
            return found

        return read

    async def _rows(self, kind: str, field: str, values: list[str]) -> list[Row]:
        rows: list[Row] = []
        for start in range(0, len(values), NAMES_A_QUERY):
            rows += await self._rows_among(kind, among(field, values[start : start + NAMES_A_QUERY]))
        return rows

    async def _rows_among(self, kind: str, wanted: Condition) -> list[Row]:
        """All rows, page by page: one that is overlooked would be created once more."""
        # A document is neither active nor inactive.
        conditions = (wanted, active_or_not()) if kind in CACHED_AS else (wanted,)
        rows: list[Row] = []
        while True:
            statement = select(kind, *conditions, order_by="Id", start=len(rows) + 1, most=MOST_ROWS)
            page = await self._company.quickbooks.query(kind, statement)
            rows += page
            if len(page) < MOST_ROWS:
                return rows

    async def _known(
        self, kind: str, names: Collection[str], read: Read, lasting: timedelta = NAMES_LAST
    ) -> dict[str, Any]:
        async def read_and_keep(wanted: list[str]) -> dict[str, Any]:
            found = await read(wanted)
            await self._keep(kind, found)
            return found

        known = await self._cached(kind, names, lasting)
        if missing := sorted(set(names) - set(known)):
            known |= await self._flights.found(self._company.realm, kind, missing, read_and_keep, self._fresh_after)
        return known

    async def _keep(self, kind: str, found: dict[str, Any]) -> None:
        await self._lookups.put(self._company.realm, kind, found)

    async def _cached(self, kind: str, names: Collection[str], lasting: timedelta) -> dict[str, Any]:
        oldest = datetime.now(UTC) - lasting
        newer_than = max(oldest, self._fresh_after) if self._fresh_after else oldest
        return await self._lookups.get(self._company.realm, kind, names, newer_than)


async def last_told_zone(stores: Stores, realm: str) -> str | None:
    """The company's own time zone as QuickBooks told it last, however long ago; nothing is asked."""
    known = await stores.lookups.get(realm, "company", ["books"])
    return Books.model_validate(known["books"]).time_zone if known else None


def _active_vendor(name: str, near: Iterable[Vendor]) -> Vendor | None:
    return next((vendor for vendor in near if vendor.active and vendor.name == name.strip()), None)


def _grouped(items: Iterable[Item], field: str, wanted: Collection[str]) -> dict[str, Any]:
    # QuickBooks ignores the case of text, and a SKU does not.
    grouped: dict[str, Any] = {}
    for item in items:
        if (name := getattr(item, field)) in wanted:
            grouped.setdefault(name, []).append(item.model_dump(mode="json"))
    return grouped
