"""What became of each record."""

from __future__ import annotations

import asyncio
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from accounting.problems import Problem
from accounting.records import RecordKind, RecordRef
from clients.database.outcomes import Outcome, Outcomes
from clients.database.statements import fetch
from tests.clients.database.crowd import held_up
from tests.clients.database.samples import NOON, SHOP

ORDER = RecordRef(kind=RecordKind.ORDER, id="1001")
REQUEST = RecordRef(kind=RecordKind.FULFILLMENT_REQUEST, id="5")
NO_VENDOR = Problem(code="vendor_missing", message="FR-5: no vendor Potter.", fix="Create it.", subject="Potter")


def outcome(ref: RecordRef = ORDER, **changes: Any) -> Outcome:
    """A posted order, with these fields changed."""
    fields: dict[str, Any] = {
        "connection_id": SHOP,
        "ref": ref,
        "order_id": "1001",
        "label": "SHOP-1001",
        "state": "posted",
        "document_kind": "SalesReceipt",
        "document_id": "145",
        "number": "SHOP-1001",
        "total": Decimal("21.00"),
        "run_id": "run-1",
        "at": NOON,
    }
    return Outcome(**{**fields, **changes})


PARKED: dict[str, Any] = {
    "state": "parked",
    "problems": (NO_VENDOR,),
    "document_kind": None,
    "document_id": None,
    "total": None,
}


async def test_an_outcome_is_read_as_it_was_recorded_at_the_databases_time(engine: AsyncEngine) -> None:
    outcomes = Outcomes(engine)
    for each in (outcome(), outcome(REQUEST, **PARKED)):
        recorded = await outcomes.record(each)
        assert recorded == await outcomes.current(SHOP, each.ref)
        assert recorded.at > NOON
        assert recorded == each.model_copy(update={"since": recorded.at, "at": recorded.at})


async def test_the_same_again_is_one_more_attempt_of_the_newest_run(engine: AsyncEngine) -> None:
    outcomes = Outcomes(engine)
    first = await outcomes.record(outcome())
    await outcomes.record(outcome(run_id="run-2"))
    third = await outcomes.record(outcome(run_id=None))
    assert (third.attempts, third.run_id) == (3, "run-2")
    assert third.at > first.at
    assert len(await fetch(engine, text("table outcome"))) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"state": "linked"},
        {"detail": "adopted"},
        {"problems": (NO_VENDOR,)},
        {"document_id": "146"},
        {"number": "SHOP-1001-2"},
        {"total": Decimal("21.01")},
    ],
)
async def test_anything_else_is_a_new_entry_and_the_old_one_stays(engine: AsyncEngine, changes: dict[str, Any]) -> None:
    outcomes = Outcomes(engine)
    await outcomes.record(outcome())
    second = await outcomes.record(outcome(**changes))
    assert second.attempts == 1
    assert await outcomes.current(SHOP, ORDER) == second
    assert await outcomes.of_order(SHOP, "1001") == [second]
    rows = await fetch(engine, text("select current from outcome order by sequence"))
    assert [row["current"] for row in rows] == [False, True]


async def test_going_back_is_a_new_entry_too(engine: AsyncEngine) -> None:
    outcomes = Outcomes(engine)
    for each in (outcome(**PARKED), outcome(), outcome(**PARKED)):
        await outcomes.record(each)
    rows = await fetch(engine, text("select state, attempts from outcome order by sequence"))
    assert [(row["state"], row["attempts"]) for row in rows] == [("parked", 1), ("posted", 1), ("parked", 1)]


async def twenty(outcomes: Outcomes, other_engine: AsyncEngine, lock: str, detail: str = "") -> list[Outcome]:
    """Record twenty outcomes of an order at once."""
    async with held_up(other_engine, lock) as queued:
        recording = [asyncio.create_task(outcomes.record(outcome(detail=detail.format(n)))) for n in range(20)]
        await queued(20)
    return await asyncio.gather(*recording)


async def test_twenty_first_outcomes_at_once_are_one_entry(engine: AsyncEngine, other_engine: AsyncEngine) -> None:
    recorded = await twenty(Outcomes(engine), other_engine, "lock table outcome in exclusive mode")
    assert sorted(each.attempts for each in recorded) == list(range(1, 21))


async def test_twenty_more_attempts_at_once_are_all_counted(engine: AsyncEngine, other_engine: AsyncEngine) -> None:
    await Outcomes(engine).record(outcome())
    recorded = await twenty(Outcomes(engine), other_engine, "select from outcome for update")
    assert sorted(each.attempts for each in recorded) == list(range(2, 22))


async def test_different_outcomes_at_once_leave_one_current(engine: AsyncEngine, other_engine: AsyncEngine) -> None:
    await Outcomes(engine).record(outcome())
    recorded = await twenty(Outcomes(engine), other_engine, "select from outcome for update", detail="try {}")
    rows = await fetch(engine, text("select current from outcome order by sequence"))
    assert [row["current"] for row in rows].count(True) == 1
    assert len(rows) == 21
    assert await Outcomes(engine).current(SHOP, ORDER) in recorded


