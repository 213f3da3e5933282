"""What QuickBooks answered must show what was sent (row R-50)."""

from __future__ import annotations

from typing import Any

import pytest

from accounting.documents import DocumentKind, Expected, NewItem, PurchaseOrderLine, expected_of
from accounting.verification import PostedDocument, differences, line_map
from tests.accounting.samples import d


def po_line(line_id: str, order_id: str = "201") -> PurchaseOrderLine:
    return PurchaseOrderLine(purchase_order_id=order_id, line_id=line_id)


SENT = Expected(total=d("113.20"), tax=d("8.25"), lines={"81": 1, "82": 2}, links={1: po_line("1"), 2: po_line("2")})


def posted(**more: Any) -> PostedDocument:
    """The document as it was sent."""
    as_sent = {
        "kind": DocumentKind.BILL,
        "id": "145",
        "number": "SHOP-1001",
        "total": d("113.2"),
        "tax": d("8.250"),
        "lines": {1: "11", 2: "12", 3: "13"},
        "links": {1: po_line("1"), 2: po_line("2")},
        "note": "flxpoint:order:700123",
    }
    return PostedDocument.model_validate(as_sent | more)


def test_a_document_as_it_was_sent_has_no_difference() -> None:
    assert differences("SHOP-1001", SENT, posted()) == []


@pytest.mark.rule("R-50/expected", "R-50/bad")
@pytest.mark.parametrize(("stands", "told"), [("113.21", "113.21"), ("0", "0"), (None, "nothing")])
def test_another_total_is_told_with_both(stands: str | None, told: str) -> None:
    (problem,) = differences("SHOP-1001", SENT, posted(total=stands))

    assert problem.code == "total_differs"
    assert problem.message == (
        f"Bill SHOP-1001 for SHOP-1001: its total was sent as 113.20 and stands as {told} in QuickBooks."
    )
    assert problem.fix.startswith("Compare it with the order")


@pytest.mark.rule("R-50/expected")
def test_another_tax_is_told_though_the_total_is_right() -> None:
    (problem,) = differences("SHOP-1001", SENT, posted(tax=d("8.24")))
    assert problem.code == "tax_differs"
    assert "its tax was sent as 8.25 and stands as 8.24" in problem.message


def test_a_tax_that_quickbooks_left_out_is_a_difference() -> None:
    assert [problem.code for problem in differences("SHOP-1001", SENT, posted(tax=None))] == ["tax_differs"]


def test_no_tax_and_a_tax_of_nothing_are_the_same() -> None:
    untaxed = SENT.model_copy(update={"tax": d("0.00")})
    assert differences("SHOP-1001", untaxed, posted(tax=None)) == []
    assert differences("SHOP-1001", untaxed, posted(tax=d("0"))) == []


def test_a_tax_nobody_sent_is_not_looked_at() -> None:
    assert differences("SHOP-1001", SENT.model_copy(update={"tax": None}), posted(tax=d("1.00"))) == []


@pytest.mark.parametrize(
    ("links", "lines"),
    [
        ({}, "1, 2"),
        ({2: po_line("2")}, "1"),
        ({1: po_line("1"), 2: po_line("1")}, "2"),
        ({1: po_line("1", "202"), 2: po_line("2")}, "1"),
        ({1: po_line(""), 2: po_line("2")}, "1"),
    ],
)
def test_every_line_that_lost_its_link_is_named(links: dict[int, PurchaseOrderLine], lines: str) -> None:
    (problem,) = differences("ACME-1", SENT, posted(links=links))

    assert problem.code == "link_missing"
    assert problem.message == f"Bill SHOP-1001 for ACME-1: not linked to Purchase Order 201: line {lines}."
    assert problem.fix == "Open the Bill in QuickBooks, add the Purchase Order to it, and check that it closes."


def test_all_that_differs_is_told_at_once() -> None:
    found = differences("SHOP-1001", SENT, posted(total=d("1.00"), tax=d("1.00"), links={}))
    assert [problem.code for problem in found] == ["total_differs", "tax_differs", "link_missing"]
    assert all(problem.message.startswith("Bill SHOP-1001 for SHOP-1001: ") for problem in found)


def test_a_document_without_a_number_goes_by_its_id() -> None:
    (problem,) = differences("SHOP-1001", SENT, posted(number=None, total=d("1.00")))
    assert problem.message.startswith("Bill 145 for SHOP-1001:")


def test_a_customer_or_an_item_has_nothing_to_compare() -> None:
    bare = posted(kind=DocumentKind.CUSTOMER, number=None, total=None, tax=None, lines={}, links={})
    assert differences("Jane Doe", Expected(), bare) == []


def test_lines_are_known_by_the_number_they_were_sent_with() -> None:
    assert line_map(SENT, posted()) == {"81": "11", "82": "12"}
    assert line_map(SENT, posted(lines={2: "12"})) == {"82": "12"}


def test_of_a_new_item_nothing_is_expected_but_that_it_is_there() -> None:
    item = NewItem(name="Mug", sku="MUG", description="", income_account_id="1", purchase_account_id="2")
    assert expected_of(item) == Expected()
