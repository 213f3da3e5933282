"""What came of the demo's run, and whether it came as it must."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from accounting.documents import DocumentKind
from clients.database.outcomes import Outcome
from worker.demo.accounts import OrderAccount, accounts_of
from worker.demo.expectations import Difference, Expectation, differences, record_name

DOCUMENTS = {
    "sales_receipts": DocumentKind.SALES_RECEIPT,
    "invoices": DocumentKind.INVOICE,
    "purchase_orders": DocumentKind.PURCHASE_ORDER,
    "bills": DocumentKind.BILL,
}


@dataclass(frozen=True)
class Result:
    """What came of the demo's run."""

    outcomes: list[Outcome]
    expectations: list[Expectation]
    channels: Mapping[str, str]
    """By the id of an order whose number another order shares."""
    audit: Mapping[str, Any]
    requests: Mapping[str, int]
    """By API."""
    seconds: float
    flxpoint_spacing: float
    """Seconds from one request to Flxpoint to the next."""
    worker_peak_mb: int | None

    @cached_property
    def accounts(self) -> list[OrderAccount]:
        return accounts_of(self.outcomes, self.channels)

    @cached_property
    def unexpected(self) -> list[Difference]:
        return differences(self.expectations, self.outcomes)

    @property
    def as_expected(self) -> bool:
        """Whether every record ended as its file says, once, to the cent and truly linked."""
        audited = (
            not self.audit["duplicate_count"] and self.audit["difference"] == "0.00" and not self.audit["unlinked"]
        )
        return bool(self.outcomes) and not self.unexpected and audited

    @property
    def flxpoint_bound(self) -> float:
        """Which share of the time Flxpoint's spacing of requests alone would have taken."""
        return min(1.0, self.requests["Flxpoint"] * self.flxpoint_spacing / self.seconds) if self.seconds else 0.0

    @property
    def orders(self) -> int:
        return sum(bool(account.order_id) for account in self.accounts)

    def standing(self, kind: DocumentKind) -> list[Decimal]:
        """The totals of the documents of a kind."""
        return [outcome.total or Decimal(0) for outcome in self.outcomes if outcome.document_kind == kind]

    def state(self, state: str) -> list[Outcome]:
        """The records that ended so."""
        return [outcome for outcome in self.outcomes if outcome.state == state]

    def a_order(self, api: str) -> float:
        """Requests to an API for each order."""
        return round(self.requests[api] / max(1, self.orders), 1)

    def as_object(self) -> dict[str, Any]:
        """For programs; money as text."""
        return {
            "orders": self.orders,
            **{name: len(self.standing(kind)) for name, kind in DOCUMENTS.items()},
            "waiting": len(self.state("waiting")),
            "excluded": len(self.state("excluded")),
            "parked": [
                {"record": record_name(o.ref), "code": p.code, "message": p.message, "fix": p.fix}
                for o in self.state("parked")
                for p in o.problems
            ],
            "unexpected": [vars(difference) for difference in self.unexpected],
            "duplicates": self.audit["duplicate_count"],
            "difference": self.audit["difference"],
            "unlinked": self.audit["unlinked"],
            "as_expected": self.as_expected,
            "quickbooks_requests": self.requests["QuickBooks"],
            "flxpoint_requests": self.requests["Flxpoint"],
            "requests_per_order": {"quickbooks": self.a_order("QuickBooks"), "flxpoint": self.a_order("Flxpoint")},
            "seconds": self.seconds,
            "flxpoint_bound_share": round(self.flxpoint_bound, 2),
            "worker_peak_mb": self.worker_peak_mb,
        }
