"""A document that we did not post is kept for the first record that wants it."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from clients.database.intents import IntentKey
from clients.database.links import LinkedElsewhere, Links
from tests.clients.database.samples import KEY, NOON, REALM, link

OTHER = IntentKey(REALM, "44", "order", "1002")


async def test_a_document_is_adopted_once_however_often(engine: AsyncEngine) -> None:
    links = Links(engine)
    assert await links.adopt(link()) == link()
    assert await links.adopt(link()) == link()
    assert await links.get(KEY) == link()


@pytest.mark.rule("R-35/expected", "R-55/expected")
async def test_a_second_record_is_told_of_the_first_and_gets_nothing(engine: AsyncEngine) -> None:
    links = Links(engine)
    await links.adopt(link())
    assert (await links.adopt(link(OTHER, posted_at=NOON - timedelta(days=1)))).key == KEY
    assert await links.get(OTHER) is None


async def test_of_twenty_records_that_want_it_at_once_one_gets_it(engine: AsyncEngine) -> None:
    links = Links(engine)
    keys = [IntentKey(REALM, "44", "order", str(number)) for number in range(20)]

    owners = {kept.key for kept in await asyncio.gather(*(links.adopt(link(key)) for key in keys))}

    assert len(owners) == 1
    assert len([key for key in keys if await links.get(key) is not None]) == 1


async def test_a_record_that_has_a_document_adopts_no_other(engine: AsyncEngine) -> None:
    links = Links(engine)
    await links.adopt(link())
    with pytest.raises(LinkedElsewhere):
        await links.adopt(link(KEY, "146"))
