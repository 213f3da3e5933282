"""Bring one record into the books and write down what became of it."""

from __future__ import annotations

from temporalio import activity

from accounting.problems import Problem
from accounting.records import Record, Shipment
from activities import contracts
from activities.bringing import bring, find_of, judged, standing
from activities.closing import open_problems
from activities.companies import Companies, Company
from activities.contracts import STANDING, Posting, PostRecord, State
from activities.drafting.desk import desk_of, intent_key
from activities.exactly_once import finish_sent
from activities.failures import problems_of, try_again
from activities.heartbeat import beating
from activities.notices import announce_new_problems
from activities.pausing import pause_after_differences
from activities.shipping import write_shipping
from activities.skipping import require_wanted
from clients.database.connections import UnknownConnection
from clients.database.links import Link
from clients.database.outcomes import Outcome
from clients.quickbooks.errors import NotFound


class PostingActivities:
    """The step that posts: at least once by Temporal, once by the intents."""

    def __init__(self, companies: Companies) -> None:
        self._companies = companies

    @activity.defn(name=contracts.POST_RECORD)
    async def post_record(self, request: PostRecord) -> Posting:
        async with beating():
            try:
                return await self._post(request)
            except UnknownConnection as error:
                return Posting(state=State.PARKED, label=request.ref.id, problems=problems_of(error, "") or ())
            except Exception as error:
                try_again(error)

    async def _post(self, request: PostRecord) -> Posting:
        record = await self._companies.stores.records.get(request.connection, request.ref)
        if record is None or record.order_id != request.order_id:
            return await self._write_down(request, None, _unknown_record(request))
        posting = await judged(record, self._bring_into_books(request, record))
        return await self._write_down(request, record, posting)

    async def _bring_into_books(self, request: PostRecord, record: Record) -> Posting:
        company = await self._companies.company(request.connection)
        if isinstance(record, Shipment):
            await require_wanted(self._companies.stores, request, record)
            return await write_shipping(await desk_of(self._companies, company, request), record)
        key = intent_key(company, record.ref)
        link = await finish_sent(self._companies, company, key, find_of(company, record))
        if link and request.post_again and await self._gone(company, link):
            link = None
        if link is None:
            await require_wanted(self._companies.stores, request, record)
            link = await bring(await desk_of(self._companies, company, request), record)
        return standing(record, link)

    async def _gone(self, company: Company, link: Link) -> bool:
        """A person says so, and QuickBooks agrees: only then may the record be posted again."""
        try:
            await company.quickbooks.read(link.document_kind, link.document_id)
        except NotFound:
            what = f"{link.document_kind} {link.document_id} is gone from QuickBooks"
            await self._companies.stores.links.forget(link.key, what)
            return True
        return False

    async def _write_down(self, request: PostRecord, record: Record | None, posting: Posting) -> Posting:
        problems = tuple(problem.named_for(request.connection) for problem in posting.problems)
        if record is not None and posting.state in STANDING:
            problems = await open_problems(self._companies.stores, request.connection, record, problems)
        posting = posting.model_copy(update={"problems": problems})
        link = await self._link(request, posting)
        written = await self._companies.stores.outcomes.record(
            Outcome(
                connection_id=request.connection,
                ref=request.ref,
                order_id=request.order_id,
                label=posting.label,
                state=posting.state.value,
                detail=posting.detail,
                problems=posting.problems,
                document_kind=link.document_kind if link else None,
                document_id=link.document_id if link else None,
                number=link.number if link else None,
                total=link.total if link else None,
                run_id=request.run_id,
            )
        )
        # An attempt before this one may have written the outcome down and died before Temporal heard of it.
        new = written.attempts == 1 or activity.info().attempt > 1
        if new:
            await pause_after_differences(self._companies.stores, written)
            await announce_new_problems(self._companies.stores, self._companies.announce, written)
        return posting.model_copy(update={"changed": new and not _is_told(record, link)})

    async def _link(self, request: PostRecord, posting: Posting) -> Link | None:
        if posting.state not in STANDING:
            return None
        company = await self._companies.company(request.connection)
        return await self._companies.stores.links.get(intent_key(company, request.ref))


def _is_told(record: Record | None, link: Link | None) -> bool:
    """Whether the order system knows already where the record stands; a shipment has no document of its own."""
    match record:
        case None:
            return False
        case Shipment():
            return record.synced
        case _:
            return link is not None and record.synced and record.external_id == link.document_id


def _unknown_record(request: PostRecord) -> Posting:
    problem = Problem(
        code="record_unknown",
        message=f"Nothing is known of {request.ref.kind.words} {request.ref.id} of order {request.order_id}.",
        fix="Check the id, or run the connection so that Daybook reads it: daybook run CONNECTION.",
    )
    return Posting(state=State.PARKED, label=request.ref.id, problems=(problem,))
