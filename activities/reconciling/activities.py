"""The steps of a reconciliation; each may be done twice."""

from __future__ import annotations

from collections.abc import Awaitable
from datetime import UTC, datetime
from typing import NoReturn, TypeVar

from temporalio import activity
from temporalio.client import Client
from temporalio.exceptions import ApplicationError

from accounting.documents import DocumentKind
from accounting.records import RecordRef
from activities.at_the_door import Told
from activities.companies import Companies
from activities.contracts import State
from activities.failures import problems_of, try_again
from activities.flxpoint_records import FlxpointRecords
from activities.heartbeat import beating
from activities.notices import announce_new_problems
from activities.reconciling import contracts
from activities.reconciling.books import compare_books
from activities.reconciling.contracts import (
    BooksCompared,
    CompareBooks,
    ReconcileInput,
    ReconcileReport,
    RecordsCounted,
    TellReconciled,
)
from activities.reconciling.records import Gap, RecordsLook
from activities.reconciling.report import report_of
from activities.reconciling.under_way import OrdersUnderWay
from activities.telling_orders import SIGNAL_FOR, bring_to_orders
from clients.database.outcomes import Outcome

DOCUMENTS = (
    DocumentKind.SALES_RECEIPT,
    DocumentKind.INVOICE,
    DocumentKind.PURCHASE_ORDER,
    DocumentKind.BILL,
)
MOST_TOLD = 100
"""A report travels through Temporal, which takes 2 MB at most; the inbox has all of them."""
NEVER = datetime.min.replace(tzinfo=UTC)

T = TypeVar("T")


class ReconcilingActivities:
    """The equation, the books, and what is told of both."""

    def __init__(self, companies: Companies, client: Client) -> None:
        self._companies = companies
        self._stores = companies.stores
        self._client = client

    @activity.defn(name=contracts.COUNT_RECORDS)
    async def count_records(self, request: ReconcileInput) -> RecordsCounted:
        """Hold the equation for each operation, and hand over to the orders' workflows what nobody works on."""
        return await _done(self._count(request), request.connection)

    @activity.defn(name=contracts.COMPARE_BOOKS)
    async def compare_books(self, request: CompareBooks) -> BooksCompared:
        """Compare the posted documents of one kind with the books."""
        return await _done(compare_books(self._companies, request), request.connection)

    @activity.defn(name=contracts.TELL_RECONCILED)
    async def tell_reconciled(self, request: TellReconciled) -> ReconcileReport:
        """All that is found, and the money on both sides."""
        return await _done(report_of(self._companies, request, MOST_TOLD), request.connection)

    async def _count(self, request: ReconcileInput) -> RecordsCounted:
        company = await self._companies.company(request.connection)
        source = FlxpointRecords(request.connection, await self._companies.flxpoint(request.connection), self._stores)
        orders = OrdersUnderWay(self._client, request.connection)
        look = RecordsLook(request.connection, company.settings, source, self._stores, orders)
        tallies = await look.count()
        for gap in look.gaps:
            await source.keep(gap.record)
            await self._park(request.connection, gap)
        await bring_to_orders(self._client, request.connection, [_told(gap) for gap in look.gaps])
        how_far = await self._stores.reconciled.how_far(request.connection)
        return RecordsCounted(
            tallies=tallies,
            gaps=len(look.gaps),
            told=tuple(gap.finding for gap in look.gaps[:MOST_TOLD]),
            kinds=tuple(
                sorted(DOCUMENTS, key=lambda kind: how_far[kind].complete_as_of or NEVER if kind in how_far else NEVER)
            ),
        )

    async def _park(self, connection: str, gap: Gap) -> None:
        """Say so in the inbox until the order's workflow says what became of it, unless that was faster."""
        if gap.outcome is not None:
            return
        outcome = Outcome(
            connection_id=connection,
            ref=gap.record.ref,
            order_id=gap.record.order_id or "",
            label=gap.record.label,
            state=State.PARKED.value,
            problems=(gap.finding.problem.named_for(connection),),
        )
        if await self._stores.outcomes.record_first(outcome):
            await announce_new_problems(self._stores, self._companies.announce, outcome)


def _told(gap: Gap) -> Told:
    ref: RecordRef = gap.record.ref
    value = {"id": gap.record.id, "number": gap.record.label}
    return Told(order_id=str(gap.record.order_id), signal=SIGNAL_FOR[ref.kind], value=value)


async def _done(step: Awaitable[T], connection: str) -> T:
    async with beating():
        try:
            return await step
        except Exception as error:
            _fail(error, connection)


def _fail(error: Exception, connection: str) -> NoReturn:
    problems = problems_of(error, f"The reconciliation of {connection}")
    if problems is None:
        try_again(error)
    text = " ".join(str(problem.named_for(connection)) for problem in problems)
    raise ApplicationError(text, type=problems[0].code, non_retryable=True) from None
