"""What a person closes, and what is open still, of the problems of posted records (row R-105)."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from temporalio import activity

from accounting.closing import cannot_close, closing_key, gone, still_open
from accounting.problems import Problem
from accounting.records import Record
from activities import contracts
from activities.companies import Companies
from activities.contracts import STANDING, ClosedProblems, CloseProblems
from activities.failures import try_again
from activities.heartbeat import beating
from activities.stores import Stores
from clients.database.outcomes import Outcome


class ClosingActivities:
    """The step that closes; doing it twice is harmless."""

    def __init__(self, companies: Companies) -> None:
        self._stores = companies.stores

    @activity.defn(name=contracts.CLOSE_PROBLEMS)
    async def close_problems(self, request: CloseProblems) -> ClosedProblems:
        """Remember as closed what is open of an order's posted records."""
        async with beating():
            try:
                return await self._close(request)
            except Exception as error:
                try_again(error)

    async def _close(self, request: CloseProblems) -> ClosedProblems:
        outcomes = await self._stores.outcomes.of_order(request.connection, request.order_id)
        refs = []
        for outcome in outcomes:
            if chosen := [problem for problem in _to_close(outcome) if request.code in (None, problem.code)]:
                record = await self._stores.records.get(request.connection, outcome.ref)
                keys = {closing_key(problem, record): problem for problem in chosen}
                await self._stores.closings.close(request.connection, outcome.ref, keys)
                refs.append(outcome.ref)
        if request.code and not refs and not await self._is_closed(request, outcomes):
            return ClosedProblems(refused=_refusal(request.code, request.order_id, outcomes))
        return ClosedProblems(refs=tuple(refs))

    async def _is_closed(self, request: CloseProblems, outcomes: Sequence[Outcome]) -> bool:
        closings = await self._stores.closings.of(request.connection, [outcome.ref for outcome in outcomes])
        return any(closing.problem.code == request.code for closing in closings)


async def open_problems(
    stores: Stores, connection: str, record: Record, problems: Collection[Problem]
) -> tuple[Problem, ...]:
    """Those problems of a posted record that nobody has closed; what was closed and is no more is forgotten."""
    closed = {closing.key for closing in await stores.closings.of(connection, [record.ref])}
    await stores.closings.forget(connection, record.ref, gone(problems, record, closed))
    return still_open(problems, record, closed)


def _to_close(outcome: Outcome) -> Sequence[Problem]:
    return outcome.problems if outcome.state in STANDING else ()


def _refusal(code: str, order_id: str, outcomes: Sequence[Outcome]) -> str:
    return cannot_close(
        code,
        next((outcome.label for outcome in outcomes if outcome.ref.id == order_id), order_id),
        open_ones={problem.code: problem for outcome in outcomes for problem in _to_close(outcome)},
        parked={problem.code: problem for outcome in outcomes for problem in outcome.problems},
    )
