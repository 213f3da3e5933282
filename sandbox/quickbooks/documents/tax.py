"""Sales tax of a US company: automated, or by the code on the form."""

from __future__ import annotations

from decimal import Decimal

from sandbox.quickbooks.books.company import Company, cents
from sandbox.quickbooks.documents.sales_lines import ITEM, discount_total, item_lines, items_total
from sandbox.quickbooks.documents.tax_codes import rates_of
from sandbox.quickbooks.lists.tax_lists import CODE, RATE
from sandbox.quickbooks.schema import table
from sandbox.quickbooks.schema.shape import Record

SHIPPING = "SHIPPING_ITEM_ID"
UNTAXED: Record = {"TotalTax": Decimal(0)}
STATES: dict[str, float | int] = table("state_taxes")


def assess(company: Company, form: Record, lines: list[Record], *, exempt: bool) -> Record:
    """The TxnTaxDetail of a sales form with finished lines and addresses."""
    mode = company.switches["sales_tax"]
    sent = form.get("TxnTaxDetail", {})
    taxed = [line for line in item_lines(lines) if line[ITEM]["TaxCodeRef"]["value"] == "TAX"]
    if mode == "off" or exempt:
        return dict(UNTAXED)
    if not taxed:
        return _on_nothing(company, sent)
    base = _base(form, lines, taxed)
    if mode == "manual":
        code = sent.get("TxnTaxCodeRef")
        return _by_code(company, code, base, taxed) if code else dict(UNTAXED)
    return _automated(company, form, taxed, base)


def _on_nothing(company: Company, sent: Record) -> Record:
    """The tax of a form on which nothing is taxable: none, unless the switch lets a sent total stand all the same."""
    total = cents(sent.get("TotalTax", Decimal(0)))
    stands = company.switches["override_untaxed"] == "honoured" and company.switches["sales_tax"] == "automated"
    if not total or not stands or not _may_override(company, sent):
        return dict(UNTAXED)
    line = _tax_line(RATE, Decimal(0), Decimal(0), total, off_by=total)
    return {"TxnTaxCodeRef": {"value": CODE}, "TotalTax": total, "TaxLine": [line], **OVERRIDDEN}


def _by_code(company: Company, code: Record, base: Decimal, taxed: list[Record]) -> Record:
    lines = [
        _tax_line(rate, percent, base, _tax(company, percent, base, taxed))
        for rate, percent in rates_of(company, code).items()
    ]
    total = sum((line["Amount"] for line in lines), Decimal(0))
    return {"TxnTaxCodeRef": {"value": code["value"]}, "TotalTax": total, "TaxLine": lines}


def _automated(company: Company, form: Record, taxed: list[Record], base: Decimal) -> Record:
    """The engine's tax, over which a sent total may stand; the code is the engine's whatever was sent."""
    rate = _rate_at(company, form)
    computed = _tax(company, rate, base, taxed)
    sent = form.get("TxnTaxDetail", {})
    code = {"value": CODE}
    if "TotalTax" not in sent or not _may_override(company, sent):
        return {"TxnTaxCodeRef": code, "TotalTax": computed, "TaxLine": [_tax_line(RATE, rate, base, computed)]}
    kept = cents(sent["TotalTax"]) + _tax_on_shipping(form, taxed, rate)
    line = _tax_line(RATE, rate, base, kept, off_by=kept - computed)
    return {"TxnTaxCodeRef": code, "TotalTax": kept, "TaxLine": [line], **OVERRIDDEN}


OVERRIDDEN = {"TaxReviewStatus": "AST_TAX_OVERRIDE"}


def _may_override(company: Company, sent: Record) -> bool:
    return company.switches["tax_override"] == "honoured" and not sent.get("UseAutomatedSalesTax")


def _rate_at(company: Company, form: Record) -> Decimal:
    """The percent where the goods go: everywhere the company's own, or by the state of the address."""
    address: Record = form.get("ShipAddr") or form.get("BillAddr") or {}
    state = address.get("CountrySubDivisionCode", "").upper()
    if company.switches["tax_places"] == "everywhere" or state not in STATES:
        return Decimal(company.switches["tax_rate"])
    return Decimal(str(STATES[state]))


def _tax(company: Company, rate: Decimal, base: Decimal, taxed: list[Record]) -> Decimal:
    if company.switches["tax_rounding"] == "document":
        return cents(base * rate / 100)
    share = base / total if (total := _sum(taxed)) else Decimal(0)
    return sum((cents(line["Amount"] * share * rate / 100) for line in taxed), Decimal(0))


def _base(form: Record, lines: list[Record], taxed: list[Record]) -> Decimal:
    """What the tax is reckoned on; a discount comes off first, for the taxable part, only where the form says so."""
    whole = items_total(lines)
    if not form.get("ApplyTaxAfterDiscount") or not whole:
        return _sum(taxed)
    return cents(_sum(taxed) * (1 - discount_total(lines) / whole))


def _tax_on_shipping(form: Record, taxed: list[Record], rate: Decimal) -> Decimal:
    """What QuickBooks adds on top of a sent TotalTax that does not say it covers shipping."""
    if form.get("ShippingTaxIncludedInTotalTax"):
        return Decimal(0)
    shipping = [line for line in taxed if line[ITEM]["ItemRef"]["value"] == SHIPPING]
    return cents(_sum(shipping) * rate / 100)


def _sum(lines: list[Record]) -> Decimal:
    return sum((line["Amount"] for line in lines), Decimal(0))


def _tax_line(rate_id: str, rate: Decimal, base: Decimal, tax: Decimal, off_by: Decimal = Decimal(0)) -> Record:
    detail: Record = {
        "TaxRateRef": {"value": rate_id},
        "PercentBased": True,
        "TaxPercent": rate,
        "NetAmountTaxable": base,
    }
    if off_by:
        detail["OverrideDeltaAmount"] = off_by
    return {"Amount": tax, "DetailType": "TaxLineDetail", "TaxLineDetail": detail}
