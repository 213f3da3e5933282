"""The entries of lists: the checks they share, and all that QuickBooks fills in."""

from __future__ import annotations

from collections.abc import Callable

from sandbox.quickbooks import business_refusals, refusals
from sandbox.quickbooks.books.company import without
from sandbox.quickbooks.documents.drafts import Draft
from sandbox.quickbooks.lists.currencies import home_currency
from sandbox.quickbooks.lists.hierarchy import carry_name, placed
from sandbox.quickbooks.lists.items import fill_item
from sandbox.quickbooks.lists.naming import check_characters, check_free, with_state
from sandbox.quickbooks.lists.people import fill_customer, fill_person, fill_vendor
from sandbox.quickbooks.schema import table
from sandbox.quickbooks.schema.kinds import KINDS
from sandbox.quickbooks.schema.properties import TYPES
from sandbox.quickbooks.schema.shape import Record, read

DEFAULTS: dict[str, Record] = {kind: read(kind, row) for kind, row in table("defaults").items()}
CLASSIFICATION = {
    "Bank": "Asset",
    "Accounts Receivable": "Asset",
    "Other Current Asset": "Asset",
    "Fixed Asset": "Asset",
    "Other Asset": "Asset",
    "Accounts Payable": "Liability",
    "Credit Card": "Liability",
    "Other Current Liability": "Liability",
    "Long Term Liability": "Liability",
    "Equity": "Equity",
    "Income": "Revenue",
    "Other Income": "Revenue",
    "Cost of Goods Sold": "Expense",
    "Expense": "Expense",
    "Other Expense": "Expense",
}


def fill_entry(draft: Draft) -> Record:
    """An entry of a list as it will be stored, without Id and version.

    What the server keeps by itself, such as a balance, an update leaves as it was.
    """
    check_characters(draft)
    server = {name: value for name, value in (draft.old or {}).items() if name in KINDS[draft.kind].read_only}
    entry = {**DEFAULTS[draft.kind], **server, **_currency(draft), **draft.given}
    finished = placed(draft, with_state(draft, OWN.get(draft.kind, _as_it_is)(draft, entry)))
    check_free(draft, finished)
    for member in KINDS[draft.kind].nameless:
        if member in finished:
            finished[member] = {"value": finished[member]["value"]}
    if draft.old is not None:
        carry_name(draft.company, draft.kind, draft.old, {**finished, "Id": draft.old["Id"]})
    return finished


def _currency(draft: Draft) -> Record:
    """The currency of what has one; it is settled when the entry is made."""
    if "CurrencyRef" not in TYPES[draft.kind]:
        return {}
    if draft.old is None:
        return {"CurrencyRef": home_currency(draft.company)}
    settled: Record = draft.old["CurrencyRef"]
    if draft.given.get("CurrencyRef", settled) != settled:
        raise business_refusals.business("The currency cannot be changed once it is set.")
    return {"CurrencyRef": settled}


def _as_it_is(draft: Draft, entry: Record) -> Record:
    return entry


def _fill_account(draft: Draft, account: Record) -> Record:
    if "AccountType" not in account:
        raise business_refusals.account_type_missing()
    if account["AccountType"] not in CLASSIFICATION:
        raise refusals.bad_enumeration(account["AccountType"])
    return {**account, "Classification": CLASSIFICATION[account["AccountType"]]}


def _fill_term(draft: Draft, term: Record) -> Record:
    if "DueDays" in term:
        return {**term, "Type": "STANDARD"}
    if "DayOfMonthDue" not in term:
        raise refusals.missing("DueDays")
    return {**without(term, ["DiscountDays"]), "Type": "DATE_DRIVEN"}


OWN: dict[str, Callable[[Draft, Record], Record]] = {
    "Customer": fill_customer,
    "Vendor": fill_vendor,
    "Employee": fill_person,
    "Item": fill_item,
    "Account": _fill_account,
    "Term": _fill_term,
}
FILL: dict[str, Callable[[Draft], Record]] = dict.fromkeys(DEFAULTS, fill_entry)
