"""A case played: Flxpoint's JSON through the true reader, rules and bodies, with nothing but memory around them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

from temporalio.testing import ActivityEnvironment

from accounting.reading_settings import read_settings
from accounting.records import RecordKind, RecordRef
from accounting.sources import Source
from activities.companies import Companies, Company
from activities.contracts import PostRecord
from activities.endpoints import Endpoints
from activities.failures import problems_of
from activities.flights import Flights
from activities.flxpoint_records import FlxpointRecords
from activities.posting import PostingActivities
from clients.database.connections import Connection
from clients.database.outcomes import Outcome
from clients.flxpoint.errors import NotUnderstood, RecordUnknown
from clients.flxpoint.sources import read_source
from tests.golden.books import Books
from tests.golden.cases import COMPANY, ITEMS, SHOP, Case, Step
from tests.in_memory import Closings, Intents, Ledger, Links, Outcomes, Records, Skips

Json = dict[str, Any]
Sent = list[list[tuple[str, Json]]]

CONNECTION = Connection(id="shop", name="Shop", realm="1", environment="sandbox", account="7")
KINDS = dict(zip(ITEMS, (RecordKind.ORDER, RecordKind.FULFILLMENT_REQUEST, RecordKind.SUPPLIER_INVOICE), strict=True))


@dataclass(frozen=True)
class Ended:
    """What became of one record, and each request that created something for it."""

    outcome: Outcome
    sent: Sent


@dataclass(frozen=True)
class Played:
    """What became of every record of a step, in the order of the chain."""

    ended: list[Ended]
    books: Books


@dataclass
class Flxpoint:
    """The account: it answers with what the step says."""

    records: dict[str, list[Json]] = field(default_factory=dict)

    async def channels(self) -> dict[str, str]:
        return {str(id): str(name) for id, name in SHOP["channels"].items()}

    async def sources(self) -> dict[str, Source]:
        return {str(source["id"]): read_source(source) for source in SHOP["sources"]}

    async def order(self, id: str) -> Json:
        return self._one("orders", id)

    async def fulfillment_request(self, id: str) -> Json:
        return self._one("fulfillment_requests", id)

    def _one(self, kind: str, id: str) -> Json:
        for record in self.records[kind]:
            if str(record["id"]) == id:
                return record
        raise RecordUnknown(f"There is no {id} among {kind}.", method="GET", path=f"/{kind}/{id}", status=404)


class Unremembered:
    """Looks nothing up: what QuickBooks says is asked each time."""

    async def get(self, *_: object) -> Json:
        return {}

    async def put(self, *_: object) -> None:
        return None


class Stage:
    """One connection from the first step of a case to its last."""

    def __init__(self) -> None:
        ledger = Ledger()
        self._outcomes = Outcomes()
        self._books = Books(COMPANY)
        self._flxpoint = Flxpoint()
        self._settings: Json = {}
        stores = SimpleNamespace(
            records=Records(),
            links=Links(ledger),
            intents=Intents(ledger),
            lookups=Unremembered(),
            outcomes=self._outcomes,
            closings=Closings(),
            skips=Skips(),
        )
        self._companies = cast(
            Companies,
            SimpleNamespace(
                stores=stores,
                flights=Flights(),
                endpoints=Endpoints(),
                announce=None,
                company=self._company,
                flxpoint=self._account,
            ),
        )
        self._source = FlxpointRecords(CONNECTION.id, cast(Any, self._flxpoint), cast(Any, stores))

    async def play(self, step: Step) -> Played:
        """Everything is read before anything is posted, as in a run."""
        self._flxpoint.records = step.records
        self._settings = step.settings
        self._books.change(step.company)
        ended: list[Ended] = []
        refs = [ref async for ref in self._read(step, ended)]
        return Played([*ended, *[await self._post(*ref) for ref in refs]], self._books)

    async def _read(self, step: Step, ended: list[Ended]) -> AsyncIterator[tuple[RecordRef, str]]:
        for name, kind in KINDS.items():
            for json in step.records[name]:
                try:
                    orders = await self._source.order_of(json) if kind is RecordKind.SUPPLIER_INVOICE else {}
                    record = await self._source.read(kind, json, orders)
                except (NotUnderstood, RecordUnknown) as error:
                    ended.append(_not_understood(RecordRef(kind=kind, id=str(json["id"])), error))
                    continue
                await self._source.keep(record)
                yield record.ref, record.order_id or ""

    async def _post(self, ref: RecordRef, order_id: str) -> Ended:
        before = len(self._books.sent)
        request = PostRecord(connection=CONNECTION.id, order_id=order_id, ref=ref)
        await ActivityEnvironment().run(PostingActivities(self._companies).post_record, request)
        outcome = await self._outcomes.current(CONNECTION.id, ref)
        assert outcome is not None
        return Ended(outcome, self._books.sent[before:])

    async def _company(self, connection: str) -> Company:
        return Company(CONNECTION, read_settings(self._settings), cast(Any, self._books))

    async def _account(self, connection: str) -> Flxpoint:
        return self._flxpoint


async def play(case: Case) -> list[Played]:
    """What becomes of the case, step by step."""
    stage = Stage()
    return [await stage.play(step) for step in case.steps]


def _not_understood(ref: RecordRef, error: NotUnderstood | RecordUnknown) -> Ended:
    problems = problems_of(error, ref.id) or ()
    return Ended(
        Outcome(connection_id=CONNECTION.id, ref=ref, order_id="", label=ref.id, state="parked", problems=problems),
        [],
    )
