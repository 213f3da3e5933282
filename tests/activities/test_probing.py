"""What a run hands over at once, and what it holds back until a probe tells."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from accounting.causes import Cause
from accounting.problems import Problem
from accounting.records import FulfillmentRequest, Order, Record, RecordRef, SupplierInvoice
from activities.probing import sorted_out, told_of_the_others
from activities.resuming import gone, is_told_by_others
from clients.database.outcomes import Outcome
from tests.accounting.samples import a_request, an_invoice, an_order

ACME, ELM = (Cause(code="vendor_missing", subject=name) for name in ("Acme", "Elm"))
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def order(id: str) -> Order:
    return an_order(id=id)


def request(id: str, of: str) -> FulfillmentRequest:
    return a_request(id=id, order_ref=of)


def invoice(id: str, of: str, request_id: str) -> SupplierInvoice:
    return an_invoice(id=id, order_ref=of, fulfillment_request_id=request_id)


def parked(record: Record, *subjects: str, code: str = "vendor_missing") -> Outcome:
    problems = tuple(Problem(code=code, message="", fix="", subject=subject) for subject in subjects)
    return found(record, "parked").model_copy(update={"problems": problems})


def found(record: Record, state: str) -> Outcome:
    order_id = str(record.order_id)
    return Outcome.model_validate(
        {"connection_id": "shop", "ref": record.ref, "order_id": order_id, "label": "", "state": state, "at": NOON}
    )


def known(*outcomes: Outcome) -> dict[RecordRef, Outcome]:
    return {outcome.ref: outcome for outcome in outcomes}


def test_of_the_orders_that_wait_for_one_cause_the_first_is_tried_and_before_all_else() -> None:
    new, waiting = order("9"), [request(f"10{n}", f"{n}") for n in range(4)]

    round = sorted_out([new, *waiting], known(*(parked(one, "Acme") for one in waiting)))

    assert list(round.at_once) == [waiting[0], new]
    assert list(round.later) == ["1", "2", "3"]
    assert [one.ref for one in round.probing] == [waiting[0].ref]
    assert told_of_the_others(round, {"1": []}) == (
        'Vendor "Acme" missing: still so; 2 more orders wait for it as before, and one was tried.',
    )


def test_an_order_is_held_back_with_what_waits_for_its_parked_record() -> None:
    probe, one, its_invoice = request("100", "1"), request("101", "2"), invoice("201", "2", "101")
    outcomes = known(parked(probe, "Acme"), parked(one, "Acme"), found(its_invoice, "waiting"))

    assert list(sorted_out([probe, one, its_invoice], outcomes).later) == ["2"]


@pytest.mark.parametrize("what", ["changed", "waits for something else", "a matter of its own", "new"])
def test_an_order_of_which_anything_may_be_otherwise_is_tried_at_once(what: str) -> None:
    probe, one, another = request("100", "1"), request("101", "2"), invoice("202", "2", "102")
    outcomes = known(parked(probe, "Acme"), parked(one, "Acme"))
    match what:
        case "changed":
            del outcomes[one.ref]
        case "waits for something else":
            outcomes |= known(found(another, "waiting"))
        case "a matter of its own":
            outcomes |= known(parked(another, "", code="credit"))

    due: list[Record] = [probe, one] if what == "changed" else [probe, one, another]

    assert sorted_out(due, outcomes).later == {}


def test_what_waits_for_its_order_is_held_with_the_order() -> None:
    first, second = order("1"), order("2")
    its_request, its_invoice = request("102", "2"), invoice("202", "2", "102")
    outcomes = known(
        parked(first, "MUG", code="item_inactive"),
        parked(second, "MUG", code="item_inactive"),
        found(its_request, "waiting"),
        found(its_invoice, "waiting"),
    )

    round = sorted_out([first, second, its_request, its_invoice], outcomes)

    assert [record.ref.id for record in round.later["2"]] == ["2", "102", "202"]


def test_nothing_is_waited_for_where_nothing_is_held_back() -> None:
    alone = request("100", "1")
    assert sorted_out([alone], known(parked(alone, "Acme"))).probing == []


def test_a_cause_is_gone_once_no_record_that_was_tried_has_it() -> None:
    one, other = request("100", "1"), request("101", "2")
    before = [parked(one, "Acme", "Elm"), parked(other, "Elm")]

    assert gone(before, before) == frozenset()
    assert gone(before, [parked(one, "Elm"), parked(other, "Elm")]) == {ACME}
    assert gone(before, [found(one, "posted"), found(other, "waiting")]) == {ACME, ELM}
    assert gone(before, [found(one, "posted"), before[1]]) == {ACME}


def test_what_was_found_before_settings_changed_is_not_told_by_others() -> None:
    one = parked(request("100", "1"), "Acme")
    assert is_told_by_others(one, None)
    assert is_told_by_others(one, NOON - timedelta(seconds=1))
    assert not is_told_by_others(one, NOON)
    assert not is_told_by_others(parked(request("100", "1"), ""), None)
    assert not is_told_by_others(found(request("100", "1"), "waiting"), None)
