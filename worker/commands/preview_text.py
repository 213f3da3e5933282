"""A preview as a bookkeeper reads it: documents, what would be created for them, accounts, and what is in the way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from accounting.documents import DocumentKind, NewCustomer, NewItem
from accounting.money import ZERO
from accounting.problems import Problem
from activities.contracts import State
from activities.preview.contents import Foreseen, Preview
from worker.commands.preview_documents import document_row, show_document
from worker.commands.preview_object import account_of

EXAMPLES = 3


def show(preview: Preview, *, whole: bool) -> None:
    """Print the preview; ``whole``: each document line by line."""
    console = Console()
    environment = preview.connection.environment
    console.print(Text(f"{preview.company} ({environment}): what would be posted now. Nothing was written.", "bold"))
    for warning in preview.warnings:
        console.print(Text(f"Warning: {warning}", "yellow"))
    _show_documents(console, preview, whole)
    if preview.created:
        _show_table(console, "Would be created in QuickBooks first", _created(preview))
    if preview.totals:
        _show_table(console, "What it comes to by account; Purchase Orders book nothing", _totals(preview))
    _show_others(console, preview)
    console.print(Text(_last_words(preview, whole)), soft_wrap=True)


def _show_table(console: Console, title: str, table: Table) -> None:
    console.print(Text(f"\n{title}", "bold"))
    console.print(table)


def _show_documents(console: Console, preview: Preview, whole: bool) -> None:
    sent = [one for one in preview.foreseen if one.document and not one.document.stands]
    if not sent:
        console.print("No document would be posted.")
        return
    if whole:
        for one in sent:
            show_document(console, one, preview.names)
        return
    columns = (Column("date", no_wrap=True), Column("document"), Column("for"), Column("total", justify="right"))
    table = Table(*columns)
    for one in sent:
        table.add_row(*map(Text, document_row(one, preview.names)))
    _show_table(console, _counted(sent), table)
    if remarks := _by_cause(sent):
        _show_table(console, "To know of what would be posted", _causes(remarks))


def _counted(sent: Sequence[Foreseen]) -> str:
    by_kind: defaultdict[DocumentKind, list[Decimal]] = defaultdict(list)
    for one in sent:
        if one.document and not isinstance(one.document.document, NewCustomer | NewItem):
            by_kind[one.document.document.kind].append(one.document.document.total)
    return ", ".join(
        f"{len(totals)} {kind.words}{'' if len(totals) == 1 else 's'} over {sum(totals, ZERO)}"
        for kind, totals in by_kind.items()
    )


def _created(preview: Preview) -> Table:
    table = Table("new", "name", "SKU")
    for made in preview.created:
        document = made.document
        if isinstance(document, NewCustomer | NewItem):
            sku = document.sku if isinstance(document, NewItem) else ""
            table.add_row(*map(Text, (document.kind.words, document.name, sku)))
    return table


def _totals(preview: Preview) -> Table:
    columns = ("account", Column("debit", justify="right"), Column("credit", justify="right"))
    table = Table(*columns)
    named = [(account_of(total, preview.names), total) for total in preview.totals]
    for name, total in sorted(named, key=lambda one: (one[1].account_id is None, one[0])):
        table.add_row(*map(Text, (name, _side(total.debit), _side(total.credit))))
    table.add_section()
    debit, credit = (sum((getattr(total, side) for total in preview.totals), ZERO) for side in ("debit", "credit"))
    table.add_row(*map(Text, ("in all", f"{debit}", f"{credit}")))
    return table


def _side(amount: Decimal) -> str:
    return f"{amount}" if amount else ""


def _show_others(console: Console, preview: Preview) -> None:
    """What would not be posted, and why."""
    parked = [one for one in preview.foreseen if one.posting.state is State.PARKED]
    if parked:
        _show_table(console, "These would wait for you", _causes(_by_cause(parked)))
    for problem in preview.unread:
        console.print(Text(str(problem)))
    for one in preview.foreseen:
        if words := _why_nothing(one):
            console.print(Text(f"{name_of(one)}: {words}"))
    for sentence in preview.left_out:
        console.print(Text(sentence))


def _why_nothing(one: Foreseen) -> str:
    if one.stands:
        return "\n  ".join([f"in the books already: {one.posting.detail}", *map(str, one.posting.problems)])
    if one.document and one.document.stands:
        return "QuickBooks holds its document already; it would be linked."
    if one.posting.state is State.LINKED:
        return f"would be linked to {one.posting.detail}"
    if one.posting.state is State.POSTED and one.document is None:
        return f"would be written on {one.posting.detail}"
    return one.posting.detail if one.posting.state in (State.WAITING, State.EXCLUDED) else ""


def name_of(one: Foreseen) -> str:
    """The record as people call it."""
    return f"{one.record.ref.kind.words.capitalize()} {one.record.label}"


def _by_cause(records: Iterable[Foreseen]) -> list[list[tuple[Foreseen, Problem]]]:
    by_cause: defaultdict[tuple[str, str], list[tuple[Foreseen, Problem]]] = defaultdict(list)
    for one in records:
        for problem in one.posting.problems:
            by_cause[problem.code, problem.subject or problem.message].append((one, problem))
    return sorted(by_cause.values(), key=len, reverse=True)


def _causes(causes: Sequence[list[tuple[Foreseen, Problem]]]) -> Table:
    """One row for each cause: what is in the way of several records is mended once."""
    columns = (Column("records", max_width=26), "what is to be known", "what to do")
    table = Table(*columns, show_lines=True)
    for told in causes:
        problem = told[0][1]
        named = [name_of(one) for one, _ in told[:EXAMPLES]]
        more = [f"and {len(told) - EXAMPLES} more"] if len(told) > EXAMPLES else []
        table.add_row(*map(Text, ("\n".join(named + more), problem.message, problem.fix)))
    return table


def _last_words(preview: Preview, whole: bool) -> str:
    connection = preview.connection.id
    lines = "" if whole else f"One order line by line: daybook preview {connection} NUMBER. "
    return f"\n{lines}To post what is due: daybook run {connection} --wait"
