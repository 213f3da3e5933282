"""Every order that needs nobody: what it waits for, why it is left out, or its documents in the books."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from rich.console import RenderableType
from rich.table import Column
from rich.text import Text

from accounting.documents import DocumentKind
from accounting.records import RecordKind
from clients.database.outcomes import Outcome
from worker.demo.accounts import STANDING, OrderAccount, Standing, counted_orders, documents, in_words
from worker.demo.sections import LONGEST_NUMBER, order_column, ruled, section

SALES = {DocumentKind.SALES_RECEIPT.value: "Receipt", DocumentKind.INVOICE.value: "Invoice"}


def order_table(accounts: Sequence[OrderAccount]) -> list[RenderableType]:
    """The orders that wait, those that are left out, and those in the books: a row each."""
    waiting = [account for account in accounts if account.standing is Standing.WAITS]
    left_out = [account for account in accounts if account.standing is Standing.LEFT_OUT]
    booked = [account for account in accounts if account.standing is Standing.IN_THE_BOOKS]
    in_part = [account for account in booked if _details(account)]
    parts = []
    if waiting:
        table = _reasons(waiting, "what it waits for")
        parts.append(section(f"{counted_orders(waiting)} waiting for something that goes on by itself", "cyan", table))
    if left_out or in_part:
        heading = f"{counted_orders([*left_out, *in_part])} left out, in whole or in part"
        parts.append(section(heading, "white", _reasons([*left_out, *in_part], "why")))
    if booked:
        parts.append(section(f"{counted_orders(booked)} in the books", "green", _books(booked)))
    return parts


def _reasons(accounts: Sequence[OrderAccount], why: str) -> RenderableType:
    table = ruled(order_column("order"), Column("in the books", max_width=38), Column(why))
    for account in accounts:
        table.add_row(account.name, documents(account), "\n".join(_details(account)))
    return table


def _books(accounts: Sequence[OrderAccount]) -> RenderableType:
    table = ruled(
        order_column("order"),
        Column("Sales Receipt\nor Invoice", overflow="fold", min_width=18, max_width=LONGEST_NUMBER),
        Column("Purchase\nOrders", overflow="fold", max_width=LONGEST_NUMBER),
        Column("Bills", overflow="fold", max_width=LONGEST_NUMBER),
        Column("total", justify="right", no_wrap=True),
        Column("what to know", min_width=18),
    )
    for account in accounts:
        table.add_row(*_cells(account))
    return table


def _cells(account: OrderAccount) -> tuple[Text | str, ...]:
    sales = account.of(RecordKind.ORDER)
    return (
        account.name,
        "\n".join(_sale(sale) for sale in sales),
        _numbers(account.of(RecordKind.FULFILLMENT_REQUEST)),
        _numbers(account.of(RecordKind.SUPPLIER_INVOICE)),
        _total(sales),
        "\n".join(_remarks(account)),
    )


def _sale(outcome: Outcome) -> str:
    if outcome.state not in STANDING:
        return "left out"
    return f"{SALES.get(outcome.document_kind or '', '')} {outcome.number or '(no number)'}".strip()


def _numbers(outcomes: Sequence[Outcome]) -> str:
    return "\n".join(outcome.number or "(no number)" for outcome in outcomes if outcome.state in STANDING)


def _total(sales: Sequence[Outcome]) -> str:
    totals = [sale.total for sale in sales if sale.total is not None]
    return f"{sum(totals, Decimal(0)):,}" if totals else ""


def _remarks(account: OrderAccount) -> list[str]:
    """By name alone: each is told in full elsewhere."""
    codes = list(dict.fromkeys(in_words(problem.code) for o in account.outcomes for problem in o.problems))
    return codes + (["left out in part"] if _details(account) else [])


def _details(account: OrderAccount) -> list[str]:
    """What is waited for, and why something is left out."""
    return list(dict.fromkeys(o.detail for o in account.outcomes if o.state in ("waiting", "excluded") and o.detail))
