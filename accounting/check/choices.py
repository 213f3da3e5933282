"""What was chosen for the connection, held against what Flxpoint has (rows R-23, R-25, R-26, R-31, R-101, R-111)."""

from __future__ import annotations

from collections.abc import Iterator

from accounting.check.facts import Checkup, Selection
from accounting.check.findings import Finding, finding, of_problem
from accounting.choices import to_choose
from accounting.problems import Held
from accounting.run_choices import operations_to_run
from accounting.settings import OPERATIONS, Settings
from accounting.sources import own_warehouses_selected

COMES_FIRST = {
    "fulfillment_requests": ("orders", "A Purchase Order waits until Flxpoint says that its order is in the books"),
    "supplier_invoices": ("fulfillment_requests", "A Bill waits until Flxpoint says that its request is in the books"),
}
"""Operation → the one that posts what its own records need, and what they wait for where that is off."""
SOURCE_SETTINGS = ("fulfillment_request_sources", "supplier_invoice_sources", "shipment_sources")


def choice_findings(checkup: Checkup) -> Iterator[Finding]:
    """What is missing among the choices, or names nothing."""
    settings = checkup.settings
    try:
        operations_to_run((), settings, checkup.connection)
    except Held as held:
        for problem in held.problems:
            yield of_problem(problem.code, problem)
    yield from _prerequisites(settings)
    if settings.orders_from and settings.orders_from > checkup.today:
        yield finding(
            "orders_from_ahead",
            f"Orders are taken over from {settings.orders_from} on, which is still to come; earlier ones are left out.",
            f"Unless that is meant: {to_choose(f'orders_from={checkup.today}')}",
        )
    if settings.orders_paused:
        yield finding("orders_paused", settings.orders_paused, f"Let them go on: {to_choose('orders_paused=')}")
    if checkup.selection:
        yield from _channels(checkup, checkup.selection)
        yield from _sources(checkup, checkup.selection)


def _prerequisites(settings: Settings) -> Iterator[Finding]:
    """Another program may post what comes before: a warning, and nothing is blocked (row R-31)."""
    for operation, (first, waits) in COMES_FIRST.items():
        if operation in settings.operations and first not in settings.operations:
            with_first = ",".join(one for one in OPERATIONS if one in (*settings.operations, first))
            yield finding(
                "prerequisite_elsewhere",
                f"Operation {operation} is on and {first} is off. {waits}, which another program must see to.",
                f"Unless one does: {to_choose(f'operations={with_first}')}",
            )


def _channels(checkup: Checkup, selection: Selection) -> Iterator[Finding]:
    for id in checkup.settings.channels:
        if id not in selection.channels:
            there = ", ".join(f"{id} ({name})" for id, name in selection.channels.items()) or "none"
            yield finding(
                "channel_unknown",
                f"Channel {id} is selected, and Flxpoint has none of that id. It has: {there}.",
                "Select one that is there: " + to_choose("channels.ID.tax_remitted_by=us"),
            )
        elif id in selection.archived_channels:
            yield finding(
                "channel_unknown",
                f"Channel {id} ({selection.channels[id]}) is selected, and archived in Flxpoint.",
                f"Unless old orders are still to come: {to_choose(f'channels.{id}.tax_remitted_by=')}",
            )


def _sources(checkup: Checkup, selection: Selection) -> Iterator[Finding]:
    selected = {id for name in SOURCE_SETTINGS for id in getattr(checkup.settings, name)}
    for id in sorted(selected):
        if id not in selection.sources:
            there = ", ".join(f"{one.id} ({one.name})" for one in selection.sources.values()) or "none"
            yield finding(
                "source_unknown",
                f"Source {id} is selected, and Flxpoint has none of that id. It has: {there}.",
                "Select those that are there: " + to_choose("fulfillment_request_sources=21,22"),
            )
        elif id in selection.archived_sources:
            yield finding(
                "source_unknown",
                f"Source {id} ({selection.sources[id].name}) is selected, and archived in Flxpoint.",
                "Unless old records are still to come, select the others: "
                + to_choose("fulfillment_request_sources=21,22"),
            )
    for problem in own_warehouses_selected(checkup.settings, selection.sources):
        yield of_problem("own_warehouse_selected", problem)
