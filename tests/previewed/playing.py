"""Made-up orders previewed all at once, then posted one record after the other; and the two compared."""

from __future__ import annotations

import contextlib
import json
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import select
from temporalio.testing import ActivityEnvironment

from accounting.documents import DocumentKind, NewCustomer, NewItem
from activities.companies import Companies
from activities.contracts import Posting, PostRecord
from activities.posting import PostingActivities
from activities.preview.contents import Foreseen, Preview
from activities.preview.creator import Made
from activities.preview.preview import Tell, preview_run
from clients.database import tables
from clients.database.engine import create_engine
from clients.database.statements import fetch
from clients.quickbooks.exact_json import json_bytes
from sandbox.exact import dumps
from tests.chain.world import CONNECTION, World
from tests.many_orders.cases import nth_case
from tests.previewed.putting_in import ids_of, put_in
from worker.wiring import opened_preview

Json = dict[str, Any]
ACCOUNT = Path(__file__).parents[2] / "sandbox" / "shop" / "00-account.json"
AT_A_TIME = 200
UNTOUCHED = ("record", "intent", "link", "outcome", "run", "run_record", "skipped_record")
"""Tables that a preview must leave as they are."""


@dataclass
class Played:
    """What was compared, and every difference."""

    seed: int
    orders: int
    bodies: Counter[str] = field(default_factory=Counter)
    """Equal byte for byte, by kind."""
    ends: Counter[str] = field(default_factory=Counter)
    """Records by what became of them, foreseen rightly."""
    findings: list[str] = field(default_factory=list)
    preview_requests: int = 0
    preview_seconds: float = 0.0
    seconds: float = 0.0

    def as_json(self) -> str:
        told = {**vars(self), "differences": len(self.findings), "findings": self.findings[:20]}
        return json.dumps(told, ensure_ascii=False)

    def as_text(self) -> str:
        bodies = ", ".join(f"{count} {kind}" for kind, count in sorted(self.bodies.items()))
        ends = ", ".join(f"{count} {state}" for state, count in sorted(self.ends.items()))
        return "\n".join(
            [
                f"{self.orders} orders of seed {self.seed}, {self.seconds:.1f} s, of which the preview "
                f"{self.preview_seconds:.1f} s with {self.preview_requests} requests to QuickBooks",
                f"records that ended as foreseen: {ends}",
                f"bodies posted as previewed, byte for byte: {bodies}",
                f"{len(self.findings)} differences",
                *self.findings[:20],
            ]
        )


async def played(world: World, orders: int, seed: int, tell: Tell = lambda _: None) -> Played:
    """Preview a run of so many orders with all that follows from them, post them, and compare."""
    began, found = time.monotonic(), Played(seed, orders)
    await _known_to_flxpoint(world, orders, seed)
    before = await _listed(world)
    preview = await _previewed(world, found, tell)
    found.preview_seconds = time.monotonic() - began
    async with _listening(world.companies) as (companies, sent):
        for number, foreseen in enumerate(preview.foreseen, 1):
            tell(f"Posting record {number} of {len(preview.foreseen)}")
            _compare_ends(found, foreseen, await _posted(companies, foreseen))
        await _compare_bodies(found, companies, preview, sent)
    if (
        unforeseen := await _listed(world)
        - before
        - {(made.document.kind.value, _name(made)) for made in preview.created}
    ):
        found.findings.append(f"created without having been foreseen: {sorted(unforeseen)}")
    found.seconds = time.monotonic() - began
    return found


async def _listed(world: World) -> set[tuple[str, str]]:
    """Every customer and item that stands, by name."""
    customers, items = await world.documents("Customer"), await world.documents("Item")
    return {("Customer", one["DisplayName"]) for one in customers} | {("Item", one["Name"]) for one in items}


def _name(made: Made) -> str:
    assert isinstance(made.document, NewCustomer | NewItem)
    return made.document.name


