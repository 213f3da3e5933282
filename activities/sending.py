"""One attempt to bring one intent into QuickBooks: claimed, sent, and what became of it written down."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from accounting.documents import Expected
from accounting.money import ZERO
from accounting.problems import Held
from accounting.verification import PostedDocument, differences, line_map
from activities.companies import Companies, Company
from activities.facts import Facts
from activities.not_found import culprits
from clients.database.intents import Claim, Intent
from clients.database.links import Link
from clients.quickbooks.errors import (
    DuplicateDocNumber,
    DuplicateName,
    InvalidReference,
    NotFound,
    NotSent,
    QuickBooksError,
    Refused,
)
from clients.quickbooks.posted import read_posted

Find = Callable[[Claim], Awaitable[PostedDocument | None]]
"""Looks in QuickBooks for what an earlier send may have stored."""


class OutcomeOpen(Exception):
    """A write is under way elsewhere or went unanswered; it is looked for once it has settled."""

    def __init__(self, what: str, wait: timedelta) -> None:
        super().__init__(what)
        self.wait = wait


class _LookFirst(Exception):
    """An earlier send may have been stored: look before sending again."""


class Outrun(Exception):
    """Between drafting the intent and claiming it, its body changed or another worker claimed it."""


class Sending:
    """One attempt to bring one intent into QuickBooks."""

    def __init__(
        self, companies: Companies, company: Company, intent: Intent, find: Find, look_first: bool = False
    ) -> None:
        self._intents = companies.stores.intents
        self._facts = Facts(companies, company, None)
        self._settle = companies.endpoints.settle
        self._company = company
        self._intent = intent
        self._find = find
        self._look_first = look_first
        self._claim: Claim | None = None
        self._looked = False

    @property
    def body_hash(self) -> str:
        """Of what is sent: the intent's body, or the frozen one of an earlier send that was taken over."""
        return self._intent.body_hash

    async def run(self) -> Link:
        try:
            posted = await self._send()
        except _LookFirst:
            posted = await self._find_or_send()
        return await self._keep(posted)

    async def _find_or_send(self) -> PostedDocument:
        self._looked = True
        claim = self._held()
        try:
            found = await self._find(claim)
        except BaseException:
            await self._intents.release(claim)
            raise
        return found if found is not None else await self._send()

    async def _send(self) -> PostedDocument:
        try:
            entity = await self._company.quickbooks.create(
                self._intent.document_kind,
                self._intent.body,
                request_id=str(self._intent.id),
                before_send=self._claim_it,
            )
            return read_posted(self._intent.document_kind, entity)
        except QuickBooksError as error:
            return await self._failed(error)

    async def answered(self, claim: Claim, answer: dict[str, Any] | QuickBooksError) -> Link:
        """The link to what a claimed send came to, as QuickBooks answered it.

        Raises:
            OutcomeOpen, Refused, Held, NotSent: as ``create_once``.
        """
        self._claim = claim
        try:
            if isinstance(answer, QuickBooksError):
                raise answer
            posted = read_posted(self._intent.document_kind, answer)
        except QuickBooksError as error:
            posted = await self._failed(error)
        return await self._keep(posted)

    async def _failed(self, error: QuickBooksError) -> PostedDocument:
        match error:
            case NotSent():
                if self._claim is not None:
                    await self._intents.unsend(self._claim)
                raise error
            case DuplicateDocNumber() | DuplicateName():
                return await self._find_twin(error)
            case Refused():
                await self._refuse(error)
                await self._name_what_is_lost(error)
                raise error
            case _:
                raise OutcomeOpen(f"{self._what}: {error}", self._settle) from None

    async def _claim_it(self) -> None:
        """Called when admitted, just before bytes leave."""
        asked = time.monotonic()
        await (self._take_claim() if self._claim is None else self._renew_claim(self._claim))
        # What the database granted so long ago may have passed on to another worker by now.
        while time.monotonic() - asked > self._settle.total_seconds() / 4:
            asked = time.monotonic()
            await self._renew_claim(self._held())

    async def _renew_claim(self, claim: Claim) -> None:
        if not await self._intents.renew(claim, self._settle):
            raise OutcomeOpen(f"{self._what} was taken over by another worker", self._settle)

    async def _take_claim(self) -> None:
        claim = await self._intents.claim(self._intent.id, self._settle)
        if claim is None:
            raise Outrun
        if claim.found == "sent":
            # The frozen body is what was sent, and what is sent again.
            self._claim, self._intent = claim, await self._frozen(claim)
            raise _LookFirst
        if claim.body_hash != self._intent.body_hash:
            await self._intents.unsend(claim)
            raise Outrun
        self._claim = claim
        if self._look_first and not self._looked:
            raise _LookFirst

    async def _frozen(self, claim: Claim) -> Intent:
        intent = await self._intents.get(claim.intent_id)
        assert intent is not None
        return intent

    async def _find_twin(self, error: Refused) -> PostedDocument:
        """The number or name is taken: by ourselves, before an answer was lost, or by a stranger."""
        found = await self._find(self._held())
        if found is None:
            await self._refuse(error)
            raise error
        return found

    async def _refuse(self, error: Refused) -> None:
        await self._intents.refuse(self._held(), str(error))

    async def _name_what_is_lost(self, error: Refused) -> None:
        """Hold the record for what its document names and is inactive or gone (row R-77)."""
        if not isinstance(error, NotFound | InvalidReference):
            return
        label = self._intent.expected["label"]
        if lost := await culprits(self._facts, self._intent.document_kind, self._intent.body, label):
            raise Held(*lost) from None

    async def _keep(self, posted: PostedDocument) -> Link:
        expected = Expected.model_validate(self._intent.expected)
        link = Link(
            key=self._intent.key,
            document_kind=posted.kind.value,
            document_id=posted.id,
            number=posted.number,
            total=ZERO if posted.total is None else posted.total,
            lines=line_map(expected, posted),
            snapshot={**self._intent.expected["snapshot"], "problems": self._problems(expected, posted)},
            posted_at=datetime.now(UTC),
        )
        await self._intents.post(self._intent.id, link)
        return link

    def _problems(self, expected: Expected, posted: PostedDocument) -> list[dict[str, Any]]:
        """What the document was sent with, and what is not as it was sent: kept until a person closes it."""
        found = differences(self._intent.expected["label"], expected, posted)
        return [*self._intent.expected["warnings"], *(problem.model_dump() for problem in found)]

    def _held(self) -> Claim:
        assert self._claim is not None
        return self._claim

    @property
    def _what(self) -> str:
        return f"{self._intent.document_kind} for {self._intent.key}"
