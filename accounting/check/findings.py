"""Everything the doctor can find: how grave it is, what it blocks, and which row asks for it."""

from __future__ import annotations

from enum import StrEnum

from accounting.problems import Problem
from accounting.records import Model


class Severity(StrEnum):
    """How grave a finding is; the gravest come first."""

    FAULT = "fault"
    """Something is not posted before it is mended."""
    WARNING = "warning"
    """Everything is posted, or nearly, but not as one might want it."""
    MANUAL = "manual"
    """QuickBooks does not tell: a person must look."""


EVERYTHING = "everything"
PURCHASES = "Purchase Orders and Bills"


class Kind(Model):
    """What one code stands for."""

    rows: str
    severity: Severity
    blocks: str
    """In a bookkeeper's words; what happens instead where nothing is blocked."""
    meaning: str


def _fault(rows: str, blocks: str, meaning: str) -> Kind:
    return Kind(rows=rows, severity=Severity.FAULT, blocks=blocks, meaning=meaning)


def _warning(rows: str, blocks: str, meaning: str) -> Kind:
    return Kind(rows=rows, severity=Severity.WARNING, blocks=blocks, meaning=meaning)


CATALOGUE: dict[str, Kind] = {
    "connection_lost": _fault("R-21", EVERYTHING, "a person must link the connection"),
    "app_unknown": _fault("R-18", EVERYTHING, "Intuit does not know the app's client id or secret"),
    "seal_broken": _fault("R-100", EVERYTHING, "the stored tokens cannot be opened"),
    "environment_wrong": _fault("R-16", EVERYTHING, "QuickBooks does not open the company in this environment"),
    "quickbooks_silent": _fault("R-11", "what could not be looked at", "QuickBooks gave no usable answer"),
    "subscription_ended": _fault("R-12", EVERYTHING, "the company's subscription has ended"),
    "connection_ends": _warning("R-21", "nothing yet", "the consent ends within 90 days"),
    "rights_missing": _fault("R-12", "documents of that kind", "the user who linked it may not see such documents"),
    "plan_without_purchases": _fault("R-09, R-12", PURCHASES, "the company's plan knows no Purchase Orders"),
    "purchase_orders_off": _fault("R-09", PURCHASES, "Purchase Orders are switched off"),
    "purchase_orders_unknown": Kind(
        rows="R-09",
        severity=Severity.MANUAL,
        blocks=PURCHASES,
        meaning="whether Purchase Orders are on cannot be read",
    ),
    "shipping_off": _warning("R-03", "orders with shipping", "sales forms have no shipping"),
    "own_sales_numbers_off": _warning("R-04", "nothing", "QuickBooks numbers sales itself"),
    "own_purchase_numbers_off": _warning("R-10", "nothing", "QuickBooks numbers Purchase Orders itself"),
    "sku_column": Kind(
        rows="R-05", severity=Severity.MANUAL, blocks="nothing", meaning="the SKU column is not readable"
    ),
    "quantity_off": _warning("R-06", "nothing, unless QuickBooks refuses a quantity", "no quantity and price on forms"),
    "items_table_off": _warning(
        "R-07", "nothing, unless QuickBooks refuses item lines", "no items table on expense forms"
    ),
    "customer_on_purchases_off": _warning("R-08", "nothing", "purchases name no customer"),
    "income_account": _fault("R-01", "orders with new items", "the income account of new items is unfit"),
    "payables_account": _fault("R-02", PURCHASES, "the account of payables is unfit"),
    "purchase_account": _fault("R-40", "Purchase Orders with new items", "the cost account of new items is unfit"),
    "purchase_account_missing": _warning("R-40", "Purchase Orders with new items", "no cost account is chosen"),
    "supplier_account": _fault("R-84", "Bills with such a charge", "the account of a supplier's charges is unfit"),
    "deposit_account": _fault("R-102", "the channel's Sales Receipts", "a channel's deposit account is unfit"),
    "discount_item": _fault("R-24, R-45", "orders with a discount", "the Discount SKU is unfit"),
    "discount_account": _warning("R-45", "nothing", "discounts lower the income instead of standing beside it"),
    "charge_item": _fault("R-49, R-50", "orders with such a charge", "the item of a charge is unfit"),
    "gift_card_item": _fault("R-106", "orders with that gift card", "the item of a gift card is not there"),
    "sales_tax_not_automated": _warning("R-47", "orders with sales tax", "Automated Sales Tax is not set up"),
    "taxes_abroad": _warning("R-47", "orders with sales tax", "the company is not in the United States"),
    "books_closed": _warning(
        "R-54", "what is dated in the closed period", "orders are taken over from a closed period"
    ),
    "vendor_missing": _fault(
        "R-26, R-65", "the source's Purchase Orders and Bills", "a source has no vendor of its name"
    ),
    "setting_refused": _fault("R-103", EVERYTHING, "a stored setting cannot be used"),
    "operations_off": _warning("R-23", EVERYTHING, "nothing is switched on"),
    "channels_missing": _fault("R-25", "orders", "no channel is selected"),
    "sources_missing": _fault("R-26", "records of that kind", "no source is selected"),
    "orders_from_missing": _fault("R-101", EVERYTHING, "no start date is chosen"),
    "books_time_zone_missing": _fault("R-54", EVERYTHING, "the time zone of the books is not known"),
    "orders_from_ahead": _warning("R-101", "orders until then", "the start date lies ahead"),
    "orders_paused": _fault("R-50", "orders", "Daybook has paused the orders"),
    "channel_unknown": _warning("R-25", "nothing", "a selected channel is archived, or not in Flxpoint"),
    "source_unknown": _warning("R-26", "nothing", "a selected source is archived, or not in Flxpoint"),
    "own_warehouse_selected": _warning("R-111", "nothing", "a selected source is a warehouse of the shop's own"),
    "flxpoint_token_refused": _fault("R-11", EVERYTHING, "Flxpoint's token is missing, wrong, or of the wrong type"),
    "flxpoint_account_differs": _fault("R-16", EVERYTHING, "Flxpoint's token belongs to another account"),
    "flxpoint_silent": _fault("R-11", "what could not be looked at", "Flxpoint gave no usable answer"),
    "another_connector": _warning("R-117", "nothing", "another program posts the same records"),
}
"""Code → what it stands for."""


class Finding(Model):
    """One thing in the way, in words for whoever can mend it."""

    code: str
    rows: str
    severity: Severity
    blocks: str
    message: str
    fix: str


def finding(code: str, message: str, fix: str) -> Finding:
    """A finding of the catalogue."""
    kind = CATALOGUE[code]
    return Finding(code=code, rows=kind.rows, severity=kind.severity, blocks=kind.blocks, message=message, fix=fix)


def of_problem(code: str, problem: Problem) -> Finding:
    """A problem that a record would park with, found beforehand."""
    return finding(code, problem.message, problem.fix)


def gravest_first(findings: list[Finding]) -> list[Finding]:
    """Faults, then warnings, then what a person must look at; each once."""
    order = list(Severity)
    return sorted(dict.fromkeys(findings), key=lambda one: order.index(one.severity))
