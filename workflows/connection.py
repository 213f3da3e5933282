"""The clock of a connection's tokens: refreshed ahead of their end, and what waits for a re-link set going after it."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from temporalio import workflow
from temporalio.common import RawValue

with workflow.unsafe.imports_passed_through():
    from activities import contracts
    from activities.connection_contracts import ConnectionInput, KeepToken, Linkage, Resumed, ResumeOrders
    from workflows.options import quickbooks_call
    from workflows.visibility import CONNECTION, NEEDS_ATTENTION, PROBLEM_CODE, STAGE

ON_THEIR_WAY = timedelta(seconds=30)
"""A step that met the lost connection just before it was linked is written down as parked by then."""


@workflow.defn(name="Connection")
class ConnectionWorkflow:
    """One for each connection, for as long as it lasts; any signal lets it look at once."""

    @workflow.init
    def __init__(self, start: ConnectionInput) -> None:
        self._start = start
        self._lost = start.lost
        self._known = start.known
        self._linkage = Linkage(announced=start.announced)
        self._told = False
        self._resumed_at: datetime | None = None
        self._published: tuple[object, ...] | None = None

    @workflow.run
    async def run(self, start: ConnectionInput) -> str:
        while await self._look():
            self._publish()
            if self._linkage.problem:
                self._lost = True
            elif self._lost or self._resumed_at:
                await self._resume()
            await self._until_told()
            if workflow.info().is_continue_as_new_suggested():
                workflow.continue_as_new(self._carried_over())
        return f"There is no connection {start.connection} any more."

    def _carried_over(self) -> ConnectionInput:
        return ConnectionInput(
            connection=self._start.connection,
            lost=self._lost or bool(self._resumed_at),
            known=self._known,
            announced=self._linkage.announced,
        )

    async def _look(self) -> bool:
        """See how the connection stands; False if it is gone."""
        self._told = False
        linkage: Linkage = await workflow.execute_activity(
            contracts.KEEP_TOKEN,
            KeepToken(
                connection=self._start.connection,
                known=self._known,
                announced=self._linkage.announced,
            ),
            result_type=Linkage,
            **quickbooks_call("Keep the tokens fresh", self._start.connection),
        )
        self._linkage = linkage
        self._known = linkage.problem.code if linkage.problem else ""
        return linkage.known

    async def _resume(self) -> None:
        """Set going what waits for the link; and, at the next look, what was on its way into waiting."""
        parked_after = None if self._lost else self._resumed_at
        self._resumed_at = workflow.now() if self._lost else None
        self._lost = False
        await workflow.execute_activity(
            contracts.RESUME_ORDERS,
            ResumeOrders(connection=self._start.connection, parked_after=parked_after),
            result_type=Resumed,
            **quickbooks_call("Set going what waited for the link", self._start.connection),
        )

    async def _until_told(self) -> None:
        longest = self._linkage.look_again_in
        if self._resumed_at:
            longest = min(longest, ON_THEIR_WAY)
        with contextlib.suppress(TimeoutError):
            await workflow.wait_condition(
                lambda: self._told, timeout=longest, timeout_summary="look at the tokens again"
            )

    def _publish(self) -> None:
        """Show how the connection stands; attributes change only when that does."""
        workflow.set_current_details(_told_as_markdown(self._start.connection, self._linkage))
        problems = [problem for problem in (self._linkage.problem, self._linkage.ending) if problem]
        codes = [problem.code for problem in problems]
        if self._published != (codes,):
            self._published = (codes,)
            workflow.upsert_search_attributes(
                [
                    CONNECTION.value_set(self._start.connection),
                    STAGE.value_set("lost" if self._linkage.problem else "linked"),
                    NEEDS_ATTENTION.value_set(bool(problems)),
                    PROBLEM_CODE.value_set(codes) if codes else PROBLEM_CODE.value_unset(),
                ]
            )

    # Dynamic, for whatever name and payload a person sends from Temporal's pages: it can only mean "look".
    @workflow.signal(dynamic=True, description="look_now: the connection was linked, or lost; look at once.")
    def on_signal(self, name: str, values: Sequence[RawValue]) -> None:
        # It may have been lost and linked again before anybody looked: what parked meanwhile waits all the same.
        self._told = self._lost = True

    @workflow.query(name="status", description="How the connection stands with QuickBooks.")
    def status(self) -> Linkage:
        return self._linkage


def _told_as_markdown(connection: str, linkage: Linkage) -> str:
    lines = [f"Connection **{connection}** " + ("waits for a person." if linkage.problem else "is linked.")]
    lines += [f"**{problem}**" for problem in (linkage.problem, linkage.ending) if problem]
    if linkage.ends_at:
        lines.append(f"Unless it is linked again before, it ends on {linkage.ends_at:%Y-%m-%d}.")
    return "\n".join(f"* {line}" for line in lines)
