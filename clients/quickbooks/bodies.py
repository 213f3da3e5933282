"""Documents written as QuickBooks' JSON, field by field (API reference: each entity's page)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from accounting.documents import (
    Bill,
    BillLine,
    Document,
    DocumentKind,
    NewCustomer,
    NewItem,
    PurchaseLine,
    PurchaseOrder,
    Sale,
    SaleLine,
)
from accounting.records import Address

Json = dict[str, Any]

LONGEST_DESCRIPTION = 4000

SHIPPING_ITEM = "SHIPPING_ITEM_ID"
"""QuickBooks' own pseudo item for the shipping charge of a sales form (row R-48)."""

_NO_ONLINE_PAYMENT = {"AllowOnlineCreditCardPayment": False, "AllowOnlineACHPayment": False}


def body_of(document: Document) -> Json:
    """The body that creates the document."""
    match document:
        case Sale():
            return _sale(document)
        case PurchaseOrder():
            return _purchase_order(document)
        case Bill():
            return _bill(document)
        case NewCustomer():
            return _customer(document)
        case NewItem():
            return _item(document)


def _sale(sale: Sale) -> Json:
    lines = [_sale_line(number, line, sale.tax is not None) for number, line in enumerate(sale.lines, 1)]
    if sale.shipping:
        lines.append(_shipping_line(len(lines) + 1, sale))
    return _given(
        {
            "DocNumber": sale.number,
            "TxnDate": sale.dated.isoformat(),
            "CustomerRef": _ref(sale.customer_id),
            "DepositToAccountRef": _ref(sale.deposit_account_id) if sale.deposit_account_id else None,
            "SalesTermRef": _ref(sale.term_id) if sale.term_id else None,
            "DueDate": sale.due.isoformat() if sale.due else None,
            "Line": lines,
            "TxnTaxDetail": {"TotalTax": sale.tax} if sale.tax is not None else None,
            # Else QuickBooks adds its own tax on the shipping charge on top of the total sent.
            "ShippingTaxIncludedInTotalTax": True if sale.tax else None,
            "BillAddr": _address(sale.bill_to),
            "ShipAddr": _address(sale.ship_to),
            "ShipFromAddr": _address(sale.ship_from),
            "PrivateNote": sale.note,
            "CustomerMemo": _ref(sale.customer_message) if sale.customer_message else None,
            # A mailed form would reach the customer a second time (row R-115).
            "EmailStatus": "NotSet",
            **(_NO_ONLINE_PAYMENT if sale.kind is DocumentKind.INVOICE else {}),
        }
    )


def _sale_line(number: int, line: SaleLine, has_tax: bool) -> Json:
    detail = {
        "ItemRef": _ref(line.item_id),
        "Qty": line.quantity,
        "UnitPrice": line.unit_price,
        # A line without a code would count as taxable under Automated Sales Tax (row R-46).
        "TaxCodeRef": _tax_code(line.taxable) if has_tax else None,
    }
    return _given(
        {
            "LineNum": number,
            "Description": _cut(line.description, LONGEST_DESCRIPTION),
            "Amount": line.amount,
            "DetailType": "SalesItemLineDetail",
            "SalesItemLineDetail": _given(detail),
        }
    )


def _shipping_line(number: int, sale: Sale) -> Json:
    code = _tax_code(sale.shipping_taxable) if sale.tax is not None else None
    return {
        "LineNum": number,
        "Amount": sale.shipping,
        "DetailType": "SalesItemLineDetail",
        "SalesItemLineDetail": _given({"ItemRef": _ref(SHIPPING_ITEM), "TaxCodeRef": code}),
    }


def _purchase_order(order: PurchaseOrder) -> Json:
    return _given(
        {
            "DocNumber": order.number,
            "TxnDate": order.dated.isoformat(),
            "VendorRef": _ref(order.vendor_id),
            "APAccountRef": _ref(order.payables_account_id),
            "Line": [_purchase_line(n, line, order.customer_id) for n, line in enumerate(order.lines, 1)],
            # Not ShipTo, which would use the customer's stored address (row R-63).
            "ShipAddr": _address(order.ship_to),
            "PrivateNote": order.note,
            "EmailStatus": "NotSet",
        }
    )


