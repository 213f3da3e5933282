"""The history: every entry, the newest first, and those that a person asks for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from accounting.records import RecordKind, RecordRef
from clients.database.history import Chosen, Entry, History
from clients.database.outcomes import Outcome, Outcomes
from clients.database.records import Records
from tests.clients.database.samples import SHOP, order


async def entry(engine: AsyncEngine, record_id: str, state: str, **more: Any) -> Entry:
    """Let this become of a record, by default of an order."""
    fields = {
        "connection_id": SHOP,
        "ref": RecordRef(kind=more.pop("kind", RecordKind.ORDER), id=record_id),
        "order_id": record_id,
        "label": f"SHOP-{record_id}",
        "state": state,
    }
    outcome = await Outcomes(engine).record(Outcome.model_validate({**fields, **more}))
    return Entry.model_validate(outcome.model_dump())


async def test_each_change_is_an_entry_and_the_newest_comes_first(engine: AsyncEngine) -> None:
    parked = await entry(engine, "1", "parked")
    other = await entry(engine, "2", "waiting")
    posted = await entry(engine, "1", "posted")
    await entry(engine, "1", "posted", connection_id="another")

    entries = await History(engine).entries(SHOP, Chosen(), 10)

    assert (entries.shown, entries.in_all) == ([posted, other, parked], 3)


async def test_the_limit_shows_the_newest_and_says_how_many_there_are(engine: AsyncEngine) -> None:
    for number in range(4):
        await entry(engine, str(number), "posted")

    entries = await History(engine).entries(SHOP, Chosen(), 2)

    assert ([shown.ref.id for shown in entries.shown], entries.in_all) == (["3", "2"], 4)


@pytest.mark.parametrize(
    ("chosen", "ids"),
    [
        (Chosen(state="parked"), ["1"]),
        (Chosen(kind=RecordKind.FULFILLMENT_REQUEST), ["2"]),
        (Chosen(record="SHOP-3"), ["3"]),
        (Chosen(record="3"), ["3"]),
        (Chosen(run_id="run-1"), ["2", "1"]),
        (Chosen(run_id="run-1", state="parked"), ["1"]),
        (Chosen(record="SHOP-9"), []),
    ],
)
async def test_a_person_chooses_what_to_see(engine: AsyncEngine, chosen: Chosen, ids: list[str]) -> None:
    await entry(engine, "1", "parked", run_id="run-1")
    await entry(engine, "2", "posted", kind=RecordKind.FULFILLMENT_REQUEST, run_id="run-1")
    await entry(engine, "3", "posted", run_id="run-2")

    entries = await History(engine).entries(SHOP, chosen, 10)

    assert [shown.ref.id for shown in entries.shown] == ids
    assert entries.in_all == len(ids)


async def test_a_record_is_known_by_number_and_id_once_it_was_read_or_spoken_of(engine: AsyncEngine) -> None:
    history = History(engine)
    await Records(engine).save(SHOP, order("1", reference="SHOP-1"))
    await entry(engine, "2", "parked")

    assert [await history.knows(SHOP, name) for name in ("1", "SHOP-1", "2", "SHOP-2")] == [True] * 4
    assert not await history.knows(SHOP, "SHOP-3")
    assert not await history.knows("another", "SHOP-1")


async def test_an_entry_names_the_channel_or_the_source(engine: AsyncEngine) -> None:
    await Records(engine).save(SHOP, order("1", reference="SHOP-1", channel_name="Main Shop"))
    await entry(engine, "1", "posted")
    await entry(engine, "2", "posted")

    entries = await History(engine).entries(SHOP, Chosen(), 10)

    assert [shown.via for shown in entries.shown] == ["", "Main Shop"]


async def test_from_a_moment_on_means_including_it(engine: AsyncEngine) -> None:
    first = await entry(engine, "1", "posted")
    second = await entry(engine, "2", "posted")

    async def since(moment: Any) -> list[Entry]:
        return (await History(engine).entries(SHOP, Chosen(since=moment), 10)).shown

    assert await since(first.at) == [second, first]
    assert await since(second.at) == [second]
    assert await since(second.at + timedelta(microseconds=1)) == []
