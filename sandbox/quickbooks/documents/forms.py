"""What every document has: its date and when it falls due, its currency and custom fields, its lines' details."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sandbox.quickbooks import business_refusals, refusals
from sandbox.quickbooks.books.company import Company, cents, without
from sandbox.quickbooks.documents.custom_fields import custom_fields
from sandbox.quickbooks.documents.drafts import Draft
from sandbox.quickbooks.documents.numbering import number_of
from sandbox.quickbooks.documents.traits import DOCUMENTS
from sandbox.quickbooks.lists.currencies import home_currency
from sandbox.quickbooks.references import list_of
from sandbox.quickbooks.schema.kinds import KINDS
from sandbox.quickbooks.schema.properties import TYPES
from sandbox.quickbooks.schema.shape import Record
from sandbox.switches import UNLIMITED

MOST_TAXABLE_LINES = 750


def date_of(draft: Draft) -> str:
    """The transaction's date; raises Refusal 6200 when its period, or that of the old version, is closed."""
    txn_date = str(draft.given.get("TxnDate") or draft.company.today().isoformat())
    check_open(draft.company, txn_date)
    if draft.old is not None:
        check_open(draft.company, draft.old["TxnDate"])
    return txn_date


def check_open(company: Company, txn_date: str) -> None:
    """Raise Refusal 6200, or 6210 where a password guards the closed books."""
    closed_to = company.preference("AccountingInfoPrefs", "BookCloseDate")
    if closed_to and txn_date <= closed_to:
        guarded = company.switches["closed_books"] == "password"
        raise business_refusals.period_guarded() if guarded else business_refusals.period_closed()


def party_of(draft: Draft) -> Record:
    """The customer or vendor of a document; empty when it has none."""
    member = KINDS[draft.kind].party
    party_id = draft.given.get(member, {}).get("value", "")
    return draft.company.shelves[str(list_of(member))].get(party_id) or {}


def due_date(draft: Draft, txn_date: str) -> Record:
    """For what falls due, the date sent, else the days of its term or its party's after the transaction."""
    days = DOCUMENTS[draft.kind].due_days
    if days is None:
        return {}
    if "DueDate" in draft.given:
        return {"DueDate": draft.given["DueDate"]}
    party = party_of(draft)
    reference: Record = draft.given.get("SalesTermRef") or party.get("SalesTermRef") or party.get("TermRef") or {}
    term: Any = draft.company.shelves["Term"].get(reference.get("value", "")) or {}
    due = date.fromisoformat(txn_date) + timedelta(days=int(term.get("DueDays", days)))
    return {"DueDate": due.isoformat()}


def address(draft: Draft, member: str, fallback: Record) -> Record:
    """An address of a list's entry under its own Id."""
    if member in draft.given:
        own = draft.given[member]
        if draft.old is not None and draft.old.get(member) == own:
            return {member: own}
        return {member: {**own, "Id": draft.company.next_id("address")}}
    return {member: fallback[member]} if member in fallback else {}


def header(draft: Draft, txn_date: str) -> Record:
    """The members that every document's answer has; raises the Refusals of number and currency."""
    number = number_of(draft)
    document = DOCUMENTS[draft.kind]
    given = without(draft.given, ["CustomField", "CurrencyRef", "ExchangeRate", "DocNumber", "AutoDocNumber"])
    fields = {"CustomField": custom_fields(draft.company, document.custom_fields, draft.given)}
    return {
        **(fields if document.custom_fields else {}),
        **_currency(draft),
        **document.defaults,
        **given,
        "TxnDate": txn_date,
        **({"DocNumber": number} if number else {}),
    }


def _currency(draft: Draft) -> Record:
    """The currency, which must be the party's; without multicurrency the company's own, and no rate is kept."""
    home = home_currency(draft.company)
    if not draft.company.preference("CurrencyPrefs", "MultiCurrencyEnabled"):
        return {"CurrencyRef": home}
    if "CurrencyRef" not in draft.given:
        raise refusals.missing("CurrencyRef")
    currency: Record = draft.given["CurrencyRef"]
    partys: Record = party_of(draft).get("CurrencyRef", currency)
    if partys["value"] != currency["value"]:
        raise business_refusals.business("The currency of the transaction is not that of the customer or vendor.")
    rate = Decimal(1) if currency == home else draft.given.get("ExchangeRate", Decimal(1))
    return {"CurrencyRef": currency, "ExchangeRate": rate}


def home_amounts(kind: str, form: Record) -> Record:
    """With multicurrency, the total and balance in the company's own currency where the kind has them."""
    pairs = (("HomeTotalAmt", "TotalAmt"), ("HomeBalance", "Balance"))
    if "ExchangeRate" not in form:
        return {}
    return {home: cents(form[own] * form["ExchangeRate"]) for home, own in pairs if home in TYPES[kind] and own in form}


def detail_of(draft: Draft, line: Record) -> str:
    """The detail of a line; raises Refusal 2020 without one, 2170 for one the kind of document does not have."""
    detail = line.get("DetailType")
    if detail is None:
        raise refusals.missing("Line.DetailType")
    if detail not in DOCUMENTS[draft.kind].lines:
        raise refusals.bad_enumeration(detail)
    return str(detail)


def check_length(company: Company, lines: int, *, taxed: bool) -> None:
    """Raise Refusal 6000 for more lines than a taxable sales form, or by the switch `most_lines` any form, may have."""
    limit = company.switches["most_lines"]
    most = MOST_TAXABLE_LINES if taxed else None if limit == UNLIMITED else int(limit)
    if most is not None and lines > most:
        raise business_refusals.business(f"A transaction may have {most} lines at most. Supplied value:{lines}")


def kept_decimals(company: Company, detail: Record) -> Record:
    """A line's detail with as many decimals in its quantity and price as the switch `kept_decimals` keeps."""
    places = company.switches["kept_decimals"]
    if places == UNLIMITED:
        return detail
    step = Decimal(1).scaleb(-int(places))
    rounded: Record = {
        name: detail[name].quantize(step, ROUND_HALF_UP).normalize() + 0
        for name in ("Qty", "UnitPrice")
        if name in detail and -detail[name].as_tuple().exponent > int(places)
    }
    return {**detail, **rounded}


def check_stock(item: Record, txn_date: str, detail: Record) -> None:
    """Raise Refusal 6270 for a stock item moved before its stock began, 6520 for one moved without a quantity."""
    if item["Type"] != "Inventory":
        return
    if txn_date < item["InvStartDate"]:
        raise business_refusals.before_stock()
    if "Qty" not in detail:
        raise business_refusals.quantity_missing()
