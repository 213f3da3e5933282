"""Sales receipts and invoices: their checks, and all that QuickBooks fills in."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from sandbox.quickbooks import refusals
from sandbox.quickbooks.company import Company, cents, without
from sandbox.quickbooks.forms import Draft, address, check_stock_date, date_of, due_date, header
from sandbox.quickbooks.references import check_account, item_reference, look_up_item, with_names
from sandbox.quickbooks.shape import Record
from sandbox.quickbooks.tax import SHIPPING, assess, tax_code

ITEM_PATH = "Line.SalesItemLineDetail.ItemRef"
ONLINE_PAYMENT = ("AllowIPNPayment", "AllowOnlinePayment", "AllowOnlineCreditCardPayment", "AllowOnlineACHPayment")


def fill_sale(draft: Draft) -> Record:
    """A sales form as it will be stored, without Id and version."""
    company, form = draft.company, draft.given
    txn_date = date_of(draft)
    lines = _lines(company, form["Line"], txn_date)
    customer: Any = company.shelves["Customer"].get(form.get("CustomerRef", {}).get("value", "")) or {}
    tax = _tax(draft, lines, customer)
    total = _total(lines) + tax["TotalTax"]
    if total < 0:
        raise refusals.business("The total of a sale may not be negative. Record a refund instead.")
    if form.get("EmailStatus") == "NeedToSend" and not form.get("BillEmail", {}).get("Address"):
        raise refusals.email_missing()
    filled = {
        "ApplyTaxAfterDiscount": False,
        "PrintStatus": "NeedToPrint",
        "EmailStatus": "NotSet",
        **header(draft, txn_date),
        **address(draft, "BillAddr", customer),
        **address(draft, "ShipAddr", customer),
        "Line": [*lines, _subtotal(lines)],
        "TxnTaxDetail": tax,
        "TotalAmt": total,
    }
    return _invoice(draft, filled) if draft.kind == "Invoice" else _receipt(company, filled)


def _receipt(company: Company, form: Record) -> Record:
    if "DepositToAccountRef" in form:
        check_account(company, form["DepositToAccountRef"], ("Bank", "Other Current Asset"))
    else:
        (undeposited,) = company.shelves["Account"].find("Name", "Undeposited Funds")
        form = {**form, "DepositToAccountRef": {"value": undeposited["Id"], "name": undeposited["Name"]}}
    return {**form, "Balance": Decimal(0)}


def _invoice(draft: Draft, form: Record) -> Record:
    return {
        **dict.fromkeys(ONLINE_PAYMENT, False),
        **form,
        "LinkedTxn": [],
        "DueDate": due_date(draft, form["TxnDate"], default_days=30),
        "Balance": form["TotalAmt"],
    }


def _tax(draft: Draft, lines: list[Record], customer: Record) -> Record:
    """The tax; an update that touches neither lines nor tax keeps the old one."""
    form = draft.given
    if draft.old is not None and "TxnTaxDetail" not in draft.sent:
        if "Line" not in draft.sent:
            return dict(draft.old["TxnTaxDetail"])
        form = without(form, ["TxnTaxDetail"])
    return assess(draft.company, form, lines, exempt="TaxExemptionReasonId" in customer)


def _lines(company: Company, lines: list[Record], txn_date: str) -> list[Record]:
    finish: dict[str, Callable[[Company, Record, str], Record]] = {
        "SalesItemLineDetail": _item_line,
        "DiscountLineDetail": _discount_line,
        "DescriptionOnly": lambda company, line, txn_date: line,
    }
    finished = []
    for line in lines:
        if "DetailType" not in line:
            raise refusals.missing("Line.DetailType")
        if line["DetailType"] == "SubTotalLineDetail":
            continue
        if line["DetailType"] not in finish:
            raise refusals.bad_enumeration(line["DetailType"])
        finished.append(finish[line["DetailType"]](company, line, txn_date))
    if not any(line["DetailType"] == "SalesItemLineDetail" for line in finished):
        raise refusals.missing("Line")
    return _with_discount_amount(finished)


def _item_line(company: Company, line: Record, txn_date: str) -> Record:
    detail = with_names(company, line.get("SalesItemLineDetail", {}))
    if "Amount" not in line:
        raise refusals.missing("Line.Amount")
    if "ItemRef" in detail:
        detail["ItemRef"] = _item(company, detail, txn_date)
    detail["TaxCodeRef"] = tax_code(company, detail)
    price = detail.get("Qty", Decimal(1)) * detail.get("UnitPrice", line["Amount"])
    if {"Qty", "UnitPrice"} <= set(detail) and cents(price) != cents(line["Amount"]):
        raise refusals.wrong_amount(line["Amount"])
    return {**line, "Amount": cents(line["Amount"]), "SalesItemLineDetail": detail}


def _item(company: Company, detail: Record, txn_date: str) -> Record:
    if detail["ItemRef"].get("value") == SHIPPING:
        if not company.preference("SalesFormsPrefs", "AllowShipping"):
            raise refusals.invalid_reference(ITEM_PATH, ITEM_PATH)
        return {"value": SHIPPING}
    item = look_up_item(company, detail, ITEM_PATH)
    check_stock_date(item, txn_date)
    return item_reference(item)


def _discount_line(company: Company, line: Record, txn_date: str) -> Record:
    detail = line.get("DiscountLineDetail", {})
    if not company.preference("SalesFormsPrefs", "AllowDiscount"):
        raise refusals.invalid_reference("Line.DiscountLineDetail", "Line.DiscountLineDetail")
    if "Amount" not in line and "DiscountPercent" not in detail:
        raise refusals.discount_without_amount()
    default = {"value": company.preference("SalesFormsPrefs", "DefaultDiscountAccount")}
    return {**line, "DiscountLineDetail": with_names(company, {"DiscountAccountRef": default, **detail})}


def _with_discount_amount(lines: list[Record]) -> list[Record]:
    """A discount by percent gets its amount from the item lines."""
    items = _items_total(lines)
    return [
        {**line, "Amount": cents(items * line["DiscountLineDetail"]["DiscountPercent"] / 100)}
        if line.get("DiscountLineDetail", {}).get("PercentBased")
        else line
        for line in lines
    ]


def _items_total(lines: list[Record], *, shipping: bool = True) -> Decimal:
    """The sum of the item lines; a line without an item is text, its amount is ignored."""
    total = Decimal(0)
    for line in lines:
        item = line.get("SalesItemLineDetail", {}).get("ItemRef")
        if item and (shipping or item["value"] != SHIPPING):
            total += line["Amount"]
    return total


def _total(lines: list[Record]) -> Decimal:
    discounts = sum((line["Amount"] for line in lines if line["DetailType"] == "DiscountLineDetail"), Decimal(0))
    return _items_total(lines) - discounts


def _subtotal(lines: list[Record]) -> Record:
    amount = _items_total(lines, shipping=False)
    return {"Amount": amount, "DetailType": "SubTotalLineDetail", "SubTotalLineDetail": {}}
