"""Sales tax of a US company, at one rate everywhere."""

from __future__ import annotations

from decimal import Decimal

from sandbox.quickbooks import refusals
from sandbox.quickbooks.company import Company, cents
from sandbox.quickbooks.shape import Record

SHIPPING = "SHIPPING_ITEM_ID"
UNTAXED: Record = {"TotalTax": Decimal(0)}


def tax_code(company: Company, detail: Record) -> Record:
    """The tax code of a sales line; raises Refusal 6100 for anything but TAX and NON.

    Under automated sales tax a line without a code counts as taxable.
    """
    code = detail.get("TaxCodeRef", {}).get("value")
    if code not in (None, "TAX", "NON"):
        raise refusals.wrong_tax_code(code)
    mode = company.switches["sales_tax"]
    if mode == "off":
        return {"value": "NON"}
    return {"value": code or ("TAX" if mode == "automated" else "NON")}


def assess(company: Company, form: Record, lines: list[Record], *, exempt: bool) -> Record:
    """The TxnTaxDetail of a sales form with finished lines."""
    mode = company.switches["sales_tax"]
    sent = form.get("TxnTaxDetail", {})
    taxed = [line for line in lines if _is_taxed(line)]
    if mode == "off" or exempt or not taxed:
        return dict(UNTAXED)
    rate = Decimal(company.switches["tax_rate"])
    base = sum((line["Amount"] for line in taxed), Decimal(0)) - _discount_before_tax(form, lines)
    computed = cents(base * rate / 100)
    if mode == "manual":
        return _detail(sent["TxnTaxCodeRef"], computed, base, rate) if "TxnTaxCodeRef" in sent else dict(UNTAXED)
    code = {"value": "2"}
    if "TotalTax" not in sent or company.switches["tax_override"] == "refused":
        return _detail(code, computed, base, rate)
    kept = cents(sent["TotalTax"]) + _tax_on_shipping(form, taxed, rate)
    return {**_detail(code, kept, base, rate, off_by=kept - computed), "TaxReviewStatus": "AST_TAX_OVERRIDE"}


def _is_taxed(line: Record) -> bool:
    detail: Record = line.get("SalesItemLineDetail", {})
    return detail.get("TaxCodeRef", {}).get("value") == "TAX" and "ItemRef" in detail


def _discount_before_tax(form: Record, lines: list[Record]) -> Decimal:
    if not form.get("ApplyTaxAfterDiscount"):
        return Decimal(0)
    return sum((line["Amount"] for line in lines if line["DetailType"] == "DiscountLineDetail"), Decimal(0))


def _tax_on_shipping(form: Record, taxed: list[Record], rate: Decimal) -> Decimal:
    """What QuickBooks adds on top of a sent TotalTax that does not say it covers shipping."""
    if form.get("ShippingTaxIncludedInTotalTax"):
        return Decimal(0)
    shipping = [line for line in taxed if line["SalesItemLineDetail"]["ItemRef"]["value"] == SHIPPING]
    return cents(sum((line["Amount"] for line in shipping), Decimal(0)) * rate / 100)


def _detail(code: Record, tax: Decimal, base: Decimal, rate: Decimal, off_by: Decimal = Decimal(0)) -> Record:
    line_detail: Record = {
        "TaxRateRef": {"value": "3"},
        "PercentBased": True,
        "TaxPercent": rate,
        "NetAmountTaxable": base,
    }
    if off_by:
        line_detail["OverrideDeltaAmount"] = off_by
    return {
        "TxnTaxCodeRef": code,
        "TotalTax": tax,
        "TaxLine": [{"Amount": tax, "DetailType": "TaxLineDetail", "TaxLineDetail": line_detail}],
    }
