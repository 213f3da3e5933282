"""Records come in: read from the order system anew, or brought by a signal."""

from __future__ import annotations

import hashlib

from temporalio import activity

from accounting.problems import Problem
from accounting.reading_settings import read_settings
from accounting.records import Record, RecordKind, RecordRef
from activities import contracts
from activities.arrivals import ArrivalNotUnderstood, kind_of, read_arrival
from activities.companies import Companies
from activities.contracts import Arrival, KnownRecords, ReadOrder, State, StoredRecord, StoreRecord
from activities.failures import problems_of, try_again
from activities.flxpoint_records import FlxpointRecords
from activities.heartbeat import beating
from clients.database.connections import UnknownConnection
from clients.database.outcomes import Outcome
from clients.flxpoint.errors import RecordUnknown

NOTICE = "signal-"
"""How the ids of outcomes begin that tell of a signal nobody could read."""


class ReadingActivities:
    """Whatever comes in ends as a stored record, or as an outcome that says why not."""

    def __init__(self, companies: Companies) -> None:
        self._companies = companies

    @activity.defn(name=contracts.STORE_RECORD)
    async def store_record(self, request: StoreRecord) -> StoredRecord:
        """Validate and store what a signal brought; nothing that came is dropped."""
        async with beating():
            try:
                return await self._store(request)
            except UnknownConnection as error:
                return StoredRecord(problem=_first_problem(error, ""))
            except ArrivalNotUnderstood as error:
                problem = _not_understood(request, error)
            except Exception as error:
                problem = _first_problem(error, f"order {request.order_id}")
            await self._companies.stores.outcomes.record(_outcome_of(request, problem))
            return StoredRecord(problem=problem)

    async def _store(self, request: StoreRecord) -> StoredRecord:
        await self._companies.stores.connections.get(request.connection)
        ref = request.arrival.ref
        record = await self._named(request, ref) if ref else read_arrival(request.arrival)
        _require_of_order(request, record)
        await self._companies.stores.records.save(request.connection, record)
        await self._end_notices(request)
        return StoredRecord(ref=record.ref)

    async def _named(self, request: StoreRecord, ref: RecordRef) -> Record:
        """The record whose id alone a signal brought: as Postgres knows it, else read from the order system."""
        known = await self._companies.stores.records.get(request.connection, ref)
        if known is not None and not request.arrival.read_again:
            return known
        try:
            return await (await self._source(request.connection)).one(ref)
        except RecordUnknown as error:
            raise ArrivalNotUnderstood(
                f"Signal {request.arrival.signal} names {ref.kind.words} {ref.id}, which nobody knows: {error}."
            ) from None

    async def _end_notices(self, request: StoreRecord) -> None:
        """What could not be read before has come in a form that can be read."""
        if not request.unread:
            return
        stores, labels = self._companies.stores, set(map(_label, request.unread))
        for outcome in await stores.outcomes.of_order(request.connection, request.order_id):
            if outcome.ref.id.startswith(NOTICE) and outcome.label in labels:
                settled = {"state": State.EXCLUDED.value, "problems": (), "detail": "A later signal was understood."}
                await stores.outcomes.record(outcome.model_copy(update=settled | {"attempts": 1}))

    async def _source(self, connection: str) -> FlxpointRecords:
        return FlxpointRecords(connection, await self._companies.flxpoint(connection), self._companies.stores)

    @activity.defn(name=contracts.READ_ORDER)
    async def read_order(self, request: ReadOrder) -> KnownRecords:
        """One record anew, or everything known of an order: from Postgres, else from the order system."""
        async with beating():
            try:
                return KnownRecords(refs=await self._read(request))
            except RecordUnknown as error:
                return KnownRecords(problem=_unknown_order(request, error) if request.ref is None else None)
            except Exception as error:
                return KnownRecords(problem=_first_problem(error, f"order {request.order_id}"))

    async def _read(self, request: ReadOrder) -> tuple[RecordRef, ...]:
        known = await self._companies.stores.records.of_order(request.connection, request.order_id)
        if known and request.ref is None:
            return tuple(record.ref for record in known)
        source = await self._source(request.connection)
        records: list[Record]
        if request.ref is None:
            settings = read_settings(await self._companies.stores.connections.settings(request.connection))
            records = await source.order_with_its_records(
                request.order_id, shipments="shipments" in settings.operations
            )
        else:
            records = [await source.one(request.ref)]
        for record in records:
            await source.keep(record)
        return tuple(record.ref for record in records)


def _first_problem(error: Exception, label: str) -> Problem:
    problems = problems_of(error, label)
    if problems is None:
        try_again(error)
    return problems[0]


def _not_understood(request: StoreRecord, error: ArrivalNotUnderstood) -> Problem:
    return Problem(
        code="record_not_understood",
        message=f"Order {request.order_id}: {error}",
        fix="Send the signal again with a record as the documentation shows it, or with its id alone.",
    )


def _require_of_order(request: StoreRecord, record: Record) -> None:
    if record.order_id != request.order_id:
        raise ArrivalNotUnderstood(
            f"Signal {request.arrival.signal} brought {record.ref.kind.words} {record.id} of order "
            f"{record.order_id} to the workflow of order {request.order_id}."
        )


def _label(signal: str) -> str:
    """A signal's name as it may be stored and shown; anybody can send any."""
    return "signal " + "".join(c if c.isprintable() else "�" for c in signal)


def _outcome_of(request: StoreRecord, problem: Problem) -> Outcome:
    digest = hashlib.sha256(request.arrival.model_dump_json().encode()).hexdigest()[:12]
    return Outcome(
        connection_id=request.connection,
        ref=RecordRef(kind=_kind_or_order(request.arrival), id=f"{NOTICE}{digest}"),
        order_id=request.order_id,
        label=_label(request.arrival.signal),
        state=State.PARKED.value,
        detail="",
        problems=(problem,),
        run_id=request.arrival.run_id,
    )


def _kind_or_order(arrival: Arrival) -> RecordKind:
    try:
        return kind_of(arrival)
    except ArrivalNotUnderstood:
        return RecordKind.ORDER


def _unknown_order(request: ReadOrder, error: RecordUnknown) -> Problem:
    return Problem(
        code="order_unknown",
        message=f"Connection {request.connection} knows no order {request.order_id}: {error}",
        fix="Check the order's id: it is Flxpoint's own id, not the number the customer sees.",
    )
