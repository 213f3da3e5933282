"""The items that a document's lines mean: found in QuickBooks, else created there once (rows R-38 to R-42, R-52)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from accounting.account_types import COST_OF_GOODS, INCOME
from accounting.books import Item
from accounting.documents import NewItem
from accounting.missing import purchase_account_missing
from accounting.names import can_be_a_name
from accounting.problems import Held, Problem
from accounting.wanted import WantedItem, choose, created_beside, name_taken, require_fit_skus
from activities.companies import Company
from activities.creating import Creator
from activities.exactly_once import Wanted
from activities.facts import Facts
from activities.look import find_item
from clients.database.intents import IntentKey
from clients.database.links import Link
from clients.quickbooks.errors import DuplicateName

PURCHASE = "purchase_account"


@dataclass(frozen=True)
class ChosenItems:
    """An item for each thing wanted, under the caller's own names."""

    items: dict[str, Item]
    warnings: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class _New:
    """An item to be created, and the others with its SKU, none of which has its name."""

    wanted: WantedItem
    beside: tuple[Item, ...]

    @property
    def sku(self) -> str:
        assert self.wanted.sku is not None
        return self.wanted.sku


class Items:
    """Creating an item is an intent like any document: one creates, the others wait."""

    def __init__(self, company: Company, facts: Facts, creator: Creator, run_id: str | None) -> None:
        self._company = company
        self._facts = facts
        self._creator = creator
        self._run_id = run_id

    async def choose(
        self, wanted: Mapping[str, WantedItem], require_fit: Callable[[Mapping[str, Item]], Awaitable[None]]
    ) -> ChosenItems:
        """The item of each thing wanted.

        None is created before all that stand are known to be usable, and ``require_fit`` has passed them.

        Raises:
            Held: with everything that cannot be used, and why.
        """
        require_fit_skus(wanted.values())
        chosen: dict[str, Item] = {}
        new: dict[str, _New] = {}
        firsts: dict[IntentKey, _New] = {}
        problems: dict[Problem, None] = {}
        for name, (what, found) in (await self._found(wanted)).items():
            try:
                if item := choose(what, found, must_be_named=self._company.settings.unnamed_sku == "hold"):
                    chosen[name] = item
                else:
                    self._purchase_account(what.sku or "")
                    one = _New(what, tuple(item for item in found if item.active))
                    new[name] = firsts.setdefault(self._key(one), one)
            except Held as held:
                problems |= dict.fromkeys(held.problems)
        if problems:
            raise Held(*problems)
        await require_fit(chosen)
        created = await self._create(list(dict.fromkeys(new.values()))) if new else {}
        warnings = [created_beside(one.wanted, one.beside) for one in created]
        return ChosenItems(
            chosen | {name: created[one] for name, one in new.items()},
            tuple(warning for warning in warnings if warning),
        )

    async def _found(self, wanted: Mapping[str, WantedItem]) -> dict[str, tuple[WantedItem, list[Item]]]:
        by_sku = await self._facts.items({what.sku for what in wanted.values() if what.sku})
        named = {what.title for what in wanted.values() if not what.sku and can_be_a_name(what.title)}
        by_name = await self._facts.items_named(named)
        return {
            name: (what, by_sku.get(what.sku, []) if what.sku else by_name.get(what.title, []))
            for name, what in wanted.items()
        }

    def _purchase_account(self, sku: str) -> str:
        account = self._company.settings.purchase_account
        if account is None:
            raise Held(purchase_account_missing(sku))
        return account

    async def _create(self, new: Sequence[_New]) -> dict[_New, Item]:
        """Create items in batches; one whose name another item has gets its SKU behind it.

        Raises:
            QuickBooksError, Held: QuickBooks refused one, after the others were created.
        """
        made = await self._create_named({one: one.wanted.name for one in new})
        taken = {one: one.wanted.name_with_sku for one, link in made.items() if isinstance(link, DuplicateName)}
        made |= await self._create_named(taken)
        items = {}
        for one, link in made.items():
            if isinstance(link, DuplicateName):
                raise Held(name_taken(one.wanted))
            if isinstance(link, Exception):
                raise link
            name = taken.get(one, one.wanted.name)
            items[one] = Item(id=link.document_id, name=name, sku=one.sku, type="NonInventory", can_be_bought=True)
            await self._facts.remember_items(one.sku, [*one.beside, items[one]])
        return items

    async def _create_named(self, names: Mapping[_New, str]) -> dict[_New, Link | Exception]:
        if not names:
            return {}
        income = await self._facts.account(self._company.settings.income_account, INCOME, "income_account")
        purchase = await self._facts.account(self._purchase_account(next(iter(names)).sku), COST_OF_GOODS, PURCHASE)
        wanted = [self._wanted(one, name, income.id, purchase.id) for one, name in names.items()]
        return dict(zip(names, await self._creator.several(wanted), strict=True))

    def _wanted(self, new: _New, name: str, income: str, purchase: str) -> Wanted:
        sku = new.sku
        return Wanted(
            key=self._key(new),
            document=NewItem(
                name=name,
                sku=sku,
                description=new.wanted.title or sku,
                income_account_id=income,
                purchase_account_id=purchase,
            ),
            number=None,
            snapshot={"name": name, "run_id": self._run_id},
            find=lambda claim: find_item(self._company, claim.body["Name"], sku),
        )

    def _key(self, new: _New) -> IntentKey:
        """One creator for each SKU; for each SKU and name where others have the SKU (reading A12)."""
        kind, id = ("item_beside", f"{new.wanted.name}:{new.sku}") if new.beside else ("item", new.sku)
        return IntentKey(realm=self._company.realm, account="", record_kind=kind, record_id=id)
