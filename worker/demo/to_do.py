"""What a bookkeeper has to do, and what to know of documents that stand: by cause, in whole sentences."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Column, Table
from rich.text import Text

from accounting.problems import Problem
from accounting.records import RecordKind
from clients.database.outcomes import Outcome
from worker.demo.accounts import Cause, OrderAccount, Standing, causes, counted_orders, documents
from worker.demo.sections import counted, indented, order_column, section

HELD_BACK = {
    RecordKind.ORDER: "The order is not in the books",
    RecordKind.FULFILLMENT_REQUEST: "No Purchase Order yet for {}",
    RecordKind.SUPPLIER_INVOICE: "No Bill yet for {}",
    RecordKind.SHIPMENT: "No shipping details yet of {}",
}


def to_do(accounts: Sequence[OrderAccount]) -> list[RenderableType]:
    """The orders that need a person, by what has to be done."""
    needy = [account for account in accounts if account.standing is Standing.NEEDS_YOU]
    heading = f"{counted_orders(needy)} {'needs' if len(needy) == 1 else 'need'} you"
    return [section(heading, "red", *_blocks(causes(accounts, parked=True), "red"))] if needy else []


def to_know(accounts: Sequence[OrderAccount]) -> list[RenderableType]:
    """The documents that stand, and that a person should look at."""
    found = causes(accounts, parked=False)
    remarked = len({outcome.ref for cause in found for _, outcome, _ in cause.told})
    heading = counted(remarked, "document is in the books, with a remark", "documents are in the books, with a remark")
    return [section(heading, "yellow", *_blocks(found, "yellow"))] if found else []


def _blocks(found: Sequence[Cause], style: str) -> list[RenderableType]:
    return [_block(cause, style) for cause in found]


def _block(cause: Cause, style: str) -> RenderableType:
    title = Text(f"\n{cause.words}" + (f" ({cause.orders} orders)" if cause.orders > 1 else ""), f"bold {style}")
    entries = Table.grid(order_column(), Column(ratio=1), padding=(0, 2, 0, 0))
    for account, outcome, problem in cause.told:
        told = _told(account, outcome, problem, with_fix=cause.common_fix is None)
        entries.add_row(account.name, told)
    if cause.common_fix:
        entries.add_row("", _fix(f"For all of them: {cause.common_fix}" if cause.orders > 1 else cause.common_fix))
    return Group(title, indented(entries))


def _told(account: OrderAccount, outcome: Outcome, problem: Problem, *, with_fix: bool) -> Text:
    lines = [Text(problem.message)]
    if outcome.state == "parked":
        lines.append(Text(_held_back(account, outcome), "dim"))
    if with_fix and problem.fix:
        lines.append(_fix(problem.fix))
    return Text("\n").join(lines)


def _fix(fix: str) -> Text:
    return Text(f"▸ {fix}", "bold")


def _held_back(account: OrderAccount, parked: Outcome) -> str:
    """What is missing in the books, what hangs on it, and what of the order stands all the same."""
    parts = [HELD_BACK[parked.ref.kind].format(f"{parked.ref.kind.words} {parked.label}")]
    if hanging := [f"{other.ref.kind.words} {other.label}" for other in account.outcomes if other.state == "waiting"]:
        parts.append(f"{' and '.join(hanging)} {'wait' if len(hanging) > 1 else 'waits'} for it")
    if standing := documents(account):
        parts.append(f"in the books: {standing}")
    return f"{'; '.join(parts)}."
