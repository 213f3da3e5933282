"""Purchase orders, bills and vendor credits: their checks, and all that QuickBooks fills in."""

from __future__ import annotations

from decimal import Decimal

from sandbox.quickbooks import business_refusals, refusals
from sandbox.quickbooks.books.company import Company, cents, without
from sandbox.quickbooks.documents.addresses import form_address
from sandbox.quickbooks.documents.applying import standing
from sandbox.quickbooks.documents.drafts import Draft
from sandbox.quickbooks.documents.forms import (
    check_length,
    check_stock,
    date_of,
    detail_of,
    due_date,
    header,
    home_amounts,
    kept_decimals,
    party_of,
)
from sandbox.quickbooks.documents.links import link_lines, order_state
from sandbox.quickbooks.documents.tax_abroad import assess_abroad
from sandbox.quickbooks.documents.traits import DOCUMENTS
from sandbox.quickbooks.lists.tax_lists import ABROAD
from sandbox.quickbooks.references import check_account, item_reference, look_up_item, with_names
from sandbox.quickbooks.schema.shape import Record

ITEM = "ItemBasedExpenseLineDetail"
ACCOUNT = "AccountBasedExpenseLineDetail"


def fill_purchase_order(draft: Draft) -> Record:
    """A purchase order as it will be stored, without Id and version."""
    return order_state(draft, fill_purchase(draft))


def fill_bill(draft: Draft) -> Record:
    """A bill as it will be stored, without Id and version, linked to the orders it may link to."""
    form = fill_purchase(draft)
    form["Line"] = link_lines(draft, form["Line"])
    orders = dict.fromkeys(link["TxnId"] for line in form["Line"] for link in line.get("LinkedTxn", []))
    links = [{"TxnId": order, "TxnType": DOCUMENTS[draft.kind].receives} for order in orders]
    payments = [link for link in form.get("LinkedTxn", []) if link["TxnType"] != DOCUMENTS[draft.kind].receives]
    return {**without(form, ["LinkedTxn"]), **({"LinkedTxn": links + payments} if links + payments else {})}


def fill_purchase(draft: Draft) -> Record:
    """What all purchase forms have; a vendor credit has no more."""
    txn_date = date_of(draft)
    lines = [_line(draft.company, detail_of(draft, line), line, txn_date) for line in draft.given["Line"]]
    check_length(draft.company, len(lines), taxed=False)
    form = {**without(_header(draft, txn_date), ["TxnTaxDetail"]), "Line": lines}
    if draft.company.switches["sales_tax"] == ABROAD:
        sent = {name: draft.given[name] for name in ("TxnTaxDetail",) if name in draft.given}
        form = assess_abroad(draft.company, {**form, **sent}, purchase=True)
    tax = form.get("TxnTaxDetail", {}).get("TotalTax", Decimal(0))
    total = sum((line["Amount"] for line in lines), Decimal(0)) + tax
    if total < 0:
        raise business_refusals.business("The total of a purchase may not be negative. Record a vendor credit instead.")
    form = {**form, "TotalAmt": total, **standing(draft, total)}
    return {**form, **home_amounts(draft.kind, form)}


def _header(draft: Draft, txn_date: str) -> Record:
    company, vendor = draft.company, party_of(draft)
    payable = draft.given.get("APAccountRef") or _only_payable(company)
    check_account(company, payable, ("Accounts Payable",))
    customer = company.shelves["Customer"].get(draft.given.get("ShipTo", {}).get("value", "")) or {}
    of_the_vendor = {"VendorAddr": vendor["BillAddr"]} if "BillAddr" in vendor else {}
    return {
        **header(draft, txn_date),
        **form_address(draft, "VendorAddr", vendor, of_the_vendor),
        **form_address(draft, "ShipAddr", customer, customer),
        **due_date(draft, txn_date),
        "APAccountRef": payable,
    }


def _only_payable(company: Company) -> Record:
    for account in company.shelves["Account"]:
        if account["AccountType"] == "Accounts Payable" and account["Active"]:
            return {"value": account["Id"], "name": account["FullyQualifiedName"]}
    raise refusals.missing("APAccountRef")


def _line(company: Company, kind: str, line: Record, txn_date: str) -> Record:
    """A finished line. Amount against Qty and UnitPrice is not checked on purchases, as recorded."""
    if "Amount" not in line:
        raise refusals.missing("Line.Amount")
    detail = _detail(company, kind, line.get(kind, {}), txn_date)
    return {**without(line, ["Received"]), "Amount": cents(line["Amount"]), kind: detail}


def _detail(company: Company, kind: str, sent: Record, txn_date: str) -> Record:
    if kind == ACCOUNT and "AccountRef" not in sent:
        raise refusals.missing(f"Line.{ACCOUNT}.AccountRef")
    if kind == ITEM and "ItemRef" not in sent:
        raise business_refusals.line_without_item()
    untaxed = {} if company.switches["sales_tax"] == ABROAD else {"TaxCodeRef": {"value": "NON"}}
    detail = {"BillableStatus": "NotBillable", **untaxed, **kept_decimals(company, with_names(company, sent))}
    if kind == ITEM:
        item = look_up_item(company, sent, f"Line.{ITEM}.ItemRef")
        if "ExpenseAccountRef" not in item:
            raise business_refusals.business("You must select an account for this transaction.")
        check_stock(item, txn_date, detail)
        detail["ItemRef"] = item_reference(item)
    return _with_billable(company, detail)


def _with_billable(company: Company, detail: Record) -> Record:
    """The detail with a status that may be sent: 6310 without a customer, 6320 where nothing is billed on."""
    if company.switches["billable_status"] == "read-only":
        return {**detail, "BillableStatus": "NotBillable"}
    if detail["BillableStatus"] == "HasBeenBilled":
        raise refusals.bad_enumeration("HAS_BEEN_BILLED")
    if detail["BillableStatus"] == "Billable":
        if "CustomerRef" not in detail:
            raise business_refusals.billable_without_customer()
        if not all(company.preference("VendorAndPurchasesPrefs", name) for name in BILLING_ON):
            raise business_refusals.not_billable()
    return detail


BILLING_ON = ("TrackingByCustomer", "BillableExpenseTracking")