def _purchase_line(number: int, line: PurchaseLine, customer_id: str | None) -> Json:
    detail = {
        "ItemRef": _ref(line.item_id),
        "Qty": line.quantity,
        "UnitPrice": line.unit_cost,
        "CustomerRef": _ref(customer_id) if customer_id else None,
        "BillableStatus": "NotBillable",
    }
    return {
        "LineNum": number,
        "Description": line.sku,
        "Amount": line.amount,
        "DetailType": "ItemBasedExpenseLineDetail",
        "ItemBasedExpenseLineDetail": _given(detail),
    }


def _bill(bill: Bill) -> Json:
    return _given(
        {
            "DocNumber": bill.number,
            "TxnDate": bill.dated.isoformat(),
            # QuickBooks takes neither from the vendor by itself (row R-112).
            "SalesTermRef": _ref(bill.term_id) if bill.term_id else None,
            "DueDate": bill.due.isoformat(),
            "VendorRef": _ref(bill.vendor_id),
            "APAccountRef": _ref(bill.payables_account_id),
            "Line": [_bill_line(n, line, bill.customer_id) for n, line in enumerate(bill.lines, 1)],
            "PrivateNote": bill.note,
        }
    )


def _bill_line(number: int, line: BillLine, customer_id: str | None) -> Json:
    kind = "ItemBasedExpenseLineDetail" if line.item_id else "AccountBasedExpenseLineDetail"
    detail = {
        "ItemRef": _ref(line.item_id) if line.item_id else None,
        "AccountRef": _ref(line.account_id) if line.account_id else None,
        "Qty": line.quantity,
        "UnitPrice": line.unit_cost,
        "CustomerRef": _ref(customer_id) if customer_id else None,
        "BillableStatus": "NotBillable",
    }
    return _given(
        {
            "LineNum": number,
            "Description": _cut(line.description, LONGEST_DESCRIPTION),
            "Amount": line.amount,
            "DetailType": kind,
            kind: _given(detail),
            "LinkedTxn": _received_on(line),
        }
    )


def _received_on(line: BillLine) -> list[Json] | None:
    """All three members, or QuickBooks drops the link with HTTP 200."""
    if line.received_on is None:
        return None
    order, order_line = line.received_on.purchase_order_id, line.received_on.line_id
    return [{"TxnId": order, "TxnType": "PurchaseOrder", "TxnLineId": order_line}]


def _customer(customer: NewCustomer) -> Json:
    return _given(
        {
            "DisplayName": customer.name,
            "CompanyName": _cut(customer.company, 100),
            "PrimaryEmailAddr": _given({"Address": _email(customer.email)}),
            "PrimaryPhone": _given({"FreeFormNumber": _cut(customer.phone, 30)}),
            "BillAddr": _address(customer.bill_to),
            "ShipAddr": _address(customer.ship_to),
            "Notes": customer.note,
        }
    )


def _item(item: NewItem) -> Json:
    return _given(
        {
            "Name": item.name,
            "Sku": item.sku,
            "Type": "NonInventory",
            "Description": _cut(item.description, LONGEST_DESCRIPTION),
            "PurchaseDesc": item.sku,
            "IncomeAccountRef": _ref(item.income_account_id),
            "ExpenseAccountRef": _ref(item.purchase_account_id),
            "Taxable": True,
        }
    )


def _address(address: Address | None) -> Json | None:
    if address is None:
        return None
    parts = (address.name, address.company, address.line1, address.line2)
    lines = [line for part in parts if (line := _cut(part, 500))]
    return _given(
        {
            **{f"Line{n}": line for n, line in enumerate(lines, 1)},
            "City": _cut(address.city, 255),
            "CountrySubDivisionCode": _cut(address.state, 255),
            "PostalCode": _cut(address.postal_code, 30),
            "Country": _cut(address.country, 255),
        }
    )


def _cut(text: str | None, most: int) -> str | None:
    """The text as long as QuickBooks takes it; None where nothing is left, since no member may be empty."""
    return (text or "").strip()[:most].rstrip() or None


def _email(text: str | None) -> str | None:
    """The address, if QuickBooks would take it: a customer must not fail for a contact nobody needs to book."""
    address = (text or "").strip()
    return address if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", address) and len(address) <= 100 else None


def _tax_code(taxable: bool) -> Json:
    return _ref("TAX" if taxable else "NON")


def _ref(value: str) -> Json:
    return {"value": value}


def _given(fields: Mapping[str, Any]) -> Json:
    """The fields that have a value; QuickBooks leaves out what is empty, and so do we."""
    return {name: value for name, value in fields.items() if value not in (None, "", {})}
