"""A proof on paper: what was done, what stood, what is assumed, and what only a real company can confirm."""

from __future__ import annotations

from io import StringIO

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Column, Table
from rich.text import Text

from worker.demo.sections import section
from worker.prove.open_points import OPEN_POINTS
from worker.prove.proof import ASSUMED, Proof

SHOWN = 20
WIDTH = 100


def report(proof: Proof) -> RenderableType:
    """All of it; the verdict comes last."""
    return Group(
        section("What was done to the chain", "white", _faults(proof)),
        section("What stood against duplicates", "white", _barriers(proof)),
        section("What is in the books", "white", _documents(proof)),
        section("What is assumed, and what only a real QuickBooks company can confirm", "white", _assumed()),
        *_findings(proof),
        section("Verdict", "green" if proof.holds else "red", _verdict(proof)),
    )


def text(proof: Proof) -> str:
    """The same without colours, to be filed."""
    paper = Console(file=StringIO(), width=WIDTH, no_color=True)
    paper.print(report(proof))
    assert isinstance(paper.file, StringIO)
    return paper.file.getvalue()


def _grid() -> Table:
    return Table.grid(Column(justify="right"), Column(), padding=(0, 2, 0, 0))


def _faults(proof: Proof) -> RenderableType:
    table = _grid()
    for kind, number in sorted(proof.faults.items(), key=lambda fault: (-fault[1], fault[0])):
        table.add_row(f"{number:,}", kind)
    if proof.workers_ended_by_themselves:
        table.add_row(f"{proof.workers_ended_by_themselves:,}", "workers that ended by themselves, and were replaced")
    return table


def _barriers(proof: Proof) -> RenderableType:
    table = Table.grid(Column(), Column(), Column(justify="right"), Column(), padding=(0, 2, 0, 0))
    for barrier in proof.barriers:
        table.add_row(barrier.name, "live" if barrier.live else "NOT LIVE", f"{barrier.seen:,}", barrier.words)
    return table


def _documents(proof: Proof) -> RenderableType:
    table = _grid()
    for name, number in proof.documents.items():
        table.add_row(f"{number:,}", name.replace("_", " ").title())
    table.add_row(f"{proof.documents_per_record['one']:,}", "records with one document")
    table.add_row(f"{proof.documents_per_record['more']:,}", "records with more")
    return table


def _assumed() -> RenderableType:
    points = Table.grid(Column(), padding=(0, 0, 0, 0))
    for point in OPEN_POINTS:
        points.add_row(Text(f"- {point.words}"))
        points.add_row(Padding(Text(point.tried, "dim"), (0, 0, 0, 2)))
    return Group(Text(ASSUMED), Text(), points)


def _findings(proof: Proof) -> list[RenderableType]:
    if not proof.findings:
        return []
    shown = [Text(finding) for finding in proof.findings[:SHOWN]]
    more = len(proof.findings) - SHOWN
    rest = [Text(f"... and {more} more; --json has all of them")] if more > 0 else []
    return [section("What is not as it must be", "red", *shown, *rest)]


def _verdict(proof: Proof) -> Text:
    words = "Each record has its one document, to the cent." if proof.holds else "It does NOT hold."
    return Text(
        f"{proof.orders:,} orders, {proof.kills:,} kills, seed {proof.seed}: {proof.duplicates} duplicates, "
        f"{len(proof.gaps)} gaps, difference {proof.difference}; {proof.seconds:,.0f} s. {words}"
    )
