"""A run tries one order for each cause that several wait for; once that one has left the cause, the others follow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from accounting.causes import Cause, named, probes
from accounting.records import Record, RecordRef
from activities.resuming import causes_of, gone, held_back, tried_again
from activities.stores import Stores
from clients.database.outcomes import Outcome

PATIENCE_SECONDS = 60.0
"""Where QuickBooks answers nobody for so long, what waits is left to the next run."""


@dataclass(frozen=True)
class Round:
    """What a run hands over at once, and what it holds back until it knows more."""

    at_once: Sequence[Record]
    """What tells how the causes stand comes first."""
    later: Mapping[str, Sequence[Record]]
    """Order id → its records."""
    causes: Mapping[str, frozenset[Cause]]
    """Order id → what its records wait for."""
    probing: Sequence[Outcome]
    """What the records that tell were parked with."""


def sorted_out(due: Sequence[Record], known: Mapping[RecordRef, Outcome]) -> Round:
    """What is handed over at once, of all that is due; ``known`` tells of what has not changed since it was tried."""
    held = held_back(due, known)
    causes = {order_id: causes_of(known[one.ref] for one in records) for order_id, records in held.items()}
    chosen = probes(causes)
    later = {order_id: records for order_id, records in held.items() if order_id not in chosen}
    first = [record for order_id in held if order_id in chosen for record in held[order_id]]
    others = [record for record in due if str(record.order_id) not in held]
    probing = [known[record.ref] for record in first if causes_of([known[record.ref]])]
    return Round([*first, *others], later, causes, probing if later else [])


async def released(stores: Stores, round: Round) -> dict[str, Sequence[Record]]:
    """The orders of which a cause is gone, as soon as what was handed over tells."""
    after = await tried_again(stores, round.probing, patience=PATIENCE_SECONDS)
    cleared = gone(round.probing, after)
    return {order_id: records for order_id, records in round.later.items() if round.causes[order_id] & cleared}


def told_of_the_others(round: Round, going: Mapping[str, Sequence[Record]]) -> tuple[str, ...]:
    """One sentence for each cause that is still there, with how many orders wait for it untried."""
    waiting: dict[Cause, int] = {}
    for order_id in round.later:
        if order_id not in going:
            for cause in round.causes[order_id]:
                waiting[cause] = waiting.get(cause, 0) + 1
    return tuple(_sentence(cause, number) for cause, number in waiting.items())


def _sentence(cause: Cause, number: int) -> str:
    orders = "1 more order waits" if number == 1 else f"{number} more orders wait"
    return f"{named(cause)}: still so; {orders} for it as before, and one was tried."
