"""What is found of a document goes into the inbox, with its record; it leaves it when a later look sees it gone."""

from __future__ import annotations

from typing import Any

from accounting.documents import Expected
from accounting.problems import Problem
from accounting.reconciliation.edits import Kept
from accounting.reconciliation.extras import WITHOUT_RECORD
from accounting.records import Booked, RecordRef
from activities.bringing import standing
from activities.closing import open_problems
from activities.companies import Companies, Company
from activities.contracts import STANDING, State
from activities.notices import announce_new_problems
from clients.database.outcomes import Outcome
from clients.database.reconciled import Sent
from clients.quickbooks.seen import amounts, dated

ITS_OWN = ""
"""Stands for the record's own document, where others are named."""


def kept_of(sent: Sent) -> Kept:
    """What the books are to show; of what was linked, only that which is known."""
    link, body = sent.link, sent.body
    expected = Expected.model_validate(sent.expected or {})
    told_already = {problem["code"] for problem in link.snapshot["problems"]}
    return Kept(
        label=(sent.expected or {}).get("label") or link.number or link.key.record_id,
        kind=link.document_kind,
        id=link.document_id,
        number=link.number,
        total=link.total,
        sent_total=expected.total,
        tax=None if "tax_differs" in told_already else expected.tax,
        dated=dated(body) if body else None,
        amounts=amounts(body) if body else None,
        links={} if "link_missing" in told_already else expected.links,
    )


class Findings:
    """What stands in the inbox of one connection's documents."""

    def __init__(self, companies: Companies, company: Company) -> None:
        self._companies = companies
        self._stores = companies.stores
        self._company = company
        self._connection = company.connection.id

    async def of_own(self, sent: Sent, problems: tuple[Problem, ...]) -> None:
        """What is found of a record's own document, in place of what was found before."""
        others = [entry for entry in sent.link.found if entry["document"] != ITS_OWN]
        await self._keep(sent, [*(_entry(problem, ITS_OWN) for problem in problems), *others])

    async def add_second(self, sent: Sent, problem: Problem, document: str) -> None:
        """A second document of a record."""
        others = [entry for entry in sent.link.found if entry["document"] != document]
        await self._keep(sent, [*others, _entry(problem, document)])

    async def drop_second(self, sent: Sent, documents: set[str]) -> None:
        """Second documents that are gone."""
        await self._keep(sent, [entry for entry in sent.link.found if entry["document"] not in documents])

    async def add_without_record(self, ref: RecordRef, problem: Problem, document: Outcome) -> None:
        """A document that has no record, or none that is linked."""
        named = document.model_copy(update={"problems": (problem.named_for(self._connection),)})
        written = await self._stores.outcomes.record(named)
        if written.attempts == 1:
            await announce_new_problems(self._stores, self._companies.announce, written)

    async def without_record(self) -> list[Outcome]:
        """The documents that had no record when they were seen last."""
        return await self._stores.problems.records(self._connection, WITHOUT_RECORD)

    async def drop_without_record(self, outcome: Outcome) -> None:
        """It is gone, or has its record."""
        settled = {"state": State.EXCLUDED.value, "problems": (), "detail": "It is gone from QuickBooks, or linked."}
        await self._stores.outcomes.record(outcome.model_copy(update={**settled, "attempts": 1}))

    async def _keep(self, sent: Sent, found: list[dict[str, Any]]) -> None:
        if found == sent.link.found:
            return
        await self._stores.reconciled.find(sent.link.key, found)
        sent.link.found[:] = found
        await self._tell(sent)

    async def _tell(self, sent: Sent) -> None:
        """Say of the record what is to be said now, as its order's workflow would."""
        key = sent.link.key
        ref = RecordRef.model_validate({"kind": key.record_kind, "id": key.record_id})
        outcome = await self._stores.outcomes.current(self._connection, ref)
        record = await self._stores.records.get(self._connection, ref)
        if outcome is None or outcome.state not in STANDING or not isinstance(record, Booked):
            return
        told = [problem.named_for(self._connection) for problem in standing(record, sent.link).problems]
        problems = await open_problems(self._stores, self._connection, record, told)
        await self._stores.outcomes.record(outcome.model_copy(update={"problems": problems, "attempts": 1}))


def _entry(problem: Problem, document: str) -> dict[str, Any]:
    return {"problem": problem.model_dump(mode="json"), "document": document}
