"""Outcomes: what became of each record, and what became of it before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Literal

from pydantic import AwareDatetime, Field
from sqlalchemy import (
    ColumnElement,
    Executable,
    RowMapping,
    and_,
    any_,
    bindparam,
    func,
    or_,
    select,
    true,
    tuple_,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, TEXT, distinct_on, insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from accounting.problems import Problem
from accounting.records import Model, RecordKind, RecordRef
from clients.database import tables
from clients.database.statements import STAMP, fetch, fetch_one, holds

OutcomeState = Literal["posted", "linked", "waiting", "parked", "excluded"]


class Outcome(Model):
    """What became of one record."""

    connection_id: str
    ref: RecordRef
    order_id: str
    label: str
    """How people call the record."""
    state: OutcomeState
    detail: str = ""
    """What it waits for, or why it is excluded."""
    problems: tuple[Problem, ...] = ()
    document_kind: str | None = None
    document_id: str | None = None
    number: str | None = None
    total: Decimal | None = None
    run_id: str | None = None
    """The run that brought the record, if one did."""
    attempts: int = 1
    since: AwareDatetime = Field(default_factory=lambda: datetime.now(UTC))
    """When it was first found to be so; the database sets it."""
    at: AwareDatetime = Field(default_factory=lambda: datetime.now(UTC))
    """When it was last found to be so; the database sets it."""


class Outcomes:
    """The current outcome of every record, and its history."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def record(self, outcome: Outcome) -> Outcome:
        """Store what became of a record: as a new entry if anything changed, else as one more attempt."""
        while True:  # a second round only if another worker stored the record's first outcome just now
            async with self._engine.begin() as transaction:
                row = await _record(transaction, outcome)
            if row is not None:
                return outcome_of(row)

    async def leave_out(self, outcomes: Sequence[Outcome]) -> None:
        """Store many records of one connection as excluded, unless anything else became of them meanwhile."""
        if not outcomes:
            return
        table = tables.outcome
        named = tuple_(table.c.kind, table.c.record_id).in_([(o.ref.kind.value, o.ref.id) for o in outcomes])
        mine = and_(table.c.connection_id == outcomes[0].connection_id, table.c.current, named)
        async with self._engine.begin() as transaction:
            # An outcome without an order is the run's own word, too: no workflow knows of the record.
            replaced = or_(table.c.state == "excluded", table.c.order_id == "")
            await transaction.execute(update(table).where(mine, replaced).values(current=False))
            new = insert(table).values(
                [_values(outcome) | {"current": True, "since": STAMP, "at": STAMP} for outcome in outcomes]
            )
            await transaction.execute(new.on_conflict_do_nothing())

    async def record_first(self, outcome: Outcome) -> bool:
        """Store what became of a record of which nobody has spoken; False if somebody did meanwhile."""
        new = insert(tables.outcome).values(**_values(outcome), current=True, since=STAMP, at=STAMP)
        stored = new.on_conflict_do_nothing().returning(tables.outcome.c.sequence)
        return await fetch_one(self._engine, stored) is not None

    async def current(self, connection_id: str, ref: RecordRef) -> Outcome | None:
        """What became of one record."""
        return next(iter(await self._current(connection_id, _of(ref))), None)

    async def current_of_all(
        self, connection_id: str, kind: RecordKind, record_ids: Collection[str]
    ) -> dict[RecordRef, Outcome]:
        """What became of each of these records of a kind; those nobody spoke of are absent."""
        table = tables.outcome
        wanted = bindparam("record_ids", list(record_ids), type_=ARRAY(TEXT))
        found = await self._current(connection_id, (table.c.kind == kind.value) & (table.c.record_id == any_(wanted)))
        return {outcome.ref: outcome for outcome in found}

    async def found_after(self, connection_id: str, refs: Collection[RecordRef], after: datetime) -> int:
        """Of how many of these records something was found after a time."""
        table = tables.outcome
        kinds: defaultdict[RecordKind, list[str]] = defaultdict(list)
        for ref in refs:
            kinds[ref.kind].append(ref.id)
        number = 0
        for kind, ids in kinds.items():
            wanted = bindparam("ids", ids, type_=ARRAY(TEXT))
            named = and_(table.c.connection_id == connection_id, table.c.current, table.c.kind == kind.value)
            found = select(func.count().label("number")).where(named, table.c.record_id == any_(wanted))
            row = await fetch_one(self._engine, found.where(table.c.at > after))
            number += 0 if row is None else int(row["number"])
        return number

    async def named(self, connection_id: str, name: str) -> list[Outcome]:
        """The records that people call by this number, else that of this id, else of the number in other capitals."""
        table = tables.outcome
        of_an_order = table.c.order_id != ""
        alike = func.lower(table.c.label) == func.lower(name)
        for meant in (table.c.label == name, table.c.record_id == name, alike):
            if found := await self._current(connection_id, meant & of_an_order):
                return found
        return []

    async def of_order(self, connection_id: str, order_id: str) -> list[Outcome]:
        """What became of the records of one order."""
        return await self._current(connection_id, tables.outcome.c.order_id == order_id)

    async def order_ids(self, connection_id: str, number: str) -> list[str]:
        """The orders that people call by this number, else by one in other capitals; channels may share one.

        The number of a fulfillment request, an invoice or a shipment names its order, if no order bears it.
        """
        table = tables.outcome
        an_order, of_an_order = table.c.kind == RecordKind.ORDER.value, table.c.order_id != ""
        alike = func.lower(table.c.label) == func.lower(number)
        for meant in (an_order & (table.c.label == number), an_order & alike, of_an_order & alike):
            if found := await self._current(connection_id, meant):
                return list(dict.fromkeys(outcome.order_id for outcome in found))
        return []

    async def parked(self, connection_id: str) -> list[Outcome]:
        """The records that wait for a person, the longest waiting first."""
        return await self._current(connection_id, tables.outcome.c.state == "parked")

    async def parked_for(
        self, connection_id: str, codes: Collection[str], after: datetime | None = None
    ) -> list[Outcome]:
        """The records that a problem of one of these codes keeps waiting: all, or those parked after a time."""
        table = tables.outcome
        named = or_(*(holds(table.c.problems, "code", code) for code in codes))
        since = table.c.at > after if after else true()
        return await self._current(connection_id, and_(table.c.state == "parked", named, since))

    async def all_current(self, connection_id: str) -> list[Outcome]:
        """What became of every record of a connection."""
        return await self._current(connection_id, true())

    async def of_run(self, connection_id: str, run_id: str) -> list[Outcome]:
        """What became of each record within one run, even if a later run got further."""
        table = tables.outcome
        statement = (
            select(table)
            .ext(distinct_on(table.c.kind, table.c.record_id))
            .where(table.c.connection_id == connection_id, table.c.run_id == run_id)
            .order_by(table.c.kind, table.c.record_id, table.c.sequence.desc())
        )
        rows = await fetch(self._engine, statement)
        return [outcome_of(row) for row in sorted(rows, key=lambda row: row["sequence"])]

    async def _current(self, connection_id: str, condition: ColumnElement[bool]) -> list[Outcome]:
        table = tables.outcome
        rows = await fetch(
            self._engine,
            select(table)
            .where(table.c.connection_id == connection_id, table.c.current, condition)
            .order_by(table.c.sequence),
        )
        return [outcome_of(row) for row in rows]


