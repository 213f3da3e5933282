"""Keep a connection's tokens fresh, say when a person is needed, and set going what waited for a re-link."""

from __future__ import annotations

import contextlib
import logging
from datetime import timedelta

from temporalio import activity
from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.exceptions import WorkflowAlreadyStartedError

from activities import contracts
from activities.companies import Companies
from activities.connection_contracts import KeepToken, Linkage, Notice, Resumed, ResumeOrders
from activities.connection_ends import announcement, end_of
from activities.contracts import ORDERS_QUEUE, run_workflow_id
from activities.failures import problems_of, try_again
from activities.heartbeat import beating
from activities.nightly import reconcile_nightly
from activities.notices import CONNECTION_ENDS, CONNECTION_LOST, problem_notice
from activities.run_contracts import RunInput
from activities.telling_orders import retry_orders
from clients.database.connections import Connection, UnknownConnection
from clients.database.credentials import StoredGrant

AHEAD = timedelta(minutes=10)
"""The clock refreshes before any call has to."""
A_PERSON_MAY_HAVE_HELPED = timedelta(minutes=5)
"""Whoever links a connection tells it; this is for when that did not arrive."""
WAITS_FOR_A_LINK = ("connection_lost", "app_unknown", "seal_broken")
"""The problems of records that end when the connection is linked."""

log = logging.getLogger("daybook.connection")


class ConnectingActivities:
    """The steps of a connection's workflow."""

    def __init__(self, companies: Companies, client: Client) -> None:
        self._companies = companies
        self._stores = companies.stores
        self._client = client

    @activity.defn(name=contracts.KEEP_TOKEN)
    async def keep_token(self, request: KeepToken) -> Linkage:
        """Refresh the tokens if their time has come; a token endpoint that does not answer is tried again."""
        async with beating():
            try:
                connection = await self._stores.connections.get(request.connection)
            except UnknownConnection:
                return Linkage(known=False)
            try:
                grant = await self._companies.tokens(connection).kept(AHEAD)
            except Exception as error:
                return await self._lost(connection, request, error)
            return await self._linked(connection, request, grant)

    @activity.defn(name=contracts.RESUME_ORDERS)
    async def resume_orders(self, request: ResumeOrders) -> Resumed:
        """Let every order try again that was parked because the connection was lost; doing it twice is harmless."""
        async with beating():
            try:
                return await self._resume(request)
            except Exception as error:
                try_again(error)

    async def _resume(self, request: ResumeOrders) -> Resumed:
        waiting = await self._stores.outcomes.parked_for(request.connection, WAITS_FOR_A_LINK, request.parked_after)
        await retry_orders(self._client, request.connection, sorted({outcome.order_id for outcome in waiting}))
        again = await self._begin_run_again(request.connection) if request.parked_after is None else False
        if waiting or again:
            log.info("Connection %s is linked: %d records go on", request.connection, len(waiting))
        return Resumed(orders=len({outcome.order_id for outcome in waiting}), run=again)

    async def _begin_run_again(self, connection: str) -> bool:
        """What a lost connection ended is run once more; what was never run is not."""
        newest = await self._stores.runs.newest(connection, 1)
        if not newest or newest[0].state != "failed" or newest[0].code not in WAITS_FOR_A_LINK:
            return False
        with contextlib.suppress(WorkflowAlreadyStartedError):  # by a schedule, or a person
            await self._client.start_workflow(
                "RunIntegration",
                RunInput(connection=connection, operations=newest[0].operations),
                id=run_workflow_id(connection),
                task_queue=ORDERS_QUEUE,
                id_conflict_policy=WorkflowIDConflictPolicy.FAIL,
                static_summary=f"Run of {connection}, which was linked again",
            )
        return True

    async def _announce(self, notice: Notice) -> None:
        if self._companies.announce:
            await self._companies.announce(notice)

    async def _lost(self, connection: Connection, request: KeepToken, error: Exception) -> Linkage:
        problems = problems_of(error, f'QuickBooks connection "{connection.name}"')
        if problems is None:
            try_again(error)
        problem = problems[0].named_for(connection.id)
        if problem.code != request.known:
            log.error("Connection %s needs a person: %s", connection.id, problem)
            await self._announce(problem_notice(connection.id, problem, CONNECTION_LOST))
        return Linkage(problem=problem, look_again_in=A_PERSON_MAY_HAVE_HELPED, announced=request.announced)

    async def _linked(self, connection: Connection, request: KeepToken, grant: StoredGrant) -> Linkage:
        await reconcile_nightly(self._client, self._stores, connection.id)
        if request.known:
            log.info("Connection %s is linked", connection.id)
        announced, ending = announcement(connection, grant)
        if ending and announced != request.announced:
            log.warning("Connection %s: %s", connection.id, ending)
            await self._announce(problem_notice(connection.id, ending, CONNECTION_ENDS))
        return Linkage(look_again_in=_until_refresh(grant), ends_at=end_of(grant), ending=ending, announced=announced)


def _until_refresh(grant: StoredGrant) -> timedelta:
    early = min(AHEAD, grant.access_lifetime / 5)
    return max(grant.access_left - early, timedelta(seconds=1))
