"""Does QuickBooks hold what an earlier send may have stored? Our marker alone makes a document ours."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from datetime import datetime, timedelta
from typing import Any

from accounting.documents import DocumentKind
from accounting.numbering import carries
from accounting.problems import Held, Problem
from accounting.verification import PostedDocument
from activities.companies import Company
from clients.database.intents import Claim
from clients.quickbooks.errors import Refused
from clients.quickbooks.posted import read_posted
from clients.quickbooks.statements import active_or_not, at_least, at_most, equals, select

# QuickBooks stamps documents by its own clock, to the second.
CLOCK_SKEW = timedelta(minutes=5)
# QuickBooks' gateway cuts a request at 120 s; what it was still doing then is stored soon after.
LONGEST_WRITE = timedelta(minutes=5)
PAGE = 1000

SALES = (DocumentKind.SALES_RECEIPT, DocumentKind.INVOICE)


async def find_document(
    company: Company, claim: Claim, marker: str, *, since: datetime | None = None
) -> PostedDocument | None:
    """The document that carries the record's marker, by its number if one was sent, else by when it was made.

    ``since`` goes further back than the first send: after a restored database, that one is not the first.

    Raises:
        Held: there are several, or QuickBooks does not let us look.
    """
    kinds = SALES if claim.document_kind in SALES else (DocumentKind(claim.document_kind),)
    try:
        ours = [
            read_posted(kind, row)
            for kind in kinds
            async for row in _candidates(company, kind, claim, since)
            if carries(marker, row.get("PrivateNote"))
        ]
    except Refused as error:
        raise Held(_cannot_look(claim, marker, error)) from None
    if len(ours) > 1:
        raise Held(_several(claim, marker, ours))
    return ours[0] if ours else None


async def find_customer(company: Company, name: str, marker: str) -> PostedDocument | None:
    """The customer of this name that we created ourselves, active or not."""
    rows = await company.quickbooks.query("Customer", select("Customer", equals("DisplayName", name), active_or_not()))
    return _first("Customer", (row for row in rows if carries(marker, row.get("Notes"))))


async def find_item(company: Company, name: str, sku: str) -> PostedDocument | None:
    """The item of this name and SKU: the SKU makes it the one we would have created."""
    rows = await company.quickbooks.query("Item", select("Item", equals("Name", name), active_or_not()))
    return _first("Item", (row for row in rows if row.get("Name") == name and row.get("Sku") == sku))


def _first(kind: str, rows: Iterable[dict[str, Any]]) -> PostedDocument | None:
    return next((read_posted(kind, row) for row in rows), None)


async def _candidates(
    company: Company, kind: DocumentKind, claim: Claim, since: datetime | None
) -> AsyncIterator[dict[str, Any]]:
    if claim.number:
        for row in await company.quickbooks.query(kind, select(kind, equals("DocNumber", claim.number))):
            yield row
        return
    made = (
        at_least("MetaData.CreateTime", (since or claim.first_sent_at) - CLOCK_SKEW),
        at_most("MetaData.CreateTime", (claim.last_sent_at_before or claim.first_sent_at) + LONGEST_WRITE),
    )
    start = 1
    while rows := await company.quickbooks.query(kind, select(kind, *made, order_by="Id", start=start, most=PAGE)):
        for row in rows:
            yield row
        start += len(rows)


def _cannot_look(claim: Claim, marker: str, error: Refused) -> Problem:
    return Problem(
        code="outcome_unknown",
        message=f"A {DocumentKind(claim.document_kind).words} was sent for {marker} and its answer was lost; "
        f"QuickBooks does not let Daybook look for it: {error}.",
        fix=f'Search QuickBooks for "{marker}" in the memo and mend the cause, then retry. It is not sent on its own.',
    )


def _several(claim: Claim, marker: str, ours: list[PostedDocument]) -> Problem:
    ids = ", ".join(f"{posted.kind.words} {posted.id}" for posted in ours)
    return Problem(
        code="duplicates_in_quickbooks",
        message=f"QuickBooks holds {len(ours)} documents for {marker}, and one is right: {ids}.",
        fix="Delete all but one in QuickBooks, then retry.",
    )
