"""The number of a Bill, asked of our own invoices and of QuickBooks each time anew (row R-91)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from accounting.bill import is_credit
from accounting.bill_numbers import BillNumber, StandingBill, bill_number, numbers_of
from accounting.books import Vendor
from accounting.records import FulfillmentRequest, RecordKind, SupplierInvoice
from activities.drafting.desk import Desk
from clients.quickbooks.statements import among, select


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
    """The vendor's Bills under one of the invoice's numbers."""
    numbers = dict.fromkeys(numbers_of(invoice))
    rows = await desk.company.quickbooks.query("Bill", select("Bill", among("DocNumber", numbers)))
    return [_standing_bill(row) for row in rows if str(row["VendorRef"]["value"]) == vendor.id]


def _standing_bill(row: dict[str, Any]) -> StandingBill:
    return StandingBill(
        id=str(row["Id"]),
        number=row["DocNumber"],
        total=Decimal(str(row["TotalAmt"])),
        note=row.get("PrivateNote"),
    )
