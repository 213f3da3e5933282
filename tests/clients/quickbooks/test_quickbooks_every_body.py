"""What holds for every body, whatever document it is of."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounting.documents import (
    Bill,
    BillLine,
    Document,
    DocumentKind,
    NewCustomer,
    NewItem,
    PurchaseLine,
    PurchaseOrder,
    PurchaseOrderLine,
    Sale,
    SaleLine,
)
from accounting.records import Address
from clients.quickbooks.bodies import body_of
from clients.quickbooks.exact_json import json_bytes

FEW = settings(max_examples=40, deadline=None)

AMOUNTS = st.decimals("-99999999.99", "99999999.99", places=2)
RATES = st.decimals("0", "999999", places=5)
IDS = st.from_regex(r"[1-9][0-9]{0,6}", fullmatch=True)
TEXTS = st.text(max_size=40)
MAYBE = st.none() | TEXTS
ADDRESSES = st.none() | st.builds(
    Address, name=MAYBE, company=MAYBE, line1=MAYBE, line2=MAYBE, city=MAYBE, state=MAYBE, postal_code=MAYBE
)
SALE_LINES = st.builds(
    SaleLine,
    record_line_id=IDS,
    item_id=IDS,
    description=TEXTS,
    quantity=RATES,
    unit_price=RATES,
    amount=AMOUNTS,
    taxable=st.booleans(),
)
DATES = st.dates(date(2020, 1, 1), date(2030, 12, 31))
NOTES = st.text(min_size=1, max_size=40)
SALES = st.builds(
    Sale,
    kind=st.sampled_from([DocumentKind.SALES_RECEIPT, DocumentKind.INVOICE]),
    number=st.none() | IDS,
    dated=DATES,
    customer_id=IDS,
    lines=st.lists(SALE_LINES, min_size=1, max_size=5).map(tuple),
    shipping=AMOUNTS,
    shipping_taxable=st.booleans(),
    tax=st.none() | AMOUNTS,
    bill_to=ADDRESSES,
    ship_to=ADDRESSES,
    ship_from=ADDRESSES,
    note=NOTES,
    total=AMOUNTS,
)
PURCHASE_ORDERS = st.builds(
    PurchaseOrder,
    number=st.none() | IDS,
    dated=DATES,
    vendor_id=IDS,
    payables_account_id=IDS,
    customer_id=st.none() | IDS,
    ship_to=ADDRESSES,
    lines=st.lists(
        st.builds(
            PurchaseLine, record_line_id=IDS, item_id=IDS, sku=IDS, quantity=RATES, unit_cost=RATES, amount=AMOUNTS
        ),
        min_size=1,
        max_size=5,
    ).map(tuple),
    note=NOTES,
    total=AMOUNTS,
)
BILL_LINES = st.builds(
    BillLine,
    record_line_id=IDS,
    item_id=IDS,
    description=TEXTS,
    quantity=RATES,
    unit_cost=RATES,
    amount=AMOUNTS,
    received_on=st.none() | st.builds(PurchaseOrderLine, purchase_order_id=IDS, line_id=IDS),
) | st.builds(BillLine, record_line_id=IDS, account_id=IDS, description=TEXTS, amount=AMOUNTS)
BILLS = st.builds(
    Bill,
    number=IDS,
    dated=DATES,
    due=DATES,
    term_id=st.none() | IDS,
    vendor_id=IDS,
    payables_account_id=IDS,
    customer_id=st.none() | IDS,
    lines=st.lists(BILL_LINES, min_size=1, max_size=5).map(tuple),
    note=NOTES,
    total=AMOUNTS,
)
CUSTOMERS = st.builds(
    NewCustomer, name=NOTES, company=MAYBE, email=MAYBE, phone=MAYBE, bill_to=ADDRESSES, ship_to=ADDRESSES, note=NOTES
)
NEW_ITEMS = st.builds(NewItem, name=IDS, sku=IDS, description=TEXTS, income_account_id=IDS, purchase_account_id=IDS)
DOCUMENTS = SALES | PURCHASE_ORDERS | BILLS | CUSTOMERS | NEW_ITEMS


def members(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every member of a body, at any depth."""
    if isinstance(value, dict):
        for name, member in value.items():
            yield f"{path}.{name}", member
            yield from members(member, f"{path}.{name}")
    if isinstance(value, list):
        for place, member in enumerate(value):
            yield f"{path}[{place}]", member
            yield from members(member, f"{path}[{place}]")


@FEW
@given(document=DOCUMENTS)
def test_no_body_holds_a_float_or_an_empty_member(document: Document) -> None:
    for path, member in members(body_of(document)):
        assert not isinstance(member, float), path
        assert member is not None, path
        assert member not in ("", [], {}), path


@FEW
@given(document=DOCUMENTS)
def test_every_body_survives_the_way_to_quickbooks_unchanged(document: Document) -> None:
    body = body_of(document)
    assert json.loads(json_bytes(body), parse_float=Decimal) == body


@FEW
@given(document=SALES | PURCHASE_ORDERS | BILLS)
def test_lines_are_numbered_from_one_without_a_gap(document: Sale | PurchaseOrder | Bill) -> None:
    numbers = [line["LineNum"] for line in body_of(document)["Line"]]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.rule("R-115/expected")
@FEW
@given(document=SALES | PURCHASE_ORDERS | BILLS)
def test_nothing_is_sent_to_anybody_and_nothing_is_billable(document: Sale | PurchaseOrder | Bill) -> None:
    found = dict(members(body_of(document)))
    is_invoice = isinstance(document, Sale) and document.kind is DocumentKind.INVOICE
    bought = 0 if isinstance(document, Sale) else len(document.lines)
    assert found.get(".EmailStatus") == (None if isinstance(document, Bill) else "NotSet")
    assert [found[path] for path in found if path.endswith(".BillableStatus")] == ["NotBillable"] * bought
    assert [found[path] for path in found if ".AllowOnline" in path] == ([False, False] if is_invoice else [])