async def test_an_outcome_that_comes_just_after_another_is_not_counted_as_an_attempt_before_it(
    engine: AsyncEngine, other_engine: AsyncEngine
) -> None:
    outcomes = Outcomes(engine)
    await outcomes.record(outcome())
    async with held_up(other_engine, "select from outcome for update") as queued:
        parking = asyncio.create_task(outcomes.record(outcome(**PARKED)))
        await queued(1)
        posting = asyncio.create_task(outcomes.record(outcome()))
        await queued(2)
    await asyncio.gather(parking, posting)
    rows = await fetch(engine, text("select state, current from outcome order by sequence"))
    assert [(row["state"], row["current"]) for row in rows][-2:] == [("parked", False), ("posted", True)]


async def test_an_order_shows_all_its_records_and_no_others(engine: AsyncEngine) -> None:
    outcomes = Outcomes(engine)
    sale = await outcomes.record(outcome())
    purchase = await outcomes.record(outcome(REQUEST, **PARKED))
    await outcomes.record(outcome(RecordRef(kind=RecordKind.ORDER, id="1002"), order_id="1002"))
    await outcomes.record(outcome(connection_id="another"))
    assert await outcomes.of_order(SHOP, "1001") == [sale, purchase]


async def test_parked_lists_who_waits_for_a_person_now(engine: AsyncEngine) -> None:
    outcomes = Outcomes(engine)
    await outcomes.record(outcome(**PARKED))
    waiting = await outcomes.record(outcome(REQUEST, **PARKED))
    await outcomes.record(outcome(connection_id="another", **PARKED))
    await outcomes.record(outcome())
    assert await outcomes.parked(SHOP) == [waiting]


async def test_a_run_shows_how_far_it_got_even_after_the_next_run(engine: AsyncEngine) -> None:
    outcomes = Outcomes(engine)
    await outcomes.record(outcome(state="waiting", detail="payment", document_id=None))
    parked = await outcomes.record(outcome(**PARKED))
    posted = await outcomes.record(outcome(run_id="run-2"))
    assert await outcomes.of_run(SHOP, "run-1") == [parked]
    assert await outcomes.of_run(SHOP, "run-2") == [posted]
    assert await outcomes.of_run("another", "run-1") == []


async def test_the_number_people_call_an_order_by_leads_to_it(engine: AsyncEngine) -> None:
    outcomes = Outcomes(engine)
    await outcomes.record(outcome())
    await outcomes.record(outcome(RecordRef(kind=RecordKind.ORDER, id="1002"), order_id="1002"))
    await outcomes.record(outcome(REQUEST))
    await outcomes.record(outcome(connection_id="another"))
    assert await outcomes.order_ids(SHOP, "SHOP-1001") == ["1001", "1002"]
    assert await outcomes.order_ids(SHOP, "SHOP-1002") == []


async def test_a_number_in_other_capitals_is_found_where_nobody_wrote_it_so(engine: AsyncEngine) -> None:
    outcomes = Outcomes(engine)
    await outcomes.record(outcome())
    assert await outcomes.order_ids(SHOP, "shop-1001") == ["1001"]

    await outcomes.record(outcome(RecordRef(kind=RecordKind.ORDER, id="7"), order_id="7", label="shop-1001"))
    assert await outcomes.order_ids(SHOP, "shop-1001") == ["7"]
    assert await outcomes.order_ids(SHOP, "Shop-1001") == ["1001", "7"]


async def test_words_from_outside_never_stop_an_outcome(engine: AsyncEngine) -> None:
    odd = Problem(code="x", message="a\0b\ud800", fix="")
    recorded = await Outcomes(engine).record(outcome(label="a\0b\ud800c", detail="\0", problems=(odd,)))
    assert (recorded.label, recorded.detail, recorded.problems) == ("a�b?c", "�", (odd,))


async def test_a_record_nobody_spoke_of_has_no_outcome(engine: AsyncEngine) -> None:
    assert await Outcomes(engine).current(SHOP, ORDER) is None


async def test_records_left_out_together_become_entries_of_their_own(engine: AsyncEngine) -> None:
    outcomes = Outcomes(engine)
    early = outcome(**PARKED | {"state": "excluded", "problems": (), "detail": "early"})
    other = outcome(REQUEST, **PARKED | {"state": "excluded", "problems": (), "detail": "its order is early"})
    await outcomes.leave_out([])
    await outcomes.leave_out([early, other])
    await outcomes.leave_out([early.model_copy(update={"detail": "of no channel", "run_id": "run-2"})])

    now = await outcomes.current_of_all(SHOP, RecordKind.ORDER, ["1001", "404"])

    assert [(one.ref, one.detail, one.run_id) for one in now.values()] == [(ORDER, "of no channel", "run-2")]
    rows = await fetch(engine, text("select detail, current from outcome order by sequence"))
    assert [(row["detail"], row["current"]) for row in rows] == [
        ("early", False),
        ("its order is early", True),
        ("of no channel", True),
    ]


async def test_what_became_of_a_record_meanwhile_is_not_left_out(engine: AsyncEngine) -> None:
    outcomes = Outcomes(engine)
    posted = await outcomes.record(outcome())
    await outcomes.leave_out([outcome(**PARKED | {"state": "excluded", "problems": ()})])
    assert await outcomes.current(SHOP, ORDER) == posted


async def test_a_record_parked_without_an_order_may_be_left_out(engine: AsyncEngine) -> None:
    outcomes = Outcomes(engine)
    await outcomes.record(outcome(**PARKED, order_id=""))
    await outcomes.leave_out([outcome(**PARKED | {"state": "excluded", "problems": (), "order_id": ""})])
    current = await outcomes.current_of_all(SHOP, RecordKind.ORDER, ["1001"])
    assert current[ORDER].state == "excluded"
