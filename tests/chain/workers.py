"""Two workers of one connection without Temporal between them, each step run by hand."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

from temporalio.testing import ActivityEnvironment

from accounting.records import RecordKind, RecordRef
from activities.companies import Companies
from activities.contracts import Posting, PostRecord, ReadOrder
from activities.posting import PostingActivities
from activities.reading import ReadingActivities
from tests.chain.world import CONNECTION, World
from worker.settings import Environment
from worker.wiring import opened_companies


@dataclass
class Hand:
    """One worker's hand: it does one step when told to."""

    companies: Companies

    async def learn(self, order_id: str) -> None:
        """Read the order and what belongs to it from Flxpoint."""
        reading = ReadingActivities(self.companies)
        await ActivityEnvironment().run(reading.read_order, ReadOrder(connection=CONNECTION, order_id=order_id))

    async def post(self, order_id: str) -> Posting:
        """One attempt to post the order's sale; raises what makes Temporal try again."""
        ref = RecordRef(kind=RecordKind.ORDER, id=order_id)
        request = PostRecord(connection=CONNECTION, order_id=order_id, ref=ref)
        return await ActivityEnvironment().run(PostingActivities(self.companies).post_record, request)


@contextlib.asynccontextmanager
async def two_hands(world: World, environment: Environment) -> AsyncIterator[tuple[Hand, Hand]]:
    """The world's own worker and a second one, with connections to the database of their own."""
    async with opened_companies(environment) as others:
        yield Hand(world.companies), Hand(others)
