"""The writes by which accounting tells Flxpoint what became of a record and its items.

The field names differ from one kind of record to the next. A field that is null or absent changes nothing,
and neither does a field the path does not know.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from starlette.responses import Response
from starlette.routing import Route

from sandbox.flxpoint.blanks import Record
from sandbox.flxpoint.bodies import FLAG, LIST, OBJECTS, TEXT, Fields, read
from sandbox.flxpoint.calls import Call, Desk
from sandbox.flxpoint.kinds import KINDS
from sandbox.flxpoint.refusals import Refused


@dataclass(frozen=True)
class Mark:
    """How one kind of record is marked."""

    kind: str
    fields: Fields
    item_fields: Fields
    item_id: str = "id"
    """The field by which the body names an item."""


ORDER = Mark(
    "orders",
    {"accountingSynced": FLAG, "externalAccountingId": TEXT, "accountingSyncError": TEXT},
    {"externalAccountingId": TEXT, "orderItemAccountingItems": LIST},
)
FULFILLMENT_REQUEST = Mark(
    "fulfillment_requests",
    {"accountingSynced": FLAG, "externalAccountingId": TEXT, "accountingError": TEXT},
    {"externalAccountingItemId": TEXT},
)


def routes(desk: Desk) -> list[Route]:
    """The accounting-sync paths; only orders and fulfillment requests have one by that name."""
    return [
        desk.route("PATCH", "/orders/{id:int}/accounting-sync", partial(_answer, mark=ORDER)),
        desk.route(
            "PATCH",
            "/fulfillment-requests/{id:int}/accounting-sync",
            partial(_answer, mark=FULFILLMENT_REQUEST),
            takes="account source",
        ),
    ]


def apply(call: Call, record: Record, mark: Mark, given: Record) -> None:
    """Mark the record and the items named; raises Refused with 400, changing nothing, for what does not fit."""
    changes = read(given, mark.fields)
    held = {item["id"]: item for item in record[str(KINDS[mark.kind].items)]}
    item_changes = []
    for item in given_items(given):
        named = item.get(mark.item_id)
        if named not in held:
            raise Refused(400, f"items: {mark.item_id} {named} is not an item of {record['id']}")
        item_changes.append((held[named], read(item, mark.item_fields)))
    record |= changes
    for item, changed in item_changes:
        item |= changed
    call.account.touch(mark.kind, record)


def given_items(given: Record, field: str = "items") -> list[Record]:
    """The items of a body; none when it says nothing of them."""
    items: list[Record] = read(given, {field: OBJECTS}).get(field, [])
    return items


def _answer(call: Call, *, mark: Mark) -> Response:
    apply(call, call.named(mark.kind), mark, call.given())
    return Response(status_code=204)
