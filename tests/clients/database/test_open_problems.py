"""The problem inbox, as Postgres groups it."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from accounting.causes import Cause
from accounting.problems import Problem
from accounting.records import RecordKind, RecordRef
from clients.database.open_problems import OpenProblems
from clients.database.outcomes import Outcome, Outcomes

SHOP = "shop"
ORDER, REQUEST = RecordKind.ORDER, RecordKind.FULFILLMENT_REQUEST


def missing(vendor: str, code: str = "vendor_missing") -> Problem:
    return Problem(code=code, message=f"No vendor {vendor}.", fix="Make one.", subject=vendor)


async def keep(engine: AsyncEngine, kind: RecordKind, number: int, *problems: Problem, **changes: Any) -> Outcome:
    fields: dict[str, Any] = {
        "connection_id": SHOP,
        "ref": RecordRef(kind=kind, id=str(number)),
        "order_id": str(number),
        "label": f"SHOP-{number}",
        "state": "parked",
        "problems": problems,
    }
    return await Outcomes(engine).record(Outcome(**{**fields, **changes}))


@pytest.mark.rule("R-95/expected")
async def test_open_problems_are_counted_by_cause_and_the_cause_of_most_comes_first(engine: AsyncEngine) -> None:
    await keep(engine, ORDER, 9, missing("9", "item_missing"))
    for number in (1, 2, 3):
        await keep(engine, REQUEST, number, missing("Acme"))
    await keep(engine, ORDER, 4, missing("Acme"), missing("Elm"), state="posted")
    await keep(engine, REQUEST, 1, missing("Acme"), missing("Elm"))  # it has a second one by now
    await keep(engine, REQUEST, 5, missing("Gone"))
    await keep(engine, REQUEST, 5, state="posted")
    await keep(engine, REQUEST, 6, missing("Acme"), connection_id="another")

    found = {one.cause.subject: (one.waiting, one.standing) for one in await OpenProblems(engine).causes(SHOP)}

    assert list(found.items()) == [
        ("Acme", ({REQUEST: 3}, {ORDER: 1})),
        ("Elm", ({REQUEST: 1}, {ORDER: 1})),
        ("9", ({ORDER: 1}, {})),
    ]


async def test_a_cause_is_told_since_its_first_record_met_it_however_often_that_was_tried(engine: AsyncEngine) -> None:
    first = await keep(engine, ORDER, 1, missing("Acme"))
    again = await keep(engine, ORDER, 1, missing("Acme"))
    await keep(engine, ORDER, 2, missing("Acme"))

    (one,) = await OpenProblems(engine).causes(SHOP)

    assert (one.since, one.message, one.fix) == (first.since, "No vendor Acme.", "Make one.")
    assert again.since == first.since < again.at
    assert (one.cause, one.waiting) == (Cause(code="vendor_missing", subject="Acme"), {ORDER: 2})


@pytest.mark.parametrize("name", ["Acme \0", "Acme \ud83d", "Acme \ude00 x", "Käse 😀 & 'Söhne'", "a\\u0000b"])
async def test_no_name_that_a_record_may_hold_hides_the_others(engine: AsyncEngine, name: str) -> None:
    await keep(engine, ORDER, 1, missing(name))
    await keep(engine, ORDER, 2, missing(name))
    await keep(engine, ORDER, 3, missing("Plain"))

    causes = await OpenProblems(engine).causes(SHOP)

    assert [one.waiting[ORDER] for one in causes] == [2, 1]
    if name.isprintable() and "\\" not in name:
        assert causes[0].cause.subject == name


async def test_the_records_of_a_code_are_those_that_wait_and_then_those_that_stand(engine: AsyncEngine) -> None:
    await keep(engine, ORDER, 1, missing("Acme"), state="posted")
    await keep(engine, ORDER, 2, missing("Acme"))
    await keep(engine, ORDER, 3, missing("X", "item_missing"))

    assert [outcome.label for outcome in await OpenProblems(engine).records(SHOP, "vendor_missing")] == [
        "SHOP-2",
        "SHOP-1",
    ]


async def test_a_cause_is_new_for_the_first_record_that_waits_for_it(engine: AsyncEngine) -> None:
    problems, cause = OpenProblems(engine), Cause(code="vendor_missing", subject="Acme")
    first = RecordRef(kind=ORDER, id="1")
    assert await problems.is_new(SHOP, cause, first)

    await keep(engine, ORDER, 1, missing("Acme"))
    await keep(engine, ORDER, 2, missing("Cedar"))

    assert await problems.is_new(SHOP, cause, first)
    assert not await problems.is_new(SHOP, cause, RecordRef(kind=ORDER, id="3"))
    assert await problems.is_new(SHOP, Cause(code="vendor_missing", subject="Dune"), RecordRef(kind=ORDER, id="3"))
    assert not await problems.is_new(SHOP, Cause(code="vendor_missing"), RecordRef(kind=ORDER, id="3"))
    assert await problems.is_new("another", cause, RecordRef(kind=ORDER, id="3"))


async def test_those_that_wait_for_a_cause_are_counted_by_kind(engine: AsyncEngine) -> None:
    await keep(engine, ORDER, 1, missing("Acme"))
    await keep(engine, ORDER, 2, missing("Acme"))
    await keep(engine, ORDER, 3, missing("Acme"), state="posted")
    await keep(engine, RecordKind.FULFILLMENT_REQUEST, 4, missing("Acme"))

    waiting = await OpenProblems(engine).waiting(SHOP, Cause(code="vendor_missing", subject="Acme"))

    assert waiting == {ORDER: 2, RecordKind.FULFILLMENT_REQUEST: 1}
