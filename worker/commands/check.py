"""`daybook check`: what would get in the way, before anything is posted."""

from __future__ import annotations

import sys
from collections import Counter
from functools import partial

from cyclopts import App
from rich.console import Console
from rich.table import Table
from rich.text import Text

from accounting.check.findings import Finding, Severity
from activities.checking.checkup import Report, check_up
from worker.commands.flags import JsonFlag
from worker.linking.telling import tell_its_workflow
from worker.settings import read_environment
from worker.wiring import opened_companies

app = App(name="check")

COUNTED = {
    Severity.FAULT: ("fault", "faults"),
    Severity.WARNING: ("warning", "warnings"),
    Severity.MANUAL: ("thing to look at by hand", "things to look at by hand"),
}


@app.default
async def check(connection: str, *, as_json: JsonFlag = False) -> int:
    """Look at a connection from both ends, and tell everything that would get in the way, all at once.

    Reads QuickBooks (about a dozen requests) and Flxpoint, and changes nothing in either; repeat it as often as you
    like. Exit status 0: no fault; 1: at least one, or it cannot be looked at.

    Parameters
    ----------
    connection
        The connection's id.
    """
    print(f"Looking at both ends of {connection} ...", file=sys.stderr, flush=True)
    told = read_environment()
    async with opened_companies(told) as companies:
        companies.when_lost = partial(tell_its_workflow, told)
        report = await check_up(companies, connection)
        waiting = sum(sum(one.waiting.values()) for one in await companies.stores.problems.causes(connection))
    if as_json:
        print(report.model_dump_json())
    else:
        _show(report)
        if waiting:
            records = "1 record waits" if waiting == 1 else f"{waiting} records wait"
            print(f"{records} for a person; by cause, with what lets them go on: daybook problems {connection}")
    return int(any(one.severity is Severity.FAULT for one in report.findings))


def _show(report: Report) -> None:
    console = Console()
    company = report.company or "a company that could not be opened"
    console.print(Text(f"{report.connection}: {company} ({report.environment})\n", "bold"))
    if report.findings:
        console.print(_findings_table(report.findings))
    console.print(_barriers_table(report))
    console.print(Text(_summary(report)))


def _findings_table(findings: tuple[Finding, ...]) -> Table:
    table = Table("", "what is in the way", "it blocks")
    for one in findings:
        words = Text(one.message)
        words.append(f"\n{one.fix}", "dim")
        table.add_row(Text(one.severity.value), words, Text(f"{one.blocks}\n{one.rows}"))
        table.add_section()
    return table


def _barriers_table(report: Report) -> Table:
    table = Table("against duplicates", "", "why")
    for one in report.against_duplicates:
        table.add_row(Text(one.name), Text("live" if one.live else "not live"), Text(one.why))
    return table


def _summary(report: Report) -> str:
    counts = Counter(one.severity for one in report.findings)
    told = [
        f"{counts[severity]} {COUNTED[severity][counts[severity] != 1]}" for severity in Severity if counts[severity]
    ]
    return f"{', '.join(told) or 'Nothing is in the way'}; {report.reads} requests to QuickBooks."
