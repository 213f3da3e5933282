"""`daybook reconcile` as a person reads it, and the page for the files."""

from __future__ import annotations

import json
from datetime import UTC, timedelta
from decimal import Decimal

from accounting.documents import DocumentKind
from accounting.problems import Problem
from accounting.reconciliation.equation import Tally
from activities.reconciling.contracts import BooksCompared, Finding, MoneyOfKind, ReconcileReport
from tests.clients.database.samples import NOON
from tests.worker.console import daybook
from worker.commands.clock import Clock
from worker.commands.reconcile_report import as_json, page_of, summary

CLOCK = Clock(UTC, "UTC")
EQUAL = ReconcileReport(
    connection="shop",
    company="Mugs & More",
    began_at=NOON,
    ended_at=NOON + timedelta(minutes=1),
    tallies=(Tally(operation="supplier_invoices", standing=3, waiting=1, in_flxpoint=Decimal("1234.5")),),
    compared=(BooksCompared(kind=DocumentKind.BILL, reads=2, documents=3),),
    money=(
        MoneyOfKind(
            operation="supplier_invoices",
            documents=3,
            in_flxpoint=Decimal("1234.5"),
            posted=Decimal("1234.50"),
            in_books=Decimal("1230.00"),
        ),
    ),
)
PROBLEM = Problem(code="gone_from_quickbooks", message="Bill <7> is gone.", fix="daybook close shop 7")


def found(**more: object) -> ReconcileReport:
    return EQUAL.model_copy(update={"findings": (Finding(problem=PROBLEM, label="7"),), "found": 3, **more})


def test_the_page_holds_company_time_version_counts_and_money() -> None:
    page = page_of(EQUAL, CLOCK, "9.9.9")

    assert "<h1>Records and books of Mugs &amp; More</h1>" in page
    assert "2026-11-20 12:00 to 2026-11-20 12:01 (UTC), by Daybook 9.9.9." in page
    counts = "<td>supplier invoices</td><td class=n>4</td><td class=n>3</td><td class=n>1</td><td class=n>0</td>"
    assert counts in page
    assert "<td class=n>1,234.50</td><td class=n>1,230.00</td><td class=n>-4.50</td>" in page
    assert "<p>None.</p>" in page
    assert "http" not in page


def test_the_page_tells_each_finding_with_its_fix_and_how_many_more_there_are() -> None:
    page = page_of(found(), CLOCK, "9.9.9")

    assert '<li>Bill &lt;7&gt; is gone.<br><span class="fix">daybook close shop 7</span></li>' in page
    assert "And 2 more: daybook problems shop" in page


def test_what_was_not_compared_is_said() -> None:
    unfinished = found(compared=(BooksCompared(kind=DocumentKind.BILL, reads=60, documents=9, not_compared=2),))

    assert summary(EQUAL) == "Records and books are equal: 3 documents compared in 2 metered reads."
    assert summary(unfinished) == (
        "3 findings: 7 documents compared in 60 metered reads; 2 were not compared, and are next time."
    )
    told = json.loads(as_json(unfinished))
    assert (told["reads"], told["not_compared"], told["tallies"][0]["records"]) == (60, 2, 4)


async def test_what_cannot_be_reconciled_is_told_before_anything_is_read(connected: dict[str, str]) -> None:
    none = await daybook("reconcile", "shop", "--reads", "0", told=connected)
    assert none.sentence == "0 reads would compare nothing; say --reads 60."
    unknown = await daybook("reconcile", "nowhere", told=connected)
    assert unknown.sentence == 'There is no connection "nowhere"; known: shop.'
