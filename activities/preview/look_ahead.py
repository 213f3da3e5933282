"""Everything that many records will ask of QuickBooks one by one, asked together beforehand."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from accounting.another_connector import numbers_to_look_for
from accounting.bill_numbers import numbers_of
from accounting.names import clean_item_name, customer_name_with_channel, display_name, item_name_with_sku, sku_unfit
from accounting.records import FulfillmentRequest, Order, Record, SupplierInvoice
from accounting.settings import Settings
from activities.preview.facts import PreviewFacts


async def look_ahead(facts: PreviewFacts, settings: Settings, records: Collection[Record]) -> None:
    """Read the customers, items and numbers that these records name; what is left, each asks for itself.

    Raises:
        QuickBooksError: QuickBooks cannot be asked now.
    """
    names = {name for record in records if isinstance(record, Order) for name in _names(record)}
    await facts.customers_named(names)
    await facts.persons_named(names)
    goods = set(_goods(records))
    found = await facts.items({sku for sku, _ in goods})
    await facts.any_items_named(
        {name for sku, title in goods if sku not in found for name in _to_be_created(sku, title)}
    )
    for kind, numbers in numbers_to_look_for(records, await facts.books(), settings).items():
        await facts.numbered(kind, numbers)
    await facts.bills({number for one in records if isinstance(one, SupplierInvoice) for number in numbers_of(one)})


def _names(order: Order) -> tuple[str, str]:
    name = display_name(order)
    return name, customer_name_with_channel(name, order.channel_name)


def _goods(records: Collection[Record]) -> Iterator[tuple[str, str]]:
    """SKU and title of all lines whose SKU may be looked for (row R-79)."""
    for record in records:
        if isinstance(record, Order | FulfillmentRequest):
            for line in record.lines:
                if line.sku and sku_unfit(line.sku) is None:
                    yield line.sku, line.title


def _to_be_created(sku: str, title: str) -> tuple[str, str]:
    """The name of a new item, and the one that it gets where the first is taken (row R-40)."""
    name = clean_item_name(title, sku)
    return name, item_name_with_sku(name, sku)
