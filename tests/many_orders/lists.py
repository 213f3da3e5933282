"""The names on records looked up in the stand-in company, and made where there are none, as the rules tell."""

from __future__ import annotations

from collections.abc import Mapping

from accounting.books import Account, Customer, Item, Vendor
from accounting.customers import choose_customer
from accounting.documents import NewCustomer, NewItem
from accounting.missing import vendor_missing
from accounting.names import customer_name_with_channel, display_name
from accounting.problems import Held
from accounting.records import Order
from accounting.sendable import require_taxed
from accounting.wanted import WantedItem, choose, require_fit_skus
from clients.quickbooks.lists import read_account, read_customer, read_item, read_vendor
from sandbox.quickbooks.refusals import Refusal
from tests.many_orders.company import StandInCompany


class Lists:
    """The company's customers, vendors, items and accounts."""

    def __init__(self, company: StandInCompany) -> None:
        self._company = company
        self._channels: dict[str, str] = {}
        """Customer id → the channel whose orders it takes (reading A11)."""
        self._accounts: dict[str, Account] = {}

    def account(self, name: str) -> Account:
        if name not in self._accounts:
            (row,) = self._company.find("Account", "Name", name)
            self._accounts[name] = read_account(row)
        return self._accounts[name]

    def vendor(self, name: str) -> Vendor:
        near = [read_vendor(row) for row in self._company.find("Vendor", "DisplayName", name)]
        for vendor in near:
            if vendor.active and vendor.name == name:
                return vendor
        raise Held(vendor_missing(name, near))

    def customer(self, order: Order) -> Customer:
        """The order's customer; another channel's namesake is left to that channel."""
        name = display_name(order)
        for wish in (name, customer_name_with_channel(name, order.channel_name)):
            if found := choose_customer(order, wish, self._named(wish)):
                if self._channels.setdefault(found.id, order.channel_id) != order.channel_id:
                    continue
                require_taxed(order, found)
                return found
            try:
                stands = self._company.post(NewCustomer(name=wish, bill_to=order.bill_to, note="daybook:made-up"))
            except Refusal as refused:
                if refused.code != "6240":
                    raise
                continue  # a vendor or an employee has the name
            self._channels[str(stands["Id"])] = order.channel_id
            return read_customer(stands)
        raise AssertionError(f"neither {name!r} nor the name with its channel is free")

    def _named(self, name: str) -> list[Customer]:
        rows = (read_customer(row) for row in self._company.find("Customer", "DisplayName", name))
        return [customer for customer in rows if customer.name.strip().casefold() == name.strip().casefold()]

    def items(self, wanted: Mapping[str, WantedItem]) -> dict[str, Item]:
        """The item of each thing wanted; nothing is made before all that stand are known to be usable."""
        require_fit_skus(wanted.values())
        by_sku = self._found("Sku", {what.sku for what in wanted.values() if what.sku})
        by_name = self._found("Name", {what.title for what in wanted.values() if not what.sku})
        chosen = {
            key: choose(what, by_sku.get(what.sku, []) if what.sku else by_name.get(what.title, []))
            for key, what in wanted.items()
        }
        made: dict[str, Item] = {}
        for key, what in wanted.items():
            if chosen[key] is None and what.sku not in made:
                made[what.sku or ""] = self._made(what)
        return {key: item or made[wanted[key].sku or ""] for key, item in chosen.items()}

    def _found(self, field: str, values: set[str]) -> dict[str, list[Item]]:
        found: dict[str, list[Item]] = {}
        for row in self._company.find("Item", field, *sorted(values)) if values else ():
            item = read_item(row)
            if (value := item.sku if field == "Sku" else item.name) in values and value is not None:
                found.setdefault(value, []).append(item)
        return found

    def _made(self, what: WantedItem) -> Item:
        sku = what.sku or ""
        new = NewItem(
            name=what.name,
            sku=sku,
            description=what.title or sku,
            income_account_id=self.account("Sales of Product Income").id,
            purchase_account_id=self.account("Cost of Goods Sold").id,
        )
        try:
            return read_item(self._company.post(new))
        except Refusal as refused:
            if refused.code != "6240":
                raise
            return read_item(self._company.post(new.model_copy(update={"name": what.name_with_sku})))
