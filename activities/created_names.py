"""Customers and items that a document needs: found in QuickBooks, else created there, each once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping

from accounting.books import Item
from accounting.documents import NewCustomer, NewItem
from accounting.names import LONGEST_CUSTOMER_NAME, clean_item_name, clean_name, display_name
from accounting.problems import Held, Problem
from accounting.records import Order
from activities.companies import Companies, Company
from activities.exactly_once import Wanted, create_once
from activities.facts import Facts
from activities.look import find_customer, find_item
from clients.database.intents import IntentKey
from clients.quickbooks.errors import DuplicateName
from clients.quickbooks.statements import equals, select

COST_OF_GOODS = ("Cost of Goods Sold",)
INCOME = ("Income",)


class CreatedNames:
    """Creating a customer or an item is an intent like any document: one creates, the others wait."""

    def __init__(self, companies: Companies, company: Company, facts: Facts) -> None:
        self._companies = companies
        self._company = company
        self._facts = facts

    async def customer(self, order: Order) -> str:
        """The id of the order's customer, found by channel and display name, else created (R-36, R-37)."""
        name = display_name(order)
        link = await self._companies.stores.links.get(self._customer_key(order, name))
        if link is not None:
            return link.document_id
        existing = await self._existing_customer(name)
        if existing is not None:
            return existing
        return await self._create_customer(order, name)

    async def _existing_customer(self, name: str) -> str | None:
        realm = self._company.realm
        cached = await self._facts.cached_customer(name)
        if cached is not None:
            return cached
        rows = await self._company.quickbooks.query("Customer", select("Customer", equals("DisplayName", name)))
        top = [row for row in rows if "ParentRef" not in row]
        exact = [row for row in top if row["DisplayName"] == name] or top
        if not exact:
            return None
        found = str(exact[0]["Id"])
        await self._companies.stores.lookups.put(realm, "customer", {name: found})
        return found

    async def _create_customer(self, order: Order, name: str) -> str:
        try:
            return await self._create_named(order, name, name)
        except DuplicateName:
            # A vendor, an employee or an inactive customer has the name.
            own = clean_name(f"{name} ({order.channel_name})", LONGEST_CUSTOMER_NAME)
            try:
                return await self._create_named(order, name, own)
            except DuplicateName:
                raise Held(_name_taken(name, own)) from None

    async def _create_named(self, order: Order, name: str, display: str) -> str:
        key = self._customer_key(order, name)
        mark = "daybook:" + hashlib.sha256(f"{key.account}|{key.record_id}".encode()).hexdigest()[:16]
        contact = order.bill_to or order.ship_to
        customer = NewCustomer(
            name=display,
            company=contact.company if contact else None,
            email=contact.email if contact else None,
            phone=contact.phone if contact else None,
            bill_to=order.bill_to or order.ship_to,
            ship_to=order.ship_to or order.bill_to,
            note=mark,
        )
        wanted = Wanted(
            key=key,
            document=customer,
            number=None,
            snapshot={},
            find=lambda claim: find_customer(self._company, claim.body["DisplayName"], mark),
        )
        return (await create_once(self._companies, self._company, wanted)).document_id

    def _customer_key(self, order: Order, name: str) -> IntentKey:
        return IntentKey(
            realm=self._company.realm,
            account=self._company.connection.account,
            record_kind="customer",
            record_id=f"{order.channel_id}:{name}",
        )

    async def items(
        self, titles: Mapping[str, str], require_fit: Callable[[Mapping[str, Item]], None]
    ) -> dict[str, Item]:
        """The item of each SKU, created under the title where there is none; '' as title: it must exist.

        None is created before all that stand are known to be usable, and ``require_fit`` has passed them.

        Raises:
            Held: with every SKU that cannot be used, and why.
        """
        known = await self._facts.items(titles.keys())
        problems: list[Problem] = []
        chosen: dict[str, Item] = {}
        for sku, title in titles.items():
            try:
                if known.get(sku):
                    chosen[sku] = _choose(sku, title, known[sku])
                else:
                    self._require_creatable(sku, title)
            except Held as held:
                problems.extend(held.problems)
        if problems:
            raise Held(*problems)
        require_fit(chosen)
        return {sku: chosen.get(sku) or await self._create_item(sku, title) for sku, title in titles.items()}

    def _require_creatable(self, sku: str, title: str) -> None:
        if not title:
            raise Held(_item_missing(sku))
        self._purchase_account(sku)

    def _purchase_account(self, sku: str) -> str:
        account = self._company.settings.purchase_account
        if account is None:
            raise Held(_no_purchase_account(sku))
        return account

    async def _create_item(self, sku: str, title: str) -> Item:
        settings = self._company.settings
        income = await self._facts.account(settings.income_account, INCOME, "income_account")
        purchase = await self._facts.account(self._purchase_account(sku), COST_OF_GOODS, "purchase_account")
        name = clean_item_name(title, sku)
        try:
            return await self._create_named_item(name, sku, title, income.id, purchase.id)
        except DuplicateName:
            own = f"{name[: 97 - len(sku)]} ({sku})"
            return await self._create_named_item(own, sku, title, income.id, purchase.id)

    async def _create_named_item(self, name: str, sku: str, title: str, income: str, purchase: str) -> Item:
        wanted = Wanted(
            key=IntentKey(realm=self._company.realm, account="", record_kind="item", record_id=sku),
            document=NewItem(
                name=name, sku=sku, description=title, income_account_id=income, purchase_account_id=purchase
            ),
            number=None,
            snapshot={},
            find=lambda claim: find_item(self._company, claim.body["Name"], sku),
        )
        link = await create_once(self._companies, self._company, wanted)
        item = Item(id=link.document_id, name=name, sku=sku, type="NonInventory", can_be_bought=True)
        await self._facts.remember_item(item)
        return item


def _choose(sku: str, title: str, items: list[Item]) -> Item:
    usable = [item for item in items if item.type != "Category"]
    if len(usable) == 1:
        return usable[0]
    named = [item for item in usable if item.name == title]
    if len(named) == 1:
        return named[0]
    raise Held(
        Problem(
            code="sku_ambiguous",
            message=f"{len(usable)} items carry SKU {sku}: {', '.join(item.name for item in usable)}.",
            fix=f'Leave one active in Products and Services, or name one "{title}".',
            subject=sku,
        )
    )


def _item_missing(sku: str) -> Problem:
    return Problem(
        code="item_missing",
        message=f'SKU "{sku}" was not found in QuickBooks, and the settings name it.',
        fix="Create the item in Products and Services, or name another in the settings.",
        subject=sku,
    )


def _no_purchase_account(sku: str) -> Problem:
    return Problem(
        code="purchase_account_missing",
        message=f"Item {sku} cannot be created for purchasing: no expense account is chosen.",
        fix='Choose a cost of goods account: daybook settings set CONNECTION "purchase_account=Cost of Goods Sold"',
        subject="purchase_account",
    )


def _name_taken(name: str, own: str) -> Problem:
    return Problem(
        code="customer_name_taken",
        message=f'Neither "{name}" nor "{own}" is free for a new customer: a vendor, an employee or an inactive '
        "customer has the name.",
        fix="Rename that one, or make the customer active: Sales > Customers > Include inactive.",
        subject=name,
    )
