"""What the rules must know of a QuickBooks company before they build a document."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from accounting.problems import Held, Problem
from accounting.records import Address, Model


class SalesTax(StrEnum):
    """How a company keeps sales tax (row R-46)."""

    AUTOMATED = "automated"
    MANUAL = "manual"
    OFF = "off"
    FOREIGN = "foreign"


class Books(Model):
    """A company's facts, as its preferences and its profile tell them."""

    company_name: str = ""
    country: str | None = None
    """Where it keeps its books, in QuickBooks' own word; None: it does not say."""
    own_sales_numbers: bool = True
    """Custom transaction numbers on sales forms: the sender numbers the document (C1)."""
    own_purchase_numbers: bool = True
    shipping_allowed: bool = True
    customer_on_purchases: bool = True
    sales_tax: SalesTax = SalesTax.AUTOMATED
    closed_to: date | None = None
    home_currency: str | None = None
    time_zone: str | None = None
    """The company's own, in which its books are kept unless another is chosen (row R-54)."""
    address: Address | None = None
    """From where it ships, for the sales tax (row R-46)."""
    invoice_term_id: str | None = None
    """The company's own term for Invoices, where a customer has none (row R-112)."""
    purchase_orders: bool | None = None
    """Whether Purchase Orders are switched on (row R-09); None: it does not say."""
    quantity_and_price: bool | None = None
    items_on_purchases: bool | None = None
    """Whether expense forms have an items table (row R-07), by the likeliest reading of its preferences."""
    warns_of_bill_numbers: bool = False
    plan: str = ""
    """As QuickBooks Online Plus."""
    subscription: str = ""
    """QuickBooks' own word, as PAID."""


class Listed(Model):
    """Something that stands in one of the company's lists; nothing ever leaves them, it is made inactive."""

    id: str
    name: str
    active: bool = True


class Item(Listed):
    """A product or service of the company."""

    sku: str | None = None
    type: str
    """QuickBooks' own word: Inventory, NonInventory, Service, Category, Group."""
    taxable: bool = True
    can_be_bought: bool = False
    """It has an expense account, without which it fits on no Purchase Order or Bill (row R-69)."""
    income_account_id: str | None = None
    """On which its sale is booked."""
    cost_account_id: str | None = None
    """On which its purchase is booked: an Inventory item's asset account, else its expense account."""


class Customer(Listed):
    """Somebody the company sells to."""

    email: str | None = None
    exempt: bool = False
    """QuickBooks takes no sales tax from them (row R-46)."""
    term_id: str | None = None
    currency: str | None = None
    """In which all its sales are, for good (row R-113)."""
    belongs_to_another: bool = False
    """It is a part of another customer, and takes no sales of its own here (row R-36)."""
    note: str | None = None


class Vendor(Listed):
    """Somebody the company buys from."""

    term_id: str | None = None
    currency: str | None = None
    """In which all its purchases are, for good (row R-113)."""


class Account(Listed):
    """An account of the company's chart."""

    type: str
    detail_type: str = ""

    @property
    def is_contra_income(self) -> bool:
        """Does it show discounts beside the income instead of lowering it (row R-45)?"""
        return self.detail_type == "DiscountsRefundsGiven"


def is_time_zone(name: str) -> bool:
    """Is it the name of a time zone, as America/Chicago?"""
    return name in _time_zones()


@cache
def _time_zones() -> frozenset[str]:
    # Python walks the whole folder of time zones each time it is asked, and each activity reads settings.
    return frozenset(available_timezones())


def date_in_books(moment: datetime, zone: str) -> date:
    """The day of the moment in the books' time zone.

    A time stamp of exactly midnight UTC is a date as somebody wrote it, and is not converted (row R-54).
    """
    if moment.utcoffset() == timedelta(0) and moment.time() == time(0, 0):
        return moment.date()
    return moment.astimezone(ZoneInfo(zone)).date()


def first_open_day(books: Books) -> date | None:
    """The day after the period that is closed; None where nothing is."""
    return books.closed_to + timedelta(days=1) if books.closed_to else None


def is_ended(subscription: str) -> bool:
    """Has the company's subscription ended? Intuit documents no list of the words; these are the likely ones."""
    return any(word in subscription.upper() for word in ("CANCEL", "EXPIRE", "ENDED", "LAPSE", "SUSPEND"))


def purchase_orders_off(books: Books) -> Problem | None:
    """Without Purchase Orders there are no Bills on them either (row R-09); where it does not say, they count as on."""
    if books.purchase_orders is not False:
        return None
    return Problem(
        code="purchase_orders_off",
        message="Purchase orders are off in QuickBooks.",
        fix="QuickBooks > Account and Settings > Expenses > Purchase orders > Use purchase orders.",
    )


def require_purchase_orders(books: Books) -> None:
    """Hold a Purchase Order, or a Bill on one, that QuickBooks could not keep (row R-09)."""
    if problem := purchase_orders_off(books):
        raise Held(problem)


def require_open(dated: date, books: Books, what: str) -> None:
    """Hold what is dated in a closed period, before QuickBooks sees it (row R-54)."""
    if books.closed_to and dated <= books.closed_to:
        raise Held(
            Problem(
                code="period_closed",
                message=f"{what} is dated {dated}, the books are closed to {books.closed_to}.",
                fix="Reopen it in QuickBooks: Account and Settings > Advanced > Close the books.",
            )
        )
