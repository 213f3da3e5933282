"""What a reconciliation found, with the money on both sides."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from decimal import Decimal

from accounting.money import ZERO
from accounting.reconciliation.edits import EDITED, GONE
from accounting.reconciliation.extras import SECOND, WITHOUT_RECORD
from accounting.records import RecordKind
from activities.companies import Companies
from activities.reconciling.contracts import (
    Finding,
    MoneyOfKind,
    ReconcileReport,
    TellReconciled,
)
from activities.stores import Stores
from clients.database.connections import Connection
from clients.database.outcomes import Outcome

CODES = (GONE, EDITED, SECOND, WITHOUT_RECORD)


async def report_of(companies: Companies, request: TellReconciled, most: int) -> ReconcileReport:
    """The report of one connection; the first findings, and how many there are."""
    stores = companies.stores
    connection = await stores.connections.get(request.connection)
    outcomes = [outcome for code in CODES for outcome in await stores.problems.records(connection.id, code)]
    found = [
        Finding(problem=problem, label=outcome.label)
        for outcome in {outcome.ref: outcome for outcome in outcomes}.values()
        for problem in outcome.problems
        if problem.code in CODES
    ]
    gaps = [one.model_copy(update={"problem": one.problem.named_for(connection.id)}) for one in request.counted.told]
    return ReconcileReport(
        connection=connection.id,
        company=connection.company_name or connection.name,
        began_at=request.began_at,
        ended_at=datetime.now(UTC),
        tallies=request.counted.tallies,
        compared=request.compared,
        money=await _money(stores, connection, request, outcomes),
        findings=tuple([*gaps, *found][:most]),
        found=request.counted.gaps + len(found),
    )


async def _money(
    stores: Stores, connection: Connection, request: TellReconciled, outcomes: list[Outcome]
) -> tuple[MoneyOfKind, ...]:
    posted: defaultdict[str, Decimal] = defaultdict(Decimal)
    documents: defaultdict[str, int] = defaultdict(int)
    for one in await stores.reconciled.posted(connection.realm, connection.account):
        if one.record_kind in set(RecordKind):
            operation = RecordKind(one.record_kind).operation
            posted[operation] += one.total
            documents[operation] += one.documents
    off = await _off(stores, connection, outcomes)
    return tuple(
        MoneyOfKind(
            operation=tally.operation,
            documents=documents[tally.operation],
            in_flxpoint=tally.in_flxpoint,
            posted=posted[tally.operation],
            in_books=posted[tally.operation] + off[tally.operation],
        )
        for tally in request.counted.tallies
        if tally.operation != RecordKind.SHIPMENT.operation
    )


async def _off(stores: Stores, connection: Connection, outcomes: list[Outcome]) -> defaultdict[str, Decimal]:
    """By how much the books show more than was posted, by operation; also of what a person has closed."""
    off: defaultdict[str, Decimal] = defaultdict(lambda: ZERO)
    for sent in await stores.reconciled.with_findings(connection.realm, connection.account):
        for entry in sent.link.found:
            operation = RecordKind(sent.link.key.record_kind).operation
            off[operation] += Decimal(entry["problem"]["amount"] or 0)
    for outcome in {outcome.ref: outcome for outcome in outcomes}.values():
        if outcome.document_id and outcome.ref.id.startswith("document-"):
            off[outcome.ref.kind.operation] += outcome.total or ZERO
    return off
