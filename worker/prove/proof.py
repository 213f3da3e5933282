"""What a proof came to, as a report for people and for programs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from worker.demo.expectations import Difference, Expectation
from worker.prove.barriers import Barrier
from worker.prove.plan import WORKER_KILLED

ASSUMED = (
    "It is assumed that QuickBooks stores a request wholly or not at all, and that afterwards it either answers its "
    "request id as before or shows the document to whoever looks for it by number or by the time of its creation."
)


@dataclass(frozen=True)
class Proof:
    """What stood in the books at the end, and what was done to the chain meanwhile."""

    orders: int
    seed: int
    limits: bool
    seconds: float
    faults: Mapping[str, int]
    """What happened, by kind."""
    workers_ended_by_themselves: int
    expectations: list[Expectation]
    unexpected: list[Difference]
    """Records that ended otherwise than their files say."""
    audit: Mapping[str, Any]
    """The stand-ins' own, from their states alone."""
    barriers: list[Barrier]

    @property
    def kills(self) -> int:
        """How often a worker was killed."""
        return self.faults.get(WORKER_KILLED, 0)

    @property
    def duplicates(self) -> int:
        """Records with more than one document, and customers and items that are there twice."""
        count: int = self.audit["duplicate_count"]
        return count

    @cached_property
    def gaps(self) -> list[str]:
        """Records that must be in the books and are not, or that Flxpoint does not know to be, in words."""
        there = {found["record"] for found in self.audit["documents"] if found["documents"]}
        missing = [one.record for one in self.expectations if one.ends == "posted" and one.record not in there]
        told = [f"{one['subject']} {one['text']}" for one in (*self.audit["gaps"], *self.audit["unmarked"])]
        return [*(f"{record} has no document" for record in missing), *told]

    @property
    def difference(self) -> str:
        """Money between the records and their documents, all differences taken as positive, in the books' currency."""
        return str(self.audit["difference"])

    @property
    def holds(self) -> bool:
        """Nothing twice, nothing lost, not a cent away, every Bill linked, and every record where it must be."""
        wrong = self.duplicates or self.gaps or self.audit["unlinked"] or self.unexpected
        return not wrong and self.difference == "0.00"

    @property
    def documents(self) -> dict[str, int]:
        """How many stand in the books, by kind."""
        return {name: self.audit[name] for name in ("sales_receipts", "invoices", "purchase_orders", "bills")}

    @property
    def documents_per_record(self) -> dict[str, int]:
        """How many records have one document, how many more."""
        counts = [len(found["documents"]) for found in self.audit["documents"]]
        return {"one": sum(count == 1 for count in counts), "more": sum(count > 1 for count in counts)}

    def as_object(self) -> dict[str, Any]:
        """For programs; money as text."""
        return {
            "orders": self.orders,
            "kills": self.kills,
            "faults": dict(sorted(self.faults.items())),
            "duplicates": self.duplicates,
            "gaps": len(self.gaps),
            "difference": self.difference,
            "seconds": self.seconds,
            "holds": self.holds,
            "seed": self.seed,
            "limits": self.limits,
            "documents": self.documents,
            "documents_per_record": self.documents_per_record,
            "barriers": [asdict(barrier) for barrier in self.barriers],
            "workers_ended_by_themselves": self.workers_ended_by_themselves,
            "findings": self.findings,
            "assumed": ASSUMED,
        }

    @property
    def findings(self) -> list[str]:
        """Everything that is not as it must be, a sentence each."""
        doubled = [f"{one['subject']} {one['text']}" for one in self.audit["duplicates"]]
        unlinked = [f"{one['subject']} {one['text']}" for one in self.audit["unlinked"]]
        return [*doubled, *self.gaps, *unlinked, *map(str, self.unexpected)]
