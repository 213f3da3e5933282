"""Does a reconciliation find one gap, one extra and one edit among thousands of documents, and at what price?

    python -m tests.reconciled --documents 10000 --seed 1

puts half as many orders into a stand-in Flxpoint, into Daybook's tables and, with a Sales Receipt and a Purchase Order
each, into a stand-in company; leaves one order out of the tables and the books, enters one Purchase Order twice, and
changes one Sales Receipt; then reconciles. It fails unless exactly these three are found, within 60 metered reads.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sys
import time
from dataclasses import asdict, dataclass

from activities.contracts import ORDERS_QUEUE
from activities.reconciling.contracts import (
    METERED_READS,
    ReconcileInput,
    ReconcileReport,
    reconcile_workflow_id,
)
from clients.database.engine import create_engine
from tests.chain.world import CONNECTION, World
from tests.many_orders.stack import a_world
from tests.reconciled.seeding import Seeding

EXPECTED = ["edited_in_quickbooks", "left_behind", "second_document"]


@dataclass(frozen=True)
class Reconciled:
    """What was found among so many documents."""

    documents: int
    found: list[str]
    messages: list[str]
    reads: int
    seeded_seconds: float
    seconds: float

    @property
    def is_right(self) -> bool:
        """All three and nothing else, within the reads."""
        return sorted(self.found) == EXPECTED and self.reads <= METERED_READS


def main(arguments: list[str] | None = None) -> int:
    """0: all three were found, and nothing else; 1: not so."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.reconciled", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--documents", type=int, default=10_000, help="how many (10000)")
    parser.add_argument("--seed", type=int, default=1, help="chooses which of them are wrong (1)")
    given = parser.parse_args(arguments)
    found = asyncio.run(reconciled(given.documents, given.seed))
    print(json.dumps(asdict(found), indent=1))
    return 0 if found.is_right else 1


async def reconciled(documents: int, seed: int) -> Reconciled:
    """Seed, make three of them wrong, and reconcile."""
    copies = range(1, documents // 2 + 1)
    missing, twice, edited = random.Random(seed).sample(copies, 3)
    async with a_world(working=True) as world:
        began = time.monotonic()
        engine = create_engine(world.environment.database_url.get_secret_value())
        try:
            await world.quickbooks.switch(duplicate_numbers="allow")
            seeding = Seeding(world, engine)
            await seeding.first()
            ids = await seeding.copy(copies, missing=missing)
            await seeding.enter("PurchaseOrder", [twice])
            await _edit(seeding, ids["SalesReceipt", edited])
        finally:
            await engine.dispose()
        seeded = time.monotonic()
        report = await _reconcile(world)
        return Reconciled(
            documents=sum(one.documents for one in report.compared),
            found=sorted(one.problem.code for one in report.findings),
            messages=[one.problem.message for one in report.findings],
            reads=report.reads,
            seeded_seconds=round(seeded - began, 1),
            seconds=round(time.monotonic() - seeded, 1),
        )


async def _edit(seeding: Seeding, receipt: str) -> None:
    """A bookkeeper moves a Sales Receipt to another day."""
    change = {"Id": receipt, "SyncToken": "0", "sparse": True, "TxnDate": "2026-11-19"}
    await seeding.write("salesreceipt", change)


async def _reconcile(world: World) -> ReconcileReport:
    report: ReconcileReport = await world.client.execute_workflow(
        "Reconcile",
        ReconcileInput(connection=CONNECTION),
        id=reconcile_workflow_id(CONNECTION),
        task_queue=ORDERS_QUEUE,
        result_type=ReconcileReport,
    )
    return report


if __name__ == "__main__":
    sys.exit(main())
