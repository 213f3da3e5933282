"""Supplier invoices as they are written: made for a fulfillment request or an RMA, and changed afterwards."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import Any

from starlette.routing import Route

from sandbox.flxpoint.account import this_second
from sandbox.flxpoint.blanks import Record
from sandbox.flxpoint.bodies import COUNT, FLAG, MOMENT, NUMBER, OBJECTS, TEXT, WHOLE, Fields, one_of, read
from sandbox.flxpoint.calls import Call, Desk
from sandbox.flxpoint.kinds import full_item
from sandbox.flxpoint.marking import Mark, apply, given_items
from sandbox.flxpoint.refusals import Refused
from sandbox.flxpoint.statuses import CHARGES, SOURCE_INVOICE, status

_HEAD: Fields = {
    "purchaseOrderId": WHOLE,
    "fulfillmentRequestId": WHOLE,
    "rmaId": WHOLE,
    "invoiceNumber": TEXT,
    "invoiceStatus": one_of(SOURCE_INVOICE),
    "invoiceDate": MOMENT,
    "invoiceItems": OBJECTS,
}

_ITEM: Fields = {
    "invoiceItemType": one_of(CHARGES),
    "title": TEXT,
    "sku": TEXT,
    "inventoryVariantId": WHOLE,
    "quantity": COUNT,
    "cost": NUMBER,
    "perUnitCost": NUMBER,
}

_MARK = Mark(
    "source_invoices",
    {
        "accountingSynced": FLAG,
        "externalAccountingId": TEXT,
        "accountingSyncError": TEXT,
        "totalCreditCost": NUMBER,
        "vendorPayoutId": NUMBER,
        "status": one_of(SOURCE_INVOICE),
    },
    {"externalAccountingItemId": TEXT},
    item_id="invoiceItemId",
)


def routes(desk: Desk) -> list[Route]:
    """The paths that write supplier invoices."""
    both = "account source"
    return [
        desk.route("POST", "/source-invoices", create, takes=both),
        desk.route("PATCH", "/source-invoices/{id:int}", change, takes=both),
    ]


def create(call: Call) -> Record:
    """A new invoice: paid, or credited for an RMA, unless the body says otherwise; numbered like what it is for."""
    said = read(call.given(), _HEAD)
    call.query.flag("applyInvoiceWorkflow")
    request_id = said.get("fulfillmentRequestId", said.get("purchaseOrderId"))
    if (request_id is None) == ("rmaId" not in said):
        raise Refused(400, "Either purchaseOrderId or rmaId is required, and not both")
    about = _for_rma(call, said["rmaId"]) if request_id is None else _for_request(call, request_id, said)
    invoice = {"invoiceDate": this_second(), **about}
    invoice |= {name: said[name] for name in ("invoiceNumber", "invoiceStatus", "invoiceDate") if name in said}
    invoice["invoiceStatus"] = status(invoice["invoiceStatus"].capitalize())
    return _totalled(call.account.create("source_invoices", invoice))


def change(call: Call) -> Record:
    """Mark an invoice and its items, and change its status; an item without `invoiceItemId` is a new item."""
    invoice, given = call.named("source_invoices"), call.given()
    items = given_items(given)
    new = [_added(item) for item in items if item.get("invoiceItemId") is None]
    known = [item for item in items if item.get("invoiceItemId") is not None]
    apply(call, invoice, _MARK, given | {"items": known})
    if name := invoice.pop("status", None):
        invoice["invoiceStatus"] = status(name.capitalize())
    for number, item in enumerate(new, call.account.next_item_id("source_invoices")):
        invoice["invoiceItems"].append(full_item("source_invoices", item | {"id": number}, record_id=invoice["id"]))
    return _totalled(invoice) if new else invoice


def _for_request(call: Call, request_id: int, said: Record) -> Record:
    request = call.record("fulfillment_requests", request_id)
    items = [_new_item(item, request) for item in said.get("invoiceItems", [])]
    if not items:
        raise Refused(400, "invoiceItems needs at least one item")
    return {
        "fulfillmentRequestId": request_id,
        "fulfillmentRequestNumber": request["fulfillmentRequestNumber"],
        "sourceId": request["sourceId"],
        "invoiceNumber": request["fulfillmentRequestNumber"],
        "invoiceStatus": "paid",
        "invoiceItems": items,
    }


def _for_rma(call: Call, rma_id: int) -> Record:
    """The items of an RMA's invoice are not saved, whatever the body has."""
    rma = call.record("rmas", rma_id)
    return {
        "rmaId": rma_id,
        "sourceId": rma["sourceId"],
        "invoiceNumber": rma["rmaNumber"],
        "invoiceStatus": "credited",
        "invoiceItems": [],
    }


def _new_item(given: Record, request: Record) -> Record:
    said = read(given, _ITEM, required="invoiceItemType")
    handle, variant = said.pop("invoiceItemType"), said.pop("inventoryVariantId", None)
    if handle == "product" and "sku" not in said and variant is None:
        raise Refused(400, "sku is required for a product")
    for ordered in request["fulfillmentRequestItems"]:
        if variant == ordered["inventoryVariantId"] if variant else said.get("sku") == ordered["sku"]:
            found = {"sku": ordered["sku"], "title": ordered["title"], "sourceVariantId": ordered["inventoryVariantId"]}
            said = found | said
            break
    said.setdefault("title", said.get("sku"))
    return _costed(said) | {"invoiceItemType": status(handle.capitalize())}


def _costed(item: Record) -> Record:
    """Of the cost of all units and the cost of one, each follows from the other."""
    quantity = item.setdefault("quantity", 1)
    if "cost" not in item and "perUnitCost" in item:
        item["cost"] = item["perUnitCost"] * quantity
    if "perUnitCost" not in item and "cost" in item and quantity:
        item["perUnitCost"] = round(Decimal(item["cost"]) / quantity, 4)
    return item


def _added(given: Record) -> Record:
    """What the trap of the change makes of an item: whatever it says, a product unless it says otherwise."""
    said = read(given, {**_ITEM, **_MARK.item_fields})
    handle = said.pop("invoiceItemType", "product")
    return _costed(said) | {"invoiceItemType": status(handle.capitalize())}


def _totalled(invoice: Record) -> Record:
    def total(field: str, handles: Collection[str]) -> Any:
        items = [item for item in invoice["invoiceItems"] if item["invoiceItemType"]["handle"] in handles]
        return sum(item[field] or 0 for item in items)

    invoice["totalCost"] = total("cost", CHARGES)
    invoice["totalQuantity"] = total("quantity", ["product"])
    for handle in CHARGES:
        invoice[f"total{handle.capitalize()}Cost"] = total("cost", [handle])
    return invoice
