"""The writes by which accounting tells Flxpoint what became of a record.

The field names differ from one kind of record to the next. A field that is null or absent changes nothing,
and neither does a field the path does not know.
"""

from __future__ import annotations

from decimal import Decimal

from starlette.responses import Response
from starlette.routing import Route

from sandbox.flxpoint.blanks import ITEMS, Record, full_item
from sandbox.flxpoint.calls import Call, Desk
from sandbox.flxpoint.refusals import Refused, not_found
from sandbox.flxpoint.statuses import SOURCE_INVOICE, status

_Rule = tuple[type, ...]
_FLAG: _Rule = (bool,)
_TEXT: _Rule = (str,)
_NUMBER: _Rule = (int, Decimal)
_LIST: _Rule = (list,)
_WORDS = {_FLAG: "true or false", _TEXT: "a text", _NUMBER: "a number", _LIST: "a list"}

Fields = dict[str, _Rule]
"""What a write may change, and the types each value may have."""

_ORDER: Fields = {"accountingSynced": _FLAG, "externalAccountingId": _TEXT, "accountingSyncError": _TEXT}
_FULFILLMENT_REQUEST: Fields = {"accountingSynced": _FLAG, "externalAccountingId": _TEXT, "accountingError": _TEXT}
_SOURCE_INVOICE: Fields = _ORDER | {"totalCreditCost": _NUMBER, "vendorPayoutId": _NUMBER}
_SHIPMENT: Fields = {"accountingSynced": _FLAG}

_ORDER_ITEM: Fields = {"externalAccountingId": _TEXT, "orderItemAccountingItems": _LIST}
_OTHER_ITEM: Fields = {"externalAccountingItemId": _TEXT}


def routes(desk: Desk) -> list[Route]:
    """The accounting-sync paths; only orders and fulfillment requests have one by that name."""
    both = "account source"
    return [
        desk.route("PATCH", "/orders/{id:int}/accounting-sync", mark_order),
        desk.route("PATCH", "/fulfillment-requests/{id:int}/accounting-sync", mark_fulfillment_request, takes=both),
        desk.route("PATCH", "/source-invoices/{id:int}", change_source_invoice, takes=both),
        desk.route("PATCH", "/shipments", change_shipment, takes=both),
    ]


def mark_order(call: Call) -> Response:
    """Mark an order and its items."""
    order, given = call.named("orders", "Order"), call.given()
    changes = _read(given, _ORDER)
    item_changes = _read_items(given, order, "orders", _ORDER_ITEM)
    _apply(call, "orders", order, changes, item_changes)
    return Response(status_code=204)


def mark_fulfillment_request(call: Call) -> Response:
    """Mark a fulfillment request and its items."""
    request, given = call.named("fulfillment_requests", "Fulfillment request"), call.given()
    changes = _read(given, _FULFILLMENT_REQUEST)
    item_changes = _read_items(given, request, "fulfillment_requests", _OTHER_ITEM)
    _apply(call, "fulfillment_requests", request, changes, item_changes)
    return Response(status_code=204)


def change_source_invoice(call: Call) -> Record:
    """Mark a supplier invoice and its items; an item without `invoiceItemId` is a new item."""
    invoice, given = call.named("source_invoices", "Source invoice"), call.given()
    changes = _read(given, _SOURCE_INVOICE) | _read_status(given)
    items = _given_items(given)
    known = {"items": [item for item in items if item.get("invoiceItemId") is not None]}
    item_changes = _read_items(known, invoice, "source_invoices", _OTHER_ITEM, id_field="invoiceItemId")
    _apply(call, "source_invoices", invoice, changes, item_changes)
    for item in items:
        if item.get("invoiceItemId") is None:
            _add_item(call, invoice, item)
    return invoice


def change_shipment(call: Call) -> Record:
    """Mark a shipment; its id stands in the body."""
    given = call.given()
    shipment_id = given.get("id")
    if type(shipment_id) is not int:
        raise Refused(400, "id is required and must be a whole number")
    shipment = call.account.find("shipments", shipment_id)
    if shipment is None or not call.caller.sees(shipment):
        raise not_found("Shipment", shipment_id)
    _apply(call, "shipments", shipment, _read(given, _SHIPMENT), [])
    return shipment


def _read(given: Record, fields: Fields) -> Record:
    changes = {field: given[field] for field in fields if given.get(field) is not None}
    for field, value in changes.items():
        if not isinstance(value, fields[field]):
            raise Refused(400, f"{field} must be {_WORDS[fields[field]]}, not {value!r}")
    return changes


def _read_status(given: Record) -> Record:
    name = given.get("status")
    if name is None:
        return {}
    if name not in SOURCE_INVOICE:
        raise Refused(400, f"status must be one of {', '.join(SOURCE_INVOICE)}, not {name}")
    return {"invoiceStatus": status(name.capitalize())}


def _read_items(
    given: Record, record: Record, kind: str, fields: Fields, *, id_field: str = "id"
) -> list[tuple[Record, Record]]:
    """The record's items to change, each with its changes; raises Refused for an item of another record."""
    held = {item["id"]: item for item in record[ITEMS[kind]]}
    pairs = []
    for item in _given_items(given):
        if item.get(id_field) not in held:
            raise Refused(400, f"items: {id_field} {item.get(id_field)} is not an item of {record['id']}")
        pairs.append((held[item[id_field]], _read(item, fields)))
    return pairs


def _given_items(given: Record) -> list[Record]:
    items = given.get("items") or []
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise Refused(400, "items must be a list of objects")
    return items


def _apply(call: Call, kind: str, record: Record, changes: Record, item_changes: list[tuple[Record, Record]]) -> None:
    record |= changes
    for item, changed in item_changes:
        item |= changed
    call.account.touch(kind, record)


def _add_item(call: Call, invoice: Record, given: Record) -> None:
    ids = [item["id"] for each in call.account.all("source_invoices") for item in each["invoiceItems"]]
    said = {field: value for field, value in given.items() if value is not None}
    item = full_item("source_invoices", said | {"id": max(ids, default=0) + 1}, record_id=invoice["id"])
    invoice["invoiceItems"].append(item)
    invoice["totalCost"] = sum(each["cost"] or 0 for each in invoice["invoiceItems"])
