"""Documents of our numbers without our marker are another program's (row R-117)."""

from __future__ import annotations

import pytest

from accounting.another_connector import Standing, another_connector, numbers_to_look_for
from accounting.documents import DocumentKind
from accounting.records import Record
from accounting.settings import Settings
from tests.accounting.samples import BOOKS, a_request, an_invoice, an_order

RECEIPT = DocumentKind.SALES_RECEIPT


def standing(number: int, note: str | None = None) -> Standing:
    return Standing(kind=RECEIPT, id=str(100 + number), number=f"SHOP-{number}", note=note)


@pytest.mark.rule("R-117/expected", "R-117/bad")
def test_documents_that_are_not_ours_are_told_with_examples_and_both_ways_out() -> None:
    (warning,) = another_connector([standing(1), standing(2, "Order SHOP-2 flxpoint:order:2"), standing(3)])

    assert warning.code == "another_connector"
    assert warning.message == (
        "Another program seems to post the same orders: QuickBooks holds Sales Receipt SHOP-1 (id 101), "
        "Sales Receipt SHOP-3 (id 103), which Daybook did not make."
    )
    assert warning.fix == (
        "Switch Flxpoint's own QuickBooks integration off first; or, if another program is to post the orders, only "
        "link them: daybook settings set CONNECTION link_only=yes"
    )


@pytest.mark.rule("R-117/bad")
def test_of_many_some_are_told() -> None:
    (warning,) = another_connector([standing(number) for number in range(8)])
    (just_enough,) = another_connector([standing(number) for number in range(5)])

    assert warning.message.endswith("Sales Receipt SHOP-4 (id 104) and 3 more, which Daybook did not make.")
    assert just_enough.message.endswith("Sales Receipt SHOP-4 (id 104), which Daybook did not make.")


@pytest.mark.rule("R-117/expected")
def test_our_own_documents_warn_of_nothing() -> None:
    assert another_connector([standing(1, "flxpoint:order:1"), standing(2, "flxpoint:fulfillment_request:2")]) == ()
    assert another_connector([]) == ()


@pytest.mark.rule("R-117/expected")
def test_sales_and_purchase_orders_are_looked_for_by_the_numbers_they_are_to_have() -> None:
    records: list[Record] = [an_order(), an_order(id="2", reference="SHOP-2"), a_request(), an_invoice()]

    wanted = numbers_to_look_for(records, BOOKS, Settings())

    assert wanted == {
        RECEIPT: ["SHOP-1", "SHOP-2"],
        DocumentKind.INVOICE: ["SHOP-1", "SHOP-2"],
        DocumentKind.PURCHASE_ORDER: ["SHOP-1-1"],
    }


@pytest.mark.rule("R-117/expected")
def test_what_is_only_linked_or_numbered_by_quickbooks_is_not_looked_for() -> None:
    records: list[Record] = [an_order(), a_request()]
    linking = numbers_to_look_for(records, BOOKS, Settings(link_only=True))
    quickbooks_own = BOOKS.model_copy(update={"own_sales_numbers": False, "own_purchase_numbers": False})

    assert (linking[RECEIPT], linking[DocumentKind.PURCHASE_ORDER]) == ([], ["SHOP-1-1"])
    assert not any(numbers_to_look_for(records, quickbooks_own, Settings()).values())
