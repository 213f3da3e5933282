"""Records of Flxpoint spoilt in every way: each ends in the books as it states, or is held with a reason."""

from __future__ import annotations

from copy import deepcopy
from decimal import Decimal, InvalidOperation
from typing import Any

from hypothesis import given

from accounting.records import RecordKind
from tests.golden.cases import Case, Step, read_case
from tests.golden.play import Ended, play
from tests.hostile.mutating import EXAMPLES, Json, mutated

CHAIN = "shows: []\norders: [{}]\nfulfillment_requests: [{}]\nsource_invoices: [{}]\n"
(SOUND,) = read_case(CHAIN).steps
OUTCOMES = {"posted", "linked", "waiting", "parked", "excluded"}
BY_ID = frozenset({"id"})
"""Under what name a record is asked for is not the record's to say; lists of nameless ones have tests of their own."""


def with_spoilt(kind: str, record: Json) -> Case:
    records = deepcopy(SOUND.records)
    records[kind] = [record]
    return Case((), (Step(SOUND.head, SOUND.settings, SOUND.company, records),))


async def ended_with(kind: str, record: Json) -> dict[RecordKind, Ended]:
    (played,) = await play(with_spoilt(kind, record))
    ended = {one.outcome.ref.kind: one for one in played.ended}
    assert len(ended) == len(played.ended) == len(SOUND.records)
    for one in ended.values():
        assert one.outcome.state in OUTCOMES
        assert one.outcome.state in ("posted", "excluded", "waiting") or one.outcome.problems
        assert all(problem.message and problem.fix for problem in one.outcome.problems)
        assert "unforeseen" not in [problem.code for problem in one.outcome.problems]
    return ended


def sent(ended: Ended) -> list[Json]:
    """The documents that were created for a record; never more than one."""
    kinds = {"SalesReceipt", "Invoice", "PurchaseOrder", "Bill"}
    bodies = [body for request in ended.sent for kind, body in request if kind in kinds]
    assert len(bodies) <= 1
    return bodies


def comes_to(body: Json) -> Decimal:
    """The sum of a document's lines, with its tax."""
    discounts = [line["Amount"] for line in body["Line"] if line["DetailType"] == "DiscountLineDetail"]
    lines = [line["Amount"] for line in body["Line"] if line["DetailType"] != "DiscountLineDetail"]
    tax = (body.get("TxnTaxDetail") or {}).get("TotalTax", 0)
    return Decimal(sum(lines)) - Decimal(sum(discounts)) + Decimal(tax)


def number(value: Any) -> Decimal | None:
    """What a record states, if it is a number at all."""
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


@EXAMPLES
@given(order=mutated(SOUND.records["orders"][0], sparing=BY_ID))
async def test_an_order_is_posted_over_what_it_states_or_not_at_all(order: Json) -> None:
    ended = await ended_with("orders", order)

    invoice = order.get("channelInvoice")
    stated = [order.get("orderTotal"), invoice.get("total") if isinstance(invoice, dict) else None]
    for body in sent(ended[RecordKind.ORDER]):
        assert comes_to(body) in [number(one) for one in stated]


@EXAMPLES
@given(request=mutated(SOUND.records["fulfillment_requests"][0], sparing=BY_ID))
async def test_a_purchase_order_comes_to_quantity_times_cost_or_is_not_made(request: Json) -> None:
    ended = await ended_with("fulfillment_requests", request)

    for body in sent(ended[RecordKind.FULFILLMENT_REQUEST]):
        lines = [(number(line["quantity"]), number(line["cost"])) for line in request["fulfillmentRequestItems"]]
        assert comes_to(body) == sum(quantity * cost for quantity, cost in lines if quantity and cost)


@EXAMPLES
@given(invoice=mutated(SOUND.records["source_invoices"][0], sparing=BY_ID))
async def test_a_bill_comes_to_what_its_invoice_states_or_is_not_made(invoice: Json) -> None:
    ended = await ended_with("source_invoices", invoice)

    for body in sent(ended[RecordKind.SUPPLIER_INVOICE]):
        assert comes_to(body) == number(invoice["totalCost"])
