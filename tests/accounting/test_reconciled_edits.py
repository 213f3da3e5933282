"""What somebody changed in the books after a document was posted, and what is no edit."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from accounting.documents import DocumentKind, PurchaseOrderLine
from accounting.problems import Problem
from accounting.reconciliation.edits import Kept, Seen, edits, gone

D = Decimal
LINK = PurchaseOrderLine(purchase_order_id="40", line_id="1")
OTHER = PurchaseOrderLine(purchase_order_id="41", line_id="1")


def kept(**changes: Any) -> Kept:
    fields = {
        "label": "SHOP-1",
        "kind": DocumentKind.SALES_RECEIPT,
        "id": "12",
        "number": "SHOP-1",
        "total": D("20.00"),
        "sent_total": D("20.00"),
        "tax": D("0"),
        "dated": date(2026, 11, 20),
        "amounts": (D("5.00"), D("15.00")),
    }
    return Kept.model_validate(fields | changes)


def seen(**changes: Any) -> Seen:
    fields = {
        "kind": DocumentKind.SALES_RECEIPT,
        "id": "12",
        "number": "SHOP-1",
        "total": D("20.0"),
        "tax": D("0"),
        "dated": date(2026, 11, 20),
        "amounts": (D("5"), D("15.0")),
    }
    return Seen.model_validate(fields | changes)


def test_what_stands_as_it_was_posted_is_no_edit() -> None:
    assert edits(kept(), seen()) == ()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"total": D("25.00")}, "total 20.00 → 25.00"),
        ({"tax": D("1.25")}, "tax 0 → 1.25"),
        ({"number": None}, "number SHOP-1 → none"),
        ({"dated": date(2026, 12, 1)}, "date 2026-11-20 → 2026-12-01"),
        ({"amounts": (D("4.00"), D("16.00"))}, "lines 5.00 + 15.00 → 4.00 + 16.00"),
    ],
)
def test_each_change_is_told_with_both_values(changes: dict[str, Any], told: str) -> None:
    (problem,) = edits(kept(), seen(**changes))

    assert problem.message == f"Sales Receipt SHOP-1 for SHOP-1 was changed in QuickBooks: {told}."
    assert problem.fix.endswith("daybook close CONNECTION SHOP-1")


def test_an_edit_counts_by_how_much_the_books_show_more() -> None:
    (problem,) = edits(kept(), seen(total=D("25.00"), amounts=(D("5.00"), D("20.00"))))

    assert problem.amount == D("5.00")
    assert "lines" not in problem.message


def test_a_document_corrected_to_what_was_sent_is_no_edit() -> None:
    assert edits(kept(total=D("20.65")), seen()) == ()


def test_of_a_document_that_was_linked_only_what_is_known_is_compared() -> None:
    linked = kept(sent_total=None, tax=None, dated=None, amounts=None)

    assert edits(linked, seen(tax=D("3"), dated=date(2026, 1, 1), amounts=(D("20"),))) == ()
    assert edits(linked, seen(total=D("21")))


def test_a_bill_that_lost_its_purchase_order_is_told() -> None:
    bill = kept(label="ACME 7", links={1: LINK, 2: LINK, 3: OTHER})

    (problem,) = edits(bill, seen(links={1: LINK}))

    assert problem == Problem(
        code="edited_in_quickbooks",
        message="Sales Receipt SHOP-1 for ACME 7 was changed in QuickBooks: no longer linked to Purchase Order 40: "
        "line 2, 3.",
        fix="Change it back in QuickBooks; or, if it is right as it stands there: daybook close CONNECTION 'ACME 7'",
        amount=D("0.00"),
    )


def test_several_changes_are_told_at_once_and_of_many_lines_the_first_ones() -> None:
    many = tuple(D(n) for n in range(1, 13))

    (problem,) = edits(kept(number=None, amounts=many), seen(number="7", dated=None))

    assert problem.message == (
        "Sales Receipt 12 for SHOP-1 was changed in QuickBooks: date 2026-11-20 → none; "
        "lines 1 + 2 + 3 + 4 + 5 + 6 + 7 + 8 + 9 + 10 and 2 more → 5 + 15.0."
    )


def test_ten_lines_are_all_told() -> None:
    ten = tuple(D(n) for n in range(1, 11))

    (problem,) = edits(kept(amounts=ten), seen())

    assert "9 + 10 → 5" in problem.message
    (problem,) = edits(kept(amounts=(*ten, D(11))), seen())
    assert "9 + 10 and 1 more → 5" in problem.message


@pytest.mark.parametrize(("number", "named"), [("SHOP-1", "SHOP-1"), (None, "without a number")])
def test_a_document_that_is_gone_is_told_with_both_ways_on(number: str | None, named: str) -> None:
    assert gone(kept(label="Order 7", number=number)) == Problem(
        code="gone_from_quickbooks",
        message=f"Sales Receipt {named} (id 12) over 20.00 for Order 7 is no longer in QuickBooks.",
        fix="If it is to stand there: daybook post-again CONNECTION 'Order 7'. "
        "If it was deleted on purpose: daybook close CONNECTION 'Order 7'",
        amount=D("-20.00"),
    )
