"""Records as Flxpoint would give them, out of what was made up: whole, and with sums that hold."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sandbox.made_up.amounts import ZERO, total
from sandbox.made_up.catalogue import CATALOGUE, SUPPLIERS

Json = dict[str, Any]


def order(number: int, items: list[Json], money: Json, *, address: Json, at: datetime, **told: Any) -> Json:
    """An order of these items and amounts; `told` holds its reference, channel, status and payment."""
    return {
        "id": number,
        "orderNumber": str(number),
        "referenceNumber": told["reference"],
        "channelId": told["channel"],
        "orderStatus": told["status"],
        "orderTotal": money["total"],
        **dict.fromkeys(("orderedAt", "insertedAt", "updatedAt"), _stamp(at)),
        **dict.fromkeys(("shippingAddress", "billingAddress"), address),
        "orderItems": numbered(number, items),
        "channelInvoice": {"paymentStatus": told["payment"], **money},
    }


def request(number: int, of: Json, place: int, source: int, lines: list[Json], status: str) -> Json:
    """The request number `place` of an order, to one source, for lines of the order."""
    at = _stamp(datetime.fromisoformat(of["orderedAt"]) + timedelta(minutes=9))
    return {
        "id": number,
        "fulfillmentRequestNumber": f"{of['referenceNumber']}-{place}",
        "orderId": of["id"],
        "sourceId": source,
        **dict.fromkeys(("generatedAt", "lastModifiedAt"), at),
        "fulfillmentRequestStatus": {"name": status, "handle": status.lower()},
        "shippingAddress": of["shippingAddress"],
        "fulfillmentRequestItems": numbered(number, [_asked(line, SUPPLIERS[source]) for line in lines]),
    }


def invoice(number: int, of: Json, lines: list[Json], *, name: str, freight: Decimal) -> Json:
    """An invoice on a request for lines of it, and for freight; without a name it has the supplier's own number."""
    billed = [_billed(line, "product") for line in lines]
    if freight:
        billed.append(_billed({"sku": "", "title": "Freight", "quantity": 1, "cost": freight}, "shipping"))
    entered = _stamp(datetime.fromisoformat(of["generatedAt"]) + timedelta(hours=20))
    return {
        "id": number,
        "fulfillmentRequestId": of["id"],
        "sourceId": of["sourceId"],
        "invoiceNumber": name or f"{SUPPLIERS[of['sourceId']]}-{number}",
        "invoiceStatus": {"name": "Unpaid", "handle": "unpaid"},
        "invoiceDate": f"{entered[:10]}T00:00:00.000Z",
        **dict.fromkeys(("insertedAt", "updatedAt"), entered),
        "totalCost": sum((line["cost"] for line in billed), ZERO),
        "invoiceItems": numbered(number, billed),
    }


def numbered(owner: int, lines: list[Json]) -> list[Json]:
    """Lines with ids that no line of another record has."""
    return [{"id": owner * 1000 + place} | line for place, line in enumerate(lines, 1)]


def _asked(line: Json, prefix: str) -> Json:
    own = {"sku": f"{prefix}-{line['sku']}", "cost": Decimal(CATALOGUE[line["sku"]][2]), "orderItemId": line["id"]}
    return {"title": line["title"], "quantity": line["quantity"], **own}


def _billed(line: Json, kind: str) -> Json:
    told = {"invoiceItemType": {"name": kind.capitalize(), "handle": kind}, "perUnitCost": line["cost"]}
    return {**{name: line[name] for name in ("sku", "title", "quantity")}, **told, "cost": total([line], "cost")}


def _stamp(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.000Z")
