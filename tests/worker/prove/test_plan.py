"""What a proof does to the chain is drawn from its seed."""

from __future__ import annotations

from collections import Counter

from sandbox.faults import Faults
from sandbox.mishaps import FAULTS
from worker.prove.plan import (
    BLACK_HOLE,
    DONE_BY,
    OF_FLXPOINT,
    OF_QUICKBOOKS,
    POSTGRES_KILLED,
    RESET,
    TEMPORAL_KILLED,
    WORKER_KILLED,
    drawn,
)


def test_the_same_seed_draws_the_same_plan_and_another_one_another() -> None:
    assert drawn(1, 100, 10) == drawn(1, 100, 10)
    assert drawn(1, 100, 10) != drawn(2, 100, 10)


def test_every_kind_comes_as_often_as_the_size_asks() -> None:
    counted = Counter(injury.kind for injury in drawn(1, 2000, 200))

    assert (counted[WORKER_KILLED], counted[TEMPORAL_KILLED], counted[POSTGRES_KILLED]) == (200, 5, 5)
    assert (counted[RESET], counted[BLACK_HOLE]) == (80, 20)
    assert {counted[kind] for kind in (*OF_QUICKBOOKS, *OF_FLXPOINT)} == {80}


def test_a_small_proof_meets_each_kind_at_least_once() -> None:
    kinds = {injury.kind for injury in drawn(3, 5, 1)}

    assert kinds == {WORKER_KILLED, TEMPORAL_KILLED, POSTGRES_KILLED, RESET, BLACK_HOLE, *OF_QUICKBOOKS, *OF_FLXPOINT}
    assert WORKER_KILLED not in {injury.kind for injury in drawn(3, 5, 0)}


def test_all_of_it_comes_in_its_order_and_ends_before_the_documents_do() -> None:
    times = [injury.at for injury in drawn(1, 100, 10)]

    assert times == sorted(times)
    assert 0 <= times[0] < times[-1] <= DONE_BY


def test_the_stand_ins_understand_every_order() -> None:
    orders = [{**injury.order, "code": injury.kind} for injury in drawn(1, 1, 0) if injury.order]

    faults = Faults(dict.fromkeys(FAULTS, bool))
    faults.add(orders)

    assert {fault["code"] for fault in faults.waiting()} == {*OF_QUICKBOOKS, *OF_FLXPOINT}
