"""What the doctor was told, each part as far as it could be read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from accounting.books import Account, Books, Item, Vendor
from accounting.records import Model
from accounting.settings import Settings
from accounting.sources import Source


class Lists(Model):
    """What stands in QuickBooks' lists under the names that the settings tell; inactive entries included."""

    accounts: tuple[Account, ...] = ()
    """Of the names that settings tell, and every account of payables."""
    items: tuple[Item, ...] = ()
    item_accounts: Mapping[str, Account] = {}
    """The income accounts of those items, by id."""
    vendors: tuple[Vendor, ...] = ()


class Selection(Model):
    """What there is in Flxpoint to select from, by id."""

    channels: Mapping[str, str] = {}
    archived_channels: frozenset[str] = frozenset()
    sources: Mapping[str, Source] = {}
    archived_sources: frozenset[str] = frozenset()


class Checkup(Model):
    """A connection, and what is known of its two ends; None: it could not be read, and nothing is found about it."""

    connection: str
    today: date
    settings: Settings
    books: Books | None = None
    lists: Lists | None = None
    selection: Selection | None = None

    def is_on(self, *operations: str) -> bool:
        """Is one of these switched on? Before anything is, all are looked at."""
        chosen = self.settings.operations
        return not chosen or any(operation in chosen for operation in operations)

    @property
    def buys(self) -> bool:
        """Whether Purchase Orders or Bills are to be made."""
        return self.is_on("fulfillment_requests", "supplier_invoices")
