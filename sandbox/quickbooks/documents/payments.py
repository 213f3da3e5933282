"""Payments of customers and to vendors: their checks, and all that QuickBooks fills in."""

from __future__ import annotations

from decimal import Decimal

from sandbox.quickbooks import business_refusals, refusals
from sandbox.quickbooks.books.company import cents, without
from sandbox.quickbooks.documents.applying import payable
from sandbox.quickbooks.documents.drafts import Draft
from sandbox.quickbooks.documents.forms import date_of, header
from sandbox.quickbooks.documents.ledger import applied, open_amount
from sandbox.quickbooks.documents.sales import account_of
from sandbox.quickbooks.documents.traits import DOCUMENTS
from sandbox.quickbooks.references import check_account, with_names
from sandbox.quickbooks.schema.shape import Record

# How a vendor is paid: the member that says from where, its account, and the account's type.
WAYS = {
    "Check": ("CheckPayment", "BankAccountRef", "Bank"),
    "CreditCard": ("CreditCardPayment", "CCAccountRef", "Credit Card"),
}


def fill_payment(draft: Draft) -> Record:
    """A payment as it will be stored, without Id and version.

    Raises Refusal 620 for a document that cannot be paid by it, 6000 for more than is open or more than it has.
    """
    form = header(draft, date_of(draft))
    lines = [_line(draft, line) for line in form.get("Line", [])]
    if len({line["LinkedTxn"][0]["TxnId"] for line in lines}) < len(lines):
        raise business_refusals.business("A transaction can be on one line of a payment only.")
    total = cents(form["TotalAmt"])
    payment = {**form, **account_of(draft, form), "Line": lines, "TotalAmt": total}
    unapplied = total - applied(draft.kind, payment)
    if total < 0 or unapplied < 0:
        raise business_refusals.business("The payments applied are more than the amount received and the credits used.")
    return {**payment, **dict.fromkeys(DOCUMENTS[draft.kind].open, unapplied)}


def fill_bill_payment(draft: Draft) -> Record:
    """A payment to a vendor as it will be stored, by check or card; only what belongs to that way is kept."""
    member, account, kind = WAYS[draft.given["PayType"]]
    way = with_names(draft.company, draft.given.get(member, {}))
    if account not in way:
        raise refusals.missing(f"{member}.{account}")
    check_account(draft.company, way[account], (kind,))
    printed = {"PrintStatus": "NeedToPrint"} if member == "CheckPayment" else {}
    # The schema has one way or the other, never both.
    payment = without(fill_payment(draft), [other for other, _, _ in WAYS.values()])
    return {**payment, member: {**printed, **way}}


def _line(draft: Draft, line: Record) -> Record:
    links = line.get("LinkedTxn", [])
    if "Amount" not in line:
        raise refusals.missing("Line.Amount")
    if not links:
        raise refusals.missing("Line.LinkedTxn")
    if line["Amount"] < 0:
        raise refusals.negative_line(line["Amount"])
    target = payable(draft, links[0])
    before = applied(draft.kind, draft.old, target["Id"]) if draft.old is not None else Decimal(0)
    if line["Amount"] > open_amount(links[0]["TxnType"], target) + before:
        raise business_refusals.business(f"The amount is more than is open on {links[0]['TxnType']} {target['Id']}.")
    return {"Amount": cents(line["Amount"]), "LinkedTxn": [{name: links[0][name] for name in ("TxnId", "TxnType")}]}
