"""What a person has closed, and when."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncEngine

from accounting.problems import Problem
from accounting.records import RecordKind, RecordRef
from clients.database.closings import Closings

ORDER = RecordRef(kind=RecordKind.ORDER, id="1001")
REQUEST = RecordRef(kind=RecordKind.FULFILLMENT_REQUEST, id="1001")
CANCELED = Problem(code="canceled_after_posting", message="Order SHOP-1 was canceled.", fix="Decide.")


async def test_what_is_closed_stays_closed_since_the_first_time(engine: AsyncEngine) -> None:
    closings = Closings(engine)
    await closings.close("shop", ORDER, {"a": CANCELED})
    (first,) = await closings.of("shop", [ORDER])

    await closings.close("shop", ORDER, {"a": CANCELED.model_copy(update={"fix": "Later."})})

    assert await closings.of("shop", [ORDER, REQUEST]) == [first]
    assert (first.ref, first.key, first.problem) == (ORDER, "a", CANCELED)


async def test_each_record_has_its_own_and_lets_go_of_what_is_no_more(engine: AsyncEngine) -> None:
    closings = Closings(engine)
    await closings.close("shop", ORDER, {"a": CANCELED, "b": CANCELED})
    await closings.close("shop", REQUEST, {"a": CANCELED})

    await closings.forget("shop", ORDER, {"a"})
    await closings.forget("shop", REQUEST, set())

    assert [closing.key for closing in await closings.of("shop", [ORDER])] == ["b"]
    assert [closing.key for closing in await closings.of("shop", [REQUEST])] == ["a"]
    assert await closings.of("other", [ORDER, REQUEST]) == []
    assert await closings.of("shop", []) == []
