"""One document for one record, whatever happens in between (design: exactly once)."""

from __future__ import annotations

import asyncio
import contextlib
import random
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from accounting.documents import Document, expected_of
from accounting.problems import Problem
from activities.companies import Companies, Company
from activities.sending import Find, OutcomeOpen, Outrun, Sending
from clients.database.exact_json import fingerprint
from clients.database.intents import Intent, IntentKey, Intents
from clients.database.links import Link
from clients.quickbooks.bodies import body_of
from clients.quickbooks.errors import DuplicateName

NO_TIME = timedelta(0)
WAIT_SECONDS, WAITS = 0.2, 40
COME_BACK = timedelta(seconds=5)
SHORTEST_PAUSE, LONGEST_PAUSE = 0.25, 8.0


@dataclass(frozen=True)
class Wanted:
    """What to create, for which record, and how to recognise it once it stands."""

    key: IntentKey
    document: Document
    number: str | None
    snapshot: dict[str, Any]
    find: Find
    label: str = ""
    """How people call the record."""
    warnings: tuple[Problem, ...] = ()
    look_first: bool = False


async def finish_sent(companies: Companies, company: Company, key: IntentKey, find: Find) -> Link | None:
    """Find out what became of an earlier send, before anything new is decided; None if nothing was sent.

    Raises:
        OutcomeOpen, Refused, Held, NotSent: as ``create_once``.
    """
    while (intent := await companies.stores.intents.live(key)) and intent.state == "sent":
        if intent.unsettled > NO_TIME:
            await _let_the_other_finish(companies.stores.intents, intent)
            continue
        with contextlib.suppress(Outrun):
            return await Sending(companies, company, intent, find).run()
    return await companies.stores.links.get(key)


async def create_once(companies: Companies, company: Company, wanted: Wanted) -> Link:
    """Create the document unless it stands already; the link to what stands.

    Raises:
        OutcomeOpen: somebody else sends it, or the answer was lost; come back later.
        Refused: QuickBooks said no; the intent is closed and a new one may be drafted.
        Held: the same, since an entry that the document names is inactive or gone.
        NotSent: nothing happened.
    """
    stores = companies.stores
    outrun = 0
    while True:
        if link := await stores.links.get(wanted.key):
            return link
        intent = await drafted(stores.intents, wanted)
        if intent.state == "posted":
            continue
        if intent.unsettled > NO_TIME:
            await _let_the_other_finish(stores.intents, intent)
            continue
        sending = Sending(companies, company, intent, wanted.find, wanted.look_first)
        try:
            return await sending.run()
        except Outrun:
            outrun += 1
            await _step_aside(outrun)
        except DuplicateName:
            if sending.body_hash == fingerprint(body_of(wanted.document)):
                raise
            # Another worker's send was taken over, and its name is taken; the one wanted here may be free.


async def drafted(intents: Intents, wanted: Wanted) -> Intent:
    """The one live intent for what is wanted; its body is the one wanted, unless it was sent already."""
    return await intents.draft(
        wanted.key, wanted.document.kind.value, body_of(wanted.document), _to_be_checked(wanted), wanted.number
    )


def _to_be_checked(wanted: Wanted) -> dict[str, Any]:
    """What the answer is checked against, and what is kept of the record: frozen with the body."""
    return {
        **expected_of(wanted.document).model_dump(mode="json"),
        "label": wanted.label,
        "warnings": [warning.model_dump() for warning in wanted.warnings],
        "snapshot": wanted.snapshot,
    }


async def _step_aside(times: int) -> None:
    """Two that want one thing under two names would redraft it in step for ever, and neither would send it."""
    await asyncio.sleep(random.uniform(0, min(LONGEST_PAUSE, SHORTEST_PAUSE * 2**times)))


async def _let_the_other_finish(intents: Intents, intent: Intent) -> None:
    """Another worker sends this intent: usually a matter of a second, at worst of the settling time."""
    what = f"{intent.document_kind} for {intent.key}"
    for _ in range(WAITS):
        await asyncio.sleep(WAIT_SECONDS)
        now = await intents.get(intent.id)
        if now is None or now.unsettled <= NO_TIME:
            return
        intent = now
    raise OutcomeOpen(f"{what} is sent, and its answer awaited", min(intent.unsettled, COME_BACK))
