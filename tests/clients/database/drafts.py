"""An intent on its way."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from clients.database.intents import Claim, Intent, IntentKey, Intents
from tests.clients.database.samples import KEY

BODY = {"Line": [{"Amount": Decimal("21.00"), "SalesItemLineDetail": {"Qty": Decimal(2)}}], "DocNumber": "SHOP-1001"}
LONG = timedelta(seconds=150)
NONE = timedelta(0)


async def draft(
    intents: Intents, key: IntentKey = KEY, body: dict[str, Any] = BODY, number: str | None = "1"
) -> Intent:
    """A drafted sales receipt."""
    return await intents.draft(key, "SalesReceipt", body, {"total": Decimal("21.00")}, number)


async def claimed(intents: Intents, intent: Intent, settle: timedelta = LONG) -> Claim:
    """A claim that must succeed."""
    claim = await intents.claim(intent.id, settle)
    assert claim is not None
    return claim


async def state(intents: Intents, intent: Intent) -> str:
    """The stored state of an intent."""
    stored = await intents.get(intent.id)
    assert stored is not None
    return stored.state
