"""A document that a person entered by hand, and names as a record's own."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from accounting.documents import DocumentKind
from accounting.linked_by_hand import (
    KINDS,
    another_records,
    expected_total,
    kinds_refused,
    not_found,
    of_another_record,
    stands_already,
    total_problems,
)
from accounting.records import Booked, RecordKind, RecordRef
from accounting.settings import Settings
from accounting.verification import PostedDocument
from tests.accounting.samples import SETTINGS, a_request, a_wanted, an_invoice, an_order, d


def found(total: str | None = "20.00", note: str | None = None, **more: Any) -> PostedDocument:
    sound: dict[str, Any] = {"kind": DocumentKind.SALES_RECEIPT, "id": "145", "number": "7", "note": note}
    amounts = {"total": None if total is None else d(total), "tax": None}
    return PostedDocument.model_validate(sound | amounts | {"lines": {}, "links": {}} | more)


@pytest.mark.rule("R-95/expected")
@pytest.mark.parametrize(
    ("record", "total"),
    [
        (an_order(), "20.00"),
        (a_request(), "12.00"),
        (a_request(a_wanted(quantity="3", cost="1.333")), "4.00"),
        (a_request(a_wanted(), a_wanted(id="47", cost=None)), None),
        (an_invoice(), None),
    ],
)
def test_the_total_that_a_record_comes_to(record: Booked, total: str | None) -> None:
    expected = record.total if isinstance(record, type(an_invoice())) else (None if total is None else d(total))
    assert expected_total(record, SETTINGS) == expected


def test_where_a_marketplace_remits_the_tax_the_rest_is_expected() -> None:
    settings = Settings.model_validate({"channels": {"41": {"tax_remitted_by": "marketplace"}}})
    assert expected_total(an_order(total="21.65", tax=d("1.65")), settings) == Decimal("20.00")


@pytest.mark.rule("R-95/expected")
@pytest.mark.parametrize("total", ["19.99", "20.01", None])
def test_another_total_is_told_with_both_and_the_command_that_closes_it(total: str | None) -> None:
    (problem,) = total_problems(found(total), an_order(), SETTINGS)

    assert problem.code == "linked_total_differs"
    assert problem.message == (
        "Sales Receipt 7 (id 145) was linked to order SHOP-1 by hand: it has a total of "
        f"{total or 'nothing'}, and the record comes to 20.00."
    )
    assert problem.fix == (
        "Compare the two, and correct the one that is wrong; then close this: daybook close CONNECTION SHOP-1 --code "
        "linked_total_differs"
    )


def test_the_same_total_or_one_that_nobody_knows_is_no_problem() -> None:
    assert total_problems(found("20.00"), an_order(), SETTINGS) == ()
    assert total_problems(found("1.00"), a_request(a_wanted(cost=None)), SETTINGS) == ()


@pytest.mark.parametrize(
    ("note", "anothers"),
    [
        (None, False),
        ("by hand", False),
        ("flxpoint:order:700001", False),
        ("flxpoint:order:700002", True),
        ("flxpoint:order:7000011", True),
        ("flxpoint:fulfillment_request:700001", True),
    ],
)
def test_a_memo_tells_whether_daybook_made_the_document_for_another_record(note: str | None, anothers: bool) -> None:
    assert of_another_record(found(note=note), an_order()) is anothers


def test_why_nothing_is_linked_names_the_record_and_what_to_do() -> None:
    for kind in RecordKind:
        assert bool(kinds_refused(RecordRef(kind=kind, id="1"))) is (not KINDS[kind])
    assert not_found(an_order(), "9").startswith(
        "No Sales Receipt or Invoice with id 9 in QuickBooks for order SHOP-1."
    )
    assert not_found(an_order(), "9").endswith(
        " The id is not the number: it stands at the end of the page's address when the document is open (txnId=...)."
    )
    assert not_found(a_request(), "9").startswith("No Purchase Order with id 9 in QuickBooks for fulfillment request")
    told = stands_already(an_order(), "Sales Receipt SHOP-1 (id 1)", "9")
    assert told.startswith("Order SHOP-1 stands in the books as Sales Receipt SHOP-1 (id 1) already.")
    assert "daybook post-again CONNECTION SHOP-1" in told
    assert another_records(found(number=None), an_order(), "order 2") == (
        "Sales Receipt (no number) (id 145) stands for order 2 already, and was not linked to order SHOP-1."
    )
