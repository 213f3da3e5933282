"""What drafting any document needs at hand: the company, its facts, and what stands of the record's order already."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accounting.account_types import PAYABLES
from accounting.books import Account, Books, date_in_books, first_open_day
from accounting.choices import undecided
from accounting.numbering import marker
from accounting.problems import Held
from accounting.records import Booked, RecordRef
from accounting.settings import Settings
from activities.companies import Companies, Company
from activities.contracts import PostRecord
from activities.creating import Creating, Creator
from activities.customers import Customers
from activities.facts import Facts
from activities.items import Items
from clients.database.intents import IntentKey
from clients.database.links import Link


@dataclass(frozen=True)
class Desk:
    """One company's books as they stand now, no older than a person's last "retry"."""

    companies: Companies
    company: Company
    facts: Facts
    customers: Customers
    items: Items
    creator: Creator

    @property
    def settings(self) -> Settings:
        return self.company.settings

    async def dated(self, record: Booked) -> tuple[Books, date]:
        """The books, and the day in them to date the record's document with (row R-54).

        Raises:
            Held: nobody said in which time zone they are kept.
        """
        books, day = await self.facts.books(), self._day(record)
        opens = first_open_day(books)
        if opens and day < opens and self.settings.closed_period == "first_open_day":
            return books, opens
        return books, day

    def moved_from(self, record: Booked, dated: date) -> str:
        """Words for the memo of a document that bears another date than its record; none if it bears its own."""
        day = self._day(record)
        return "" if day == dated else f", dated {day} in the order system"

    def _day(self, record: Booked) -> date:
        zone = self.settings.books_time_zone
        if zone is None:
            raise Held(undecided("books_time_zone"))
        return date_in_books(self.settings.mapping.moment_of(record), zone)

    async def link(self, ref: RecordRef) -> Link | None:
        """The document that stands for a record."""
        return await self.companies.stores.links.get(intent_key(self.company, ref))

    async def payables(self) -> Account:
        """The account of Purchase Orders and Bills (row R-02)."""
        return await self.facts.account(self.settings.payables_account, PAYABLES, "payables_account")


async def desk_of(companies: Companies, company: Company, request: PostRecord) -> Desk:
    """The desk for one record of a company."""
    facts = Facts(companies, company, request.fresh_after)
    company = await facts.in_own_zone()
    return desk_with(companies, company, facts, Creating(companies, company), request.run_id)


def desk_with(
    companies: Companies, company: Company, facts: Facts, creator: Creator, run_id: str | None = None
) -> Desk:
    """The desk on which what is missing is made by this creator; the company's books are in their own time zone."""
    customers = Customers(companies, company, facts, creator, run_id)
    return Desk(companies, company, facts, customers, Items(company, facts, creator, run_id), creator)


def intent_key(company: Company, ref: RecordRef) -> IntentKey:
    """What must be unique: one live intent for a record of an order system's account in a company."""
    return IntentKey(
        realm=company.realm, account=company.connection.account, record_kind=ref.kind.value, record_id=ref.id
    )


def note_of(ref: RecordRef, words: str) -> str:
    """Words for people, with the record's whole number: the document's own may be shortened (row R-53)."""
    return f"{words} {marker(ref.kind, ref.id)}"
