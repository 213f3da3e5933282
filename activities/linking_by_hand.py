"""A person links a record to a document that was entered by hand."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from temporalio import activity

from accounting.changes import snapshot
from accounting.documents import DocumentKind
from accounting.linked_by_hand import (
    KINDS,
    another_records,
    kinds_refused,
    not_found,
    of_another_record,
    stands_already,
    total_problems,
)
from accounting.money import ZERO
from accounting.problems import CONNECTION
from accounting.records import Booked, Order, SupplierInvoice
from accounting.skipping import being_sent, unknown
from accounting.verification import PostedDocument
from activities import contracts
from activities.companies import Companies, Company
from activities.contracts import Decided, LinkRecord
from activities.drafting.desk import intent_key
from activities.failures import problems_of, try_again
from activities.heartbeat import beating
from clients.database.links import Link
from clients.quickbooks.errors import NotFound
from clients.quickbooks.posted import read_posted
from clients.quickbooks.purchase_orders import billed_by

Row = dict[str, Any]


class LinkingActivities:
    """The step that links; doing it twice is harmless, and nothing is ever written to QuickBooks."""

    def __init__(self, companies: Companies) -> None:
        self._companies = companies

    @activity.defn(name=contracts.LINK_RECORD)
    async def link_record(self, request: LinkRecord) -> Decided:
        """Read the document in QuickBooks, and keep it as the record's own."""
        async with beating():
            try:
                refused = await self._link(request)
            except Exception as error:
                problems = problems_of(error, request.ref.id)
                if problems is None:
                    try_again(error)
                refused = " ".join(map(str, problems))
            return Decided(refused=refused.replace(CONNECTION, request.connection))

    async def _link(self, request: LinkRecord) -> str:
        stores = self._companies.stores
        if refused := kinds_refused(request.ref):
            return refused
        record = await stores.records.get(request.connection, request.ref)
        if not isinstance(record, Booked) or record.order_id != request.order_id:
            return unknown(request.ref, request.order_id)
        company = await self._companies.company(request.connection)
        key = intent_key(company, request.ref)
        if stands := await stores.links.get(key):
            return "" if stands.document_id == request.document_id else _stands(record, stands, request.document_id)
        intent = await stores.intents.live(key)
        if intent and intent.state == "sent":
            return being_sent(request.ref, record.label)
        if (read := await _read(company, record, request.document_id)) is None:
            return not_found(record, request.document_id)
        return await self._keep(request, company, record, *read)

    async def _keep(
        self, request: LinkRecord, company: Company, record: Booked, row: Row, found: PostedDocument
    ) -> str:
        if of_another_record(found, record):
            return another_records(found, record, f'what its memo names ("{found.note}")')
        link = _new_link(company, record, row, found)
        first = await self._companies.stores.links.adopt(link)
        if first.key != link.key:
            return another_records(found, record, str(first.key))
        await self._companies.stores.skips.take_back(request.connection, request.ref)
        return ""


async def _read(company: Company, record: Booked, document_id: str) -> tuple[Row, PostedDocument] | None:
    kinds = KINDS[record.ref.kind] if document_id.isdecimal() else ()
    for kind in kinds:
        try:
            row = await company.quickbooks.read(kind, document_id)
        except NotFound:
            continue
        return row, read_posted(kind, row)
    return None


def _new_link(company: Company, record: Booked, row: Row, found: PostedDocument) -> Link:
    problems = total_problems(found, record, company.settings)
    return Link(
        key=intent_key(company, record.ref),
        document_kind=found.kind,
        document_id=found.id,
        number=found.number,
        total=ZERO if found.total is None else found.total,
        lines={},
        snapshot={
            "linked": True,
            "record": snapshot(record),
            "problems": [problem.model_dump() for problem in problems],
            **_kept_for_later(record, row),
        },
        posted_at=datetime.now(UTC),
    )


def _kept_for_later(record: Booked, row: Row) -> dict[str, Any]:
    """What the next documents of the chain need of this one; a Purchase Order is read again when its Bill comes."""
    if isinstance(record, Order):
        return {"customer_id": str(row["CustomerRef"]["value"])}
    if isinstance(record, SupplierInvoice):
        return {"billed": billed_by(row)}
    return {}


def _stands(record: Booked, link: Link, document_id: str) -> str:
    words = f"{DocumentKind(link.document_kind).words} {link.number or '(no number)'} (id {link.document_id})"
    return stands_already(record, words, document_id)