async def _known_to_flxpoint(world: World, orders: int, seed: int) -> None:
    account = json.loads(ACCOUNT.read_text(encoding="utf-8"))
    await world.flxpoint.add(channels=account["channels"], sources=account["sources"])
    for start in range(1, orders + 1, AT_A_TIME):
        together: dict[str, list[Json]] = defaultdict(list)
        for place in range(start, min(start + AT_A_TIME, orders + 1)):
            case = nth_case(seed, place)
            together["orders"].append(case.order)
            together["fulfillment_requests"] += map(_with_status, case.requests)
            together["source_invoices"] += case.invoices
        # Written exactly: with floats, some amounts would come with other digits than they were made up with.
        answer = await world.flxpoint.http.post(f"{world.flxpoint.url}/__control/records", content=dumps(together))
        answer.raise_for_status()


def _with_status(request: Json) -> Json:
    """The stand-in tells its webhooks by a status in the form that lists have it in."""
    status = request["fulfillmentRequestStatus"]
    return request | {"fulfillmentRequestStatus": {"name": status} if isinstance(status, str) else status}


async def _previewed(world: World, found: Played, tell: Tell) -> Preview:
    """The preview; that it wrote anything is a finding."""
    before = await _rows(world)
    asked = len(await world.quickbooks.calls(path="/company/"))
    async with opened_preview(world.environment) as companies:
        preview = await preview_run(companies, CONNECTION, (), None, tell)
    calls = await world.quickbooks.calls(path="/company/")
    found.preview_requests = len(calls) - asked
    wrote = [call["path"] for call in calls if call["method"] != "GET" and not call["path"].endswith("/query")]
    wrote += [call["path"] for call in await world.flxpoint.calls() if call["method"] != "GET"]
    found.findings += [f"the preview wrote to {path}" for path in wrote]
    if await _rows(world) != before:
        found.findings.append("the preview changed Postgres")
    return preview


async def _rows(world: World) -> list[list[str]]:
    """Everything that lies in Postgres of the shop."""
    engine = create_engine(world.environment.database_url.get_secret_value())
    try:
        named = (tables.metadata.tables[name] for name in UNTOUCHED)
        return [sorted(map(str, await fetch(engine, select(table)))) for table in named]
    finally:
        await engine.dispose()


@contextlib.asynccontextmanager
async def _listening(companies: Companies) -> AsyncIterator[tuple[Companies, dict[str, bytes]]]:
    """The same companies, and the bytes of each of their requests by its request id."""
    sent: dict[str, bytes] = {}

    async def note(request: httpx.Request) -> None:
        if request_id := request.url.params.get("requestid"):
            sent[request_id] = request.content

    async with httpx.AsyncClient(trust_env=False, event_hooks={"request": [note]}) as http:
        yield Companies(companies.stores, companies.endpoints, http), sent


async def _posted(companies: Companies, foreseen: Foreseen) -> Posting:
    record = foreseen.record
    await companies.stores.records.save(CONNECTION, record)
    request = PostRecord(connection=CONNECTION, order_id=record.order_id or "", ref=record.ref)
    posting: Posting = await ActivityEnvironment().run(PostingActivities(companies).post_record, request)
    return posting


def _compare_ends(found: Played, foreseen: Foreseen, posting: Posting) -> None:
    would, codes = foreseen.posting.state, [problem.code for problem in foreseen.posting.problems]
    if (would, codes) == (posting.state, [problem.code for problem in posting.problems]):
        found.ends[would.value] += 1
        return
    name = f"{foreseen.record.ref.kind.words} {foreseen.record.label} ({foreseen.record.id})"
    found.findings.append(f"{name}: foreseen {foreseen.posting}, ended {posting}")


async def _compare_bodies(found: Played, companies: Companies, preview: Preview, sent: dict[str, bytes]) -> None:
    everything = [*preview.created, *preview.documents]
    ids = await ids_of(everything, companies.stores.links)
    for made in everything:
        foreseen, posted = json_bytes(put_in(made.body, ids)), await _bytes_sent(companies, made, sent)
        if foreseen == posted:
            found.bodies[made.document.kind.value] += 1
        else:
            found.findings.append(f"{made.id}: foreseen {foreseen!r}, posted {posted!r}")


async def _bytes_sent(companies: Companies, made: Made, sent: dict[str, bytes]) -> bytes | None:
    """As they went over the wire; an item goes in a batch with others, and is compared as it was put into it."""
    intent = await companies.stores.intents.live(made.key)
    if intent is None or intent.state != "posted":
        return None
    return json_bytes(intent.body) if made.document.kind is DocumentKind.ITEM else sent.get(str(intent.id))
