"""What a proof says of what it found."""

from __future__ import annotations

from typing import Any

import pytest

from worker.demo.expectations import Difference, Expectation
from worker.prove.barriers import Barrier, barriers
from worker.prove.proof import ASSUMED, Proof
from worker.prove.report import text

SOUND: dict[str, Any] = {
    "sales_receipts": 1,
    "invoices": 0,
    "purchase_orders": 0,
    "bills": 0,
    "documents": [{"record": "order:1", "documents": [{"id": "7"}]}],
    "duplicates": [],
    "duplicate_count": 0,
    "gaps": [],
    "unmarked": [],
    "unlinked": [],
    "difference": "0.00",
}


def a_proof(unexpected: list[Difference] | None = None, **audit: Any) -> Proof:
    return Proof(
        orders=1,
        seed=1,
        limits=False,
        seconds=12.0,
        faults={"worker killed": 2, "throttled": 3},
        workers_ended_by_themselves=0,
        expectations=[
            Expectation(record="order:1", ends="posted"),
            Expectation(record="order:2", ends="parked", code="payment_unclear"),
        ],
        unexpected=unexpected or [],
        audit={**SOUND, **audit},
        barriers=[Barrier("request id", True, 3, "request ids that QuickBooks received more than once")],
    )


def test_one_document_a_record_to_the_cent_holds() -> None:
    told = a_proof().as_object()

    assert (told["orders"], told["kills"], told["duplicates"], told["gaps"], told["difference"]) == (1, 2, 0, 0, "0.00")
    assert (told["holds"], told["findings"], told["faults"]) == (True, [], {"throttled": 3, "worker killed": 2})
    assert told["documents_per_record"] == {"one": 1, "more": 0}


@pytest.mark.parametrize(
    ("audit", "told"),
    [
        ({"duplicate_count": 1, "duplicates": [{"subject": "A", "text": "has two"}]}, "A has two"),
        ({"documents": []}, "order:1 has no document"),
        ({"unmarked": [{"subject": "A", "text": "is not marked"}]}, "A is not marked"),
        ({"gaps": [{"subject": "A", "text": "leads nowhere"}]}, "A leads nowhere"),
        ({"unlinked": [{"subject": "Bill 1", "text": "links 0 of 1"}]}, "Bill 1 links 0 of 1"),
    ],
)
def test_whatever_is_wrong_is_told_and_holds_no_proof(audit: dict[str, Any], told: str) -> None:
    proof = a_proof(**audit)

    assert not proof.holds
    assert proof.findings == [told]
    assert "It does NOT hold." in text(proof)


def test_a_cent_and_a_record_that_ended_otherwise_hold_no_proof() -> None:
    assert not a_proof(difference="0.01").holds
    assert not a_proof([Difference("order:2", "parked", "posted")]).holds


def test_the_report_says_what_was_done_what_is_assumed_and_the_verdict_last() -> None:
    lines = text(a_proof()).splitlines()

    assert "2  worker killed" in "\n".join(lines)
    assert ASSUMED[:60] in " ".join(lines)
    assert " ".join(" ".join(lines).split()).endswith("Each record has its one document, to the cent.")


def test_barriers_are_counted_from_what_quickbooks_received() -> None:
    def call(**query: str) -> dict[str, Any]:
        return {"query": query}

    log = [
        call(requestid="a"),
        call(requestid="a"),
        call(requestid="b"),
        call(query="SELECT * FROM Invoice WHERE DocNumber = '1'"),
        call(query="SELECT * FROM Bill WHERE MetaData.CreateTime >= '2026'"),
        call(query="SELECT * FROM Item WHERE Name = 'x'"),
        call(),
    ]

    intent, request_id, look = barriers(log, {"requestid": "ignored"}, 5)

    assert (intent.seen, request_id.seen, look.seen) == (5, 1, 2)
    assert (intent.live, request_id.live, look.live) == (True, False, True)
