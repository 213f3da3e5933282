"""A selected source that is the shop's own warehouse is warned of (row R-111)."""

from __future__ import annotations

import pytest

from accounting.settings import Settings
from accounting.sources import Source, own_warehouses_selected

SOURCES = {
    "21": Source(id="21", name="Acme Supply", type="vendor_warehouse"),
    "22": Source(id="22", name="Beta Goods"),
    "27": Source(id="27", name="Back Room", type="internal_warehouse"),
}


@pytest.mark.rule("R-111/expected")
def test_each_list_that_selects_an_own_warehouse_is_named_with_the_list_without_it() -> None:
    selected = Settings(fulfillment_request_sources=("21", "27", "22"), supplier_invoice_sources=("27", "99"))

    requests, invoices = own_warehouses_selected(selected, SOURCES, "my-shop")

    assert (requests.code, requests.subject) == ("own_warehouse_selected", "Back Room")
    assert requests.message == (
        "Source Back Room (27) is a warehouse of your own, and fulfillment_request_sources selects it: its records "
        "become Purchase Orders, though nothing is bought."
    )
    assert requests.fix.endswith("daybook settings set my-shop fulfillment_request_sources=21,22")
    assert "supplier_invoice_sources selects it: its records become Bills" in invoices.message
    assert invoices.fix.endswith("daybook settings set my-shop supplier_invoice_sources=99")


@pytest.mark.rule("R-111/expected")
def test_suppliers_and_sources_nobody_knows_are_not_warned_of() -> None:
    assert own_warehouses_selected(Settings(fulfillment_request_sources=("21", "22", "99")), SOURCES) == ()
