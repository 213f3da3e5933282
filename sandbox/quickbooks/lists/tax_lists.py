"""The tax codes, rates and agency of a company: those of a US one, or of one in Canada."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sandbox.quickbooks.books.company import Company
from sandbox.quickbooks.schema.shape import Record

ABROAD = "abroad"
"""The value of the switch `sales_tax` for a company outside the US."""
CODE, RATE = "2", "3"
OWN = "the switch"


@dataclass(frozen=True)
class TaxLists:
    """The lists of a country; the company's own rate is what the switch `tax_rate` says at the start."""

    agency: str
    rates: tuple[tuple[str, str, str, str], ...]
    """Id, name, description and percent."""
    codes: tuple[tuple[str, str, str, bool, tuple[str, ...]], ...]
    """Id, name, description, whether it taxes, and the Ids of its rates."""
    on_purchases: bool


UNITED_STATES = TaxLists(
    "Texas Sales Tax Agency",
    ((RATE, "Texas", "Sales tax", OWN),),
    (
        # What the codes of lines say; unlike all others their Ids are words.
        ("TAX", "TAX", "Taxable Sales", True, ()),
        ("NON", "NON", "Non-Taxable Sales", False, ()),
        (CODE, "Texas", "Sales tax", True, (RATE,)),
    ),
    on_purchases=False,
)
CANADA = TaxLists(
    "Canada Revenue Agency",
    ((RATE, "GST", "GST 5%", "5"), ("4", "HST ON", "HST 13%", "13"), ("5", "PST BC", "PST 7%", "7")),
    (
        (CODE, "GST", "GST 5%", True, (RATE,)),
        ("3", "HST ON", "HST 13%", True, ("4",)),
        ("4", "GST/PST BC", "GST 5%, PST 7%", True, (RATE, "5")),
        ("5", "Exempt", "No tax", False, ()),
    ),
    on_purchases=True,
)


def add_tax_lists(company: Company) -> None:
    """Put the tax lists on their shelves, those of the country the switch `sales_tax` names at the start."""
    lists = CANADA if company.switches["sales_tax"] == ABROAD else UNITED_STATES
    tracked = {"TaxTrackedOnSales": True, "TaxTrackedOnPurchases": lists.on_purchases}
    agency = company.add("TaxAgency", {"DisplayName": lists.agency, "Active": True, **tracked})
    for rate_id, name, text, percent in lists.rates:
        _put(company, "TaxRate", rate_id, _rate(company, name, text, percent, agency["Id"]))
    names = {rate_id: name for rate_id, name, _, _ in lists.rates}
    for code_id, name, text, taxable, rates in lists.codes:
        code = _code(name, text, taxable=taxable, rates=tuple((names[rate], rate) for rate in rates))
        if lists.on_purchases:
            code["PurchaseTaxRateList"] = code["SalesTaxRateList"]
        _put(company, "TaxCode", code_id, code)


def _rate(company: Company, name: str, text: str, percent: str, agency_id: str) -> Record:
    value = Decimal(company.switches["tax_rate"] if percent == OWN else percent)
    return {
        "Name": name,
        "Description": text,
        "Active": True,
        "RateValue": value,
        "AgencyRef": {"value": agency_id},
        "SpecialTaxType": "NONE",
        "DisplayType": "ReadOnly",
        "EffectiveTaxRate": [{"RateValue": value, "EffectiveDate": "2026-01-01T00:00:00-08:00"}],
    }


def _code(name: str, text: str, *, taxable: bool, rates: tuple[tuple[str, str], ...]) -> Record:
    details = [
        {"TaxRateRef": {"value": rate_id, "name": rate}, "TaxTypeApplicable": "TaxOnAmount", "TaxOrder": Decimal(order)}
        for order, (rate, rate_id) in enumerate(rates)
    ]
    return {
        "Name": name,
        "Description": text,
        "Active": True,
        "Hidden": False,
        "Taxable": taxable,
        "TaxGroup": bool(rates),
        "SalesTaxRateList": {"TaxRateDetail": details},
        "PurchaseTaxRateList": {"TaxRateDetail": []},
        "TaxCodeConfigType": "SYSTEM_GENERATED",
    }


def _put(company: Company, kind: str, record_id: str, record: Record) -> None:
    now = company.timestamp()
    version = {"Id": record_id, "SyncToken": "0", "MetaData": {"CreateTime": now, "LastUpdatedTime": now}}
    company.shelves[kind].put({**record, "domain": "QBO", "sparse": False, **version})
