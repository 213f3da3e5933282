"""What a run came to: its counters, and what is parked, by cause and with the fix."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from accounting.pause import differs
from accounting.problems import Problem
from activities.run_contracts import RunReport
from clients.database.outcomes import Outcome
from clients.database.run_progress import DIFFERENCE, OPEN
from clients.database.run_summary import Created, RunSummary
from clients.database.runs import Run
from worker.commands.clock import Clock, told_duration

EXAMPLES = 3
MEANINGS = {
    "posted": "in the books",
    "linked": "in the books, where another program had posted it",
    "waiting": "for another record; goes on by itself",
    "parked": "waits for a person",
    "excluded": "left out",
    DIFFERENCE: "in the books with other amounts than were sent; compare them",
    OPEN: "under way",
}


def as_object(report: RunReport, run: Run, summary: RunSummary, *, waited: bool) -> dict[str, Any]:
    """The run as one object."""
    took = run.took
    return {
        **report.model_dump(mode="json"),
        **summary.model_dump(mode="json"),
        "state": run.state,
        "started_at": run.started_at.isoformat(),
        "took_seconds": None if took is None else round(took.total_seconds(), 1),
        "progress": run.counters if waited else None,
    }


def show(report: RunReport, run: Run, summary: RunSummary, outcomes: Sequence[Outcome], clock: Clock) -> None:
    """Print the run for a person."""
    console = Console()
    console.print(Text(_headline(run, clock), "bold"))
    console.print(f"{report.handed_over} records handed over, {report.unchanged} unchanged since an earlier run.")
    for sentence in (*report.left_out, *report.still_waiting):
        console.print(Text(sentence))
    for warning in report.warnings:
        console.print(Text(f"Warning: {warning}", "yellow"))
    if report.failed:
        console.print(Text(f"Failed: {report.message}", "red"))
    if run.handed_over:
        console.print(_counters(run))
    for sentence in _summarized(summary):
        console.print(Text(sentence))
    in_the_way = [outcome for outcome in outcomes if outcome.state == "parked" or differs(outcome.problems)]
    if in_the_way:
        console.print(_causes(in_the_way))
    else:
        for problem in report.problems:
            console.print(Text(str(problem)))
    if run.handed_over:
        console.print(Text(f"Record by record: daybook history {run.connection_id} --run {run.id}"))


def _headline(run: Run, clock: Clock) -> str:
    ended = f", took {told_duration(run.took)}" if run.took is not None else ""
    began = f"Run of {run.connection_id}, started {clock.told(run.started_at)} ({clock.name}){ended}"
    return f"{began}: {run.state.replace('_', ' ')}."


def _counters(run: Run) -> Table:
    table = Table("state", Column("records", justify="right"), "which means")
    for state, count in run.counters.items():
        if count:
            table.add_row(state, str(count), MEANINGS[state])
    return table


def _summarized(summary: RunSummary) -> list[str]:
    """What shows in none of the counters: discounts left out (row R-44), customers and items created (C7, C10)."""
    told = [_created(summary.customers_created, "customer"), _created(summary.items_created, "item")]
    if number := summary.discounts_left_out:
        orders = "1 order" if number == 1 else f"{number} orders"
        told.append(
            f"Discounts left out of {orders}: {summary.discounts_left_out_sum} in all, which the books show too much."
        )
    return [sentence for sentence in told if sentence]


def _created(created: Created, what: str) -> str:
    if not created.count:
        return ""
    more = created.count - len(created.names)
    named = ", ".join(created.names) + (f" and {more} more" if more else "")
    return f"{created.count} {what}{'' if created.count == 1 else 's'} created in QuickBooks: {named}."


def _causes(in_the_way: Sequence[Outcome]) -> Table:
    """One row for each cause: what is in the way of several records is mended once."""
    by_cause: defaultdict[tuple[str, str], list[tuple[Outcome, Problem]]] = defaultdict(list)
    for outcome in in_the_way:
        for problem in outcome.problems:
            by_cause[problem.code, problem.subject or problem.message].append((outcome, problem))
    columns = (Column("records", max_width=22), "what is in the way", "what to do")
    table = Table(*columns, title="These wait for you", title_justify="left", show_lines=True)
    for told in sorted(by_cause.values(), key=len, reverse=True):
        problem = told[0][1]
        table.add_row(*map(Text, (_records([outcome for outcome, _ in told]), problem.message, problem.fix)))
    return table


def _records(outcomes: Sequence[Outcome]) -> str:
    named = [f"{outcome.ref.kind.words} {outcome.label}" for outcome in outcomes[:EXAMPLES]]
    more = len(outcomes) - len(named)
    return "\n".join(named + ([f"and {more} more"] if more else []))
