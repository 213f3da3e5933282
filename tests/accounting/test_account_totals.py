"""What documents come to by account, debits and credits equal."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from accounting.account_totals import ItemAccounts, accounts_of_new, totals_by_account
from accounting.documents import Bill, BillLine, Document, DocumentKind, NewItem, PurchaseOrder, Sale, SaleLine

DAY = date(2026, 11, 20)
ITEMS = {"1": ItemAccounts(sold_on="10", bought_on="20"), "2": ItemAccounts(sold_on="11")}


def a_line(item: str, amount: str) -> SaleLine:
    return SaleLine(
        item_id=item,
        description="Mug",
        quantity=Decimal(1),
        unit_price=Decimal(amount),
        amount=Decimal(amount),
        taxable=False,
    )


def a_sale(**changes: Any) -> Sale:
    """4 x 12.50 and a discount of 5.00, shipping 9.95 and tax 8.25: 63.20 in all."""
    given: dict[str, Any] = {
        "kind": DocumentKind.SALES_RECEIPT,
        "number": "SHOP-1",
        "dated": DAY,
        "customer_id": "5",
        "deposit_account_id": "30",
        "lines": (a_line("1", "50.00"), a_line("2", "-5.00")),
        "shipping": Decimal("9.95"),
        "tax": Decimal("8.25"),
        "note": "",
        "total": Decimal("63.20"),
    }
    return Sale(**given | changes)


def a_bill(**changes: Any) -> Bill:
    """Goods of 12.00 and freight of 3.00."""
    goods = BillLine(record_line_id="1", item_id="1", description="Mug", amount=Decimal("12.00"))
    freight = BillLine(record_line_id="2", account_id="21", description="shipping", amount=Decimal("3.00"))
    given: dict[str, Any] = {
        "number": "ACME-1",
        "dated": DAY,
        "due": DAY,
        "term_id": None,
        "vendor_id": "7",
        "payables_account_id": "40",
        "customer_id": None,
        "lines": (goods, freight),
        "note": "",
        "total": Decimal("15.00"),
    }
    return Bill(**given | changes)


def told(*documents: Document) -> dict[str, tuple[str, str]]:
    """Account, or what QuickBooks chooses one for → debit and credit."""
    totals = totals_by_account(documents, ITEMS)
    return {total.account_id or total.use: (f"{total.debit}", f"{total.credit}") for total in totals}


def test_a_receipt_is_on_the_deposit_account_and_on_its_items_income_accounts() -> None:
    assert told(a_sale()) == {
        "30": ("63.20", "0.00"),
        "10": ("0.00", "50.00"),
        "11": ("5.00", "0.00"),
        "Income of shipping": ("0.00", "9.95"),
        "Sales tax payable": ("0.00", "8.25"),
    }


@pytest.mark.parametrize(
    ("kind", "use"),
    [(DocumentKind.SALES_RECEIPT, "Undeposited Funds"), (DocumentKind.INVOICE, "Accounts Receivable")],
)
def test_where_no_account_is_named_quickbooks_chooses_one(kind: DocumentKind, use: str) -> None:
    sale = a_sale(kind=kind, deposit_account_id=None, lines=(a_line("9", "45.00"),))

    found = told(sale)

    assert (found[use], found["Income of products"]) == (("63.20", "0.00"), ("0.00", "45.00"))


def test_an_invoice_is_receivable_whatever_the_channels_deposit_account() -> None:
    assert told(a_sale(kind=DocumentKind.INVOICE))["Accounts Receivable"] == ("63.20", "0.00")


def test_a_bill_is_on_the_items_cost_accounts_and_on_those_of_its_charges() -> None:
    assert told(a_bill()) == {"20": ("12.00", "0.00"), "21": ("3.00", "0.00"), "40": ("0.00", "15.00")}


def test_an_item_without_a_cost_account_is_bought_where_quickbooks_chooses() -> None:
    line = BillLine(record_line_id="1", item_id="2", description="Mug", amount=Decimal("15.00"))

    assert told(a_bill(lines=(line,)))["Cost of products"] == ("15.00", "0.00")


def test_a_purchase_order_and_a_new_item_book_nothing() -> None:
    order = PurchaseOrder(
        number="SHOP-1-1",
        dated=DAY,
        vendor_id="7",
        payables_account_id="40",
        customer_id=None,
        lines=(),
        note="",
        total=Decimal("12.00"),
    )
    item = NewItem(name="Mug", sku="MUG", description="Mug", income_account_id="10", purchase_account_id="20")

    assert told(order, item) == {}
    assert accounts_of_new(item) == ITEMS["1"]


def test_debits_and_credits_are_equal_and_several_documents_are_added_up() -> None:
    totals = totals_by_account([a_sale(), a_sale(), a_bill()], ITEMS)

    assert sum(total.debit for total in totals) == sum(total.credit for total in totals) == Decimal("151.40")
    assert next(total.debit for total in totals if total.account_id == "30") == Decimal("126.40")
