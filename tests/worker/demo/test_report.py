"""What a bookkeeper reads at the end of the demo: what to do first, then every order, then whether all is well."""

from __future__ import annotations

import dataclasses
import io
from decimal import Decimal
from typing import Any

import pytest
from rich.console import Console

from accounting.documents import DocumentKind
from clients.database.outcomes import Outcome
from tests.worker.demo.ended import invoice, problem, request, sale
from worker.demo.expectations import Expectation
from worker.demo.result import Result
from worker.demo.totals import report

CLEAN: dict[str, Any] = {"duplicate_count": 0, "duplicates": [], "difference": "0.00", "unlinked": []}


def result(*outcomes: Outcome, audit: dict[str, Any] = CLEAN, **known: Any) -> Result:
    """A run that came to these outcomes, each as expected."""
    expectations = [
        Expectation(
            record=f"{o.ref.kind.value}:{o.ref.id}",
            ends=o.state,
            code=o.problems[0].code if o.state == "parked" else None,
            warns=() if o.state == "parked" else tuple(p.code for p in o.problems),
        )
        for o in outcomes
    ]
    facts: dict[str, Any] = {
        "outcomes": list(outcomes),
        "expectations": expectations,
        "channels": {},
        "audit": audit,
        "requests": {"QuickBooks": 12, "Flxpoint": 20},
        "seconds": 22.0,
        "flxpoint_spacing": 0.55,
        "worker_peak_mb": 170,
        **known,
    }
    return Result(**facts)


def printed(told: Result, width: int = 100) -> str:
    console = Console(file=io.StringIO(), width=width)
    console.print(report(told))
    written = console.file
    assert isinstance(written, io.StringIO)
    return written.getvalue()


SHOP = (
    *(sale("1"), request("1"), invoice("1", "posted", problem("term_missing", "Give it a term."))),
    *(sale("2"), request("2", "parked", problem("vendor_missing", "Make the names equal.")), invoice("2", "waiting")),
    *(sale("3"), request("3", "parked", problem("vendor_missing", "Make the names equal."))),
    *(sale("4"), request("4", "waiting", detail="Request N44 is Unprocessed.")),
    sale("5", "excluded", detail="Order N5 is Canceled."),
    sale("6", document_kind=DocumentKind.INVOICE, total=Decimal("1234.50")),
)


@pytest.mark.parametrize("width", [100, 160])
def test_what_needs_a_person_comes_first_then_what_waits_is_left_out_and_is_in_the_books(width: int) -> None:
    text = printed(result(*SHOP), width)

    headings = [
        "2 orders need you",
        "1 document is in the books, with a remark",
        "1 order waiting for something that goes on by itself",
        "1 order left out, in whole or in part",
        "2 orders in the books",
        "In all",
    ]
    assert sorted(headings, key=text.index) == headings
    assert all(len(line) <= width for line in text.splitlines())


def test_a_cause_that_orders_share_is_told_once_with_its_fix_and_with_what_each_of_them_lacks() -> None:
    lines = [" ".join(line.split()) for line in printed(result(*SHOP), 160).splitlines()]

    assert lines.count("Vendor missing (2 orders)") == 1
    assert lines.count("▸ For all of them: Make the names equal.") == 1
    assert "N2 It is vendor_missing." in lines
    assert (
        "No Purchase Order yet for fulfillment request N42; supplier invoice N52 waits for it; "
        "in the books: Sales Receipt N2 over 20.00." in lines
    )
    assert "No Purchase Order yet for fulfillment request N43; in the books: Sales Receipt N3 over 20.00." in lines


def test_each_other_order_has_a_row_with_its_documents_or_the_reason_that_it_has_none() -> None:
    lines = [" ".join(line.split()) for line in printed(result(*SHOP)).splitlines()]

    assert "N1 Receipt N1 N41 N51 20.00 term missing" in lines
    assert "N6 Invoice N6 1,234.50" in lines
    assert "N4 Sales Receipt N4 over 20.00 Request N44 is Unprocessed." in lines
    assert "N5 Order N5 is Canceled." in lines


