"""Tax outside the US: every line has a code, and the form says whether its amounts contain the tax."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from sandbox.quickbooks import business_refusals
from sandbox.quickbooks.books.company import Company, cents
from sandbox.quickbooks.documents.tax_codes import rates_of
from sandbox.quickbooks.schema.shape import Record


def assess_abroad(company: Company, form: Record, *, purchase: bool) -> Record:
    """The form with its tax, and with the gross amount on each line where amounts contain it.

    Raises Refusal 6000 for a line without a code, 6170 for a tax on a form to which tax does not apply.
    """
    way = form.get("GlobalTaxCalculation", "TaxExcluded")
    if way == "NotApplicable":
        if form.get("TxnTaxDetail", {}).get("TotalTax") or form.get("TxnTaxDetail", {}).get("TaxLine"):
            raise business_refusals.tax_not_applicable()
        return {**form, "GlobalTaxCalculation": way}
    lines = [_with_gross(company, line, purchase) if way == "TaxInclusive" else line for line in form["Line"]]
    tax_lines = _tax_lines(company, lines, purchase)
    _override(tax_lines, form.get("TxnTaxDetail", {}))
    total = sum((line["Amount"] for line in tax_lines.values()), Decimal(0))
    detail = {"TotalTax": total, "TaxLine": list(tax_lines.values())}
    return {**form, "Line": lines, "GlobalTaxCalculation": way, "TxnTaxDetail": detail}


def _coded(lines: list[Record]) -> list[Record]:
    """The lines that are taxed by a code of their own, those of bundles among them."""
    coded: list[Record] = []
    for line in lines:
        if "GroupLineDetail" in line:
            coded += _coded(line["GroupLineDetail"]["Line"])
        elif {"ItemRef", "AccountRef"} & set(line.get(line["DetailType"], {})):
            coded.append(line)
    return coded


def _rates(company: Company, line: Record, purchase: bool) -> dict[str, Decimal]:
    detail = line[line["DetailType"]]
    if "TaxCodeRef" not in detail:
        raise business_refusals.business("Make sure all your transactions have a GST/HST rate before you save.")
    return rates_of(company, detail["TaxCodeRef"], purchase=purchase)


def _with_gross(company: Company, line: Record, purchase: bool) -> Record:
    """A line with its amount including tax: the one sent, else reckoned from its net amount."""
    if line not in _coded([line]):
        return line
    percent = sum(_rates(company, line, purchase).values(), Decimal(0))
    kind = line["DetailType"]
    gross = line[kind].get("TaxInclusiveAmt", cents(line["Amount"] * (1 + percent / 100)))
    return {**line, kind: {**line[kind], "TaxInclusiveAmt": gross}}


def _tax_lines(company: Company, lines: list[Record], purchase: bool) -> dict[str, Record]:
    """A tax line for each rate in use, by its Id."""
    bases: dict[str, Decimal] = defaultdict(Decimal)
    percents: dict[str, Decimal] = {}
    for line in _coded(lines):
        for rate, percent in _rates(company, line, purchase).items():
            bases[rate] += line["Amount"]
            percents[rate] = percent
    return {rate: _tax_line(rate, percents[rate], base) for rate, base in bases.items()}


def _tax_line(rate: str, percent: Decimal, base: Decimal) -> Record:
    detail = {"TaxRateRef": {"value": rate}, "PercentBased": True, "TaxPercent": percent, "NetAmountTaxable": base}
    return {"Amount": cents(base * percent / 100), "DetailType": "TaxLineDetail", "TaxLineDetail": detail}


def _override(tax_lines: dict[str, Record], sent: Record) -> None:
    """Let sent tax lines stand; raises Refusal 6000 for a rate that no line has, or one sent twice."""
    seen: set[str] = set()
    for line in sent.get("TaxLine", []):
        rate = line.get("TaxLineDetail", {}).get("TaxRateRef", {}).get("value", "")
        if rate not in tax_lines or rate in seen:
            raise business_refusals.business(f"Tax rate {rate} is not one of the lines' codes, or stands twice.")
        seen.add(rate)
        tax_lines[rate] = {**tax_lines[rate], "Amount": cents(line["Amount"])}
