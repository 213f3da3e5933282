"""The currencies of a company: its own, and with multicurrency the others."""

from __future__ import annotations

from sandbox.quickbooks import refusals
from sandbox.quickbooks.books.company import Company
from sandbox.quickbooks.schema import table
from sandbox.quickbooks.schema.shape import Record

NAMES: dict[str, str] = table("currencies")


def home_currency(company: Company) -> Record:
    """The company's own currency, as a reference."""
    return _named(company.preference("CurrencyPrefs", "HomeCurrency")["value"])


def currency(company: Company, reference: Record) -> Record:
    """A currency that was sent, with its name; raises Refusal 2500 for one the company does not use."""
    code = reference.get("value")
    several = company.preference("CurrencyPrefs", "MultiCurrencyEnabled")
    if code not in NAMES or not (several or code == home_currency(company)["value"]):
        raise refusals.invalid_reference("CurrencyRef", "CurrencyRef")
    return _named(code)


def _named(code: str) -> Record:
    return {"value": code, "name": NAMES[code]}