def test_an_order_that_is_left_out_in_part_is_told_among_both() -> None:
    lines = [
        " ".join(line.split())
        for line in printed(result(sale("1"), request("1", "excluded", detail="Why."))).splitlines()
    ]

    assert "N1 Sales Receipt N1 over 20.00 Why." in lines
    assert "N1 Receipt N1 20.00 left out in part" in lines


def test_a_record_without_an_order_is_told_by_its_own_name_and_counted_as_no_order() -> None:
    text = " ".join(printed(result(sale("1"), invoice("", "excluded", detail="A credit."))).split())

    assert "1 record without an order left out" in text
    assert "supplier invoice N5 A credit." in text
    assert "1 order and 1 record without an order: 1 is left out, 1 is in the books." in text


def test_a_document_with_a_remark_is_told_of_with_what_to_do() -> None:
    lines = [" ".join(line.split()) for line in printed(result(*SHOP)).splitlines()]

    place = lines.index("Term missing")
    assert lines[place + 1 : place + 3] == ["N1 It is term_missing.", "▸ Give it a term."]


def test_the_end_tells_documents_and_amounts_how_the_orders_stand_and_what_it_took() -> None:
    text = " ".join(printed(result(*SHOP), 160).split())

    assert "Sales Receipts 4 80.00 Invoices 1 1,234.50 Purchase Orders 1 20.00 Bills 1 20.00" in text
    assert "6 orders: 2 need you (above), 1 waits, 1 is left out, 2 are in the books." in text
    assert "12 to QuickBooks (2.0), 20 to Flxpoint (3.3)" in text
    assert "22.0 s, of which Flxpoint alone takes 50%" in text
    assert "at most 170 MB" in text
    assert text.endswith("12 records ended exactly as expected.")


def test_a_run_without_limits_does_not_blame_flxpoint_and_unknown_memory_is_not_told() -> None:
    text = printed(result(*SHOP, flxpoint_spacing=0.0, worker_peak_mb=None))

    assert "with the limits of both APIs lifted" in text
    assert "memory" not in text


def test_records_that_did_not_end_as_expected_are_listed_one_a_line() -> None:
    told = dataclasses.replace(result(*SHOP), expectations=[Expectation(record="order:1", ends="waiting")])

    lines = printed(told, 160).splitlines()

    assert not told.as_expected
    place = lines.index("12 records did not end as expected:")
    assert lines[place + 1] == "  order:1: expected waiting; found posted Sales Receipt N1 over 20.00"
    assert len(lines[place + 1 :]) == 12


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ({"duplicate_count": 1, "duplicates": [{"subject": "order N1", "text": "has two"}]}, "order N1 has two"),
        ({"difference": "0.01"}, "difference 0.01"),
        ({"unlinked": [{"subject": "Bill 3", "text": "links 0 of 1"}]}, "Bill 3 links 0 of 1"),
    ],
)
def test_books_that_the_audit_finds_wrong_are_not_as_expected_whatever_became_of_the_records(
    found: dict[str, Any], words: str
) -> None:
    told = result(*SHOP, audit={**CLEAN, **found})

    assert told.unexpected == []
    assert not told.as_expected
    assert words in printed(told, 160)
    assert "exactly as expected" not in printed(told, 160)


def test_a_shop_without_a_single_record_is_not_as_expected() -> None:
    assert not result().as_expected


def test_as_one_object_every_parked_record_has_its_code_message_and_fix() -> None:
    told = result(*SHOP).as_object()

    assert told["parked"][0] == {
        "record": "fulfillment_request:42",
        "code": "vendor_missing",
        "message": "It is vendor_missing.",
        "fix": "Make the names equal.",
    }
    numbers = {name: told[name] for name in ("orders", "sales_receipts", "invoices", "purchase_orders", "bills")}
    assert numbers == {"orders": 6, "sales_receipts": 4, "invoices": 1, "purchase_orders": 1, "bills": 1}
    assert (told["waiting"], told["excluded"], len(told["parked"])) == (2, 1, 2)
    assert told["requests_per_order"] == {"quickbooks": 2.0, "flxpoint": 3.3}
    assert (told["flxpoint_bound_share"], told["as_expected"], told["unexpected"]) == (0.5, True, [])
