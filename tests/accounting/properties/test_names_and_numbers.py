"""Whatever an order holds: its names and numbers are such as QuickBooks takes, and each number names one record."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounting.bill_numbers import numbers_of
from accounting.books import Item
from accounting.names import (
    LONGEST_CUSTOMER_NAME,
    LONGEST_ITEM_NAME,
    LONGEST_SKU,
    customer_name_with_channel,
    display_name,
)
from accounting.numbering import LONGEST_NUMBER, carries, document_number, marker
from accounting.records import RecordKind
from accounting.sale import wanted_items
from accounting.wanted import WantedItem, choose, require_fit_skus
from clients.quickbooks.bodies import body_of
from tests.accounting.properties.drafted import CHOSEN, invoices_in, order_in, requests_in, sale_of
from tests.accounting.samples import an_item, passes
from tests.many_orders.cases import Case
from tests.many_orders.strategies import EXAMPLES, cases

TEXTS = st.text(max_size=60)
REFUSED = set(":\t\n\r")
FEW = settings(max_examples=30, deadline=None)


@pytest.mark.rule("R-36/expected", "R-37/expected", "R-40/expected")
@EXAMPLES
@given(case=cases())
def test_names_of_customers_and_items_are_never_empty_too_long_or_of_forbidden_characters(case: Case) -> None:
    order = order_in(case)
    name = display_name(order)
    names = [(name, LONGEST_CUSTOMER_NAME), (customer_name_with_channel(name, order.channel_name), 500)]
    if passes(lambda: require_fit_skus(wanted_items(order, CHOSEN).values())):
        for what in wanted_items(order, CHOSEN).values():
            if what.sku:
                assert len(what.sku) <= LONGEST_SKU
                names += [(what.name, LONGEST_ITEM_NAME), (what.name_with_sku, LONGEST_ITEM_NAME)]

    for text, longest in names:
        assert 0 < len(text) <= longest
        assert not REFUSED & set(text)
        assert text == text.strip()


@pytest.mark.rule("R-53/expected")
@EXAMPLES
@given(case=cases())
def test_numbers_fit_and_are_the_same_each_time(case: Case) -> None:
    order = order_in(case)
    labels = [(order.label, order.id), *((request.label, request.id) for request in requests_in(case))]
    numbers = [document_number(label, id, taken=taken) for label, id in labels for taken in (False, True)]
    numbers += [number for invoice in invoices_in(case) for number in numbers_of(invoice)]

    assert all(0 < len(number) <= LONGEST_NUMBER for number in numbers)
    again = [document_number(label, id, taken=taken) for label, id in labels for taken in (False, True)]
    assert numbers[: len(again)] == again
    if sale := sale_of(order, numbers[0]):
        assert body_of(sale)["DocNumber"] == numbers[0]


@pytest.mark.rule("R-53/expected")
@FEW
@given(reference=st.text(min_size=1, max_size=40), ids=st.sets(st.integers(1, 10**12), min_size=2, max_size=20))
def test_records_of_one_reference_have_a_number_each(reference: str, ids: set[int]) -> None:
    numbers = {document_number(reference, str(id), taken=True) for id in ids}

    assert len(numbers) == len(ids)


@pytest.mark.rule("R-35/expected")
@FEW
@given(
    ids=st.lists(st.from_regex(r"[A-Za-z0-9_-]{1,12}", fullmatch=True), min_size=2, max_size=2, unique=True), text=TEXTS
)
def test_a_memo_carries_the_marker_of_one_record(ids: list[str], text: str) -> None:
    one, other = (marker(RecordKind.ORDER, id) for id in ids)

    assert carries(one, f"{text} {one}")
    assert not carries(other, f"Order {one}")


@pytest.mark.rule("R-38/expected", "R-39/expected", "R-79/expected")
@FEW
@given(sku=st.sampled_from(("MUG-1", "Mug-1", "mug-1", "MUG-1 ", "MUG1", "ＭUG-1")), others=st.lists(TEXTS, max_size=3))
def test_of_items_with_one_sku_the_one_of_exactly_the_lines_name_is_meant(sku: str, others: list[str]) -> None:
    found = [an_item(sku, id=str(n), name=name) for n, name in enumerate(others) if name.strip() != "Mug"]
    meant = Item(id="meant", name="Mug", sku=sku, type="NonInventory")

    assert choose(WantedItem(sku=sku, title="Mug"), [*found, meant]) == meant
    if len(found) > 1:
        assert choose(WantedItem(sku=sku, title="A name of its own"), found) is None
