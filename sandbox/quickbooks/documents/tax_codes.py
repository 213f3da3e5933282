"""Tax codes on lines, and the rates that stand behind a code."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sandbox.quickbooks import business_refusals, refusals
from sandbox.quickbooks.books.company import Company
from sandbox.quickbooks.lists.tax_lists import ABROAD, RATE
from sandbox.quickbooks.schema.shape import Record


def sale_code(company: Company, detail: Record, item: Record) -> Record:
    """The tax code of a sales line, as a record with that one member, or none outside the US.

    In the US a line without a code takes its item's. Raises Refusal 6100 there for anything but TAX and NON.
    """
    mode = company.switches["sales_tax"]
    code = detail.get("TaxCodeRef", {}).get("value")
    if mode == ABROAD:
        return {}
    if code not in (None, "TAX", "NON"):
        raise business_refusals.wrong_tax_code(code)
    if mode == "off":
        return {"TaxCodeRef": {"value": "NON"}}
    return {"TaxCodeRef": {"value": code or ("TAX" if item.get("Taxable") else "NON")}}


def rates_of(company: Company, code: Record, *, purchase: bool = False) -> dict[str, Decimal]:
    """The percent of each rate behind a tax code, by the rate's Id; raises Refusal 2500 for an unknown code."""
    found = company.shelves["TaxCode"].get(code.get("value", ""))
    if found is None:
        raise refusals.invalid_reference(f"TaxCodes element id {code.get('value')} not found")
    rates = found["PurchaseTaxRateList" if purchase else "SalesTaxRateList"]["TaxRateDetail"]
    return {one["TaxRateRef"]["value"]: _percent(company, one["TaxRateRef"]["value"]) for one in rates}


def _percent(company: Company, rate_id: str) -> Decimal:
    """A rate's percent; that of the company's own state is the switch `tax_rate`."""
    if rate_id == RATE and company.switches["sales_tax"] != ABROAD:
        return Decimal(company.switches["tax_rate"])
    rate: Any = company.shelves["TaxRate"].get(rate_id)
    return Decimal(rate["RateValue"])
