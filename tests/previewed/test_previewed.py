"""The command's small version, and that it finds a body that is not as it was previewed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from accounting.documents import Document, Sale
from activities import exactly_once
from clients.quickbooks.bodies import body_of
from tests.chain.world import World
from tests.previewed.playing import played
from tests.previewed.putting_in import put_in


async def test_thirty_orders_are_posted_byte_for_byte_as_they_were_previewed(idle: World) -> None:
    found = await played(idle, 30, seed=3)

    assert found.findings == []
    assert {"SalesReceipt", "PurchaseOrder", "Bill", "Customer", "Item"} <= set(found.bodies)
    assert sum(found.ends.values()) > 60


async def test_a_body_that_is_posted_otherwise_is_found(idle: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def one_word_more(document: Document) -> dict[str, object]:
        return body_of(document) | ({"PrivateNote": f"{document.note} once"} if isinstance(document, Sale) else {})

    monkeypatch.setattr(exactly_once, "body_of", one_word_more)

    found = await played(idle, 2, seed=3)

    assert any("foreseen" in text and " once" in text for text in found.findings)


def test_ids_are_put_in_whole_though_one_placeholder_begins_another() -> None:
    ids = {"new:SalesReceipt:SHOP-1": "7", "new:SalesReceipt:SHOP-10": "8"}
    body = {"a": "new:SalesReceipt:SHOP-1", "b": ["for it (new:SalesReceipt:SHOP-10)", Decimal("1.50"), True]}

    assert put_in(body, ids) == {"a": "7", "b": ["for it (8)", Decimal("1.50"), True]}
