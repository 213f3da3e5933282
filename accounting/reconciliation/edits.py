"""A posted document against the books as they stand: is it there still, and has somebody changed it?"""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from pydantic import Field

from accounting.documents import DocumentKind, PurchaseOrderLine
from accounting.money import ZERO
from accounting.problems import CONNECTION, Problem
from accounting.records import Model

EDITED = "edited_in_quickbooks"
GONE = "gone_from_quickbooks"


class Kept(Model):
    """What a record's document was when it was posted, or linked; None: nothing is known of that part."""

    label: str
    """How people call the record."""
    kind: DocumentKind
    id: str
    number: str | None
    total: Decimal
    """As QuickBooks answered it."""
    sent_total: Decimal | None = None
    """As it was sent: a document that was corrected to it is right."""
    tax: Decimal | None = None
    dated: date | None = None
    amounts: tuple[Decimal, ...] | None = None
    """Of its lines, the smallest first."""
    links: Mapping[int, PurchaseOrderLine] = Field(default_factory=dict)
    """Line number → the Purchase Order line that it bills."""


class Seen(Model):
    """A document as it stands in the books now."""

    kind: DocumentKind
    id: str
    number: str | None = None
    total: Decimal = ZERO
    tax: Decimal = ZERO
    dated: date | None = None
    amounts: tuple[Decimal, ...] = ()
    """Of its lines, the smallest first."""
    links: Mapping[int, PurchaseOrderLine] = Field(default_factory=dict)
    note: str = ""
    """Its memo, which only people in the company see."""
    party: str = ""
    """The id of its customer or vendor."""

    @property
    def words(self) -> str:
        """The document as people find it."""
        return f"{self.kind.words} {self.number or 'without a number'} (id {self.id}) over {self.total}"


def edits(kept: Kept, seen: Seen) -> tuple[Problem, ...]:
    """Every way in which the document is not what was posted, as one problem; none where it is.

    What QuickBooks itself changes about a document, such as its balance or a Purchase Order's state, is no edit.
    """
    told = [
        *_told("number", kept.number, seen.number),
        *([] if seen.total == kept.sent_total else _told("total", kept.total, seen.total)),
        *_told("tax", kept.tax, seen.tax),
        *_told("date", kept.dated, seen.dated),
        *_lines(kept, seen),
        *_lost_links(kept, seen),
    ]
    if not told:
        return ()
    message = (
        f"{kept.kind.words} {kept.number or kept.id} for {kept.label} was changed in QuickBooks: {'; '.join(told)}."
    )
    return (Problem(code=EDITED, message=message, fix=_if_right(kept), amount=seen.total - kept.total),)


def gone(kept: Kept) -> Problem:
    """The document is no longer in the books."""
    name, number = shlex.quote(kept.label), kept.number or "without a number"
    return Problem(
        code=GONE,
        message=f"{kept.kind.words} {number} (id {kept.id}) over {kept.total} for {kept.label} is no longer in "
        "QuickBooks.",
        fix=f"If it is to stand there: daybook post-again {CONNECTION} {name}. "
        f"If it was deleted on purpose: daybook close {CONNECTION} {name}",
        amount=-kept.total,
    )


def _told(what: str, kept: object, seen: object) -> list[str]:
    if kept is None or kept == seen:
        return []
    return [f"{what} {kept} → {'none' if seen is None else seen}"]


def _lines(kept: Kept, seen: Seen) -> list[str]:
    """The amounts of the lines, where the total does not tell that they changed."""
    if kept.amounts is None or kept.amounts == seen.amounts or seen.total != kept.total:
        return []
    return [f"lines {_listed(kept.amounts)} → {_listed(seen.amounts)}"]


def _listed(amounts: tuple[Decimal, ...]) -> str:
    return " + ".join(map(str, amounts[:10])) + (f" and {len(amounts) - 10} more" if len(amounts) > 10 else "")


def _lost_links(kept: Kept, seen: Seen) -> list[str]:
    lost = sorted(number for number, wanted in kept.links.items() if seen.links.get(number) != wanted)
    if not lost:
        return []
    order = kept.links[lost[0]].purchase_order_id
    return [f"no longer linked to Purchase Order {order}: line {', '.join(map(str, lost))}"]


def _if_right(kept: Kept) -> str:
    name = shlex.quote(kept.label)
    return f"Change it back in QuickBooks; or, if it is right as it stands there: daybook close {CONNECTION} {name}"
