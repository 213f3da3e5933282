"""What a row of made-up orders came to."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from tests.many_orders.cases import Case, nth_case
from tests.many_orders.chain import POSTED, Outcome, bring
from tests.many_orders.findings import findings
from tests.many_orders.rules import Books
from worker.demo.choices import SETTINGS

Json = dict[str, Any]
SHOWN = 20


@dataclass
class Report:
    """Counted case by case."""

    seed: int
    orders: int = 0
    documents: Counter[str] = field(default_factory=Counter)
    held: Counter[str] = field(default_factory=Counter)
    """By the code of the problem."""
    left_out: Counter[str] = field(default_factory=Counter)
    findings: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def add(self, place: int, case: Case, outcomes: list[Outcome]) -> None:
        """Count a case, and hold its documents against what its records state."""
        self.orders += 1
        for outcome in outcomes:
            if outcome.ends == POSTED:
                self.documents[outcome.kind] += 1
            elif outcome.ends in ("excluded", "waiting"):
                self.left_out[outcome.ends] += 1
            else:
                self.held[outcome.ends] += 1
        for text in findings(case, outcomes, SETTINGS["discount_sku"]):
            self.findings.append(f"order {place}: {text}")

    def as_json(self) -> str:
        told: Json = {
            "seed": self.seed,
            "orders": self.orders,
            "documents": dict(sorted(self.documents.items())),
            "held": dict(sorted(self.held.items())),
            **self.left_out,
            "differences": len(self.findings),
            "findings": self.findings[:SHOWN],
            "seconds": round(self.seconds, 1),
        }
        return json.dumps(told, ensure_ascii=False)

    def as_text(self) -> str:
        lines = [f"{self.orders} orders of seed {self.seed}, {self.seconds:.1f} s"]
        for title, counted in (("in the books", self.documents), ("held", self.held), ("left out", self.left_out)):
            lines += [f"  {title}:", *(f"    {count:6} {what}" for what, count in sorted(counted.items()))]
        lines += [f"{len(self.findings)} differences", *self.findings[:SHOWN]]
        return "\n".join(lines)


def report_of(seed: int, places: Iterable[int]) -> Report:
    """Bring the cases at some places of a seed's row into the books of one company."""
    began, report, books = time.monotonic(), Report(seed), Books()
    for place in places:
        case = nth_case(seed, place)
        try:
            report.add(place, case, bring(books, case))
        except Exception as error:  # the others are worth playing all the same
            report.findings.append(f"order {place}: broke off with {error!r}")
    report.seconds = time.monotonic() - began
    return report
