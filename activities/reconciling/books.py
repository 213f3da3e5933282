"""One look at the documents of one kind: what has changed since the last one, else all of them, page by page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from accounting.documents import DocumentKind
from activities.companies import Companies, Company
from activities.reconciling.comparison import Comparison
from activities.reconciling.contracts import BooksCompared, CompareBooks
from activities.reconciling.metered import MeteredReads, ReadsUsedUp
from clients.database.reconciled import HowFar
from clients.quickbooks.statements import MOST_ROWS, at_least, select

LOOK_BACK = timedelta(days=29)
"""QuickBooks tells what changed within 30 days."""
OVERLAP = timedelta(minutes=10)
"""Its clock and ours may differ."""
BEFORE_THE_FIRST = timedelta(days=1)
"""What stands since before Daybook's first document is none of its business."""
DELETED = "Deleted"


class BooksLook:
    """One look, within so many reads."""

    def __init__(self, companies: Companies, company: Company, kind: DocumentKind, most_reads: int) -> None:
        self._store = companies.stores.reconciled
        self._company = company
        self._kind = kind
        self._began = datetime.now(UTC)
        self._reads = MeteredReads(company.quickbooks, most_reads)
        self._comparison = Comparison(companies, company, kind, self._reads, self._began)
        self._how_far = HowFar()
        self._by_changes = False

    async def look(self) -> BooksCompared:
        """Compare as much as the reads allow; the next look goes on where this one ended."""
        mine = self._company.connection
        self._how_far = (await self._store.how_far(mine.id)).get(self._kind, HowFar())
        first = await self._store.first_posted(mine.realm, mine.account)
        unfinished = False
        if first:
            try:
                await self._compare(first - BEFORE_THE_FIRST)
            except ReadsUsedUp:
                unfinished = True
        posted = await self._store.posted(mine.realm, mine.account)
        return BooksCompared(
            kind=self._kind,
            reads=self._reads.used,
            documents=sum(one.documents for one in posted if one.document_kind == self._kind),
            not_compared=await self._not_compared() if unfinished else 0,
            by_changes=self._by_changes,
        )

    async def _compare(self, created_since: datetime) -> None:
        self._by_changes = await self._told_by_changes()
        if not self._by_changes:
            await self._read_all(created_since)
        await self._comparison.look_at_extras_again()

    async def _told_by_changes(self) -> bool:
        """False: QuickBooks cannot tell all that has changed."""
        last = self._how_far.complete_as_of
        if last is None or self._how_far.began_at or self._began - last > LOOK_BACK:
            return False
        rows = await self._reads.changes(self._kind, last - OVERLAP)
        if len(rows) >= MOST_ROWS:
            return False
        await self._comparison.compare([row for row in rows if row.get("status") != DELETED])
        await self._comparison.compare_gone({str(row["Id"]) for row in rows if row.get("status") == DELETED})
        await self._came(HowFar(complete_as_of=self._began))
        return True

    async def _read_all(self, created_since: datetime) -> None:
        began = self._how_far.began_at or self._began
        last, position = self._how_far.complete_as_of, self._how_far.position
        ours = at_least("MetaData.CreateTime", created_since)
        counted = await self._reads.count(select(self._kind, ours, count=True))
        while position < counted:
            page = select(self._kind, ours, order_by="Id", start=position + 1, most=MOST_ROWS)
            rows = await self._reads.query(self._kind, page)
            await self._comparison.compare(rows)
            position += len(rows)
            await self._came(HowFar(last, began, position))
            if not rows:
                break  # fewer than there were when they were counted
        mine = self._company.connection
        # One that was deleted while pages were read has moved the others, so that some came on no page.
        await self._comparison.compare_by_id(await self._store.not_seen(mine.realm, mine.account, self._kind, began))
        await self._came(HowFar(complete_as_of=began))

    async def _came(self, how_far: HowFar) -> None:
        self._how_far = how_far
        await self._store.came(self._company.connection.id, self._kind, how_far)

    async def _not_compared(self) -> int:
        mine, since = self._company.connection, self._how_far.began_at or self._began
        if self._how_far.began_at is None and self._how_far.complete_as_of:
            return 0
        return len(await self._store.not_seen(mine.realm, mine.account, self._kind, since))


async def compare_books(companies: Companies, request: CompareBooks) -> BooksCompared:
    """Compare the documents of one kind with the books, within so many reads."""
    company = await companies.company(request.connection)
    return await BooksLook(companies, company, request.kind, request.most_reads).look()
