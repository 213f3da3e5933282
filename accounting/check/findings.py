"""Everything the doctor can find: how grave it is, what it blocks, and which row asks for it."""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True)
class Kind:
    """What one code stands for."""

    rows: str
    severity: Severity
    blocks: str
    """In a bookkeeper's words; what happens instead where nothing is blocked."""
    meaning: str


FAULT, WARNING, MANUAL = Severity

CATALOGUE: dict[str, Kind] = {
    "connection_lost": Kind("R-21", FAULT, EVERYTHING, "a person must link the connection"),
    "app_unknown": Kind("R-18", FAULT, EVERYTHING, "Intuit does not know the app's client id or secret"),
    "seal_broken": Kind("R-100", FAULT, EVERYTHING, "the stored tokens cannot be opened"),
    "environment_wrong": Kind("R-16", FAULT, EVERYTHING, "QuickBooks does not open the company in this environment"),
    "quickbooks_silent": Kind("R-11", FAULT, "what could not be looked at", "QuickBooks gave no usable answer"),
    "subscription_ended": Kind("R-12", FAULT, EVERYTHING, "the company's subscription has ended"),
    "connection_ends": Kind("R-21", WARNING, "nothing yet", "the consent ends within 90 days"),
    "rights_missing": Kind(
        "R-12", FAULT, "documents of that kind", "the user who linked it may not see such documents"
    ),
    "plan_without_purchases": Kind("R-09, R-12", FAULT, PURCHASES, "the company's plan knows no Purchase Orders"),
    "purchase_orders_off": Kind("R-09", FAULT, PURCHASES, "Purchase Orders are switched off"),
    "purchase_orders_unknown": Kind("R-09", MANUAL, PURCHASES, "whether Purchase Orders are on cannot be read"),
    "shipping_off": Kind("R-03", WARNING, "orders with shipping", "sales forms have no shipping"),
    "own_sales_numbers_off": Kind("R-04", WARNING, "nothing", "QuickBooks numbers sales itself"),
    "own_purchase_numbers_off": Kind("R-10", WARNING, "nothing", "QuickBooks numbers Purchase Orders itself"),
    "sku_column": Kind("R-05", MANUAL, "nothing", "the SKU column is not readable"),
    "quantity_off": Kind(
        "R-06", WARNING, "nothing, unless QuickBooks refuses a quantity", "no quantity and price on forms"
    ),
    "items_table_off": Kind(
        "R-07", WARNING, "nothing, unless QuickBooks refuses item lines", "no items table on expense forms"
    ),
    "customer_on_purchases_off": Kind("R-08", WARNING, "nothing", "purchases name no customer"),
    "income_account": Kind("R-01", FAULT, "orders with new items", "the income account of new items is unfit"),
    "payables_account": Kind("R-02", FAULT, PURCHASES, "the account of payables is unfit"),
    "purchase_account": Kind("R-40", FAULT, "Purchase Orders with new items", "the cost account of new items is unfit"),
    "purchase_account_missing": Kind("R-40", WARNING, "Purchase Orders with new items", "no cost account is chosen"),
    "supplier_account": Kind("R-84", FAULT, "Bills with such a charge", "the account of a supplier's charges is unfit"),
    "deposit_account": Kind("R-102", FAULT, "the channel's Sales Receipts", "a channel's deposit account is unfit"),
    "discount_item": Kind("R-24, R-45", FAULT, "orders with a discount", "the Discount SKU is unfit"),
    "discount_account": Kind("R-45", WARNING, "nothing", "discounts lower the income instead of standing beside it"),
    "charge_item": Kind("R-49, R-50", FAULT, "orders with such a charge", "the item of a charge is unfit"),
    "gift_card_item": Kind("R-106", FAULT, "orders with that gift card", "the item of a gift card is not there"),
    "sales_tax_not_automated": Kind("R-47", WARNING, "orders with sales tax", "Automated Sales Tax is not set up"),
    "taxes_abroad": Kind("R-47", WARNING, "orders with sales tax", "the company is not in the United States"),
    "books_closed": Kind(
        "R-54", WARNING, "what is dated in the closed period", "orders are taken over from a closed period"
    ),
    "vendor_missing": Kind(
        "R-26, R-65", FAULT, "the source's Purchase Orders and Bills", "a source has no vendor of its name"
    ),
    "setting_refused": Kind("R-103", FAULT, EVERYTHING, "a stored setting cannot be used"),
    "operations_off": Kind("R-23", WARNING, EVERYTHING, "nothing is switched on"),
    "prerequisite_elsewhere": Kind(
        "R-31", WARNING, "what nobody posts beforehand", "an operation is on without the one before it"
    ),
    "channels_missing": Kind("R-25", FAULT, "orders", "no channel is selected"),
    "sources_missing": Kind("R-26", FAULT, "records of that kind", "no source is selected"),
    "orders_from_missing": Kind("R-101", FAULT, EVERYTHING, "no start date is chosen"),
    "books_time_zone_missing": Kind("R-54", FAULT, EVERYTHING, "the time zone of the books is not known"),
    "orders_from_ahead": Kind("R-101", WARNING, "orders until then", "the start date lies ahead"),
    "orders_paused": Kind("R-50", FAULT, "orders", "Daybook has paused the orders"),
    "channel_unknown": Kind("R-25", WARNING, "nothing", "a selected channel is archived, or not in Flxpoint"),
    "source_unknown": Kind("R-26", WARNING, "nothing", "a selected source is archived, or not in Flxpoint"),
    "own_warehouse_selected": Kind("R-111", WARNING, "nothing", "a selected source is a warehouse of the shop's own"),
    "flxpoint_token_refused": Kind(
        "R-11", FAULT, EVERYTHING, "Flxpoint's token is missing, wrong, or of the wrong type"
    ),
    "flxpoint_account_differs": Kind("R-16", FAULT, EVERYTHING, "Flxpoint's token belongs to another account"),
    "flxpoint_silent": Kind("R-11", FAULT, "what could not be looked at", "Flxpoint gave no usable answer"),
    "another_connector": Kind("R-117", WARNING, "nothing", "another program posts the same records"),
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