def outcome_of(row: RowMapping) -> Outcome:
    """The outcome in a row of the table."""
    ref = RecordRef(kind=RecordKind(row["kind"]), id=row["record_id"])
    return Outcome.model_validate({**row, "ref": ref})


async def _record(transaction: AsyncConnection, outcome: Outcome) -> RowMapping | None:
    table = tables.outcome
    newest = select(table).where(table.c.connection_id == outcome.connection_id, table.c.current, _of(outcome.ref))
    known = await _first(transaction, newest.with_for_update())
    if known is not None and _same(outcome_of(known), outcome):
        again = (
            update(table)
            .where(table.c.sequence == known["sequence"])
            .values(attempts=table.c.attempts + 1, at=STAMP, run_id=outcome.run_id or known["run_id"])
        )
        return await _first(transaction, again.returning(table))
    if known is not None:
        await transaction.execute(update(table).where(table.c.sequence == known["sequence"]).values(current=False))
    new = insert(table).values(**_values(outcome), current=True, since=STAMP, at=STAMP).on_conflict_do_nothing()
    return await _first(transaction, new.returning(table))


async def _first(transaction: AsyncConnection, statement: Executable) -> RowMapping | None:
    return (await transaction.execute(statement)).mappings().first()


def _of(ref: RecordRef) -> ColumnElement[bool]:
    return (tables.outcome.c.kind == ref.kind.value) & (tables.outcome.c.record_id == ref.id)


def _same(known: Outcome, outcome: Outcome) -> bool:
    told = {"state", "detail", "problems", "document_kind", "document_id", "number", "total"}
    return known.model_dump(include=told) == outcome.model_dump(include=told)


def _values(outcome: Outcome) -> dict[str, Any]:
    return {
        **outcome.model_dump(exclude={"ref", "since", "at", "problems"}),
        "kind": outcome.ref.kind.value,
        "record_id": outcome.ref.id,
        "problems": [problem.model_dump() for problem in outcome.problems],
    }
