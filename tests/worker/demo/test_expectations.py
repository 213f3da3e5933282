"""A record ends as its file says, or the demo tells how it did not."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from accounting.documents import DocumentKind
from clients.database.outcomes import Outcome
from tests.worker.demo.ended import problem, sale
from worker.demo.expectations import Expectation, differences, read_expectations

POSTED = {"record": "order:1", "ends": "posted", "kind": "SalesReceipt", "number": "N1", "total": "20.00"}


def expected(**changed: Any) -> Expectation:
    return Expectation.model_validate({**POSTED, **changed})


@pytest.mark.parametrize(
    ("expectation", "outcome"),
    [
        (expected(), sale("1")),
        (expected(number=None, total=None), sale("1", number="AN-UNFORESEEABLE-ONE")),
        (expected(total="20"), sale("1")),
        (expected(warns=["price_differs"]), sale("1", "posted", problem("price_differs"))),
        (Expectation(record="order:1", ends="parked", code="sku_missing"), sale("1", "parked", problem("sku_missing"))),
        (Expectation(record="order:1", ends="waiting"), sale("1", "waiting")),
        (Expectation(record="order:1", ends="excluded"), sale("1", "excluded")),
    ],
)
def test_a_record_that_ended_as_its_file_says_is_no_difference(expectation: Expectation, outcome: Outcome) -> None:
    assert differences([expectation], [outcome]) == []


@pytest.mark.parametrize(
    ("outcome", "found"),
    [
        (sale("1", document_kind=DocumentKind.INVOICE), "posted Invoice N1 over 20.00"),
        (sale("1", number="N1-1"), "posted Sales Receipt N1-1 over 20.00"),
        (sale("1", total=Decimal("20.01")), "posted Sales Receipt N1 over 20.01"),
        (sale("1", "linked"), "linked Sales Receipt N1 over 20.00"),
        (sale("1", "posted", problem("total_differs")), "posted Sales Receipt N1 over 20.00 with total_differs"),
        (sale("1", "parked", problem("sku_missing")), "parked with sku_missing"),
        (sale("1", "waiting"), "waiting"),
    ],
)
def test_a_record_that_ended_otherwise_is_told_with_what_was_expected_and_found(outcome: Outcome, found: str) -> None:
    (difference,) = differences([expected()], [outcome])

    assert str(difference) == f"order:1: expected posted Sales Receipt N1 over 20.00; found {found}"


def test_a_warning_that_does_not_come_is_a_difference() -> None:
    (difference,) = differences([expected(warns=["term_missing"])], [sale("1")])

    assert difference.expected.endswith("with term_missing")


def test_a_record_that_parks_for_another_cause_is_a_difference() -> None:
    parks = Expectation(record="order:1", ends="parked", code="vendor_missing")

    (difference,) = differences([parks], [sale("1", "parked", problem("vendor_missing"), problem("sku_missing"))])

    assert difference.found == "parked with sku_missing, vendor_missing"


def test_a_record_of_which_nothing_became_and_one_that_no_file_knows_are_differences() -> None:
    missed, unknown = differences([expected()], [sale("2")])

    assert (missed.record, missed.found) == ("order:1", "nothing became of it")
    assert (unknown.record, unknown.expected) == ("order:2", "nothing: no file says how it must end")


def test_expectations_are_read_from_every_file_of_a_folder_with_exact_totals(tmp_path: Path) -> None:
    (tmp_path / "00-account.json").write_text('{"channels": []}')
    (tmp_path / "02.json").write_text(json.dumps({"expect": [{"record": "order:2", "ends": "waiting"}]}))
    (tmp_path / "01.json").write_text('{"expect": [{"record": "order:1", "ends": "posted", "total": 20.10}]}')

    first, second = read_expectations(tmp_path)

    assert (first.record, str(first.total)) == ("order:1", "20.10")
    assert second.record == "order:2"
