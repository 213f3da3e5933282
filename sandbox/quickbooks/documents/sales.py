"""Sales receipts, invoices, credit memos and refund receipts: their checks, and all that QuickBooks fills in."""

from __future__ import annotations

from decimal import Decimal

from sandbox.quickbooks import business_refusals
from sandbox.quickbooks.books.company import without
from sandbox.quickbooks.documents.addresses import form_address
from sandbox.quickbooks.documents.applying import standing
from sandbox.quickbooks.documents.drafts import Draft
from sandbox.quickbooks.documents.forms import check_length, date_of, due_date, header, home_amounts, party_of
from sandbox.quickbooks.documents.sales_lines import discount_total, finish_lines, items_total
from sandbox.quickbooks.documents.tax import UNTAXED, assess
from sandbox.quickbooks.documents.tax_abroad import assess_abroad
from sandbox.quickbooks.documents.traits import DOCUMENTS
from sandbox.quickbooks.lists.tax_lists import ABROAD
from sandbox.quickbooks.references import check_account
from sandbox.quickbooks.schema.shape import Record


def fill_sale(draft: Draft) -> Record:
    """A sales form as it will be stored, without Id and version."""
    txn_date = date_of(draft)
    lines = finish_lines(draft, txn_date)
    form = {**_header(draft, txn_date), "Line": lines}
    form = _with_tax(draft, form)
    total = items_total(lines) - discount_total(lines) + form["TxnTaxDetail"]["TotalTax"]
    if total < 0:
        raise business_refusals.business("The total of a sale may not be negative. Record a refund instead.")
    check_length(draft.company, len(lines) - 1, taxed=bool(form["TxnTaxDetail"].get("TaxLine")))
    form = {**form, "TotalAmt": total, **standing(draft, total - _deposit(draft, total))}
    return {**form, **home_amounts(draft.kind, form)}


def _header(draft: Draft, txn_date: str) -> Record:
    customer, form = party_of(draft), header(draft, txn_date)
    if form["EmailStatus"] == "NeedToSend" and not form.get("BillEmail", {}).get("Address"):
        raise business_refusals.email_missing()
    return {
        **form,
        **form_address(draft, "BillAddr", customer, customer),
        **form_address(draft, "ShipAddr", customer, customer),
        **account_of(draft, form),
        **due_date(draft, txn_date),
    }


def account_of(draft: Draft, form: Record) -> Record:
    """The account the money goes to or comes from, for what has one: Undeposited Funds unless it is sent.

    Raises Refusal 6430 for one that holds no money.
    """
    member = DOCUMENTS[draft.kind].account
    if not member:
        return {}
    if member in form:
        check_account(draft.company, form[member], ("Bank", "Other Current Asset"))
        return {}
    (undeposited,) = draft.company.shelves["Account"].find("Name", "Undeposited Funds")
    return {member: {"value": undeposited["Id"], "name": undeposited["Name"]}}


def _deposit(draft: Draft, total: Decimal) -> Decimal:
    """What of an invoice was paid beforehand; raises Refusal 6000 where that is not allowed or more than all."""
    deposit = Decimal(draft.given.get("Deposit", 0))
    if deposit and not draft.company.preference("SalesFormsPrefs", "AllowDeposit"):
        raise business_refusals.business("Deposits are not turned on in this company.")
    if not 0 <= deposit <= total:
        raise business_refusals.business("The deposit may not be more than the total.")
    return deposit


def _with_tax(draft: Draft, form: Record) -> Record:
    """The form with its tax; an update that changes neither lines nor tax keeps the old one."""
    if draft.old is not None:
        if _is_untouched(draft, form):
            return {**form, "TxnTaxDetail": dict(draft.old["TxnTaxDetail"])}
        if "TxnTaxDetail" not in draft.sent:
            form = without(form, ["TxnTaxDetail"])
    if draft.company.switches["sales_tax"] == ABROAD:
        return {"TxnTaxDetail": dict(UNTAXED), **assess_abroad(draft.company, form, purchase=False)}
    customer = party_of(draft)
    exempt = "TaxExemptionReasonId" in customer or customer.get("Taxable") is False
    return {**form, "TxnTaxDetail": assess(draft.company, form, form["Line"], exempt=exempt)}


def _is_untouched(draft: Draft, form: Record) -> bool:
    """Whether an update leaves lines and tax out, or sends both back as they are."""
    old, sent = draft.old or {}, draft.sent & {"Line", "TxnTaxDetail"}
    return not sent or (len(sent) == 2 and all(form[name] == old[name] for name in sent))
