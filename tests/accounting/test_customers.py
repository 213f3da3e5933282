"""Which customer an order belongs to, by channel and display name (rows R-36, R-37)."""

from __future__ import annotations

import pytest

from accounting.books import Customer
from accounting.customers import choose_customer, contact_of, customer_warnings, name_taken
from accounting.names import customer_name_with_channel
from accounting.problems import Held, Problem
from accounting.records import Address
from tests.accounting.samples import AUSTIN, an_order, problems

JANE = Customer(id="58", name="Jane Doe", email="jane@example.com")
ORDER = an_order(bill_to=AUSTIN.model_copy(update={"email": "jane@example.com"}))


@pytest.mark.rule("R-36/expected")
def test_the_exact_name_comes_before_one_in_capitals() -> None:
    capitals = Customer(id="59", name="JANE DOE")
    assert choose_customer(ORDER, "Jane Doe", [capitals, JANE]) == JANE


@pytest.mark.rule("R-36/expected")
def test_a_single_one_that_differs_in_capitals_is_used_and_noted() -> None:
    capitals = Customer(id="59", name="JANE DOE")

    assert choose_customer(ORDER, "Jane Doe", [capitals]) == capitals
    (warning,) = customer_warnings(ORDER, "Jane Doe", capitals)
    assert warning == Problem(
        code="customer_capitals_differ",
        message='Order SHOP-1 names "Jane Doe"; it is posted to customer "JANE DOE", which differs in capitals only.',
        fix="Correct the name on one side if they are two customers.",
        subject="JANE DOE",
    )


@pytest.mark.rule("R-36/bad")
def test_several_are_held_with_their_ids() -> None:
    with pytest.raises(Held) as held:
        choose_customer(ORDER, "Jane Doe", [JANE, JANE.model_copy(update={"id": "60"})])

    assert problems(held) == (
        Problem(
            code="customer_ambiguous",
            message='2 customers named "Jane Doe" for channel Main Shop (ids 58, 60): order SHOP-1 may belong to '
            "any of them.",
            fix="Merge or rename them in QuickBooks > Sales > Customers.",
            subject="Jane Doe",
        ),
    )


@pytest.mark.rule("R-37/bad", "R-78/bad")
def test_an_inactive_one_is_named_and_not_doubled() -> None:
    with pytest.raises(Held) as held:
        choose_customer(ORDER, "Jane Doe", [JANE.model_copy(update={"active": False})])

    (problem,) = problems(held)
    assert (problem.code, problem.subject) == ("customer_inactive", "Jane Doe")
    assert "Include inactive" in problem.fix


def test_an_active_one_is_used_though_an_inactive_one_had_the_name() -> None:
    assert choose_customer(ORDER, "Jane Doe", [JANE.model_copy(update={"id": "1", "active": False}), JANE]) == JANE


@pytest.mark.rule("R-36/expected")
def test_a_part_of_another_customer_is_left_alone() -> None:
    part = JANE.model_copy(update={"belongs_to_another": True})
    assert choose_customer(ORDER, "Jane Doe", [part]) is None
    assert choose_customer(ORDER, "Jane Doe", [part, JANE]) == JANE


@pytest.mark.rule("R-36/expected")
def test_another_email_address_is_noted_and_none_is_not() -> None:
    (warning,) = customer_warnings(ORDER, "Jane Doe", JANE.model_copy(update={"email": "work@example.com"}))
    assert warning == Problem(
        code="customer_email_differs",
        message='Order SHOP-1 gives jane@example.com as e-mail address of "Jane Doe", QuickBooks has work@example.com; '
        "the customer is not changed.",
        fix="Correct the address in QuickBooks if the new one is right; tell them apart if they are two people.",
        subject="Jane Doe",
    )
    assert customer_warnings(ORDER, "Jane Doe", JANE.model_copy(update={"email": None})) == ()
    assert customer_warnings(ORDER, "Jane Doe", JANE.model_copy(update={"email": "JANE@example.com"})) == ()
    assert customer_warnings(an_order(bill_to=None, ship_to=None), "Jane Doe", JANE) == ()
    assert customer_warnings(an_order(bill_to=AUSTIN), "Jane Doe", JANE) == ()


@pytest.mark.rule("R-36/expected", "R-37/expected")
def test_the_email_is_the_customers_own_wherever_it_is_stated_and_nobody_elses() -> None:
    jane = AUSTIN.model_copy(update={"company": "Doe LLC", "email": "jane@example.com", "phone": "555-0101"})
    joe = jane.model_copy(update={"name": "Joe Roe"})
    there, elsewhere, to_joe = an_order(bill_to=jane), an_order(ship_to=jane), an_order(ship_to=joe)

    for order in (there, elsewhere):
        said = (contact_of(order, "company"), contact_of(order, "email"), contact_of(order, "phone"))
        assert said == ("Doe LLC", "jane@example.com", "555-0101")
    assert (contact_of(to_joe, "email"), contact_of(to_joe, "phone")) == (None, None)
    assert codes_of(customer_warnings(elsewhere, "Jane Doe", JANE)) == []
    other = JANE.model_copy(update={"email": "work@example.com"})
    assert codes_of(customer_warnings(elsewhere, "Jane Doe", other)) == ["customer_email_differs"]
    assert codes_of(customer_warnings(to_joe, "Jane Doe", other)) == []


@pytest.mark.parametrize("only", [{"company": "Doe LLC"}, {"email": "jane@example.com"}])
def test_a_customer_named_by_company_or_email_has_what_that_address_says(only: dict[str, str]) -> None:
    order = an_order(bill_to=Address(phone="555-0101", **only), ship_to=None)
    assert contact_of(order, "phone") == "555-0101"
    assert contact_of(an_order(bill_to=Address(phone="555-0101"), ship_to=None), "phone") is None


def codes_of(warnings: tuple[Problem, ...]) -> list[str]:
    return [warning.code for warning in warnings]


def test_the_channels_own_customer_is_no_difference_in_capitals() -> None:
    own = JANE.model_copy(update={"name": "Jane Doe (Main Shop)"})
    assert customer_warnings(ORDER, "Jane Doe", own) == ()


def test_a_name_with_its_channel_keeps_the_channel_however_long_the_name() -> None:
    assert customer_name_with_channel("Jane Doe", "Shop: One") == "Jane Doe (Shop One)"
    long = customer_name_with_channel("J" * 600, "Main Shop")
    assert (len(long), long[-13:]) == (500, "J (Main Shop)")


def test_a_channel_with_a_name_as_long_as_a_customers_leaves_the_customers_own_out() -> None:
    assert customer_name_with_channel("Jane Doe", "C" * 600) == "(" + "C" * 499


@pytest.mark.rule("R-37/bad")
def test_where_the_name_with_the_channel_is_taken_too_both_are_told() -> None:
    assert name_taken("Jane Doe", "Jane Doe (Main Shop)") == Problem(
        code="customer_name_taken",
        message='Neither "Jane Doe" nor "Jane Doe (Main Shop)" is free for a new customer: a vendor, an employee or '
        "part of another customer has the name.",
        fix="Rename that one in QuickBooks.",
        subject="Jane Doe",
    )
