"""The exact JSON that is sent: the first golden order line by line, and the names it may need."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from accounting.documents import Document, DocumentKind, NewCustomer, NewItem
from accounting.records import Address
from clients.quickbooks.bodies import body_of
from clients.quickbooks.exact_json import json_bytes
from tests.accounting.golden_order_one import (
    ACME,
    ACME_VENDOR,
    BETA,
    BETA_VENDOR,
    the_bill,
    the_purchase_order,
    the_sale,
)


def read(text: str | bytes) -> Any:
    return json.loads(text, parse_float=Decimal)


def sent(document: Document) -> Any:
    """What leaves for QuickBooks, read back."""
    return read(json_bytes(body_of(document)))


@pytest.mark.rule("R-43/expected", "R-46/expected", "R-48/expected")
def test_the_order_is_a_sales_receipt_with_discount_line_shipping_line_and_its_total_tax() -> None:
    assert sent(the_sale()) == read(
        """{
          "DocNumber": "SHOP-1001",
          "TxnDate": "2026-11-20",
          "CustomerRef": {"value": "58"},
          "Line": [
            {"LineNum": 1, "Description": "Red Mug 350 ml", "Amount": 50.00, "DetailType": "SalesItemLineDetail",
             "SalesItemLineDetail": {"ItemRef": {"value": "11"}, "Qty": 4, "UnitPrice": 12.50,
                                     "TaxCodeRef": {"value": "TAX"}}},
            {"LineNum": 2, "Description": "Black T-Shirt M", "Amount": 50.00, "DetailType": "SalesItemLineDetail",
             "SalesItemLineDetail": {"ItemRef": {"value": "12"}, "Qty": 2, "UnitPrice": 25.00,
                                     "TaxCodeRef": {"value": "TAX"}}},
            {"LineNum": 3, "Description": "Discount", "Amount": -5.00, "DetailType": "SalesItemLineDetail",
             "SalesItemLineDetail": {"ItemRef": {"value": "19"}, "Qty": 1, "UnitPrice": -5.00,
                                     "TaxCodeRef": {"value": "TAX"}}},
            {"LineNum": 4, "Amount": 9.95, "DetailType": "SalesItemLineDetail",
             "SalesItemLineDetail": {"ItemRef": {"value": "SHIPPING_ITEM_ID"}, "TaxCodeRef": {"value": "TAX"}}}
          ],
          "TxnTaxDetail": {"TotalTax": 8.25},
          "ShippingTaxIncludedInTotalTax": true,
          "BillAddr": {"Line1": "Jane Doe", "Line2": "Doe Design LLC", "Line3": "12 Elm Street", "City": "Austin",
                       "CountrySubDivisionCode": "TX", "PostalCode": "78701", "Country": "US"},
          "ShipAddr": {"Line1": "Jane Doe", "Line2": "12 Elm Street", "City": "Austin",
                       "CountrySubDivisionCode": "TX", "PostalCode": "78701", "Country": "US"},
          "PrivateNote": "flxpoint:order:700123",
          "EmailStatus": "NotSet"
        }"""
    )


@pytest.mark.rule("R-63/expected", "R-68/expected", "R-71/expected")
def test_acmes_request_is_a_purchase_order_of_26() -> None:
    assert sent(the_purchase_order(ACME, ACME_VENDOR)) == read(
        """{
          "DocNumber": "SHOP-1001-1",
          "TxnDate": "2026-11-20",
          "VendorRef": {"value": "56"},
          "APAccountRef": {"value": "33"},
          "Line": [
            {"LineNum": 1, "Description": "ACME-MUG-RED", "Amount": 26.00, "DetailType": "ItemBasedExpenseLineDetail",
             "ItemBasedExpenseLineDetail": {"ItemRef": {"value": "21"}, "Qty": 4, "UnitPrice": 6.50,
                                            "CustomerRef": {"value": "58"}, "BillableStatus": "NotBillable"}}
          ],
          "ShipAddr": {"Line1": "Jane Doe", "Line2": "12 Elm Street", "City": "Austin",
                       "CountrySubDivisionCode": "TX", "PostalCode": "78701", "Country": "US"},
          "PrivateNote": "flxpoint:fulfillment_request:450001",
          "EmailStatus": "NotSet"
        }"""
    )


@pytest.mark.rule("R-68/expected", "R-68/bad")
def test_betas_request_is_a_purchase_order_of_22() -> None:
    body = sent(the_purchase_order(BETA, BETA_VENDOR))

    assert (body["DocNumber"], body["VendorRef"]) == ("SHOP-1001-2", {"value": "57"})
    assert body["Line"] == read(
        """[{"LineNum": 1, "Description": "BETA-TEE-M", "Amount": 22.00, "DetailType": "ItemBasedExpenseLineDetail",
             "ItemBasedExpenseLineDetail": {"ItemRef": {"value": "22"}, "Qty": 2, "UnitPrice": 11.00,
                                            "CustomerRef": {"value": "58"}, "BillableStatus": "NotBillable"}}]"""
    )


@pytest.mark.rule("R-82/expected", "R-84/expected", "R-86/expected")
def test_acmes_invoice_is_a_bill_whose_goods_are_received_on_the_purchase_order() -> None:
    assert sent(the_bill()) == read(
        """{
          "DocNumber": "ACME-88231",
          "TxnDate": "2026-11-21",
          "DueDate": "2026-11-21",
          "VendorRef": {"value": "56"},
          "APAccountRef": {"value": "33"},
          "Line": [
            {"LineNum": 1, "Description": "ACME-MUG-RED", "Amount": 26.00, "DetailType": "ItemBasedExpenseLineDetail",
             "ItemBasedExpenseLineDetail": {"ItemRef": {"value": "21"}, "Qty": 4, "UnitPrice": 6.50,
                                            "CustomerRef": {"value": "58"}, "BillableStatus": "NotBillable"},
             "LinkedTxn": [{"TxnId": "201", "TxnType": "PurchaseOrder", "TxnLineId": "1"}]},
            {"LineNum": 2, "Description": "UPS Ground", "Amount": 6.50, "DetailType": "AccountBasedExpenseLineDetail",
             "AccountBasedExpenseLineDetail": {"AccountRef": {"value": "81"}, "CustomerRef": {"value": "58"},
                                               "BillableStatus": "NotBillable"}},
            {"LineNum": 3, "Description": "Drop-ship fee", "Amount": 2.00,
             "DetailType": "AccountBasedExpenseLineDetail",
             "AccountBasedExpenseLineDetail": {"AccountRef": {"value": "82"}, "CustomerRef": {"value": "58"},
                                               "BillableStatus": "NotBillable"}}
          ],
          "PrivateNote": "flxpoint:supplier_invoice:550001"
        }"""
    )


@pytest.mark.rule("R-112/expected")
def test_a_bill_names_its_vendors_term_and_the_day_it_is_due() -> None:
    """QuickBooks works out neither by itself (row R-112)."""
    body = sent(the_bill().model_copy(update={"term_id": "4", "due": date(2026, 12, 21)}))

    assert (body["SalesTermRef"], body["DueDate"]) == ({"value": "4"}, "2026-12-21")
    assert "SalesTermRef" not in sent(the_bill())


@pytest.mark.rule("R-46/expected")
def test_an_untaxed_sale_says_so_on_every_line() -> None:
    sale = the_sale()
    untaxed = sale.model_copy(
        update={
            "tax": Decimal("0.00"),
            "shipping_taxable": False,
            "lines": tuple(line.model_copy(update={"taxable": False}) for line in sale.lines),
        }
    )

    body = sent(untaxed)

    assert {line["SalesItemLineDetail"]["TaxCodeRef"]["value"] for line in body["Line"]} == {"NON"}
    assert body["TxnTaxDetail"] == {"TotalTax": 0}
    assert "ShippingTaxIncludedInTotalTax" not in body


@pytest.mark.rule("R-46/expected")
def test_a_company_without_sales_tax_is_sent_no_tax_code_and_no_tax() -> None:
    body = sent(the_sale().model_copy(update={"tax": None}))

    assert not any("TaxCodeRef" in line["SalesItemLineDetail"] for line in body["Line"])
    assert "TxnTaxDetail" not in body


@pytest.mark.rule("R-115/expected")
def test_an_invoice_is_mailed_to_nobody_and_asks_nobody_for_money() -> None:
    body = sent(the_sale().model_copy(update={"kind": DocumentKind.INVOICE}))

    nothing_sent = {"EmailStatus": "NotSet", "AllowOnlineCreditCardPayment": False, "AllowOnlineACHPayment": False}
    assert body == sent(the_sale()) | nothing_sent


@pytest.mark.rule("R-08/expected", "R-71/expected")
def test_without_tracking_by_customer_purchase_lines_name_none() -> None:
    order = the_purchase_order(ACME, ACME_VENDOR).model_copy(update={"customer_id": None})
    bill = the_bill().model_copy(update={"customer_id": None})

    details = [line[line["DetailType"]] for document in (order, bill) for line in sent(document)["Line"]]
    assert not any("CustomerRef" in detail for detail in details)
    assert all(detail["BillableStatus"] == "NotBillable" for detail in details)


@pytest.mark.rule("R-04/expected", "R-10/expected")
def test_a_document_without_a_number_of_ours_is_numbered_by_quickbooks() -> None:
    assert "DocNumber" not in sent(the_sale().model_copy(update={"number": None}))
    assert "DocNumber" not in sent(the_purchase_order(ACME, ACME_VENDOR).model_copy(update={"number": None}))


ANN = NewCustomer(
    name="Ann Example",
    company="Example LLC",
    email="ann@example.com",
    phone="555-0143",
    bill_to=Address(name="Ann Example", line1="1 Pier Rd", city="Reno"),
    ship_to=Address(name="Ann Example", line1="2 Pier Rd", city="Reno"),
    note="daybook:0123456789abcdef",
)


@pytest.mark.rule("R-37/expected")
def test_a_new_customer() -> None:
    assert sent(ANN) == read(
        """{
          "DisplayName": "Ann Example",
          "CompanyName": "Example LLC",
          "PrimaryEmailAddr": {"Address": "ann@example.com"},
          "PrimaryPhone": {"FreeFormNumber": "555-0143"},
          "BillAddr": {"Line1": "Ann Example", "Line2": "1 Pier Rd", "City": "Reno"},
          "ShipAddr": {"Line1": "Ann Example", "Line2": "2 Pier Rd", "City": "Reno"},
          "Notes": "daybook:0123456789abcdef"
        }"""
    )


@pytest.mark.parametrize(
    "email", ["", "none", "jane@", "@example.com", "jane doe@example.com", f"{'x' * 90}@example.com"]
)
def test_an_email_that_quickbooks_would_refuse_does_not_cost_the_customer(email: str) -> None:
    assert "PrimaryEmailAddr" not in sent(ANN.model_copy(update={"email": email}))


def test_contact_details_are_cut_to_what_quickbooks_takes() -> None:
    body = sent(ANN.model_copy(update={"company": "C" * 101, "phone": "5" * 31}))

    assert (body["CompanyName"], body["PrimaryPhone"]) == ("C" * 100, {"FreeFormNumber": "5" * 30})


@pytest.mark.rule("R-40/expected")
def test_a_new_item_is_sold_and_bought() -> None:
    item = NewItem(
        name="Red Mug", sku="ACME-MUG", description="Red Mug", income_account_id="79", purchase_account_id="80"
    )

    assert sent(item) == read(
        """{
          "Name": "Red Mug",
          "Sku": "ACME-MUG",
          "Type": "NonInventory",
          "Description": "Red Mug",
          "PurchaseDesc": "ACME-MUG",
          "IncomeAccountRef": {"value": "79"},
          "ExpenseAccountRef": {"value": "80"},
          "Taxable": true
        }"""
    )


@pytest.mark.rule("R-102/expected", "R-112/expected")
def test_a_receipt_says_where_its_money_lies_and_an_invoice_when_it_is_due() -> None:
    receipt = the_sale().model_copy(update={"deposit_account_id": "44"})
    due = {"kind": DocumentKind.INVOICE, "term_id": "3", "due": date(2026, 12, 20)}
    invoice = sent(the_sale().model_copy(update=due))

    assert sent(receipt)["DepositToAccountRef"] == {"value": "44"}
    assert (invoice["SalesTermRef"], invoice["DueDate"]) == ({"value": "3"}, "2026-12-20")
    assert invoice["AllowOnlineCreditCardPayment"] is invoice["AllowOnlineACHPayment"] is False
    assert "DepositToAccountRef" not in invoice
    assert not {"SalesTermRef", "DueDate"} & set(sent(receipt))
