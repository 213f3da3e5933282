"""One run: read what is pending, tell each order's workflow, and say how it ended."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NoReturn

from temporalio import activity
from temporalio.client import Client
from temporalio.exceptions import ApplicationError

from accounting.left_out import told_together
from accounting.problems import Held, Problem
from accounting.records import FulfillmentRequest, Record
from accounting.run_choices import operations_to_run, with_offer
from accounting.settings import Operation, Settings
from activities import contracts
from activities.companies import Companies, Company
from activities.connection_contracts import Notice
from activities.drafting.bill_numbers import look_up_beforehand
from activities.drafting.vendors import sources_waited_for
from activities.due_records import DueRecords
from activities.facts import Facts
from activities.failures import RELINK, problems_of, try_again
from activities.first_look import look_for_another
from activities.flxpoint_records import FlxpointRecords
from activities.heartbeat import beating
from activities.nightly import reconcile_nightly
from activities.notices import RUN_FAILED
from activities.probing import released, sorted_out, told_of_the_others
from activities.run_contracts import Run, RunReport
from activities.telling_connections import start_clock
from activities.telling_orders import tell_orders
from clients.database.connections import Connection
from clients.database.runs import Run as StoredRun

RECORDS_A_STATEMENT = 1_000
MEND_FIRST = "Do what the message says; the next run takes up what this one left."
PROBLEMS_TOLD = 100
"""A report travels through Temporal, which takes 2 MB at most; the history has all of them."""


class RunningActivities:
    """The steps of a run."""

    def __init__(self, companies: Companies, client: Client) -> None:
        self._companies = companies
        self._stores = companies.stores
        self._client = client

    @activity.defn(name=contracts.HAND_OVER)
    async def hand_over(self, run: Run) -> RunReport:
        """Read what is pending, and tell the orders' workflows what they must hear of.

        The run failed if a vendor is missing; everything is handed over all the same, and each fulfillment request
        finds for itself whether its Purchase Order must wait for that vendor (row R-65).
        """
        async with beating():
            try:
                return await self._hand_over(run)
            except Exception as error:
                await self._fail(run, error)

    async def _hand_over(self, run: Run) -> RunReport:
        connection = await self._stores.connections.get(run.connection)
        await start_clock(self._client, connection.id)
        await reconcile_nightly(self._client, self._stores, connection.id)
        await self._begin(run)
        _require_linked(connection)
        company = await self._company(run)
        operations = await self._operations(run, company.settings)
        await self._begin(run.model_copy(update={"operations": operations}))
        source = FlxpointRecords(connection.id, await self._companies.flxpoint(connection.id), self._stores)
        found = DueRecords(connection, run.run_id, company.settings, source, self._stores)
        await found.read(operations)
        missing = await self._missing_vendors(company, operations, found.due)
        warnings = await look_for_another(self._companies, company, found.due)
        await look_up_beforehand(self._companies, company, found.due)
        await self._hand_in_rounds(run, found)
        report = _report(
            run.model_copy(update={"operations": operations}), found, _at_once(missing, company.settings), warnings
        )
        if report.failed:
            await self._end_as_failed(run, missing[0].code, report.message)
        else:
            await self._stores.runs.finish(run.run_id, "done", report.message)
        return report

    async def _company(self, run: Run) -> Company:
        """The company with its facts as they stand from now on; a preference may have been changed (C1)."""
        facts = Facts(self._companies, await self._companies.company(run.connection), None)
        await facts.outdate_books()
        return await facts.in_own_zone()

    async def _operations(self, run: Run, settings: Settings) -> tuple[Operation, ...]:
        try:
            return operations_to_run(run.operations, settings, run.connection)
        except Held as held:
            raise Held(*[await self._with_offer(run.connection, problem) for problem in held.problems]) from None

    async def _with_offer(self, connection: str, problem: Problem) -> Problem:
        """Where nothing is selected, what Flxpoint has to select from."""
        if problem.subject not in ("channel", "source"):
            return problem
        flxpoint = await self._companies.flxpoint(connection)
        if problem.subject == "channel":
            return with_offer(problem, await flxpoint.channels(archived=False))
        sources = await flxpoint.sources(archived=False)
        return with_offer(problem, {id: source.name for id, source in sources.items()})

    async def _begin(self, run: Run) -> None:
        await self._stores.runs.begin(StoredRun(id=run.run_id, connection_id=run.connection, operations=run.operations))

    async def _hand_in_rounds(self, run: Run, found: DueRecords) -> None:
        """What waits for a cause that others wait for, too, is handed over once one of them has left it."""
        round = sorted_out(found.due, found.known)
        await self._hand(run, round.at_once)
        going = await released(self._stores, round)
        later = [record for records in going.values() for record in records]
        await self._hand(run, later)
        found.still_waiting = told_of_the_others(round, going)
        found.unchanged += len(found.due) - len(round.at_once) - len(later)
        found.due = [*round.at_once, *later]

    async def _hand(self, run: Run, records: Sequence[Record]) -> None:
        for start in range(0, len(records), RECORDS_A_STATEMENT):
            some = records[start : start + RECORDS_A_STATEMENT]
            await self._stores.runs.handed(run.run_id, [record.ref for record in some])
        await tell_orders(self._client, run, records)

    async def _end_as_failed(self, run: Run, code: str, message: str) -> None:
        """Note why, and tell of it, unless the run before failed alike: a schedule would tell the same all day."""
        before = await self._stores.runs.ended_before(run.connection, run.run_id)
        await self._stores.runs.finish(run.run_id, "failed", message, code)
        told_already = before is not None and before.state == "failed" and before.message == message
        if self._companies.announce and not told_already:
            told = {"code": code, "message": message, "fix": MEND_FIRST, "run_id": run.run_id}
            await self._companies.announce(Notice(event=RUN_FAILED, connection=run.connection, **told))

    async def _fail(self, run: Run, error: Exception) -> NoReturn:
        problems = problems_of(error, f"run {run.run_id}")
        if problems is None:
            try_again(error)
        text = " ".join(str(problem.named_for(run.connection)) for problem in problems)
        await self._end_as_failed(run, problems[0].code, text)
        raise ApplicationError(text, type=problems[0].code, non_retryable=True) from None

    async def _missing_vendors(
        self, company: Company, operations: Collection[str], due: Sequence[Record]
    ) -> list[Problem]:
        """Every missing vendor at once, before anything is created for one (row R-65)."""
        sources = {record.source_name for record in due if isinstance(record, FulfillmentRequest)}
        if company.settings.on_missing_vendor == "stop" and "fulfillment_requests" in operations:
            sources |= await sources_waited_for(self._companies, company)
        return await Facts(self._companies, company, None).missing_vendors(sources) if sources else []


def _report(run: Run, found: DueRecords, failure: str, warnings: Sequence[Problem]) -> RunReport:
    return RunReport(
        run_id=run.run_id,
        connection=run.connection,
        operations=run.operations,
        handed_over=len(found.due),
        unchanged=found.unchanged,
        left_out=told_together(found.left_out),
        still_waiting=found.still_waiting,
        failed=bool(failure),
        message=failure,
        problems=tuple(found.problems[:PROBLEMS_TOLD]),
        warnings=tuple(warning.named_for(run.connection) for warning in warnings),
    )


def _require_linked(connection: Connection) -> None:
    """Nothing is read for books that nobody may write to (row R-21)."""
    if connection.relink_reason:
        message = f'QuickBooks connection "{connection.name}" needs re-authentication: {connection.relink_reason}.'
        raise Held(Problem(code="connection_lost", message=message, fix=RELINK))


def _at_once(problems: Sequence[Problem], settings: Settings) -> str:
    """All of them, with what to do said once, and what it means for the rest."""
    if not problems:
        return ""
    fixes = dict.fromkeys(problem.fix for problem in problems)
    others = (
        "Until then no Purchase Order at all is made (on_missing_vendor=stop); everything else went on as ever."
        if settings.on_missing_vendor == "stop"
        else "All that does not wait for it went on as ever."
    )
    return " ".join([*(problem.message for problem in problems), *fixes, others])
