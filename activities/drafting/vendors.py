"""The vendor of a Purchase Order, and what a missing one means for the others (rows R-64, R-65)."""

from __future__ import annotations

from accounting.books import Vendor
from accounting.missing import no_purchase_order_without
from accounting.problems import Held
from accounting.records import FulfillmentRequest
from activities.companies import Companies, Company
from activities.drafting.desk import Desk


async def vendor_for(desk: Desk, request: FulfillmentRequest) -> Vendor:
    """The vendor of a request's source.

    Raises:
        Held: there is none; or, with ``on_missing_vendor=stop``, the source of any other request that is still to be
            posted has none: then with all names that are missing.
    """
    if desk.settings.on_missing_vendor == "stop":
        waited_for = await sources_waited_for(desk.companies, desk.company)
        if missing := await desk.facts.missing_vendors({request.source_name} | waited_for):
            raise Held(*map(no_purchase_order_without, missing))
    return await desk.facts.vendor(request.source_name)


async def sources_waited_for(companies: Companies, company: Company) -> set[str]:
    """The names of the selected sources that have a Purchase Order still to come."""
    selected = company.settings.fulfillment_request_sources
    pending = await companies.stores.records.pending_sources(company.connection.id)
    return {name for id, name in pending if id in selected}
