"""Who delivers for the shop, and which of them are the shop's own warehouses (rows R-73, R-111)."""

from __future__ import annotations

from collections.abc import Mapping

from accounting.choices import to_choose
from accounting.problems import CONNECTION, Problem
from accounting.records import Written
from accounting.settings import Settings

OWN_WAREHOUSE = "internal_warehouse"
BECOMES = {"fulfillment_request_sources": "Purchase Orders", "supplier_invoice_sources": "Bills"}
"""Setting that selects sources → what the records of those become."""


class Source(Written):
    """A supplier or a warehouse, as the order system knows it."""

    id: str
    name: str
    type: str = ""
    """The order system's own word; empty where it does not say."""
    currency: str | None = None
    """In which it charges, as USD."""


def own_warehouses_selected(
    settings: Settings, sources: Mapping[str, Source], connection: str = CONNECTION
) -> tuple[Problem, ...]:
    """A warning for each selected source that is the shop's own warehouse: nothing is bought from it (row R-111).

    Args:
        sources: by id.
    """
    return tuple(
        _selected(setting, source, getattr(settings, setting), connection)
        for setting in BECOMES
        for id in getattr(settings, setting)
        if (source := sources.get(id)) and source.type == OWN_WAREHOUSE
    )


def _selected(setting: str, source: Source, selected: tuple[str, ...], connection: str) -> Problem:
    others = ",".join(id for id in selected if id != source.id)
    return Problem(
        code="own_warehouse_selected",
        message=f"Source {source.name} ({source.id}) is a warehouse of your own, and {setting} selects it: its records "
        f"become {BECOMES[setting]}, though nothing is bought.",
        fix=f"Leave it out unless you do buy from it: {to_choose(f'{setting}={others}', connection)}",
        subject=source.name,
    )
