"""The shipping details of a sale, read and written as QuickBooks has them (row R-92)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from accounting.shipping import ShippingDetails
from clients.quickbooks.shipping import read_shipping, shipping_update

WHOLE = ShippingDetails(shipped_on=date(2026, 11, 21), tracking="1Z999", carrier="UPS Ground")
SALE: dict[str, Any] = {"Id": "145", "SyncToken": "3", "TotalAmt": Decimal("20.00"), "Line": [{"Id": "1"}]}


def test_an_update_states_the_details_and_no_amounts() -> None:
    assert shipping_update(SALE, WHOLE) == {
        "Id": "145",
        "SyncToken": "3",
        "sparse": True,
        "ShipDate": "2026-11-21",
        "TrackingNum": "1Z999",
        "ShipMethodRef": {"value": "UPS Ground", "name": "UPS Ground"},
    }
    assert shipping_update(SALE, ShippingDetails()) == {"Id": "145", "SyncToken": "3", "sparse": True}


def test_a_tax_goes_along_as_it_stands_so_that_it_is_not_reckoned_anew() -> None:
    tax = {"TotalTax": Decimal("8.25"), "TxnTaxCodeRef": {"value": "2"}}

    body = shipping_update({**SALE, "TxnTaxDetail": tax}, WHOLE)

    assert body["TxnTaxDetail"] == tax
    assert body["ShippingTaxIncludedInTotalTax"] is True
    assert "TxnTaxDetail" not in shipping_update({**SALE, "TxnTaxDetail": {"TotalTax": 0}}, WHOLE)


@pytest.mark.parametrize(
    ("members", "details"),
    [
        ({}, ShippingDetails()),
        (shipping_update(SALE, WHOLE), WHOLE),
        ({"ShipMethodRef": {"value": "UPS"}, "TrackingNum": ""}, ShippingDetails(carrier="UPS")),
        ({"ShipDate": "2026-11-21-08:00"}, ShippingDetails(shipped_on=date(2026, 11, 21))),
    ],
)
def test_the_details_of_a_sale_are_read(members: dict[str, Any], details: ShippingDetails) -> None:
    assert read_shipping(members) == details
