"""Orders pause after three documents of one run that stand with other amounts than were sent (row R-50)."""

from __future__ import annotations

import pytest

from accounting.pause import differs, reason_to_pause, require_going
from accounting.problems import Held, Problem
from accounting.settings import Settings
from tests.accounting.samples import an_order, passes, problems

RECEIPTS = [f"Sales Receipt SHOP-{number} (id 14{number}) of order SHOP-{number}" for number in range(1, 6)]


@pytest.mark.rule("R-50/expected")
@pytest.mark.parametrize(
    ("codes", "other"),
    [
        (["total_differs"], True),
        (["term_missing", "tax_differs"], True),
        (["link_missing", "term_missing"], False),
        ([], False),
    ],
)
def test_another_total_and_another_tax_are_differences(codes: list[str], other: bool) -> None:
    assert differs(Problem(code=code, message="", fix="") for code in codes) is other


@pytest.mark.rule("R-50/expected")
def test_orders_pause_at_the_third_difference_of_a_run_and_not_before() -> None:
    assert [reason_to_pause(RECEIPTS[:number]) for number in range(3)] == [None, None, None]
    assert reason_to_pause(RECEIPTS[:3]) == reason_to_pause(RECEIPTS)


@pytest.mark.rule("R-50/bad")
def test_while_orders_pause_each_is_told_the_three_documents_and_the_command_to_go_on() -> None:
    reason = reason_to_pause(RECEIPTS)

    with pytest.raises(Held) as held:
        require_going(an_order(), Settings(orders_paused=reason))

    (problem,) = problems(held)
    assert problem.message == (
        "Order SHOP-1 waits, for all orders are paused: in one run QuickBooks kept other amounts than were sent for "
        "Sales Receipt SHOP-1 (id 141) of order SHOP-1, Sales Receipt SHOP-2 (id 142) of order SHOP-2, "
        "Sales Receipt SHOP-3 (id 143) of order SHOP-3."
    )
    assert (problem.code, problem.subject) == ("orders_paused", "orders_paused")
    assert problem.named_for("shop").fix == (
        "Compare these documents with their orders, find out why they differ and correct them in QuickBooks; then let "
        "the orders go on (daybook settings set shop orders_paused=) and run again."
    )
    assert passes(lambda: require_going(an_order(), Settings()))
