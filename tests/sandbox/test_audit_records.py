"""What the audit takes an order to bring the shop."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from sandbox.audit.records import read_records
from sandbox.flxpoint.account import Account


@pytest.mark.parametrize(
    ("channel", "total"),
    [({"id": 43}, "107.00"), ({"id": 43, "taxRemittedBy": "marketplace"}, "100.00")],
    ids=["the shop remits the tax", "the marketplace remits the tax"],
)
def test_the_tax_that_a_marketplace_remits_is_none_of_the_shops(channel: dict[str, Any], total: str) -> None:
    order = {"id": 5, "channelId": 43, "orderTotal": Decimal("107.00"), "channelInvoice": {"tax": Decimal("7.00")}}
    (record,) = read_records(Account([{"channels": [channel], "orders": [order]}]).state())
    assert record.total == Decimal(total)


def test_an_order_without_amounts_by_part_comes_to_its_total() -> None:
    channel = {"id": 43, "taxRemittedBy": "marketplace"}
    order = {"id": 5, "channelId": 43, "orderTotal": Decimal("12.00")}
    (record,) = read_records(Account([{"channels": [channel], "orders": [order]}]).state())
    assert record.total == Decimal("12.00")
