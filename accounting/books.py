"""What the rules must know of a QuickBooks company before they build a document."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from zoneinfo import ZoneInfo

from accounting.problems import Held, Problem
from accounting.records import Model


class SalesTax(StrEnum):
    """How a company keeps sales tax (row R-46)."""

    AUTOMATED = "automated"
    MANUAL = "manual"
    OFF = "off"
    FOREIGN = "foreign"


class Books(Model):
    """A company's facts, as its preferences tell them."""

    company_name: str = ""
    own_sales_numbers: bool = True
    """Custom transaction numbers on sales forms: the sender numbers the document (C1)."""
    own_purchase_numbers: bool = True
    shipping_allowed: bool = True
    customer_on_purchases: bool = True
    sales_tax: SalesTax = SalesTax.AUTOMATED
    closed_to: date | None = None
    home_currency: str | None = None


class Item(Model):
    """A product or service of the company."""

    id: str
    name: str
    sku: str | None = None
    type: str
    """QuickBooks' own word: Inventory, NonInventory, Service, Category, Group."""
    taxable: bool = True
    can_be_bought: bool = False
    """It has an expense account, without which it fits on no Purchase Order or Bill (row R-69)."""
    price: Decimal | None = None


class Account(Model):
    """An account of the company's chart."""

    id: str
    name: str
    type: str


def date_in_books(moment: datetime, zone: str) -> date:
    """The day of the moment in the books' time zone.

    A time stamp of exactly midnight UTC is a date as somebody wrote it, and is not converted (row R-54).
    """
    if moment.utcoffset() == timedelta(0) and moment.time() == time(0, 0):
        return moment.date()
    return moment.astimezone(ZoneInfo(zone)).date()


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
