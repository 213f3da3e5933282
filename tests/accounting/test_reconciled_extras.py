"""Documents that Daybook did not link."""

from __future__ import annotations

from decimal import Decimal

import pytest

from accounting.documents import DocumentKind
from accounting.problems import Problem
from accounting.reconciliation.edits import Kept, Seen
from accounting.reconciliation.extras import record_named, second_document, without_record
from accounting.records import RecordKind, RecordRef

ORDER = RecordRef(kind=RecordKind.ORDER, id="700123")
SEEN = Seen(kind=DocumentKind.INVOICE, id="99", number="SHOP-1", total=Decimal("20.00"), note="flxpoint:order:700123")


@pytest.mark.parametrize(
    ("note", "id"),
    [
        ("Order SHOP-1 flxpoint:order:700123", "700123"),
        ("(flxpoint:order:700123), paid.", "700123"),
        ("flxpoint:order:7-a.b", "7-a.b"),
        ("see order 700123", None),
        ("myflxpoint:order:700123", None),
        ("", None),
    ],
)
def test_the_record_is_read_out_of_the_memo(note: str, id: str | None) -> None:
    assert record_named(note) == (RecordRef(kind=RecordKind.ORDER, id=id) if id else None)


KEPT = Kept(label="SHOP 1", kind=DocumentKind.SALES_RECEIPT, id="12", number="SHOP-1", total=Decimal("20.00"))


@pytest.mark.parametrize(("note", "sign"), [("flxpoint:order:700123", "marker"), ("", "number")])
def test_a_second_document_names_the_first_one(note: str, sign: str) -> None:
    assert second_document(KEPT, SEEN.model_copy(update={"note": note})) == Problem(
        code="second_document",
        message=f"Invoice SHOP-1 (id 99) over 20.00 bears the {sign} of SHOP 1, which stands as Sales Receipt SHOP-1 "
        "(id 12).",
        fix="Delete one of the two in QuickBooks; or, if it is another matter: daybook close CONNECTION 'SHOP 1'",
        amount=Decimal("20.00"),
    )


def test_documents_without_a_number_are_named_by_their_ids() -> None:
    problem = second_document(KEPT.model_copy(update={"number": None}), SEEN.model_copy(update={"number": None}))

    assert problem.message == (
        "Invoice without a number (id 99) over 20.00 bears the marker of SHOP 1, which stands as Sales Receipt "
        "without a number (id 12)."
    )


def test_a_document_of_a_known_record_is_to_be_linked() -> None:
    assert without_record(ORDER, "SHOP 1", SEEN) == Problem(
        code="document_without_record",
        message="Invoice SHOP-1 (id 99) over 20.00 was posted for order SHOP 1, and Daybook has no link to it.",
        fix="Open it in QuickBooks. If it is right, link it: daybook link CONNECTION 'SHOP 1' --document 99; else "
        "delete it there.",
        subject="Invoice 99",
        amount=Decimal("20.00"),
    )


def test_a_document_of_an_unknown_record_is_told_as_such() -> None:
    assert without_record(ORDER, None, SEEN) == Problem(
        code="document_without_record",
        message="Invoice SHOP-1 (id 99) over 20.00 was posted for order 700123, and Daybook has no link to it, nor "
        "such a record.",
        fix="Open it in QuickBooks, and delete it unless order 700123 is in Flxpoint: then run daybook run CONNECTION, "
        "and see here again.",
        subject="Invoice 99",
        amount=Decimal("20.00"),
    )
