"""A reconciliation as one object for a program, and as one page for a bookkeeper's files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from html import escape

from activities.reconciling.contracts import ReconcileReport
from worker.commands.clock import Clock

STYLE = (
    "body{font:15px/1.5 sans-serif;max-width:60em;margin:2em auto;padding:0 1em;color:#222}"
    "table{border-collapse:collapse;margin:1em 0}th,td{border:1px solid #bbb;padding:.3em .7em;text-align:left}"
    "td.n{text-align:right;font-variant-numeric:tabular-nums}h1{font-size:1.5em}h2{font-size:1.1em;margin-top:2em}"
    "li{margin:.7em 0}.fix{color:#555}"
)
MONEY_NOTE = (
    "In Flxpoint: what the posted records come to there; of fulfillment requests, what their lines cost. It may differ "
    "from what was posted by rule: tax that a marketplace pays to the state, and discounts that were left out, are in "
    "no document. As posted: as QuickBooks answered. In the books: as the documents stand now, with what was changed, "
    "deleted or entered a second time."
)


def as_json(report: ReconcileReport) -> str:
    """The whole report as one object."""
    told = report.model_dump(mode="json")
    for tally, one in zip(told["tallies"], report.tallies, strict=True):
        tally["records"] = one.records
    return json.dumps({**told, "reads": report.reads, "not_compared": _not_compared(report)})


def summary(report: ReconcileReport) -> str:
    """The result in one sentence."""
    found = "Records and books are equal" if not report.found else f"{report.found} findings"
    left = _not_compared(report)
    compared = sum(one.documents for one in report.compared) - left
    rest = f"; {left} were not compared, and are next time" if left else ""
    return f"{found}: {compared} documents compared in {report.reads} metered reads{rest}."


def page_of(report: ReconcileReport, clock: Clock, version: str) -> str:
    """One self-contained page of HTML."""
    parts = [
        f"<h1>Records and books of {escape(report.company)}</h1>",
        f"<p>Connection {escape(report.connection)}, {_told(report.began_at, clock)} to "
        f"{_told(report.ended_at, clock)} ({escape(clock.name)}), by Daybook {escape(version)}.</p>",
        f"<p><strong>{escape(summary(report))}</strong></p>",
        "<h2>Every record is somewhere</h2>",
        _table(
            ("", "in Flxpoint", "posted or linked", "waiting", "parked", "excluded, with a reason", "gaps"),
            (
                (t.operation.replace("_", " "), t.records, t.standing, t.waiting, t.parked, t.excluded, t.gap)
                for t in report.tallies
            ),
        ),
        "<h2>Every document stands as it was posted</h2>",
        _table(
            ("", "posted or linked", "compared", "not compared yet", "reads"),
            (
                (one.kind.words, one.documents, one.documents - one.not_compared, one.not_compared, one.reads)
                for one in report.compared
            ),
        ),
        "<h2>Money</h2>",
        _table(
            ("", "documents", "in Flxpoint", "as posted", "in the books", "books less posted"),
            (
                (
                    m.operation.replace("_", " "),
                    m.documents,
                    f"{m.in_flxpoint:,.2f}",
                    f"{m.posted:,.2f}",
                    f"{m.in_books:,.2f}",
                    f"{m.in_books - m.posted:,.2f}",
                )
                for m in report.money
            ),
        ),
        f"<p>{escape(MONEY_NOTE)}</p>",
        "<h2>Findings</h2>",
        _findings(report),
    ]
    title = f"{escape(report.company)}: records and books"
    head = f'<meta charset="utf-8"><title>{title}</title><style>{STYLE}</style>'
    return f'<!doctype html>\n<html lang="en"><head>{head}</head><body>\n' + "\n".join(parts) + "\n</body></html>\n"


def _findings(report: ReconcileReport) -> str:
    if not report.found:
        return "<p>None.</p>"
    items = [
        f'<li>{escape(one.problem.message)}<br><span class="fix">{escape(one.problem.fix)}</span></li>'
        for one in report.findings
    ]
    more = report.found - len(report.findings)
    rest = f"<p>And {more} more: daybook problems {escape(report.connection)}</p>" if more else ""
    return f"<ol>{''.join(items)}</ol>{rest}"


def _table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    head = "".join(f"<th>{escape(word)}</th>" for word in heads)
    body = "".join(f"<tr>{''.join(_cell(cell, n) for n, cell in enumerate(row))}</tr>" for row in rows)
    return f"<table><tr>{head}</tr>{body}</table>"


def _cell(value: object, column: int) -> str:
    return f"<td{' class=n' if column else ''}>{escape(str(value))}</td>"


def _told(moment: datetime | None, clock: Clock) -> str:
    return clock.told(moment) if moment else ""


def _not_compared(report: ReconcileReport) -> int:
    return sum(one.not_compared for one in report.compared)
