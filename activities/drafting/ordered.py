"""The Purchase Order that a supplier's invoice answers: by our own link, else read from QuickBooks (R-81, R-82)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accounting import purchase
from accounting.ordered import OrderedGoods, goods_of_order
from accounting.problems import Excluded, Held, NotDue, Problem
from accounting.records import FulfillmentRequest, RecordKind, RecordRef, SupplierInvoice
from accounting.selection import require_selected
from accounting.settings import Settings
from activities.drafting.desk import Desk, intent_key
from activities.skipping import require_request_wanted
from clients.quickbooks.purchase_orders import items_on, read_purchase_order
from clients.quickbooks.statements import active_or_not, among, equals, select

UNDER_WAY = ("sent", "posted")


async def request_of(desk: Desk, invoice: SupplierInvoice) -> FulfillmentRequest:
    """The fulfillment request that an invoice is for.

    Raises:
        NotDue: it is not known yet.
    """
    waits = f"Invoice {invoice.number} waits for the Purchase Order of its fulfillment request"
    if invoice.fulfillment_request_id is None:
        raise NotDue(f"{waits}, and names none.")
    ref = RecordRef(kind=RecordKind.FULFILLMENT_REQUEST, id=invoice.fulfillment_request_id)
    request = await desk.companies.stores.records.get(desk.company.connection.id, ref)
    if not isinstance(request, FulfillmentRequest):
        raise NotDue(f"{waits} {invoice.fulfillment_request_id}, which is not known yet.")
    return request


async def goods_for(desk: Desk, invoice: SupplierInvoice, request: FulfillmentRequest) -> OrderedGoods:
    """The goods that were ordered, and what is left of them.

    Raises:
        NotDue: the Purchase Order does not stand yet.
        Excluded: it never will.
        Held: the order system says that it stands, and QuickBooks has none.
    """
    if link := await desk.link(request.ref):
        if link.snapshot.get("linked"):
            return await _read(desk, request, link.document_id)
        return goods_of_order(
            link.snapshot,
            purchase_order_id=link.document_id,
            number=link.number or request.number,
            vendor_name=request.source_name,
            line_ids=link.lines,
            bills=await _other_bills(desk, invoice),
        )
    if request.synced and request.external_id:
        return await _read(desk, request, request.external_id)
    _require_expected(invoice, request, desk.settings)
    await require_request_wanted(desk, invoice, request)
    raise NotDue(_waiting(invoice, request, desk.settings))


async def _other_bills(desk: Desk, invoice: SupplierInvoice) -> list[Mapping[str, Any]]:
    """What was kept of the Bills for the request's other invoices: those that stand, and those that may."""
    stores = desk.companies.stores
    records = await stores.records.of_order(desk.company.connection.id, invoice.order_ref or "")
    bills = []
    for other in records:
        if isinstance(other, SupplierInvoice) and _is_for_the_same(other, invoice):
            key = intent_key(desk.company, other.ref)
            intent = await stores.intents.live(key)
            if intent and intent.state in UNDER_WAY:
                bills.append(intent.expected["snapshot"])
            elif link := await stores.links.get(key):  # entered by hand
                bills.append(link.snapshot)
    return bills


def _is_for_the_same(other: SupplierInvoice, invoice: SupplierInvoice) -> bool:
    return other.fulfillment_request_id == invoice.fulfillment_request_id and other.id != invoice.id


async def _read(desk: Desk, request: FulfillmentRequest, id: str) -> OrderedGoods:
    """A Purchase Order that another program posted, or that we posted before our database was lost."""
    quickbooks = desk.company.quickbooks
    rows = await quickbooks.query("PurchaseOrder", select("PurchaseOrder", equals("Id", id)))
    if not rows:
        raise Held(_not_found(request, id))
    ids = sorted(items_on(rows[0]))
    items = await quickbooks.query("Item", select("Item", among("Id", ids), active_or_not())) if ids else []
    return read_purchase_order(rows[0], {str(item["Id"]): item.get("Sku") for item in items})


def _require_expected(invoice: SupplierInvoice, request: FulfillmentRequest, settings: Settings) -> None:
    """Leave out what waits for a Purchase Order that is left out itself."""
    try:
        if "fulfillment_requests" in settings.operations:
            require_selected(request, settings)
        purchase.require_standing(request)
    except Excluded as reason:
        raise Excluded(f"Invoice {invoice.number} is for a request that is left out: {reason}") from None


def _waiting(invoice: SupplierInvoice, request: FulfillmentRequest, settings: Settings) -> str:
    hint = (
        ""
        if "fulfillment_requests" in settings.operations
        else " Switch the operation fulfillment_requests on (setting operations) and run it."
    )
    return (
        f"Invoice {invoice.number} waits: the Purchase Order of fulfillment request {request.number} "
        f"is not accounting synced.{hint}"
    )


def _not_found(request: FulfillmentRequest, id: str) -> Problem:
    return Problem(
        code="purchase_order_not_found",
        message=f"Purchase Order {id} (fulfillment request {request.number}) not found in QuickBooks.",
        fix="Post the fulfillment request again, or correct its accounting id in Flxpoint.",
        subject=request.number,
    )
