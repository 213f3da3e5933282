"""What must have been chosen before a run can read anything (rows R-23, R-25, R-26, R-54, R-101)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from accounting.choices import to_choose, undecided
from accounting.problems import Held, Problem
from accounting.settings import DOCUMENTED, OPERATIONS, Operation, Settings


def operations_to_run(asked: Collection[str], settings: Settings, connection: str) -> tuple[Operation, ...]:
    """What a run reads: the operations asked for, or with none of them all that are switched on.

    Raises:
        Held: an operation is unknown or switched off, or lacks a choice; with everything that is missing.
    """
    if unknown := [operation for operation in asked if operation not in OPERATIONS]:
        raise Held(_unknown(unknown[0]))
    if not settings.operations:
        raise Held(_nothing_on(connection))
    if off := [operation for operation in asked if operation not in settings.operations]:
        raise Held(*(_off(operation, settings, connection) for operation in off))
    chosen = tuple(operation for operation in OPERATIONS if operation in (asked or settings.operations))
    if missing := list(_missing(chosen, settings, connection)):
        raise Held(*missing)
    return chosen


def with_offer(problem: Problem, offer: Mapping[str, str]) -> Problem:
    """The problem that nothing is selected, with what there is to select: names by Flxpoint's ids of them."""
    named = ", ".join(f"{id} ({name})" for id, name in offer.items()) or "none"
    return problem.model_copy(update={"message": f"{problem.message} In Flxpoint: {named}."})


def _missing(chosen: tuple[Operation, ...], settings: Settings, connection: str) -> Iterator[Problem]:
    if "orders" in chosen and not settings.channels:
        yield _nothing_selected("Orders", "channel", "channels.41.tax_remitted_by=us", connection)
    if "fulfillment_requests" in chosen and not settings.fulfillment_request_sources:
        yield _nothing_selected("Fulfillment Requests", "source", "fulfillment_request_sources=21,22", connection)
    if "supplier_invoices" in chosen and not settings.supplier_invoice_sources:
        yield _nothing_selected("Invoices", "source", "supplier_invoice_sources=21,22", connection)
    if "shipments" in chosen and not settings.shipment_sources:
        yield _nothing_selected("Shipments", "source", "shipment_sources=21,22", connection)
    if settings.orders_from is None:
        yield undecided("orders_from")
    if settings.books_time_zone is None:
        yield undecided("books_time_zone")


def _nothing_selected(operation: str, what: str, example: str, connection: str) -> Problem:
    return Problem(
        code=f"{what}s_missing",
        message=f"Send Accounting {operation} is on but no {what} is selected.",
        fix=f"Select one by Flxpoint's id of it: {to_choose(example, connection)}",
        subject=what,
    )


def _nothing_on(connection: str) -> Problem:
    return Problem(
        code="operations_off",
        message=f"No operation of connection {connection} is switched on, so a run has nothing to read.",
        fix=f"Switch on what is to be carried over: {_switching_on(DOCUMENTED, connection)}",
    )


def _off(operation: str, settings: Settings, connection: str) -> Problem:
    on = [name for name in OPERATIONS if name in settings.operations or name == operation]
    return Problem(
        code="operation_off",
        message=f"Operation {operation} of connection {connection} is switched off.",
        fix=f"Switch it on: {_switching_on(on, connection)}",
        subject=operation,
    )


def _unknown(operation: str) -> Problem:
    return Problem(
        code="operation_unknown",
        message=f'There is no operation "{operation}".',
        fix=f"Choose among: {', '.join(OPERATIONS)}.",
        subject=operation,
    )


def _switching_on(operations: Collection[str], connection: str) -> str:
    return to_choose(f"operations={','.join(operations)}", connection)
