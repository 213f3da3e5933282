"""Purchase orders and bills: their checks, and all that QuickBooks fills in."""

from __future__ import annotations

from decimal import Decimal

from sandbox.quickbooks import refusals
from sandbox.quickbooks.company import Company, cents
from sandbox.quickbooks.forms import Draft, address, check_stock_date, date_of, due_date, header
from sandbox.quickbooks.links import link_lines
from sandbox.quickbooks.references import check_account, item_reference, look_up_item, with_names
from sandbox.quickbooks.shape import Record

ITEM = "ItemBasedExpenseLineDetail"
ACCOUNT = "AccountBasedExpenseLineDetail"


def fill_purchase_order(draft: Draft) -> Record:
    """A purchase order as it will be stored, without Id and version."""
    if not draft.company.feature("VendorAndPurchasesPrefs.PurchaseOrderEnabled"):
        raise refusals.not_entitled("Purchase orders")
    form = _fill(draft)
    standing = {name: draft.old[name] for name in ("LinkedTxn",) if draft.old is not None and name in draft.old}
    return {"POStatus": "Open", "PrintStatus": "NeedToPrint", "EmailStatus": "NotSet", **form, **standing}


def fill_bill(draft: Draft) -> Record:
    """A bill as it will be stored, without Id and version, linked to the orders it may link to."""
    form = _fill(draft)
    form["Line"] = link_lines(draft, form["Line"])
    orders = dict.fromkeys(link["TxnId"] for line in form["Line"] for link in line.get("LinkedTxn", []))
    if orders:
        form["LinkedTxn"] = [{"TxnId": order, "TxnType": "PurchaseOrder"} for order in orders]
    return {**form, "DueDate": due_date(draft, form["TxnDate"], default_days=0), "Balance": form["TotalAmt"]}


def _fill(draft: Draft) -> Record:
    company = draft.company
    txn_date = date_of(draft)
    payable = draft.given.get("APAccountRef") or _only_payable(company)
    check_account(company, payable, ("Accounts Payable",))
    vendor = company.shelves["Vendor"].get(draft.given["VendorRef"]["value"]) or {}
    party = {"VendorAddr": vendor["BillAddr"]} if "BillAddr" in vendor else {}
    received = {line["Id"]: line["Received"] for line in (draft.old or {}).get("Line", []) if "Received" in line}
    lines = [_line(company, line, txn_date, received) for line in draft.given["Line"]]
    total = sum((line["Amount"] for line in lines), Decimal(0))
    if total < 0:
        raise refusals.business("The total of a purchase may not be negative. Record a vendor credit instead.")
    return {
        **header(draft, txn_date),
        **address(draft, "VendorAddr", party),
        **address(draft, "ShipAddr", {}),
        "APAccountRef": payable,
        "Line": lines,
        "TotalAmt": total,
    }


def _only_payable(company: Company) -> Record:
    for account in company.shelves["Account"]:
        if account["AccountType"] == "Accounts Payable" and account["Active"]:
            return {"value": account["Id"], "name": account["FullyQualifiedName"]}
    raise refusals.missing("APAccountRef")


def _line(company: Company, line: Record, txn_date: str, received: dict[str, Decimal]) -> Record:
    """A finished line. Amount against Qty and UnitPrice is not checked on purchases, as recorded."""
    kind = line.get("DetailType")
    if kind is None:
        raise refusals.missing("Line.DetailType")
    if kind not in (ITEM, ACCOUNT):
        raise refusals.bad_enumeration(kind)
    if "Amount" not in line:
        raise refusals.missing("Line.Amount")
    detail = _detail(company, kind, line.get(kind, {}), txn_date)
    finished = {**line, "Amount": cents(line["Amount"]), kind: detail}
    finished.pop("Received", None)
    if line.get("Id") in received:
        finished["Received"] = received[line["Id"]]
    return finished


def _detail(company: Company, kind: str, sent: Record, txn_date: str) -> Record:
    if kind == ACCOUNT and "AccountRef" not in sent:
        raise refusals.missing(f"Line.{ACCOUNT}.AccountRef")
    if kind == ITEM and "ItemRef" not in sent:
        raise refusals.line_without_item()
    detail = {"BillableStatus": "NotBillable", "TaxCodeRef": {"value": "NON"}, **with_names(company, sent)}
    if detail["BillableStatus"] == "Billable" and "CustomerRef" not in detail:
        raise refusals.billable_without_customer()
    if detail["BillableStatus"] == "HasBeenBilled":
        raise refusals.bad_enumeration("HAS_BEEN_BILLED")
    if kind == ITEM:
        item = look_up_item(company, sent, f"Line.{ITEM}.ItemRef")
        if "ExpenseAccountRef" not in item:
            raise refusals.business("You must select an account for this transaction.")
        check_stock_date(item, txn_date)
        detail["ItemRef"] = item_reference(item)
    return detail
