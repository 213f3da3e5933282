"""Gift cards are sold on items that a person made, untaxed and on what the shop owes (row R-106)."""

from __future__ import annotations

import pytest

from accounting.books import Account, Item
from accounting.gift_cards import HOW_TO_MAKE_ONE, gift_cards_sold, liability_item_missing, unfit_as_liability
from accounting.problems import Held, Problem
from accounting.purchase import wanted_items as wanted_for_purchase
from accounting.sale import wanted_items
from accounting.wanted import choose
from tests.accounting.sales import sale_of
from tests.accounting.samples import (
    SETTINGS,
    a_line,
    a_request,
    a_wanted,
    an_item,
    an_order,
    d,
    problems,
)

CARDS = SETTINGS.model_copy(update={"never_create": ("GIFT-50",)})
OWED = Account(id="9", name="Gift Cards Outstanding", type="Other Current Liability")
INCOME = Account(id="1", name="Sales of Product Income", type="Income")
GIFT = an_item("GIFT-50", taxable=False, income_account_id="9")
BOTH = (a_line("1", "MUG"), a_line("2", "GIFT-50", quantity="1", price="50.00"))


@pytest.mark.rule("R-106/bad")
def test_a_card_without_an_item_is_held_and_never_created() -> None:
    wanted = wanted_items(an_order(*BOTH, total="70.00"), CARDS)

    with pytest.raises(Held) as held:
        choose(wanted["2"], [])

    (problem,) = problems(held)
    assert problem == liability_item_missing("GIFT-50")
    assert problem == Problem(
        code="liability_item_missing",
        message="GIFT-50 must exist in QuickBooks as a liability item.",
        fix=f"Create it. {HOW_TO_MAKE_ONE}",
        subject="GIFT-50",
    )
    assert choose(wanted["1"], []) is None


@pytest.mark.rule("R-106/expected")
def test_nor_is_one_created_since_it_was_asked_of_a_supplier() -> None:
    request = a_request(a_wanted("46", "GIFT-50"), a_wanted("47", "ACME-MUG"))

    wanted = wanted_for_purchase(request, None, CARDS)

    assert (wanted["46"].if_missing, wanted["47"].if_missing) == (liability_item_missing("GIFT-50"), None)


@pytest.mark.rule("R-106/expected")
def test_the_item_that_is_there_is_used_whatever_its_name() -> None:
    wanted = wanted_items(an_order(*BOTH, total="70.00"), CARDS)
    assert choose(wanted["2"], [GIFT]) == GIFT


@pytest.mark.rule("R-106/expected")
def test_in_a_taxed_order_the_card_alone_is_not_taxed() -> None:
    order = an_order(*BOTH, tax=d("1.65"), total="71.65")
    sale = sale_of(order, settings=CARDS, **{"GIFT-50": GIFT})
    assert [line.taxable for line in sale.lines] == [True, False]


@pytest.mark.rule("R-106/expected")
@pytest.mark.parametrize(
    ("item", "account", "said"),
    [
        (GIFT, OWED, None),
        (GIFT, OWED.model_copy(update={"type": "Long Term Liability"}), None),
        (GIFT, INCOME, 'it is posted to "Sales of Product Income", of type Income.'),
        (GIFT, None, "it has no account."),
        (an_item("GIFT-50"), OWED, "it is taxable."),
        (an_item("GIFT-50"), INCOME, 'it is taxable and is posted to "Sales of Product Income", of type Income.'),
    ],
)
def test_the_item_must_be_untaxed_and_stand_on_a_liability_account(
    item: Item, account: Account | None, said: str | None
) -> None:
    problem = unfit_as_liability(an_order(*BOTH, total="70.00"), item, account)

    if said is None:
        assert problem is None
    else:
        assert problem == Problem(
            code="liability_item_unfit",
            message=f"GIFT-50 on order SHOP-1 must be a liability item; in QuickBooks {said}",
            fix=f"Correct it. {HOW_TO_MAKE_ONE}",
            subject="GIFT-50",
        )


def test_only_lines_of_the_chosen_skus_are_gift_cards_and_each_item_is_looked_at_once() -> None:
    order = an_order(*BOTH, a_line("3", "GIFT-50"), total="90.00")
    items = {"1": an_item("MUG"), "2": GIFT, "3": GIFT}

    assert gift_cards_sold(order, items, CARDS) == [GIFT]
    assert gift_cards_sold(order, {}, CARDS) == []
    assert gift_cards_sold(order, items, SETTINGS) == []


def test_a_card_is_known_by_its_line_or_by_its_item() -> None:
    unnamed = an_order(a_line("1", None, quantity="1", price="50.00"), total="50.00")
    assert gift_cards_sold(unnamed, {"1": GIFT}, CARDS) == [GIFT]
    elsewhere = an_item("CARD")
    named = an_order(a_line("1", "GIFT-50", quantity="1", price="50.00"), total="50.00")
    assert gift_cards_sold(named, {"1": elsewhere}, CARDS) == [elsewhere]
