"""A record that changes after posting opens a problem; its document is never changed (rows R-60, R-104 to R-109)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounting.changes import changes_since, snapshot
from accounting.documents import DocumentKind
from accounting.problems import Problem
from accounting.records import Booked, ChargeKind, Order, Payment
from tests.accounting.samples import a_charge, a_line, a_request, a_wanted, an_extra, an_invoice, an_order, d

KINDS = {
    "Order": DocumentKind.SALES_RECEIPT,
    "FulfillmentRequest": DocumentKind.PURCHASE_ORDER,
    "SupplierInvoice": DocumentKind.BILL,
}


def since(posted: Booked, now: Booked, kind: DocumentKind | None = None) -> list[Problem]:
    """What is told of a record that was posted as document 145 of 113.20, by way of the database."""
    stored = json.loads(json.dumps(snapshot(posted)))
    document = kind or KINDS[type(posted).__name__]
    return changes_since(stored, now, kind=document, document_id="145", number="SHOP-1-1", total=d("113.20"))


RECORDS = [an_order(), a_request(), an_invoice(a_charge(), an_extra("2", ChargeKind.FEE, "2.00"))]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.ref.kind)
def test_a_record_as_it_was_posted_opens_nothing(record: Booked) -> None:
    assert since(record, record) == []


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.ref.kind)
def test_our_own_marks_and_a_later_change_date_open_nothing(record: Booked) -> None:
    assert since(record, record.model_copy(update={"synced": True, "external_id": "145"})) == []


def test_the_same_numbers_in_other_digits_open_nothing() -> None:
    """A signal writes 113.2 where a run reads 113.20."""
    short = an_order(a_line(quantity="2", price="10"), total="20")
    long = an_order(a_line(quantity="2.0", price="10.00"), total="20.00")
    assert since(short, long) == []
    assert since(a_request(a_wanted(cost="6.5")), a_request(a_wanted(cost="6.50"))) == []
    assert since(an_invoice(a_charge(amount="12")), an_invoice(a_charge(amount="12.00"))) == []


def test_what_is_kept_of_a_requests_state_stays_the_same_word_over_releases() -> None:
    assert snapshot(a_request())["state"] == "standing"
    assert snapshot(a_request(state="Voided"))["state"] == "withdrawn"


@pytest.mark.rule("R-60/expected", "R-105/expected", "R-105/bad")
@pytest.mark.parametrize(("state", "told"), [("Canceled", "was canceled"), ("Failed", "has failed")])
def test_a_canceled_order_is_told_with_the_sale_that_stands(state: str, told: str) -> None:
    (problem,) = since(an_order(reference="SHOP-1001"), an_order(reference="SHOP-1001", state=state))

    assert problem.code == "canceled_after_posting"
    assert problem.message == f"Order SHOP-1001 {told}; Sales Receipt 145 (113.20) stands."
    assert problem.fix == "Decide what the books should show, and change the document by hand."


@pytest.mark.parametrize("state", ["Closed", "On Hold"])
def test_an_order_that_only_moves_on_opens_nothing(state: str) -> None:
    assert since(an_order(), an_order(state=state)) == []


@pytest.mark.rule("R-104/expected", "R-104/bad")
@pytest.mark.parametrize("state", ["Open", "Closed"])
def test_an_invoice_that_was_paid_is_to_be_received(state: str) -> None:
    unpaid, paid = an_order(payment=Payment.UNPAID), an_order(payment=Payment.PAID, state=state)

    (problem,) = since(unpaid, paid, DocumentKind.INVOICE)

    assert problem.code == "paid_after_invoice"
    assert problem.message == "Invoice 145 is open, order SHOP-1 is Paid."
    assert problem.fix == "Receive 113.20 in QuickBooks: open the Invoice > Receive payment."


def test_an_invoice_that_was_paid_and_edited_is_told_as_edited() -> None:
    unpaid, paid = an_order(payment=Payment.UNPAID), an_order(payment=Payment.PAID, total="19.00")

    (problem,) = since(unpaid, paid, DocumentKind.INVOICE)

    assert problem.message == (
        "Order SHOP-1 changed after posting (total 20.00 → 19.00; payment not paid → Paid); Invoice 145 (113.20) "
        "stands."
    )


@pytest.mark.rule("R-105/expected")
def test_money_given_back_is_told_with_old_and_new() -> None:
    (problem,) = since(an_order(), an_order(payment=Payment.RETURNED, payment_raw="Refunded"))

    assert problem.code == "changed_after_posting"
    assert problem.message == (
        "Order SHOP-1 changed after posting (payment Paid → Refunded); Sales Receipt 145 (113.20) stands."
    )


@pytest.mark.rule("R-60/expected", "R-105/expected")
@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (an_order(total="19.00"), "total 20.00 → 19.00"),
        (an_order(a_line(quantity="3"), total="20.00"), "lines 2 × MUG at 10.00 → 3 × MUG at 10.00"),
        (
            an_order(a_line(canceled_quantity=d("1")), total="10.00"),
            "total 20.00 → 10.00; lines 2 × MUG at 10.00 → 1 × MUG at 10.00",
        ),
        (an_order(a_line(sku="TEE")), "lines 2 × MUG at 10.00 → 2 × TEE at 10.00"),
        (an_order(a_line(), a_line("2")), "lines none → 2 × MUG at 10.00"),
    ],
)
def test_an_edited_order_is_told_with_what_changed(changed: Order, told: str) -> None:
    (problem,) = since(an_order(), changed)
    assert problem.message == f"Order SHOP-1 changed after posting ({told}); Sales Receipt 145 (113.20) stands."


@pytest.mark.rule("R-109/expected")
@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (a_request(state="Voided"), "state open → Voided"),
        (a_request(state="Canceled"), "state open → Canceled"),
        (a_request(a_wanted(voided_quantity=d("1"))), "lines 2 × ACME-MUG at 6.00 → 1 × ACME-MUG at 6.00"),
        (a_request(a_wanted(cost=None)), "lines 2 × ACME-MUG at 6.00 → 2 × ACME-MUG at no known cost"),
    ],
)
def test_a_changed_request_is_told(changed: Booked, told: str) -> None:
    (problem,) = since(a_request(), changed)
    assert problem.message == (
        f"Fulfillment request SHOP-1-1 changed after posting ({told}); Purchase Order 145 (113.20) stands."
    )


@pytest.mark.rule("R-109/bad")
def test_the_purchase_order_to_close_is_named_by_its_number_or_its_id() -> None:
    withdrawn, changed = a_request(state="Voided"), a_request(a_wanted(quantity="3"))

    (close,) = since(a_request(), withdrawn)
    (correct,) = since(a_request(), changed)
    (unnumbered,) = changes_since(
        snapshot(a_request()),
        withdrawn,
        kind=DocumentKind.PURCHASE_ORDER,
        document_id="145",
        number=None,
        total=d("12.00"),
    )

    assert close.fix == "Close Purchase Order SHOP-1-1 in QuickBooks."
    assert correct.fix == (
        "Close Purchase Order SHOP-1-1 in QuickBooks, or correct it there to what will be delivered."
    )
    assert unnumbered.fix == "Close Purchase Order id 145 in QuickBooks."


def test_a_request_that_moves_on_opens_nothing() -> None:
    assert since(a_request(state="Processing"), a_request(state="Acknowledged")) == []


def test_a_changed_invoice_is_told() -> None:
    (problem,) = since(an_invoice(), an_invoice(a_charge(amount="12.50"), total="12.50"))
    assert problem.message == (
        "Supplier invoice ACME-1 changed after posting (total 12.00 → 12.50; lines 2 × ACME-MUG for 12.00 → "
        "2 × ACME-MUG for 12.50); Bill 145 (113.20) stands."
    )


def test_a_charge_that_is_no_product_is_told_by_its_kind() -> None:
    freight = an_invoice(a_charge(), an_extra("2", ChargeKind.SHIPPING, "4.00"), total="16.00")
    (problem,) = since(an_invoice(), freight)
    assert "(total 12.00 → 16.00; lines none → shipping 4.00)" in problem.message


@pytest.mark.parametrize("credit", [{"state": "Refunded"}, {"credit": d("12.00")}])
def test_an_invoice_that_was_credited_is_told(credit: dict[str, Any]) -> None:
    (problem,) = since(an_invoice(), an_invoice(**credit))
    assert "(state charged → credited); Bill 145 (113.20) stands" in problem.message


def test_an_invoice_that_was_paid_opens_nothing() -> None:
    assert since(an_invoice(state="Unpaid"), an_invoice(state="Paid")) == []


def test_lines_in_another_order_open_nothing() -> None:
    mug, tee = a_line("1", "MUG"), a_line("2", "TEE")
    assert since(an_order(mug, tee, total="40.00"), an_order(tee, mug, total="40.00")) == []


def test_of_many_changed_lines_the_first_are_told() -> None:
    many = [a_line(str(n), f"MUG-{n}") for n in range(7)]
    (problem,) = since(an_order(), an_order(*many))
    assert problem.message.count(" at 10.00") == 1 + 5
    assert "MUG-4 at 10.00, and 2 more)" in problem.message


NUMBERS = st.decimals("0", "99999", places=4).map(str)
TEXTS = st.text(max_size=10)


@st.composite
def any_records(draw: st.DrawFn) -> Booked:
    match draw(st.integers(0, 2)):
        case 0:
            line = a_line(sku=draw(st.none() | TEXTS), quantity=draw(NUMBERS), price=draw(NUMBERS))
            return an_order(line, total=draw(NUMBERS), payment=draw(st.sampled_from(Payment)), state=draw(TEXTS))
        case 1:
            cost: Any = draw(st.none() | NUMBERS)
            return a_request(a_wanted(sku=draw(st.none() | TEXTS), quantity=draw(NUMBERS), cost=cost))
        case _:
            return an_invoice(a_charge(quantity=draw(NUMBERS), amount=draw(NUMBERS)), total=draw(NUMBERS))


@settings(max_examples=60, deadline=None)
@given(record=any_records())
def test_every_snapshot_is_plain_json_and_its_own_record_has_not_changed(record: Booked) -> None:
    assert json.loads(json.dumps(snapshot(record))) == snapshot(record)
    assert since(record, type(record).model_validate_json(record.model_dump_json())) == []


def test_just_as_many_changed_lines_as_are_told_are_all_there_is() -> None:
    (problem,) = since(an_order(), an_order(*(a_line(str(n), f"MUG-{n}") for n in range(5))))
    assert problem.message.count(" at 10.00") == 1 + 5
    assert "more" not in problem.message


@pytest.mark.parametrize(
    "record",
    [
        an_order(a_line("1", None), a_line("2", "MUG"), total="40.00"),
        a_request(a_wanted("1", None), a_wanted("2")),
        an_invoice(a_charge("1", sku=None), a_charge("2"), total="24.00"),
    ],
    ids=lambda record: record.ref.kind,
)
def test_lines_with_and_without_a_sku_stand_in_one_order_however_they_come(record: Booked) -> None:
    turned = record.model_copy(update={"lines": tuple(reversed(record.lines))})
    assert since(record, turned) == []
