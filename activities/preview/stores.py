"""Everything Postgres holds, as a preview may see it: to be read, and never changed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncEngine

from accounting.records import RecordKind, RecordRef
from activities.preview.links import PreviewLinks
from activities.preview.records import PreviewRecords
from activities.stores import Stores
from clients.database.closings import Closings
from clients.database.history import History
from clients.database.intents import Intents
from clients.database.open_problems import OpenProblems
from clients.database.outcomes import Outcome, Outcomes
from clients.database.runs import Runs
from clients.database.skips import Skips


def stores_for_preview(stores: Stores, reading: AsyncEngine) -> Stores:
    """The same stores, with those of the shop's facts on an engine that can only read.

    What is left to be written is what any look at QuickBooks writes: what was looked up, tokens that had to be
    refreshed, the turns of requests.
    """
    return replace(
        stores,
        records=PreviewRecords(reading),
        links=PreviewLinks(reading),
        outcomes=PreviewOutcomes(reading),
        runs=PreviewRuns(reading),
        intents=Intents(reading),
        problems=OpenProblems(reading),
        closings=Closings(reading),
        skips=Skips(reading),
        history=History(reading),
    )


class PreviewOutcomes(Outcomes):
    """What became of each record, and what would; the latter is kept in memory."""

    def __init__(self, engine: AsyncEngine) -> None:
        super().__init__(engine)
        self._would: dict[RecordRef, Outcome] = {}

    async def record(self, outcome: Outcome) -> Outcome:
        self._would[outcome.ref] = outcome
        return outcome

    async def leave_out(self, outcomes: Sequence[Outcome]) -> None:
        self._would |= {outcome.ref: outcome for outcome in outcomes}

    async def current(self, connection_id: str, ref: RecordRef) -> Outcome | None:
        return self._would.get(ref) or await super().current(connection_id, ref)

    async def current_of_all(
        self, connection_id: str, kind: RecordKind, record_ids: Collection[str]
    ) -> dict[RecordRef, Outcome]:
        stored = await super().current_of_all(connection_id, kind, record_ids)
        refs = {RecordRef(kind=kind, id=id) for id in record_ids}
        return stored | {ref: self._would[ref] for ref in refs & self._would.keys()}


class PreviewRuns(Runs):
    """The runs there were; a preview is none of them."""

    async def handed(self, run_id: str, refs: Sequence[RecordRef]) -> None:
        """Nothing is handed over."""
