"""A connection's orders pause when too much of what a run posted stands with other amounts (row R-50)."""

from __future__ import annotations

from accounting.documents import DocumentKind
from accounting.pause import differs, reason_to_pause
from accounting.records import RecordKind
from activities.stores import Stores
from clients.database.outcomes import Outcome


async def pause_after_differences(stores: Stores, posted: Outcome) -> None:
    """Pause the orders if this one is the last of too many; those of earlier runs, and of signals, do not count."""
    if not _differs(posted) or posted.run_id is None:
        return
    of_run = await stores.outcomes.of_run(posted.connection_id, posted.run_id)
    if reason := reason_to_pause([_named(outcome) for outcome in of_run if _differs(outcome)]):
        await stores.connections.change_settings(posted.connection_id, {"orders_paused": reason})


def _differs(outcome: Outcome) -> bool:
    return outcome.ref.kind is RecordKind.ORDER and differs(outcome.problems)


def _named(outcome: Outcome) -> str:
    assert outcome.document_kind is not None
    kind = DocumentKind(outcome.document_kind).words
    return f"{kind} {outcome.number or '(no number)'} (id {outcome.document_id}) of order {outcome.label}"
