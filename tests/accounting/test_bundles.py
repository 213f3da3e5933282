"""What QuickBooks prices by its parts is held, whether it is sold or bought (row R-108)."""

from __future__ import annotations

import pytest

from accounting import purchase, sendable
from accounting.problems import Held
from tests.accounting.samples import SETTINGS, a_line, a_request, an_item, an_order, passes, problems

BUNDLE = an_item("KIT-1", type="Group", can_be_bought=False)


@pytest.mark.rule("R-108/expected", "R-108/bad")
def test_a_bundle_is_held_where_it_is_bought_and_no_expense_account_is_asked_for() -> None:
    with pytest.raises(Held) as held:
        purchase.require_fit(a_request(), {"46": BUNDLE}, {})

    (problem,) = problems(held)
    assert (problem.code, problem.subject) == ("item_is_bundle", "KIT-1")
    assert problem.message == (
        "KIT-1 on fulfillment request SHOP-1-1 is a QuickBooks bundle, which takes no price of its own."
    )


@pytest.mark.rule("R-108/bad")
def test_a_bundle_found_by_a_lines_name_is_named_by_its_own() -> None:
    order = an_order(a_line("1", sku=None, title="Gift box"))
    with pytest.raises(Held) as held:
        sendable.require_fit(order, {"1": an_item("", name="Gift box", type="Group")}, SETTINGS)

    (problem,) = problems(held)
    assert problem.subject == "Gift box"
    assert problem.message.startswith("Gift box on order SHOP-1 is a QuickBooks bundle")


@pytest.mark.rule("R-108/expected")
def test_an_order_of_a_bundle_that_quickbooks_keeps_as_one_item_is_posted_on_it() -> None:
    order = an_order(a_line("1", "KIT-1"))
    assert passes(lambda: sendable.require_fit(order, {"1": an_item("KIT-1")}, SETTINGS))


@pytest.mark.rule("R-108/bad")
def test_of_two_bundles_without_a_sku_both_are_named() -> None:
    order = an_order(a_line("1", sku=None), a_line("2", sku=None), total="40.00")
    boxes = {id: an_item(id, name=f"Gift box {id}", type="Group").model_copy(update={"sku": None}) for id in ("1", "2")}

    with pytest.raises(Held) as held:
        sendable.require_fit(order, boxes, SETTINGS)

    assert [problem.subject for problem in problems(held)] == ["Gift box 1", "Gift box 2"]
