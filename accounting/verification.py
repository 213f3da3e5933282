"""Does what QuickBooks answered show what was sent? A difference is a problem, never repaired in silence."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from accounting.documents import DocumentKind, Expected, PurchaseOrderLine
from accounting.money import ZERO
from accounting.problems import Problem
from accounting.records import Model

DIFFERENCES = ("total_differs", "tax_differs")
"""Problems of a document that stands with other amounts than were sent: it is not done (row R-50)."""


class PostedDocument(Model):
    """A document as QuickBooks says it stands."""

    kind: DocumentKind
    id: str
    number: str | None
    total: Decimal | None
    tax: Decimal | None
    lines: Mapping[int, str]
    """Line number → line id."""
    links: Mapping[int, PurchaseOrderLine]
    """Line number → the Purchase Order line it is linked to."""
    note: str | None


def line_map(expected: Expected, posted: PostedDocument) -> dict[str, str]:
    """Record line id → QuickBooks line id, by the line numbers that were sent."""
    return {
        record_line: posted.lines[number] for record_line, number in expected.lines.items() if number in posted.lines
    }


def differences(label: str, expected: Expected, posted: PostedDocument) -> list[Problem]:
    """Every way in which the posted document is not what was sent (row R-50, design: verified)."""
    name = f"{posted.kind.words} {posted.number or posted.id} for {label}"
    problems = []
    if expected.total is not None and posted.total != expected.total:
        problems.append(_differs("total_differs", name, "total", expected.total, posted.total))
    # QuickBooks may leave out a tax of nothing.
    if expected.tax is not None and (posted.tax or ZERO) != expected.tax:
        problems.append(_differs("tax_differs", name, "tax", expected.tax, posted.tax))
    unlinked = [number for number, wanted in sorted(expected.links.items()) if posted.links.get(number) != wanted]
    if unlinked:
        problems.append(
            Problem(
                code="link_missing",
                message=f"{name}: not linked to Purchase Order {expected.links[unlinked[0]].purchase_order_id}: "
                f"line {', '.join(map(str, unlinked))}.",
                fix="Open the Bill in QuickBooks, add the Purchase Order to it, and check that it closes.",
            )
        )
    return problems


def _differs(code: str, name: str, what: str, sent: Decimal, stands: Decimal | None) -> Problem:
    found = "nothing" if stands is None else stands
    return Problem(
        code=code,
        message=f"{name}: its {what} was sent as {sent} and stands as {found} in QuickBooks.",
        fix="Compare it with the order, correct the document in QuickBooks, then close this problem.",
    )
