"""How records come: batch by batch, and some late, twice, in an older version or before what they follow from."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from accounting.records import Order

Json = dict[str, Any]

RECORDS = "01-orders.json"
LATE = {"orders": ("order after its request", 0.06), "fulfillment_requests": ("request after its invoice", 0.06)}
"""Of a kind of records: what it is when one of them comes late, and which share of them does."""
TWICE, OLDER = "told twice", "older version told again"
BY_AND_BY = "batch of records"
SHARE_TOLD_AGAIN = 0.1
LATEST = 0.2
"""The share of the documents that may stand between an order and what of it comes late, or again."""
DONE_BY = 0.9
BATCH = 200
"""Orders that come at once. A run whose worker is killed reads anew: of thousands it would come to no end."""


@dataclass(frozen=True)
class Late:
    """A record that Flxpoint has only from some time on."""

    at: float
    """The share of the documents, of 1, that stands by then."""
    kind: str
    records: Mapping[str, Sequence[Json]]
    """As the stand-in takes it."""


@dataclass(frozen=True)
class Again:
    """An order that is told to its workflow a second time, whatever has become of it."""

    at: float
    kind: str
    order_id: str


def withheld(folder: Path, seed: int) -> list[Late]:
    """Leave the first batch in a made-up shop's folder; the others come as the documents do, and some records late.

    Orders that share their number with others come in time: which of them keeps it depends on which is there first.
    """
    chance, file = Random(f"late {seed}"), folder / RECORDS
    shop = json.loads(file.read_text(encoding="utf-8"))
    comes_at = times_of(order["id"] for order in shop["orders"])
    numbers = Counter(order["referenceNumber"].strip() for order in shop["orders"])
    alone = {order["id"] for order in shop["orders"] if numbers[order["referenceNumber"].strip()] == 1}
    late: list[Late] = []
    batches: defaultdict[float, Json] = defaultdict(lambda: {name: [] for name in orders_of(shop)})
    for name, order_of in orders_of(shop).items():
        kind, share = LATE.get(name, ("", 0.0))
        for record in shop[name]:
            order_id = order_of(record)
            if kind and order_id in alone and chance.random() < share:
                late.append(Late(_after(comes_at[order_id], chance), kind, {name: [record]}))
            else:
                batches[comes_at[order_id]][name].append(record)
    file.write_text(json.dumps(shop | batches.pop(0.0)), encoding="utf-8")
    late += [Late(at, BY_AND_BY, records) for at, records in batches.items()]
    return sorted(late, key=lambda one: one.at)


def times_of(order_ids: Iterable[Any]) -> dict[Any, float]:
    """When each order comes: the next batch once the one before is half in the books."""
    ids = list(order_ids)
    return {id: max(0.0, place // BATCH - 0.5) * BATCH / len(ids) for place, id in enumerate(ids)}


def orders_of(shop: Json) -> dict[str, Callable[[Json], Any]]:
    """For each kind of records that follow from orders, how one is found to belong to which."""
    of_request = {request["id"]: request["orderId"] for request in shop["fulfillment_requests"]}
    return {
        "orders": lambda record: record["id"],
        "fulfillment_requests": lambda record: record["orderId"],
        "source_invoices": lambda record: of_request[record["fulfillmentRequestId"]],
    }


def told_again(order_ids: Iterable[str], seed: int) -> list[Again]:
    """Which orders are told again, as they are or in an older version, and when."""
    chance, comes_at = Random(f"again {seed}"), times_of(sorted(order_ids))
    some = [order_id for order_id in comes_at if chance.random() < SHARE_TOLD_AGAIN]
    told = [Again(_after(comes_at[id], chance), chance.choice((TWICE, OLDER)), id) for id in some]
    return sorted(told, key=lambda one: one.at)


def _after(comes_at: float, chance: Random) -> float:
    return min(comes_at + chance.random() * LATEST, DONE_BY)


def older(order: Order) -> Json:
    """An order as it was a day earlier, with another total: it must change nothing."""
    was = {"changed_at": order.changed_at - timedelta(days=1), "total": order.total + 1}
    told: Json = order.model_copy(update=was).model_dump(mode="json")
    return told
