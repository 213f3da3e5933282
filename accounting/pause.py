"""Orders pause once QuickBooks keeps other amounts than were sent, three times in one run (row R-50)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from accounting.choices import to_choose
from accounting.problems import Held, Problem
from accounting.records import Order
from accounting.settings import Settings
from accounting.verification import DIFFERENCES

MOST_DIFFERENCES = 3
"""In one run: then something is wrong with more than one order, and a person must find out what."""


def differs(problems: Iterable[Problem]) -> bool:
    """Does a document stand in QuickBooks with another total or tax than was sent?"""
    return any(problem.code in DIFFERENCES for problem in problems)


def reason_to_pause(differing: Sequence[str]) -> str | None:
    """Why a connection's orders pause, for the setting ``orders_paused``; None while too few documents of a run differ.

    ``differing`` names the documents of one run that stand with other amounts, the first one first.
    """
    if len(differing) < MOST_DIFFERENCES:
        return None
    named = ", ".join(differing[:MOST_DIFFERENCES])
    return f"in one run QuickBooks kept other amounts than were sent for {named}"


def require_going(order: Order, settings: Settings) -> None:
    """Hold every order while the connection's orders pause.

    Raises:
        Held: with the documents that differ, and the command that lets the orders go on.
    """
    if settings.orders_paused:
        raise Held(
            Problem(
                code="orders_paused",
                message=f"Order {order.reference} waits, for all orders are paused: {settings.orders_paused}.",
                fix="Compare these documents with their orders, find out why they differ and correct them in "
                f"QuickBooks; then let the orders go on ({to_choose('orders_paused=')}) and run again.",
                subject="orders_paused",
            )
        )
