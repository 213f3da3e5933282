"""The equation: every record of the order system stands, waits, is parked or is excluded, or nobody works on it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from accounting.left_out import left_out
from accounting.money import ZERO
from accounting.reconciliation.equation import Place, Tally, left_behind, money_of, place_of, tallied
from accounting.records import Order, Record, RecordKind
from accounting.selection import OPERATION_OF
from accounting.settings import Settings
from activities.contracts import STANDING, State
from activities.flxpoint_records import FlxpointRecords
from activities.reconciling.contracts import Finding
from activities.reconciling.under_way import OrdersUnderWay
from activities.stores import Stores
from clients.database.outcomes import Outcome
from clients.flxpoint.errors import NotUnderstood, RecordUnknown
from clients.flxpoint.records import id_of

AT_ONCE = 1_000
NOT_UNDERSTOOD = "record_not_understood"
DONE = STANDING | {State.EXCLUDED}
OVERLAP = timedelta(minutes=10)
"""The order system's clock and ours may differ."""


class Gap:
    """A record that nobody works on, and what was last said of it."""

    def __init__(self, record: Record, outcome: Outcome | None) -> None:
        self.record = record
        self.outcome = outcome

    @property
    def finding(self) -> Finding:
        """What is told of it."""
        state = self.outcome.state if self.outcome else None
        label = self.record.label
        return Finding(problem=left_behind(self.record.ref.kind, label, state), label=label)


class RecordsLook:
    """One look at all records of a connection."""

    def __init__(
        self, connection: str, settings: Settings, source: FlxpointRecords, stores: Stores, orders: OrdersUnderWay
    ) -> None:
        self.gaps: list[Gap] = []
        self._connection = connection
        self._settings = settings
        self._source = source
        self._stores = stores
        self._orders = orders
        self._last_read: dict[str, datetime] = {}

    async def count(self) -> tuple[Tally, ...]:
        """The equation of each operation: of those that are switched on, and of those whose records are known."""
        self._last_read = await self._stores.runs.last_read(self._connection)
        tallies = [await self._of_kind(kind) for kind in RecordKind]
        return tuple(tally for tally in tallies if tally.records or tally.operation in self._settings.operations)

    async def _of_kind(self, kind: RecordKind) -> Tally:
        placed: list[tuple[Place, Decimal]] = []
        known: set[str] = set()
        async for page in self._stored(kind):
            known |= {record.id for record in page}
            placed += await self._place(kind, page, stored=True)
        if OPERATION_OF[kind] in self._settings.operations:
            placed += await self._never_read(kind, known)
        return tallied(kind.operation, placed)

    async def _stored(self, kind: RecordKind) -> AsyncIterator[list[Record]]:
        last = ""
        while page := await self._stores.records.page(self._connection, kind, last, AT_ONCE):
            yield page
            last = page[-1].id

    async def _never_read(self, kind: RecordKind, known: set[str]) -> list[tuple[Place, Decimal]]:
        """The records that the order system lists and no run has stored."""
        records, placed = [], []
        order_ids: dict[str, str] = {}
        async for found in self._source.everything(kind):
            if (record_id := id_of(found)) in known:
                continue
            try:
                if kind is RecordKind.SUPPLIER_INVOICE:
                    order_ids |= await self._source.order_of(found)
                records.append(await self._source.read(kind, found, order_ids))
            except (NotUnderstood, RecordUnknown):
                placed.append(await self._not_understood(kind, record_id))
        return placed + await self._place(kind, records, stored=False)

    async def _not_understood(self, kind: RecordKind, record_id: str) -> tuple[Place, Decimal]:
        """A run parks it with its reason; one that no run has met yet waits for the next."""
        known = await self._stores.outcomes.current_of_all(self._connection, kind, [record_id])
        return (Place.PARKED if known else Place.WAITING), ZERO

    async def _place(self, kind: RecordKind, records: Sequence[Record], *, stored: bool) -> list[tuple[Place, Decimal]]:
        outcomes = await self._stores.outcomes.current_of_all(self._connection, kind, [r.id for r in records])
        order_ids = {record.order_id for record in records if record.order_id and not isinstance(record, Order)}
        orders = await self._stores.records.orders(self._connection, order_ids)
        placed = []
        for record in records:
            outcome = outcomes.get(record.ref)
            place = place_of(
                outcome.state if outcome else None,
                marked=record.synced,
                left_out=left_out(record, self._settings, orders.get(record.order_id or "")) is not None,
                under_way=await self._is_under_way(record, outcome, stored=stored),
            )
            if place is Place.GAP:
                self.gaps.append(Gap(record, outcome))
            placed.append((place, money_of(record)))
        return placed

    async def _is_under_way(self, record: Record, outcome: Outcome | None, *, stored: bool) -> bool:
        """Its order's workflow lives; or no run has been there to read it; or a run alone speaks of it."""
        if outcome and (outcome.state in DONE or any(p.code == NOT_UNDERSTOOD for p in outcome.problems)):
            return True
        if record.order_id is None:
            return True
        if stored:
            return await self._orders.live(record.order_id)
        read = self._last_read.get(OPERATION_OF[record.ref.kind])
        return read is None or record.changed_at > read - OVERLAP or await self._orders.live(record.order_id)
