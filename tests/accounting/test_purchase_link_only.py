"""Where orders are only linked, nothing is created for their purchases either (rows R-55, R-69)."""

from __future__ import annotations

import pytest

from accounting.purchase import wanted_items
from accounting.settings import Settings
from tests.accounting.samples import a_line, a_request, a_wanted, an_order

LINKING = Settings(link_only=True, never_create=("GIFT-50",))


@pytest.mark.rule("R-55/expected")
def test_an_item_that_is_not_there_is_named_instead_of_created() -> None:
    wanted = wanted_items(a_request(a_wanted("1", "ACME-MUG"), a_wanted("2", "GIFT-50")), None, LINKING)

    missing = {line: item.if_missing for line, item in wanted.items()}
    assert missing["1"]
    assert missing["1"].message == (
        "No item with SKU ACME-MUG is in QuickBooks, and with link_only=yes Daybook creates none."
    )
    assert missing["1"].fix == (
        'Add it in Sales > Products and Services > New, with exactly this SKU and "I purchase this".'
    )
    assert missing["2"]
    assert missing["2"].message.startswith("GIFT-50 must exist in QuickBooks as a liability item")


@pytest.mark.rule("R-55/expected")
def test_with_the_orders_items_it_is_the_sku_of_the_sale_that_is_named() -> None:
    request, order = a_request(a_wanted("1", "ACME-MUG", order_line_id="81")), an_order(a_line("81", "MUG-RED"))

    wanted = wanted_items(request, order, LINKING.model_copy(update={"po_item": "order_item"}))

    assert wanted["1"].if_missing
    assert wanted["1"].if_missing.subject == "MUG-RED"
