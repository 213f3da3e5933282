"""What keeps a second document away, and whether it does so in this company."""

from __future__ import annotations

from accounting.check.barriers import barriers
from accounting.check.findings import Severity, finding, gravest_first
from tests.accounting.check.sound import BOOKS

SENT = "Flxpoint's numbers are sent, and QuickBooks refuses one that is taken."
CHOSEN_THERE = "QuickBooks numbers them itself (Custom transaction numbers are off), so a number tells nothing."
ALWAYS = [
    ("one intent a record", True, "Daybook's database takes one live intent for each record."),
    ("request id", True, "QuickBooks does a request once, however often it comes under its id."),
    (
        "marker in the memo",
        True,
        "After a lost answer the document is looked for by the marker that Daybook writes into its memo.",
    ),
]
WARNING = "QuickBooks' warning of duplicate Bill numbers"
WARNS = "It warns whoever types a Bill in QuickBooks; Daybook looks for the numbers by itself in any case."


def test_what_is_live_whatever_the_company_prefers() -> None:
    assert [(one.name, one.live, one.why) for one in barriers(None)] == ALWAYS


def test_what_depends_on_the_companys_switches() -> None:
    assert [(one.name, one.live, one.why) for one in barriers(BOOKS)] == [
        *ALWAYS,
        ("numbers of sales", True, SENT),
        ("numbers of Purchase Orders", True, SENT),
        (WARNING, True, WARNS),
    ]
    off = {"own_sales_numbers": False, "own_purchase_numbers": False, "warns_of_bill_numbers": False}
    assert [(one.name, one.live, one.why) for one in barriers(BOOKS.model_copy(update=off))][3:] == [
        ("numbers of sales", False, CHOSEN_THERE),
        ("numbers of Purchase Orders", False, CHOSEN_THERE),
        (WARNING, False, WARNS),
    ]


def test_the_gravest_findings_come_first_and_each_once() -> None:
    manual, warning = finding("sku_column", "Look.", "There."), finding("shipping_off", "Off.", "On.")
    fault = finding("vendor_missing", "None.", "Make one.")
    assert gravest_first([manual, warning, fault, warning, manual]) == [fault, warning, manual]
    assert (fault.rows, fault.severity, fault.blocks) == (
        "R-26, R-65",
        Severity.FAULT,
        "the source's Purchase Orders and Bills",
    )
