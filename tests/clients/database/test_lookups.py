"""What was read from QuickBooks."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from clients.database.lookups import Lookups
from clients.database.statements import fetch
from tests.clients.database.samples import REALM


async def test_what_was_found_and_what_was_missing_are_both_known(engine: AsyncEngine) -> None:
    lookups = Lookups(engine)
    await lookups.put(REALM, "vendor", {"Potter": {"id": "12", "rate": Decimal("0.10")}, "Weaver": None})
    assert await lookups.get(REALM, "vendor", ["Potter", "Weaver", "Smith"]) == {
        "Potter": {"id": "12", "rate": Decimal("0.10")},
        "Weaver": None,
    }
    assert await lookups.get(REALM, "item", ["Potter"]) == {}
    assert await lookups.get("777", "vendor", ["Potter"]) == {}
    assert await lookups.get(REALM, "vendor", []) == {}


async def test_a_newer_finding_replaces_an_older_one(engine: AsyncEngine) -> None:
    lookups = Lookups(engine)
    await lookups.put(REALM, "vendor", {"Potter": None})
    await lookups.put(REALM, "vendor", {"Potter": {"id": "12"}})
    assert await lookups.get(REALM, "vendor", ["Potter"]) == {"Potter": {"id": "12"}}


async def test_a_retry_sees_only_what_was_found_after_it(engine: AsyncEngine) -> None:
    lookups = Lookups(engine)
    await lookups.put(REALM, "vendor", {"Potter": {"id": "12"}, "Weaver": None})
    (row,) = await fetch(engine, text("select clock_timestamp() as now"))
    assert await lookups.get(REALM, "vendor", ["Potter", "Weaver"], newer_than=row["now"]) == {}
    await lookups.put(REALM, "vendor", {"Weaver": {"id": "13"}})
    assert await lookups.get(REALM, "vendor", ["Potter", "Weaver"], newer_than=row["now"]) == {"Weaver": {"id": "13"}}


async def test_what_is_outdated_stays_known_and_is_read_anew_by_who_wants_it_fresh(engine: AsyncEngine) -> None:
    lookups = Lookups(engine)
    yesterday = datetime.now(UTC) - timedelta(days=1)
    for realm, kind in ((REALM, "company"), (REALM, "item"), ("777", "company")):
        await lookups.put(realm, kind, {"books": {"id": "1"}})

    await lookups.outdate(REALM, "company")

    assert await lookups.get(REALM, "company", ["books"]) == {"books": {"id": "1"}}
    assert await lookups.get(REALM, "company", ["books"], newer_than=yesterday) == {}
    assert await lookups.get(REALM, "item", ["books"], newer_than=yesterday)
    assert await lookups.get("777", "company", ["books"], newer_than=yesterday)


async def test_what_holds_a_forgotten_entry_must_be_looked_up_again(engine: AsyncEngine) -> None:
    """Whether it is the entry itself or a list of those of a name; other entries that mention its id stay."""
    lookups = Lookups(engine)
    others = {"Smith": [{"id": "121", "term_id": "12", "name": '"id":"12"'}], "Weaver": None}
    await lookups.put(REALM, "vendors", {"Potter": [{"id": "9"}, {"id": "12"}], **others})
    await lookups.put(REALM, "vendor_id", {"12": {"id": "12"}})
    await lookups.put(REALM, "item", {"MUG": [{"id": "12"}]})
    await lookups.put("777", "vendors", {"Potter": [{"id": "12"}]})

    await lookups.forget(REALM, ("vendors", "vendor_id"), {"12"})

    assert await lookups.get(REALM, "vendors", ["Potter", "Smith", "Weaver"]) == others
    assert await lookups.get(REALM, "vendor_id", ["12"]) == {}
    assert set(await lookups.get(REALM, "item", ["MUG"]) | await lookups.get("777", "vendors", ["Potter"])) == {
        "MUG",
        "Potter",
    }


async def test_storing_nothing_is_no_error(engine: AsyncEngine) -> None:
    await Lookups(engine).put(REALM, "vendor", {})
    assert await fetch(engine, text("table lookup")) == []


async def test_a_whole_catalogue_can_be_stored_from_all_sides(engine: AsyncEngine, other_engine: AsyncEngine) -> None:
    names = [f"SKU-{number}" for number in range(3000)]
    there, back = {name: {"id": name} for name in names}, {name: {"id": name} for name in reversed(names)}
    await asyncio.gather(
        *(Lookups(each).put(REALM, "item", found) for each in (engine, other_engine) for found in (there, back))
    )
    assert await Lookups(engine).get(REALM, "item", names) == there
