"""The end of the report: totals, the audit, what it took, and the verdict."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from rich.console import Group, RenderableType
from rich.table import Column, Table
from rich.text import Text

from worker.demo.accounts import OrderAccount, Standing, counted_orders
from worker.demo.order_table import order_table
from worker.demo.result import DOCUMENTS, Result
from worker.demo.sections import counted, section
from worker.demo.to_do import to_do, to_know

STANDINGS = {
    Standing.NEEDS_YOU: ("needs you (above)", "need you (above)"),
    Standing.WAITS: ("waits", "wait"),
    Standing.LEFT_OUT: ("is left out", "are left out"),
    Standing.IN_THE_BOOKS: ("is in the books", "are in the books"),
}


def report(result: Result) -> RenderableType:
    """Everything a person reads at the end: what to do first, the verdict last."""
    orders = result.accounts
    return Group(*to_do(orders), *to_know(orders), *order_table(orders), _totals(result), _verdict(result))


def _totals(result: Result) -> RenderableType:
    return section("In all", "white", _documents(result), Text(), _effort(result))


def _documents(result: Result) -> RenderableType:
    table = Table.grid(Column(), Column(justify="right"), Column(justify="right"), padding=(0, 2, 0, 0))
    for kind in DOCUMENTS.values():
        totals = result.standing(kind)
        table.add_row(f"{kind.words}s", f"{len(totals):,}", f"{sum(totals, Decimal(0)):,.2f}")
    return Group(table, Text(_standings(result.accounts)))


def _standings(accounts: Sequence[OrderAccount]) -> str:
    """How the orders stand, in one sentence."""
    numbers = {standing: sum(account.standing is standing for account in accounts) for standing in Standing}
    told = [f"{n:,} {STANDINGS[standing][n != 1]}" for standing, n in numbers.items() if n]
    return f"{counted_orders(accounts)}: {', '.join(told)}."


def _effort(result: Result) -> Text:
    each = ", ".join(f"{number:,} to {api} ({result.a_order(api)})" for api, number in result.requests.items())
    lines = [f"Requests (and for each order): {each}.", f"{result.seconds:,} s{_bound(result)}."]
    if result.worker_peak_mb is not None:
        lines.append(f"The worker held at most {result.worker_peak_mb} MB of memory.")
    return Text("\n".join(lines))


def _bound(result: Result) -> str:
    if not result.flxpoint_spacing:
        return ", with the limits of both APIs lifted"
    return (
        f", of which Flxpoint alone takes {result.flxpoint_bound:.0%}: "
        f"it allows 2 requests a second (one every {result.flxpoint_spacing} s)"
    )


def _verdict(result: Result) -> Text:
    audit = result.audit
    audited = (
        f"Audit of both stand-ins, from their states alone: {audit['duplicate_count']} duplicates, "
        f"difference {audit['difference']}, {len(audit['unlinked'])} Bills not linked to their Purchase Order."
    )
    findings = [f"{found['subject']} {found['text']}" for found in (*audit["duplicates"], *audit["unlinked"])]
    lines = [Text(audited), *(Text(f"  {finding}", "red") for finding in findings)]
    if result.unexpected:
        heading = counted(len(result.unexpected), "record", "records") + " did not end as expected:"
        lines += [Text(heading, "bold red"), *(Text(f"  {difference}", "red") for difference in result.unexpected)]
    if result.as_expected:
        ended = counted(len(result.outcomes), "record ended", "records ended")
        lines.append(Text(f"{ended} exactly as expected.", "bold green"))
    return Text("\n").join(lines)
