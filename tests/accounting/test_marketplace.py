"""Tax that a marketplace remits is no part of the shop's sale (row R-103, golden order 5)."""

from __future__ import annotations

import pytest

from accounting.charges import CORRECT_AMOUNTS, discount_of
from accounting.marketplace import remitted_tax, total_told, without_remitted_tax
from accounting.problems import Held
from accounting.records import Order
from accounting.settings import Channel
from tests.accounting.samples import SETTINGS, a_line, an_order, d, problems

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


def our_part(**more: str) -> Order:
    """Of an order of 100.00 by a marketplace, with other amounts."""
    amounts = {name: d(amount) for name, amount in more.items()}
    return without_remitted_tax(ORDER.model_copy(update={"channel_id": "43", **amounts}), BOTH)


def test_a_total_is_told_as_the_order_system_shows_it() -> None:
    assert total_told(ORDER) == "107.00"
    assert total_told(our_part()) == "100.00 (107.00 less 7.00 tax that the marketplace remits)"


@pytest.mark.rule("R-103/bad")
@pytest.mark.parametrize(
    ("amounts", "code"),
    [({"total": "100.00"}, "parts_differ_from_total"), ({"total": "0.00"}, "total_negative")],
)
def test_a_total_that_never_held_the_tax_is_told_as_such(amounts: dict[str, str], code: str) -> None:
    with pytest.raises(Held) as held:
        discount_of(our_part(**amounts))
    (problem,) = problems(held)
    assert problem.code == code
    assert problem.fix == (
        "The order system seems to state this channel's totals without the tax that the marketplace remits. Let the "
        "channel's totals hold it, or leave the tax away on its orders."
    )


@pytest.mark.parametrize(
    ("amounts", "fix"),
    [({"total": "99.00"}, CORRECT_AMOUNTS), ({"total": "-1.00"}, "Record a refund in QuickBooks by hand.")],
)
def test_any_other_difference_is_to_be_corrected(amounts: dict[str, str], fix: str) -> None:
    for order in (our_part(**amounts), ORDER.model_copy(update={"total": d(amounts["total"])})):
        with pytest.raises(Held) as held:
            discount_of(order)
        assert problems(held)[0].fix == fix
