"""Which field of a record goes where on its document (row R-27)."""

from __future__ import annotations

from typing import Any

import pytest

from accounting.reading_settings import read_settings
from accounting.records import Booked
from accounting.settings import Settings
from tests.accounting.sales import sale_of
from tests.accounting.samples import NOON, a_request, an_invoice, an_order

LATER = NOON.replace(day=23)


def mapped(**chosen: Any) -> Settings:
    return read_settings({f"mapping.{name.replace('__', '.')}": value for name, value in chosen.items()})


@pytest.mark.rule("R-27/expected")
def test_a_documents_number_is_the_one_people_know_unless_the_order_systems_own_is_chosen() -> None:
    own = mapped(orders__number="number").mapping

    assert [Settings().mapping.number_of(record) for record in (an_order(), a_request())] == ["SHOP-1", "SHOP-1-1"]
    assert [own.number_of(record) for record in (an_order(), a_request())] == ["700001", "SHOP-1-1"]


@pytest.mark.rule("R-27/expected")
@pytest.mark.parametrize(
    ("operation", "record"),
    [
        ("orders", an_order(changed_at=LATER)),
        ("fulfillment_requests", a_request(changed_at=LATER)),
        ("supplier_invoices", an_invoice(changed_at=LATER)),
    ],
)
def test_a_document_is_dated_by_its_record_or_by_the_last_change_of_it(operation: str, record: Booked) -> None:
    assert Settings().mapping.moment_of(record) == NOON
    assert mapped(**{f"{operation}__date": "changed_at"}).mapping.moment_of(record) == LATER


@pytest.mark.rule("R-27/expected")
@pytest.mark.parametrize(
    ("memo", "said"),
    [
        ("channel", "Order SHOP-1 of Main Shop"),
        ("payment", "Order SHOP-1, payment Paid"),
        ("nothing", "Order SHOP-1"),
    ],
)
def test_the_memo_names_the_order_and_what_was_chosen_beside(memo: str, said: str) -> None:
    assert mapped(orders__memo=memo).mapping.memo_of(an_order()) == said


@pytest.mark.rule("R-27/expected")
@pytest.mark.parametrize(
    ("message", "said"), [("nothing", None), ("reference", "Order SHOP-1"), ("number", "Order 700001")]
)
def test_the_customer_is_told_nothing_unless_a_number_of_the_order_is_chosen(message: str, said: str | None) -> None:
    settings = mapped(orders__customer_message=message)

    assert settings.mapping.message_of(an_order()) == said
    assert sale_of(an_order(), settings=settings).customer_message == said
