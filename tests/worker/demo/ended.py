"""Records that have ended one way or another, for reports to tell of."""

from __future__ import annotations

from decimal import Decimal

from accounting.documents import DocumentKind
from accounting.problems import Problem
from accounting.records import RecordKind, RecordRef
from clients.database.outcomes import Outcome, OutcomeState

KINDS = {
    RecordKind.ORDER: DocumentKind.SALES_RECEIPT,
    RecordKind.FULFILLMENT_REQUEST: DocumentKind.PURCHASE_ORDER,
    RecordKind.SUPPLIER_INVOICE: DocumentKind.BILL,
}


def problem(code: str, fix: str = "Mend it.", subject: str = "") -> Problem:
    return Problem(code=code, message=f"It is {code}.", fix=fix, subject=subject)


def sale(order_id: str, state: OutcomeState = "posted", *problems: Problem, **known: object) -> Outcome:
    return ended(RecordKind.ORDER, order_id, order_id, state, *problems, **known)


def request(order_id: str, state: OutcomeState = "posted", *problems: Problem, **known: object) -> Outcome:
    return ended(RecordKind.FULFILLMENT_REQUEST, f"4{order_id}", order_id, state, *problems, **known)


def invoice(order_id: str, state: OutcomeState = "posted", *problems: Problem, **known: object) -> Outcome:
    return ended(RecordKind.SUPPLIER_INVOICE, f"5{order_id}", order_id, state, *problems, **known)


def ended(
    kind: RecordKind, id: str, order_id: str, state: OutcomeState, *problems: Problem, **known: object
) -> Outcome:
    """A record whose label is its id with an N before it, and whose document, if it has one, is of that number."""
    posted = state in ("posted", "linked")
    facts = {
        "connection_id": "demo",
        "ref": RecordRef(kind=kind, id=id),
        "order_id": order_id,
        "label": f"N{id}",
        "state": state,
        "problems": problems,
        **(
            {"document_kind": KINDS[kind], "document_id": id, "number": f"N{id}", "total": Decimal("20.00")}
            if posted
            else {}
        ),
        **known,
    }
    return Outcome.model_validate(facts)
