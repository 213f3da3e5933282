"""What is told of a record that a person skips, and of what follows from it."""

from __future__ import annotations

import pytest

from accounting.records import RecordKind, RecordRef
from accounting.skipping import (
    LONGEST_REASON,
    being_sent,
    follows_skipped,
    reason_refused,
    skipped,
    standing_refused,
    unknown,
)
from tests.accounting.samples import a_request, an_order

REF = RecordRef(kind=RecordKind.ORDER, id="700001")
BACK = "To take that back: daybook retry CONNECTION SHOP-1"


@pytest.mark.rule("R-95/expected")
@pytest.mark.parametrize("reason", ["A test", "A test.", "A test!", "Fed by X"])
def test_a_skipped_record_tells_the_persons_reason_and_how_to_take_it_back(reason: str) -> None:
    whole = reason if reason[-1] in ".!" else f"{reason}."
    assert skipped(an_order(), reason) == f"Order SHOP-1 was skipped by a person: {whole} {BACK}"


@pytest.mark.rule("R-95/expected")
def test_what_follows_from_a_skipped_record_names_it() -> None:
    assert follows_skipped(a_request(), "order", "SHOP-1", "A test") == (
        f"Fulfillment request SHOP-1-1 is left out with its order SHOP-1, which a person skipped: A test. {BACK}"
    )


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("A test", ""),
        ("x" * LONGEST_REASON, ""),
        ("", "Say why"),
        (" \t", "Say why"),
        ("x" * (LONGEST_REASON + 1), "The reason has 501 characters; at most 500"),
    ],
)
def test_a_reason_must_be_given_and_be_readable(reason: str, told: str) -> None:
    refused = reason_refused(reason)
    assert refused.startswith(told)
    assert bool(refused) is bool(told)


def test_why_nothing_can_be_skipped_names_the_record() -> None:
    stands = standing_refused(REF, "SHOP-1", "Sales Receipt SHOP-1 (id 145)")
    assert stands == (
        "Order SHOP-1 is in the books as Sales Receipt SHOP-1 (id 145): skipping does not take it out. Delete or void "
        "the document in QuickBooks; what is told of it is closed by daybook close."
    )
    assert being_sent(REF, "SHOP-1").startswith("Order SHOP-1 is just being sent")
    assert unknown(REF, "7") == "Nothing is known of order 700001 of order 7."
