"""Sales receipts, invoices, credit memos and refund receipts: their checks, and all that QuickBooks fills in."""

from __future__ import annotations

from decimal import Decimal

from sandbox.quickbooks import refusals
from sandbox.quickbooks.addresses import form_address
from sandbox.quickbooks.applying import standing
from sandbox.quickbooks.company import Company, without
from sandbox.quickbooks.documents import DOCUMENTS
from sandbox.quickbooks.drafts import Draft
from sandbox.quickbooks.forms import date_of, due_date, header, home_amounts, party_of
from sandbox.quickbooks.references import check_account
from sandbox.quickbooks.sales_lines import discount_total, finish_lines, items_total
from sandbox.quickbooks.shape import Record
from sandbox.quickbooks.switches import UNLIMITED
from sandbox.quickbooks.tax import UNTAXED, assess
from sandbox.quickbooks.tax_abroad import assess_abroad
from sandbox.quickbooks.tax_lists import ABROAD

MOST_TAXABLE_LINES = 750


def fill_sale(draft: Draft) -> Record:
    """A sales form as it will be stored, without Id and version."""
    txn_date = date_of(draft)
    lines = finish_lines(draft, txn_date)
    form = {**_header(draft, txn_date), "Line": lines}
    form = _with_tax(draft, form)
    total = items_total(lines) - discount_total(lines) + form["TxnTaxDetail"]["TotalTax"]
    if total < 0:
        raise refusals.business("The total of a sale may not be negative. Record a refund instead.")
    _check_number_of_lines(draft.company, lines, taxed=bool(form["TxnTaxDetail"].get("TaxLine")))
    form = {**form, "TotalAmt": total, **standing(draft, total - _deposit(draft, total))}
    return {**form, **home_amounts(draft.kind, form)}


def _header(draft: Draft, txn_date: str) -> Record:
    customer, form = party_of(draft), header(draft, txn_date)
    if form["EmailStatus"] == "NeedToSend" and not form.get("BillEmail", {}).get("Address"):
        raise refusals.email_missing()
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
        raise refusals.business("Deposits are not turned on in this company.")
    if not 0 <= deposit <= total:
        raise refusals.business("The deposit may not be more than the total.")
    return deposit


def _with_tax(draft: Draft, form: Record) -> Record:
    """The form with its tax; an update that touches neither lines nor tax keeps the old one."""
    if draft.old is not None and "TxnTaxDetail" not in draft.sent:
        if "Line" not in draft.sent:
            return {**form, "TxnTaxDetail": dict(draft.old["TxnTaxDetail"])}
        form = without(form, ["TxnTaxDetail"])
    if draft.company.switches["sales_tax"] == ABROAD:
        return {"TxnTaxDetail": dict(UNTAXED), **assess_abroad(draft.company, form, purchase=False)}
    customer = party_of(draft)
    exempt = "TaxExemptionReasonId" in customer or customer.get("Taxable") is False
    return {**form, "TxnTaxDetail": assess(draft.company, form, form["Line"], exempt=exempt)}


def _check_number_of_lines(company: Company, lines: list[Record], *, taxed: bool) -> None:
    """Raise Refusal 6000 for more lines than a taxable form, or by the switch `most_lines` any form, may have."""
    limit = company.switches["most_lines"]
    most = MOST_TAXABLE_LINES if taxed else None if limit == UNLIMITED else int(limit)
    if most is not None and len(lines) - 1 > most:
        raise refusals.business(f"A transaction may have {most} lines at most. Supplied value:{len(lines) - 1}")
