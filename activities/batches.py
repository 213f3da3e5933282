"""Several new things sent in one request, each an intent of its own (row R-52, design: exactly once)."""

from __future__ import annotations

import time
from collections.abc import Sequence
from uuid import uuid5

from accounting.problems import Held
from activities.companies import Companies, Company
from activities.exactly_once import Wanted, create_once, drafted
from activities.sending import OutcomeOpen, Outrun, Sending
from clients.database.intent_keys import NAMESPACE, IntentKey
from clients.database.intents import Claim, Intent
from clients.database.links import Link
from clients.quickbooks.errors import NotSent, QuickBooksError, Refused, Uncertain
from clients.quickbooks.requests import MOST_BATCH_ITEMS, BatchCreate

Created = Link | Exception
"""What stands, or why it does not."""


async def create_all(companies: Companies, company: Company, wanted: Sequence[Wanted]) -> list[Created]:
    """Create each thing unless it stands already: its link, or the error that it alone met.

    Those that nobody has sent yet go in batches of 29. The others, and all of a batch that met another worker, go
    through ``create_once``, which waits, looks first, or sends one alone. A batch is never sent twice: after a lost
    answer each of its things is looked for, and QuickBooks takes no second one of the same name.

    Raises:
        OutcomeOpen, NotSent: as ``create_once``, for a whole batch.
    """
    created: dict[IntentKey, Created] = {}
    for start in range(0, len(wanted), MOST_BATCH_ITEMS):
        created |= await _Batch(companies, company).run(wanted[start : start + MOST_BATCH_ITEMS])
    return [created.get(one.key) or await _alone(companies, company, one) for one in wanted]


async def _alone(companies: Companies, company: Company, wanted: Wanted) -> Created:
    try:
        return await create_once(companies, company, wanted)
    except (OutcomeOpen, Held, QuickBooksError) as error:
        return error


class _Batch:
    """One attempt to send several intents together."""

    def __init__(self, companies: Companies, company: Company) -> None:
        self._companies = companies
        self._company = company
        self._intents = companies.stores.intents
        self._settle = companies.endpoints.settle
        self._claims: list[Claim] = []

    async def run(self, wanted: Sequence[Wanted]) -> dict[IntentKey, Created]:
        """What became of those that were sent here; nothing is said of those that must go alone."""
        live = [(one, await drafted(self._intents, one)) for one in wanted] if len(wanted) > 1 else []
        fresh = [(one, intent) for one, intent in live if intent.state == "drafted"]
        if len(fresh) < 2:
            return {}
        try:
            answers = await self._send([intent for _, intent in fresh])
        except Outrun:
            return {}
        return {one.key: await self._settled(one, intent, answers[str(intent.id)]) for one, intent in fresh}

    async def _send(self, intents: list[Intent]) -> dict[str, dict[str, object] | QuickBooksError]:
        """The answer to each intent, by its id.

        Raises:
            Outrun: another worker has one of them, or QuickBooks refused the batch as such.
        """
        bids = {str(number): str(intent.id) for number, intent in enumerate(intents, 1)}
        creates = [
            BatchCreate(bid, intent.document_kind, intent.body) for bid, intent in zip(bids, intents, strict=True)
        ]
        try:
            answers = await self._company.quickbooks.batch(
                creates,
                request_id=str(uuid5(NAMESPACE, "|".join(bids.values()))),
                before_send=lambda: self._claim(intents),
            )
        except NotSent:
            await self._give_back()
            raise
        except Refused:
            # A fault of the batch, not of what is in it.
            await self._give_back()
            raise Outrun from None
        except Uncertain as error:
            raise OutcomeOpen(
                f"{len(intents)} of {intents[0].document_kind} in one batch: {error}", self._settle
            ) from None
        return {bids[bid]: answer for bid, answer in answers.items()}

    async def _claim(self, intents: list[Intent]) -> None:
        """Called when admitted, just before bytes leave: all of them, or none."""
        asked = time.monotonic()
        if not self._claims:
            await self._take(intents)
        else:
            await self._renew()
        # What the database granted so long ago may have passed on to another worker by now.
        while time.monotonic() - asked > self._settle.total_seconds() / 4:
            asked = time.monotonic()
            await self._renew()

    async def _take(self, intents: list[Intent]) -> None:
        hashes = {intent.id: intent.body_hash for intent in intents}
        self._claims = await self._intents.claim_all(list(hashes), self._settle)
        ours = [
            claim for claim in self._claims if (claim.found, claim.body_hash) == ("drafted", hashes[claim.intent_id])
        ]
        if len(ours) < len(intents):
            await self._give_back()
            raise Outrun

    async def _renew(self) -> None:
        for claim in self._claims:
            if not await self._intents.renew(claim, self._settle):
                raise OutcomeOpen(
                    f"A batch with intent {claim.intent_id} was taken over by another worker", self._settle
                )

    async def _give_back(self) -> None:
        for claim in self._claims:
            await self._intents.unsend(claim)
        self._claims = []

    async def _settled(self, wanted: Wanted, intent: Intent, answer: dict[str, object] | QuickBooksError) -> Created:
        claim = next(claim for claim in self._claims if claim.intent_id == intent.id)
        sending = Sending(self._companies, self._company, intent, wanted.find)
        try:
            return await sending.answered(claim, answer)
        except (OutcomeOpen, Held, QuickBooksError) as error:
            return error
