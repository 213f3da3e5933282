"""Outcomes become orders, in the order in which a bookkeeper wants to hear of them."""

from __future__ import annotations

from tests.worker.demo.ended import invoice, problem, request, sale
from worker.demo.accounts import Standing, accounts_of, causes, documents, shared_numbers


def test_an_order_stands_as_the_most_urgent_of_its_records() -> None:
    accounts = accounts_of(
        [
            *(sale("1"), request("1", "excluded")),
            *(sale("2", "excluded"), request("2", "excluded")),
            *(sale("3"), request("3", "waiting"), invoice("3", "waiting")),
            *(sale("4"), request("4", "parked", problem("vendor_missing")), invoice("4", "waiting")),
            sale("5", "linked"),
        ],
        {},
    )

    assert [(account.order_id, account.standing) for account in accounts] == [
        ("4", Standing.NEEDS_YOU),
        ("3", Standing.WAITS),
        ("2", Standing.LEFT_OUT),
        ("1", Standing.IN_THE_BOOKS),
        ("5", Standing.IN_THE_BOOKS),
    ]


def test_the_records_of_an_order_come_in_the_order_of_their_documents() -> None:
    (account,) = accounts_of([invoice("1"), request("1"), sale("1")], {})

    assert documents(account) == "Sales Receipt N1 over 20.00, Purchase Order N41 over 20.00, Bill N51 over 20.00"


def test_two_orders_of_one_number_are_told_apart_by_their_channels() -> None:
    outcomes = [sale("1", label="1001"), sale("2", label="1001"), sale("3")]

    accounts = accounts_of(outcomes, {"1": "Main Shop", "2": "Second Shop"})

    assert [account.name for account in accounts] == ["1001 (Main Shop)", "1001 (Second Shop)", "N3"]
    assert [outcome.order_id for outcome in shared_numbers(outcomes)] == ["1", "2"]


def test_a_record_whose_order_is_unknown_goes_by_the_orders_id() -> None:
    (account,) = accounts_of([request("77", "waiting")], {})

    assert account.name == "77"


def test_what_several_orders_share_comes_first_and_its_fix_is_told_once() -> None:
    accounts = accounts_of(
        [
            sale("1", "parked", problem("sku_missing", "Give it one.")),
            request("2", "parked", problem("vendor_missing", "Make the names equal.")),
            request("3", "parked", problem("vendor_missing", "Make the names equal.")),
            *(
                sale("4", "parked", problem("zip_unknown", "One way.")),
                sale("5", "parked", problem("zip_unknown", "Two.")),
            ),
            sale("6", "posted", problem("price_differs")),
        ],
        {},
    )

    first, second, third = causes(accounts, parked=True)

    assert (first.words, first.orders, first.common_fix) == ("Vendor missing", 2, "Make the names equal.")
    assert (second.words, second.orders, second.common_fix) == ("Zip unknown", 2, None)
    assert (third.words, third.orders, third.common_fix) == ("SKU missing", 1, "Give it one.")
    assert [cause.code for cause in causes(accounts, parked=False)] == ["price_differs"]
