"""What is said of settings as soon as they are saved (rows R-24, R-26, R-30, R-31)."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from accounting.check.findings import Finding, Severity

SOURCES = frozenset({"source_unknown", "own_warehouse_selected", "vendor_missing"})
CONCERNS = {
    "discount_sku": frozenset({"discount_item", "discount_account"}),
    "channels": frozenset({"channel_unknown"}),
    "fulfillment_request_sources": SOURCES,
    "supplier_invoice_sources": SOURCES,
    "shipment_sources": frozenset({"source_unknown"}),
}
"""Setting → what may be found of what it names."""
SWITCH = "operations"
"""Whoever changes it completes the set-up: everything is said."""
NOT_ASKED = frozenset({"connection_lost", "flxpoint_token_refused", "flxpoint_silent", "quickbooks_silent"})
"""Why a name could not be looked up."""


def is_looked_up(changed: Collection[str]) -> bool:
    """Do these settings name something that is looked up when they are saved?"""
    return SWITCH in changed or not CONCERNS.keys().isdisjoint(changed)


def said_on_saving(findings: Iterable[Finding], changed: Collection[str]) -> list[Finding]:
    """What a checkup found of these settings, or in the way of looking."""
    if SWITCH in changed:
        return [one for one in findings if one.severity is not Severity.MANUAL]
    concerned = NOT_ASKED.union(*(CONCERNS[name] for name in CONCERNS.keys() & set(changed)))
    return [one for one in findings if one.code in concerned]
