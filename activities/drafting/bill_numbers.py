"""The number of a Bill, asked of our own invoices and of QuickBooks: there for a whole run at once (row R-91)."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable
from datetime import UTC, datetime

from accounting.bill import is_credit
from accounting.bill_numbers import BillNumber, StandingBill, bill_number, numbers_of
from accounting.books import Vendor
from accounting.documents import DocumentKind
from accounting.records import FulfillmentRequest, Record, RecordKind, SupplierInvoice
from activities.companies import Companies, Company
from activities.drafting.desk import Desk, intent_key
from activities.facts import Facts
from clients.quickbooks.errors import QuickBooksError

log = logging.getLogger("daybook.bill_numbers")


async def look_up_beforehand(companies: Companies, company: Company, records: Iterable[Record]) -> None:
    """Ask QuickBooks for the numbers of all of a run's invoices at once, instead of one by one.

    Where it cannot be asked now, each invoice asks for itself.
    """
    numbers = {number for record in records if isinstance(record, SupplierInvoice) for number in numbers_of(record)}
    try:
        await Facts(companies, company, datetime.now(UTC)).bills(numbers)
    except QuickBooksError as error:
        log.warning("The numbers of %d supplier invoices could not be asked beforehand: %s", len(numbers), error)


async def number_for_bill(
    desk: Desk, invoice: SupplierInvoice, request: FulfillmentRequest, vendor: Vendor
) -> BillNumber:
    """The number of an invoice's Bill.

    Raises:
        Held: the Bill may stand already.
    """
    return bill_number(
        invoice,
        request_number=request.number,
        namesakes=await _namesakes(desk, invoice),
        standing=await _standing(desk, invoice, vendor),
    )


async def _namesakes(desk: Desk, invoice: SupplierInvoice) -> list[SupplierInvoice]:
    """The other invoices of the same source and number, without those that never become Bills."""
    stores, connection = desk.companies.stores, desk.company.connection.id
    namesakes = []
    for other in await stores.records.of_label(connection, RecordKind.SUPPLIER_INVOICE, invoice.number):
        if isinstance(other, SupplierInvoice) and _is_namesake(other, invoice):
            outcome = await stores.outcomes.current(connection, other.ref)
            if outcome is None or outcome.state != "excluded":
                namesakes.append(other)
    return namesakes


def _is_namesake(other: SupplierInvoice, invoice: SupplierInvoice) -> bool:
    return other.id != invoice.id and other.source_id == invoice.source_id and not is_credit(other)


async def _standing(desk: Desk, invoice: SupplierInvoice, vendor: Vendor) -> list[StandingBill]:
    """The vendor's Bills under one of the invoice's numbers.

    What the run found beforehand will do, unless a Bill of ours for another record has had such a number since.
    """
    numbers = set(numbers_of(invoice))
    facts = desk.facts
    if await _used_by_another(desk, invoice, numbers):
        facts = facts.no_older_than(datetime.now(UTC))
    return [bill for bill in await facts.bills(numbers) if bill.vendor_id == vendor.id]


async def _used_by_another(desk: Desk, invoice: SupplierInvoice, numbers: Collection[str]) -> bool:
    links, key = desk.companies.stores.links, intent_key(desk.company, invoice.ref)
    for number in numbers:
        if await links.number_taken(desk.company.realm, DocumentKind.BILL, number, besides=key):
            return True
    return False
