"""Tax that a marketplace remits is no part of the shop's sale (row R-103, golden order 5)."""

from __future__ import annotations

import pytest

from accounting.marketplace import remitted_tax, without_remitted_tax
from accounting.settings import Channel
from tests.accounting.samples import SETTINGS, a_line, an_order, d

ORDER = an_order(a_line(quantity="1", price="100.00"), tax=d("7.00"), total="107.00")
BOTH = SETTINGS.model_copy(
    update={"channels": {"41": Channel(tax_remitted_by="us"), "43": Channel(tax_remitted_by="marketplace")}}
)


@pytest.mark.rule("R-103/expected")
def test_the_tax_of_a_marketplaces_order_is_taken_out_of_the_sale() -> None:
    sold = ORDER.model_copy(update={"channel_id": "43"})

    ours = without_remitted_tax(sold, BOTH)

    assert remitted_tax(sold, BOTH) == d("7.00")
    assert (ours.tax, ours.total, ours.lines) == (d("0.00"), d("100.00"), sold.lines)


def test_the_tax_of_our_own_channels_stays() -> None:
    assert remitted_tax(ORDER, BOTH) == 0
    assert without_remitted_tax(ORDER, BOTH) == ORDER
