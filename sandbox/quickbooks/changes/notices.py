"""What a webhook tells: the events of a company, in Intuit's legacy form or as CloudEvents, and their signature."""

from __future__ import annotations

import base64
import hashlib
import hmac
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sandbox.quickbooks.books.company import Change
from sandbox.quickbooks.schema.shape import Record

FORMATS = ("cloudevents", "legacy")
PAST = {"Create": "created", "Update": "updated", "Delete": "deleted", "Merge": "merged", "Emailed": "emailed"}
NOT_TOLD = frozenset({"Attachable", "CompanyInfo", "TaxCode", "TaxRate"})
"""Entities Intuit's list of webhook events does not name."""


@dataclass(frozen=True)
class Event:
    """One change as it is told, with an id of its own by which a receiver knows one that comes twice."""

    realm: str
    change: Change
    time: datetime
    id: str = field(default_factory=lambda: str(uuid.uuid4()))


def legacy(events: Sequence[Event]) -> Record:
    """The body of a delivery as it was until 2026: one object, in it the events company by company."""
    told: dict[str, list[Record]] = {}
    for event in events:
        entity = {
            "name": event.change.kind,
            "id": event.change.record["Id"],
            "operation": event.change.operation,
            "lastUpdated": event.time.isoformat(timespec="seconds"),
            **({"deletedId": event.change.merged} if event.change.merged else {}),
        }
        told.setdefault(event.realm, []).append(entity)
    notifications = [{"realmId": realm, "dataChangeEvent": {"entities": entities}} for realm, entities in told.items()]
    return {"eventNotifications": notifications}


def cloud_events(events: Sequence[Event], client_id: str, void_word: str) -> list[Record]:
    """The body of a delivery as CloudEvents: a list with one object for each event.

    What names the entry that a merge left over is a guess, as is how many of the types are spelt.
    """
    source = base64.b64encode(hashlib.sha256(client_id.encode()).digest()).decode()
    return [
        {
            "specversion": "1.0",
            "id": event.id,
            "source": f"intuit.{source}",
            "type": f"qbo.{event.change.kind.lower()}.{PAST.get(event.change.operation, void_word)}.v1",
            "datacontenttype": "application/json",
            "time": event.time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z",
            "intuitentityid": event.change.record["Id"],
            "intuitaccountid": event.realm,
            "data": {"deletedId": event.change.merged} if event.change.merged else {},
        }
        for event in events
    ]


def signature(body: bytes, verifier_token: str) -> str:
    """The header `intuit-signature`: HMAC-SHA256 over the raw body, in base64."""
    return base64.b64encode(hmac.digest(verifier_token.encode(), body, "sha256")).decode()
