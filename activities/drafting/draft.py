"""The document of a record, whichever kind it is."""

from __future__ import annotations

from accounting.documents import Draft
from accounting.records import Booked, FulfillmentRequest, Order, SupplierInvoice
from activities.drafting.bills import draft_bill
from activities.drafting.desk import Desk
from activities.drafting.purchases import draft_purchase_order
from activities.drafting.sales import draft_sale


async def draft(desk: Desk, record: Booked) -> Draft:
    """The document of a record, references resolved and rules asked.

    Raises:
        Held, NotDue, Excluded: a person, another record or a choice stands in the way.
    """
    match record:
        case Order():
            return await draft_sale(desk, record)
        case FulfillmentRequest():
            return await draft_purchase_order(desk, record)
        case SupplierInvoice():
            return await draft_bill(desk, record)
