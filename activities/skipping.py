"""A person leaves a record out of the books, and what follows from it is left out with it."""

from __future__ import annotations

from temporalio import activity

from accounting.documents import DocumentKind
from accounting.problems import CONNECTION, Excluded
from accounting.records import Order, Record, RecordKind, RecordRef
from accounting.skipping import being_sent, follows_skipped, reason_refused, skipped, standing_refused, unknown
from activities import contracts
from activities.companies import Companies
from activities.contracts import STANDING, Decided, PostRecord, SkipRecord
from activities.drafting.desk import Desk, intent_key
from activities.failures import problems_of, try_again
from activities.heartbeat import beating
from activities.stores import Stores
from clients.database.links import Link
from clients.database.outcomes import Outcome


class SkippingActivities:
    """The step that skips; doing it twice is harmless."""

    def __init__(self, companies: Companies) -> None:
        self._companies = companies

    @activity.defn(name=contracts.SKIP_RECORD)
    async def skip_record(self, request: SkipRecord) -> Decided:
        """Remember that a person wants a record left out, unless its document stands."""
        async with beating():
            try:
                return Decided(refused=await self._skip(request))
            except Exception as error:
                problems = problems_of(error, request.ref.id)
                if problems is None:
                    try_again(error)
                return Decided(refused=" ".join(str(one.named_for(request.connection)) for one in problems))

    async def _skip(self, request: SkipRecord) -> str:
        stores, reason = self._companies.stores, request.reason.strip()
        if refused := reason_refused(reason):
            return refused
        record = await stores.records.get(request.connection, request.ref)
        if record is None or record.order_id != request.order_id:
            return unknown(request.ref, request.order_id)
        company = await self._companies.company(request.connection)
        key = intent_key(company, request.ref)
        outcome = await stores.outcomes.current(request.connection, request.ref)
        if stands := _stands(await stores.links.get(key), outcome):
            return standing_refused(request.ref, record.label, stands)
        intent = await stores.intents.live(key)
        if intent and intent.state == "sent":
            return being_sent(request.ref, record.label)
        await stores.skips.skip(request.connection, request.ref, reason)
        return ""


async def require_wanted(stores: Stores, request: PostRecord, record: Record) -> None:
    """Leave out what a person skipped, unless the same or another person takes that back now.

    Raises:
        Excluded: with the person's reason.
    """
    if request.take_back:
        await stores.skips.take_back(request.connection, record.ref)
    elif reason := await stores.skips.reason(request.connection, record.ref):
        raise Excluded(skipped(record, reason).replace(CONNECTION, request.connection))


async def require_order_wanted(desk: Desk, record: Record, order: Order | None) -> None:
    """Leave out what belongs to an order that a person skipped; who calls this knows that the order has no sale.

    Raises:
        Excluded: with the person's reason.
    """
    if order is not None:
        await _require_not_skipped(desk, record, order)


async def require_request_wanted(desk: Desk, record: Record, request: Record) -> None:
    """Leave out what belongs to a fulfillment request without a Purchase Order that a person skipped, or its order.

    Raises:
        Excluded: with the person's reason.
    """
    await _require_not_skipped(desk, record, request)
    ref = RecordRef(kind=RecordKind.ORDER, id=record.order_id or "")
    order = await desk.companies.stores.records.get(desk.company.connection.id, ref)
    if isinstance(order, Order) and not order.synced and await desk.link(ref) is None:
        await _require_not_skipped(desk, record, order)


async def _require_not_skipped(desk: Desk, record: Record, needed: Record) -> None:
    connection = desk.company.connection.id
    if reason := await desk.companies.stores.skips.reason(connection, needed.ref):
        told = follows_skipped(record, needed.ref.kind.words, needed.label, reason)
        raise Excluded(told.replace(CONNECTION, connection))


def _stands(link: Link | None, outcome: Outcome | None) -> str:
    """The document that stands for a record, in words; a shipment has none, and stands on its order's sale."""
    if link is not None:
        return f"{DocumentKind(link.document_kind).words} {link.number or '(no number)'} (id {link.document_id})"
    return outcome.detail if outcome is not None and outcome.state in STANDING else ""
