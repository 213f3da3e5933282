"""Why a record is held, in one text with what to do about it."""

from __future__ import annotations

from accounting.problems import Held, NotDue, Problem

CLOSED = Problem(code="period_closed", message="The period is closed.", fix="Reopen it.")
NAMELESS = Problem(code="sku_missing", message="A line has no SKU.", fix="")


def test_a_problem_reads_as_what_is_wrong_and_what_to_do() -> None:
    assert str(CLOSED) == "The period is closed. Reopen it."
    assert str(NAMELESS) == "A line has no SKU."


def test_a_record_is_held_by_all_its_problems() -> None:
    held = Held(CLOSED, NAMELESS)

    assert held.problems == (CLOSED, NAMELESS)
    assert str(held) == "The period is closed. Reopen it. A line has no SKU."


def test_what_is_not_due_says_what_it_waits_for() -> None:
    assert NotDue("order SHOP-1").waits_for == str(NotDue("order SHOP-1")) == "order SHOP-1"


def test_a_command_in_a_fix_can_be_typed_as_it_stands() -> None:
    problem = Problem(code="fee_sku_missing", message="", fix="daybook settings set CONNECTION fee_sku=FEE")

    assert problem.named_for("my-shop").fix == "daybook settings set my-shop fee_sku=FEE"
