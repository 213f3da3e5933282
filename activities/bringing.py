"""A record on its way into the books, up to the document's body: the same for posting and for a preview of it."""

from __future__ import annotations

from collections.abc import Awaitable
from datetime import UTC, datetime
from typing import Any

from accounting.changes import changes_since, snapshot
from accounting.documents import Bill, Document, DocumentKind, PurchaseOrder, Sale
from accounting.numbering import marker
from accounting.ordered import kept_of_bill, kept_of_order
from accounting.problems import Excluded, NotDue, Problem
from accounting.records import Booked, Order, Record
from activities.companies import Company
from activities.contracts import Posting, State
from activities.drafting.desk import Desk, intent_key
from activities.drafting.draft import draft
from activities.exactly_once import Wanted
from activities.failures import problems_of
from activities.linking import link_sale
from activities.look import find_document
from activities.sending import Find
from clients.database.links import Link


async def bring(desk: Desk, record: Booked) -> Link:
    """The link to a record's document: made by the desk's creator, or found where another program has posted it.

    Raises:
        Held, NotDue, Excluded: a person, another record or a choice stands in the way.
    """
    if isinstance(record, Order) and desk.settings.link_only:
        return await link_sale(desk, record)
    return await desk.creator.one(await _wanted(desk, record))


async def judged(record: Record, posting: Awaitable[Posting]) -> Posting:
    """What becomes of a record: what the posting says, else what keeps it out of the books.

    Raises:
        Exception: trying again is the answer.
    """
    try:
        return await posting
    except NotDue as waiting:
        return Posting(state=State.WAITING, label=record.label, detail=waiting.waits_for)
    except Excluded as reason:
        return Posting(state=State.EXCLUDED, label=record.label, detail=str(reason))
    except Exception as error:
        problems = problems_of(error, record.label)
        if problems is None:
            raise
        return Posting(state=State.PARKED, label=record.label, problems=problems)


def standing(record: Booked, link: Link) -> Posting:
    """What is to be told of a record whose document stands."""
    words = DocumentKind(link.document_kind).words
    detail = f"{words} {link.number or ''} (id {link.document_id}), {link.total}"
    found = [entry["problem"] for entry in link.found]
    problems = [*map(Problem.model_validate, [*link.snapshot["problems"], *found]), *_changes(link, record)]
    state = State.LINKED if link.snapshot.get("linked") else State.POSTED
    return Posting(state=state, label=record.label, detail=detail, problems=tuple(problems))


def find_of(company: Company, record: Booked) -> Find:
    """How a record's document is recognised in QuickBooks."""
    mark = marker(record.ref.kind, record.id)
    since = record.happened_at if _looks_first(company) else None
    return lambda claim: find_document(company, claim, mark, since=since)


async def _wanted(desk: Desk, record: Booked) -> Wanted:
    drafted = await draft(desk, record)
    document = drafted.document
    return Wanted(
        key=intent_key(desk.company, record.ref),
        document=document,
        number=document.number,
        label=record.label,
        snapshot={"record": snapshot(record), **_kept_for_later(document)},
        find=find_of(desk.company, record),
        warnings=drafted.warnings,
        look_first=drafted.stands_already or _looks_first(desk.company),
    )


def _looks_first(company: Company) -> bool:
    return company.settings.looks_first(datetime.now(UTC))


def _changes(link: Link, record: Booked) -> list[Problem]:
    return changes_since(
        link.snapshot["record"],
        record,
        kind=DocumentKind(link.document_kind),
        document_id=link.document_id,
        number=link.number,
        total=link.total,
    )


def _kept_for_later(document: Document) -> dict[str, Any]:
    """What the next documents of the chain need of this one."""
    match document:
        case Sale():
            stock_items = {line.record_line_id: line.item_id for line in document.lines if line.from_stock}
            return {"customer_id": document.customer_id, "stock_items": stock_items}
        case PurchaseOrder():
            return kept_of_order(document)
        case Bill():
            return kept_of_bill(document)
        case _:
            return {}
