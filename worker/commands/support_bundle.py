"""What somebody who helps needs to know of one order, without who bought it and without any token (row R-98)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from accounting.records import Record
from activities.stores import Stores
from clients.database.connections import Connection
from clients.database.intent_keys import IntentKey
from clients.database.intents import Intent
from worker.commands.orders import Known, as_object

LEFT_OUT = "(left out)"
OF_A_PERSON = ("name", "company", "line1", "line2", "email", "phone")
"""What stays at home of an address; city, state, postal code and country decide on taxes."""


async def bundle(stores: Stores, connection: Connection, orders: list[Known], version: str) -> dict[str, Any]:
    """The connection's choices and everything known of these orders, as plain JSON."""
    return {
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "daybook": version,
        "books": "QuickBooks Online",
        "environment": connection.environment,
        "company": connection.realm,
        "connection": connection.id,
        "order_system": "Flxpoint",
        "account": connection.account,
        "settings": await stores.connections.settings(connection.id),
        "orders": [await _order(stores, connection, known) for known in orders],
    }


async def _order(stores: Stores, connection: Connection, known: Known) -> dict[str, Any]:
    outcomes = {outcome.ref: as_object(known, outcome) for outcome in known.outcomes}
    records = await stores.records.of_order(connection.id, known.order_id)
    told = [
        {
            "kind": record.ref.kind.value,
            "id": record.ref.id,
            "number": record.label,
            "marked_in_flxpoint": record.synced,
            "record": _without_people(record),
            "outcome": outcomes.pop(record.ref, None),
            "sent": [_sent(intent) for intent in await _intents(stores, connection, record)],
        }
        for record in records
    ]
    return {"order_id": known.order_id, "records": told, "unread": list(outcomes.values())}


def _without_people(record: Record) -> dict[str, Any]:
    body = record.model_dump(mode="json")
    for name in ("bill_to", "ship_to"):
        if body.get(name):
            hidden = {part: LEFT_OUT for part in OF_A_PERSON if body[name].get(part)}
            body[name] = body[name] | hidden
    return body


async def _intents(stores: Stores, connection: Connection, record: Record) -> list[Intent]:
    key = IntentKey(connection.realm, connection.account, record.ref.kind.value, record.ref.id)
    return await stores.intents.all_of(key)


def _sent(intent: Intent) -> dict[str, Any]:
    """What was decided to be sent, and when; the body names the customer, and stays at home."""
    times = {name: getattr(intent, name) for name in ("created_at", "first_sent_at", "last_sent_at")}
    return {
        "request_id": str(intent.id),
        "document": intent.document_kind,
        "number": intent.number,
        "state": intent.state,
        "sends": intent.sends,
        "fault": intent.fault,
        "body_hash": intent.body_hash,
        **{name: time and time.isoformat() for name, time in times.items()},
    }
