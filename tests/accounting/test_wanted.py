"""Which item a line means: by exact SKU, by name, or a new one (rows R-38 to R-42, reading A12)."""

from __future__ import annotations

import pytest

from accounting.missing import configured_item_missing
from accounting.problems import Held, Problem
from accounting.wanted import WantedItem, choose, created_beside, name_taken, require_fit_skus
from tests.accounting.samples import an_item, codes, problems

MUG = WantedItem(sku="MUG", title="Red mug")
WRAP = WantedItem(sku=None, title="Gift wrap", if_missing=configured_item_missing("Gift wrap", "fee_sku"))
DISC = WantedItem(sku="DISC", if_missing=configured_item_missing("DISC", "discount_sku"))


@pytest.mark.rule("R-38/expected")
def test_the_one_active_item_of_the_sku_is_meant_whatever_its_name() -> None:
    mug = an_item("MUG", name="Cup")
    assert choose(MUG, [an_item("MUG", id="9", active=False), mug]) == mug


def test_without_an_item_a_new_one_is_made() -> None:
    assert choose(MUG, []) is None
    assert choose(MUG, [an_item("MUG", type="Category")]) is None


@pytest.mark.rule("R-39/expected")
def test_of_several_with_the_sku_the_one_named_as_the_line_is_meant() -> None:
    named = an_item("MUG", id="2", name="Red mug")
    assert choose(MUG, [an_item("MUG", id="1", name="Cup"), named]) == named


def test_the_one_that_was_created_beside_others_is_found_again() -> None:
    ours = an_item("MUG", id="3", name="Red mug (MUG)")
    assert choose(MUG, [an_item("MUG", id="1", name="Cup"), an_item("MUG", id="2", name="Tea mug"), ours]) == ours


@pytest.mark.rule("R-39/bad")
def test_of_several_none_of_which_has_the_name_a_new_one_is_made_with_a_warning() -> None:
    others = [an_item("MUG", id="1", name="Cup"), an_item("MUG", id="2", name="Tea mug")]

    assert choose(MUG, others) is None
    warning = created_beside(MUG, others)
    assert warning
    assert warning.code == "sku_ambiguous"
    assert warning.message == (
        '2 items carry SKU MUG: Cup, Tea mug; none is named as the order\'s, so that "Red mug" was created, and the '
        "SKU is there 3 times."
    )
    assert created_beside(MUG, []) is None


@pytest.mark.rule("R-39/bad")
def test_of_several_none_of_which_has_the_name_a_person_decides_where_one_must_have_it() -> None:
    others = [an_item("MUG", id="1", name="Cup"), an_item("MUG", id="2", name="Tea mug")]

    with pytest.raises(Held) as held:
        choose(MUG, others, must_be_named=True)

    (problem,) = problems(held)
    assert problem.message == "2 items carry SKU MUG: Cup, Tea mug."
    assert problem.fix == 'Leave one active in Products and Services, or name one "Red mug".'
    assert choose(MUG, [], must_be_named=True) is None


def test_two_of_one_name_and_sku_cannot_be_told_apart() -> None:
    twins = [an_item("MUG", id=id, name="Red mug") for id in ("1", "2")]
    with pytest.raises(Held) as held:
        choose(MUG, twins)
    assert codes(held) == ["sku_ambiguous"]


@pytest.mark.rule("R-38/bad", "R-78/bad")
def test_an_inactive_item_is_named_with_the_way_to_it_and_not_doubled() -> None:
    with pytest.raises(Held) as held:
        choose(MUG, [an_item("MUG", name="Red mug", active=False)])

    (problem,) = problems(held)
    assert (problem.code, problem.subject) == ("item_inactive", "MUG")
    assert problem.message == 'Item MUG ("Red mug") is inactive in QuickBooks.'
    assert "Include inactive" in problem.fix


@pytest.mark.rule("R-42/expected")
def test_a_line_without_sku_means_the_one_active_item_of_its_name() -> None:
    wrap = an_item("WRAP", name="Gift wrap")
    assert choose(WRAP, [wrap]) == wrap


@pytest.mark.rule("R-42/expected")
@pytest.mark.parametrize("found", [0, 2])
def test_a_line_without_sku_is_held_unless_there_is_exactly_one(found: int) -> None:
    with pytest.raises(Held):
        choose(WRAP, [an_item("WRAP", id=str(n), name="Gift wrap") for n in range(found)])


@pytest.mark.rule("R-45/bad")
def test_an_item_that_the_settings_name_is_never_created() -> None:
    with pytest.raises(Held) as held:
        choose(DISC, [])
    (problem,) = problems(held)
    assert problem.message == 'Discount SKU "DISC" was not found in QuickBooks.'

    with pytest.raises(Held) as held:
        choose(DISC, [an_item("DISC", id="1", name="A"), an_item("DISC", id="2", name="B")])
    assert codes(held) == ["sku_ambiguous"]


@pytest.mark.rule("R-40/expected")
def test_a_new_items_name_holds_nothing_quickbooks_refuses() -> None:
    wanted = WantedItem(sku="A:1", title="Party box: \tdeluxe\n" + "x" * 120)
    assert wanted.name.startswith("Party box deluxe x")
    assert len(wanted.name) == 100
    assert wanted.name_with_sku.endswith("x (A 1)")
    assert len(wanted.name_with_sku) == 100
    assert len(WantedItem(sku="S" * 100, title="Mug").name_with_sku) == 100


@pytest.mark.rule("R-79/bad")
def test_every_sku_that_quickbooks_refuses_is_named_at_once() -> None:
    with pytest.raises(Held) as held:
        require_fit_skus([MUG, WantedItem(sku="A\tB"), WRAP, WantedItem(sku="X" * 101), WantedItem(sku="A\tB")])
    assert codes(held) == ["sku_unfit", "sku_unfit"]
    require_fit_skus([MUG, WRAP, DISC])


@pytest.mark.rule("R-40/bad")
def test_where_the_name_with_the_sku_is_taken_too_both_are_told() -> None:
    assert name_taken(MUG) == Problem(
        code="item_name_taken",
        message='Neither "Red mug" nor "Red mug (MUG)" is free for the new item MUG: others, without this SKU, have '
        "the names.",
        fix="Rename one of them in Products and Services, inactive ones and categories included; or give SKU MUG to "
        "the one that is meant.",
        subject="MUG",
    )
