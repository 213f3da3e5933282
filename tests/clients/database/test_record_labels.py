"""The upgrade that gives every stored record its number reads it from what is stored."""

from __future__ import annotations

import asyncio
import json

from alembic import command
from sqlalchemy import create_engine, text

from clients.database.engine import postgres_url
from clients.database.migrate import _configuration

INSERT = text(
    "insert into record (connection_id, kind, id, changed_at, fingerprint, body, saved, saved_at) "
    "values ('shop', :kind, :id, now(), '', :body, 'new', now())"
)
STORED = {
    ("order", "1"): {"reference": "SHOP-1", "number": "700001", "title": "a\0b"},
    ("fulfillment_request", "2"): {"number": "SHOP-1-1"},
    ("supplier_invoice", "3"): {"number": "ACME-1"},
    ("order", "4"): {"reference": "N\0L"},
}


async def test_stored_records_get_their_numbers(empty_database_url: str) -> None:
    assert await asyncio.to_thread(_labels_after_upgrade, empty_database_url) == {
        "1": "SHOP-1",
        "2": "SHOP-1-1",
        "3": "ACME-1",
        "4": "N�L",
    }


def _labels_after_upgrade(url: str) -> dict[str, str]:
    engine = create_engine(postgres_url(url))
    try:
        with engine.begin() as connection:
            configuration = _configuration()
            configuration.attributes["connection"] = connection
            command.upgrade(configuration, "0002")
            for (kind, id), body in STORED.items():
                connection.execute(INSERT, {"kind": kind, "id": id, "body": json.dumps(body)})
            command.upgrade(configuration, "head")
            return {row.id: row.label for row in connection.execute(text("select id, label from record"))}
    finally:
        engine.dispose()
