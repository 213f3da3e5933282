"""What a run finds pending: every record read, stored, and sorted by what is to be done with it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Any

from accounting.left_out import LeftOut, left_out
from accounting.problems import Problem
from accounting.records import FulfillmentRequest, Order, Record, RecordKind, RecordRef
from accounting.selection import OPERATION_OF
from accounting.settings import Settings
from activities.contracts import STANDING, State
from activities.flxpoint_records import FlxpointRecords
from activities.stores import Stores
from clients.database.connections import Connection
from clients.database.outcomes import Outcome
from clients.database.records import Saved
from clients.flxpoint.errors import NotUnderstood, RecordUnknown
from clients.flxpoint.records import id_of, request_of

AT_ONCE = 100
FRESH = {Saved.NEW, Saved.CHANGED}


class DueRecords:
    """Reads one connection for one run; what no order's workflow needs to hear of gets its outcome here.

    Everything is read before anything is handed over: marking shifts the pages of what is not marked.
    """

    def __init__(
        self,
        connection: Connection,
        run_id: str,
        settings: Settings,
        source: FlxpointRecords,
        stores: Stores,
        wanted: Callable[[Record], Awaitable[bool]] | None = None,
    ) -> None:
        """``wanted`` tells which records are looked at at all, if not every one is."""
        self.due: list[Record] = []
        """What the orders' workflows must hear of."""
        self.left_out: list[LeftOut] = []
        self.problems: list[Problem] = []
        self.unchanged = 0
        self.still_waiting: tuple[str, ...] = ()
        """One sentence for each cause that is still there, and for which more wait than were tried."""
        self.known: dict[RecordRef, Outcome] = {}
        """What became, under the settings that still hold, of what is due and has not changed since."""
        self._connection = connection.id
        self._settings_changed_at = connection.settings_changed_at
        self._run_id = run_id
        self._settings = settings
        self._source = source
        self._stores = stores
        self._wanted = wanted
        self._order_of: dict[str, str] = {}

    async def read(self, operations: Sequence[str]) -> None:
        """Read the records of these operations, orders first: the others are judged by theirs."""
        for kind in (kind for kind, operation in OPERATION_OF.items() if operation in operations):
            some: list[Record] = []
            async for record in self._records(kind):
                some.append(record)
                if len(some) == AT_ONCE:
                    await self._sort(kind, some)
                    some = []
            await self._sort(kind, some)

    async def _records(self, kind: RecordKind) -> AsyncIterator[Record]:
        async for found in self._source.all(kind):
            try:
                record = await self._source.read(kind, found, await self._order_ids(kind, found))
            except (NotUnderstood, RecordUnknown) as error:
                record_id = id_of(found)
                await self._park(RecordRef(kind=kind, id=record_id), record_id, _unread(kind, record_id, error))
                continue
            if isinstance(record, FulfillmentRequest):
                self._order_of[record.id] = record.order_ref
            if self._wanted is None or await self._wanted(record):
                yield record

    async def _order_ids(self, kind: RecordKind, found: dict[str, Any]) -> dict[str, str]:
        """The order of a supplier invoice, through its fulfillment request."""
        if kind is RecordKind.SUPPLIER_INVOICE and request_of(found) not in self._order_of:
            self._order_of |= await self._source.order_of(found)
        return self._order_of

    async def _sort(self, kind: RecordKind, records: Sequence[Record]) -> None:
        saved = await self._stores.records.save_all(self._connection, records)
        known = await self._stores.outcomes.current_of_all(self._connection, kind, [record.id for record in records])
        order_ids = {record.order_id for record in records if record.order_id and not isinstance(record, Order)}
        orders = await self._stores.records.orders(self._connection, order_ids)
        skipped = await self._stores.skips.among(self._connection, kind, [record.id for record in records])
        excluded: list[Outcome] = []
        for record in records:
            outcome = known.get(record.ref)
            if _settled(record, outcome, saved[record.ref]) or (outcome is not None and record.ref in skipped):
                self.unchanged += 1
            elif _known_to_its_order(record, outcome):
                self.due.append(record)
                self._remember(record, outcome, saved[record.ref])
            elif reason := left_out(record, self._settings, orders.get(record.order_id or "")):
                self.left_out.append(reason)
                if outcome is None or outcome.detail != reason.reason:
                    excluded.append(self._excluded(record, reason))
            elif record.order_id is None:
                await self._park(record.ref, record.label, _without_order(record))
            else:
                self.due.append(record)
        await self._stores.runs.handed(self._run_id, [outcome.ref for outcome in excluded])
        await self._stores.outcomes.leave_out(excluded)

    def _remember(self, record: Record, outcome: Outcome | None, saved: Saved) -> None:
        changed_at = self._settings_changed_at
        if outcome and saved not in FRESH and (changed_at is None or outcome.at > changed_at):
            self.known[record.ref] = outcome

    def _excluded(self, record: Record, reason: LeftOut) -> Outcome:
        return Outcome(
            connection_id=self._connection,
            ref=record.ref,
            order_id=record.order_id or "",
            label=record.label,
            state=State.EXCLUDED.value,
            detail=reason.reason,
            run_id=self._run_id,
        )

    async def _park(self, ref: RecordRef, label: str, problem: Problem) -> None:
        self.problems.append(problem)
        await self._stores.runs.handed(self._run_id, [ref])
        await self._stores.outcomes.record(
            Outcome(
                connection_id=self._connection,
                ref=ref,
                order_id=ref.id if ref.kind is RecordKind.ORDER else "",
                label=label,
                state=State.PARKED.value,
                problems=(problem,),
                run_id=self._run_id,
            )
        )


def _settled(record: Record, outcome: Outcome | None, saved: Saved) -> bool:
    """It stands in the books as it is, or another program marked it: then it is not ours."""
    if outcome is not None and outcome.state in STANDING:
        return saved not in FRESH
    return record.synced and (outcome is None or outcome.state == State.EXCLUDED.value)


def _known_to_its_order(record: Record, outcome: Outcome | None) -> bool:
    """Whether the order's workflow has spoken of it, and so must speak of it again."""
    return record.order_id is not None and outcome is not None and outcome.state != State.EXCLUDED.value


def _unread(kind: RecordKind, record_id: str, error: Exception) -> Problem:
    return Problem(
        code="record_not_understood",
        message=f"{kind.words.capitalize()} {record_id} cannot be taken over: {error}",
        fix="Look at the record in Flxpoint; if it is right there, send this message to whoever runs Daybook.",
    )


def _without_order(record: Record) -> Problem:
    return Problem(
        code="order_unknown",
        message=f"{record.ref.kind.words.capitalize()} {record.label} names no fulfillment request, "
        "so that nobody knows which order and which Purchase Order it belongs to.",
        fix="Assign it to its fulfillment request in Flxpoint; the next run takes it over.",
    )
