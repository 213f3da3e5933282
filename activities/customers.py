"""The customer of an order: known to us, found in QuickBooks, else created there once (rows R-36, R-37)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from accounting.books import Customer
from accounting.customers import choose_customer, contact_of, name_taken
from accounting.documents import DocumentKind, NewCustomer
from accounting.money import ZERO
from accounting.names import customer_name_with_channel, display_name
from accounting.numbering import carries
from accounting.problems import Held
from accounting.records import Order
from activities.companies import Companies, Company
from activities.creating import Creator
from activities.exactly_once import Wanted
from activities.facts import Facts
from activities.look import find_customer
from clients.database.intents import IntentKey
from clients.database.links import Link, LinkedElsewhere
from clients.quickbooks.errors import DuplicateName

MARK = "daybook:"
"""Begins the note of every customer we create; the channel and the name follow, as a digest."""


@dataclass(frozen=True)
class Match:
    """The name an order's customer goes by, and the customer if there is one."""

    name: str
    customer: Customer | None = None


class Customers:
    """Creating a customer is an intent like any document: one creates, the others wait."""

    def __init__(
        self, companies: Companies, company: Company, facts: Facts, creator: Creator, run_id: str | None
    ) -> None:
        self._companies = companies
        self._company = company
        self._facts = facts
        self._creator = creator
        self._run_id = run_id

    async def match(self, order: Order) -> Match:
        """The order's customer as far as there is one; nothing is created.

        Raises:
            Held: there are several, or the only one is inactive.
        """
        name = display_name(order)
        link = await self._companies.stores.links.get(self._key(order, name))
        known = await self._facts.customer(link.document_id) if link else None
        if known and known.active:
            return Match(name, known)
        return await self._search(order, name)

    async def create(self, order: Order, name: str) -> Customer:
        """The order's new customer, under the name or, where that is taken, under the channel's.

        Raises:
            Held: neither name is free.
        """
        try:
            return await self._create(order, name)
        except DuplicateName:
            # A vendor or an employee has the name, or a part of another customer.
            own = self._with_channel(order)
            existing = (await self._search_own(order)).customer if own != name else None
            if existing is not None:
                await self._remember(order, existing)
                return existing
            try:
                return await self._create(order, own)
            except DuplicateName:
                raise Held(name_taken(name, own)) from None

    async def _search(self, order: Order, name: str) -> Match:
        found = choose_customer(order, name, await self._facts.customers(name))
        if found is None or await self._is_this_channels(order, name, found):
            return Match(name, found)
        return await self._search_own(order)

    async def _search_own(self, order: Order) -> Match:
        """The channel's own customer of the name, where the name alone is another's (reading A11)."""
        own = self._with_channel(order)
        return Match(own, choose_customer(order, own, await self._facts.customers(own)))

    async def _is_this_channels(self, order: Order, name: str, customer: Customer) -> bool:
        """Is a matched customer free for the channel? From now on no other channel's orders use it."""
        if MARK in (customer.note or "") and not carries(self._mark(order), customer.note):
            return False
        key = self._key(order, name)
        try:
            first = (await self._remember(order, customer)).key
        except LinkedElsewhere:
            return True  # the one that we knew is inactive, and this one took its place
        return (first.account, _channel(first)) == (key.account, _channel(key))

    async def _remember(self, order: Order, customer: Customer) -> Link:
        """The link by which the next order of this name finds its customer, or the one that somebody else has to it."""
        await self._facts.remember_customer(customer)  # before the link, by which the next order looks for it
        return await self._companies.stores.links.adopt(_matched(self._key(order, display_name(order)), customer))

    async def _create(self, order: Order, name: str) -> Customer:
        mark = self._mark(order)
        customer = NewCustomer(
            name=name,
            company=contact_of(order, "company"),
            email=contact_of(order, "email"),
            phone=contact_of(order, "phone"),
            bill_to=order.bill_to or order.ship_to,
            ship_to=order.ship_to or order.bill_to,
            note=mark,
        )
        wanted = Wanted(
            key=self._key(order, display_name(order)),
            document=customer,
            number=None,
            snapshot={"name": name, "run_id": self._run_id},
            find=lambda claim: find_customer(self._company, claim.body["DisplayName"], mark),
        )
        link = await self._creator.one(wanted)
        # Another order may have created it, under a name in other capitals.
        named = link.snapshot.get("name", name)
        created = Customer(id=link.document_id, name=named, email=customer.email, note=mark)
        await self._facts.remember_customer(created)
        return created

    def _with_channel(self, order: Order) -> str:
        return customer_name_with_channel(display_name(order), order.channel_name)

    def _mark(self, order: Order) -> str:
        key = self._key(order, display_name(order))
        return MARK + hashlib.sha256(f"{key.account}|{key.record_id}".encode()).hexdigest()[:16]

    def _key(self, order: Order, name: str) -> IntentKey:
        """One for all spellings of a name that differ in capitals: QuickBooks takes no two of them (row R-36)."""
        return IntentKey(
            realm=self._company.realm,
            account=self._company.connection.account,
            record_kind="customer",
            record_id=f"{order.channel_id}:{name.lower()}",
        )


def _matched(key: IntentKey, customer: Customer) -> Link:
    return Link(
        key=key,
        document_kind=DocumentKind.CUSTOMER,
        document_id=customer.id,
        number=None,
        total=ZERO,
        lines={},
        snapshot={"name": customer.name},
        posted_at=datetime.now(UTC),
    )


def _channel(key: IntentKey) -> str:
    return key.record_id.partition(":")[0]
