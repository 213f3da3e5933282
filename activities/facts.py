"""A company's facts and names, read from QuickBooks once and then from the cache."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from typing import Any

from accounting.books import Account, Books, Item, SalesTax
from accounting.problems import Held, Problem
from activities.companies import Companies, Company
from clients.quickbooks.statements import among, equals, select

FACTS_LAST = timedelta(hours=1)
NAMES_LAST = timedelta(days=1)
SKUS_A_QUERY = 50


class Facts:
    """What QuickBooks says, no older than a person's last "retry"."""

    def __init__(self, companies: Companies, company: Company, fresh_after: datetime | None) -> None:
        self._lookups = companies.stores.lookups
        self._company = company
        self._fresh_after = fresh_after

    async def books(self) -> Books:
        """The company's preferences, as the rules need them."""
        if cached := await self._cached("company", ["books"], FACTS_LAST):
            return Books.model_validate(cached["books"])
        books = read_books(await self._company.quickbooks.preferences())
        await self._lookups.put(self._company.realm, "company", {"books": books.model_dump(mode="json")})
        return books

    async def items(self, skus: Collection[str]) -> dict[str, list[Item]]:
        """The active items of each SKU, case and all (row R-38); a SKU without one is left out."""
        cached = await self._cached("item", skus, NAMES_LAST)
        missing = sorted(set(skus) - set(cached))
        for start in range(0, len(missing), SKUS_A_QUERY):
            cached |= await self._read_items(missing[start : start + SKUS_A_QUERY])
        return {sku: [Item.model_validate(item) for item in items] for sku, items in cached.items()}

    async def remember_item(self, item: Item) -> None:
        """An item that was created just now."""
        await self._lookups.put(self._company.realm, "item", {item.sku or "": [item.model_dump(mode="json")]})

    async def _read_items(self, skus: list[str]) -> dict[str, Any]:
        rows = await self._company.quickbooks.query("Item", select("Item", among("Sku", skus), most=1000))
        found: dict[str, Any] = {}
        for row in rows:
            if row.get("Sku") in skus:
                found.setdefault(row["Sku"], []).append(read_item(row).model_dump(mode="json"))
        await self._lookups.put(self._company.realm, "item", found)
        return found

    async def cached_customer(self, name: str) -> str | None:
        """The id of a customer that was found under this name lately."""
        cached = await self._cached("customer", [name], NAMES_LAST)
        return str(cached[name]) if cached else None

    async def vendor(self, name: str) -> str:
        """The id of the vendor of exactly this name (rows R-64, R-65).

        Raises:
            Held: there is none.
        """
        if cached := await self._cached("vendor", [name], NAMES_LAST):
            return str(cached[name])
        rows = await self._company.quickbooks.query("Vendor", select("Vendor", equals("DisplayName", name)))
        exact = [row for row in rows if row["DisplayName"] == name]
        if not exact:
            raise Held(_vendor_missing(name, rows))
        await self._lookups.put(self._company.realm, "vendor", {name: str(exact[0]["Id"])})
        return str(exact[0]["Id"])

    async def account(self, name: str, types: Collection[str], setting: str) -> Account:
        """The active account of this name, of one of the types.

        Raises:
            Held: there is none, or it is of another type.
        """
        cached = await self._cached("account", [name], NAMES_LAST)
        account = Account.model_validate(cached[name]) if cached else await self._read_account(name)
        if account is None or account.type not in types:
            raise Held(_account_unfit(name, account, types, setting))
        return account

    async def _read_account(self, name: str) -> Account | None:
        rows = await self._company.quickbooks.query("Account", select("Account", equals("Name", name)))
        row = next((row for row in rows if row["Name"] == name), None)
        if row is None:
            return None
        account = Account(id=str(row["Id"]), name=row["Name"], type=row["AccountType"])
        await self._lookups.put(self._company.realm, "account", {name: account.model_dump(mode="json")})
        return account

    async def _cached(self, kind: str, names: Collection[str], lasting: timedelta) -> dict[str, Any]:
        oldest = datetime.now(UTC) - lasting
        newer_than = max(oldest, self._fresh_after) if self._fresh_after else oldest
        return await self._lookups.get(self._company.realm, kind, names, newer_than)


def read_item(row: dict[str, Any]) -> Item:
    """An item as the rules need it."""
    return Item(
        id=str(row["Id"]),
        name=row["Name"],
        sku=row.get("Sku"),
        type=row.get("Type", ""),
        taxable=bool(row.get("Taxable", False)),
        can_be_bought="ExpenseAccountRef" in row,
    )


def read_books(preferences: dict[str, Any]) -> Books:
    """The company's preferences; what it does not state counts as off."""
    sales = preferences.get("SalesFormsPrefs", {})
    purchases = preferences.get("VendorAndPurchasesPrefs", {})
    other = {p["Name"]: p.get("Value", "") for p in preferences.get("OtherPrefs", {}).get("NameValue", [])}
    closed = preferences.get("AccountingInfoPrefs", {}).get("BookCloseDate")
    return Books(
        own_sales_numbers=bool(sales.get("CustomTxnNumbers", False)),
        own_purchase_numbers=other.get("VendorAndPurchasesPrefs.UseCustomTxnNumbers", "").lower() == "true",
        shipping_allowed=bool(sales.get("AllowShipping", False)),
        customer_on_purchases=bool(purchases.get("TrackingByCustomer", False)),
        sales_tax=_sales_tax(preferences.get("TaxPrefs", {})),
        closed_to=date.fromisoformat(closed[:10]) if closed else None,
        home_currency=preferences.get("CurrencyPrefs", {}).get("HomeCurrency", {}).get("value"),
    )


def _sales_tax(taxes: dict[str, Any]) -> SalesTax:
    if not taxes.get("UsingSalesTax"):
        return SalesTax.OFF
    return SalesTax.AUTOMATED if taxes.get("PartnerTaxEnabled") else SalesTax.MANUAL


def _vendor_missing(name: str, near: list[dict[str, Any]]) -> Problem:
    message = f'No QuickBooks vendor for source "{name}".'
    if near:
        message = f'Vendor "{near[0]["DisplayName"]}" differs only in capitals from source "{name}".'
    return Problem(
        code="vendor_missing",
        message=message,
        fix="Make the names equal (QuickBooks > Expenses > Vendors, or rename the source in Flxpoint).",
        subject=name,
    )


def _account_unfit(name: str, account: Account | None, types: Collection[str], setting: str) -> Problem:
    wanted = " or ".join(types)
    if account is None:
        message = f'No active account "{name}" of type {wanted}.'
    else:
        message = f'Account "{name}" is of type {account.type}, and {setting} needs {wanted}.'
    return Problem(
        code="account_missing",
        message=message,
        fix="QuickBooks > Accounting > Chart of Accounts > New; or choose another: "
        f'daybook settings set CONNECTION "{setting}=ACCOUNT NAME"',
        subject=name,
    )
