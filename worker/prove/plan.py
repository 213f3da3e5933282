"""What is done to the chain, and when: drawn from the seed alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any, Literal

Where = Literal["worker", "Temporal", "Postgres", "wire", "QuickBooks", "Flxpoint"]

WORKER_KILLED, TEMPORAL_KILLED, POSTGRES_KILLED = "worker killed", "Temporal killed", "Postgres killed"
RESET, BLACK_HOLE = "connections reset", "black hole"
API = {"path": "/v3/company"}
"""Requests to QuickBooks itself; those for tokens have their own."""
OF_QUICKBOOKS: Mapping[str, Mapping[str, Any]] = {
    "answer lost after the commit": {"kind": "lost_after", "method": "POST", **API},
    "cut off before anything was done": {"kind": "lost_before", "method": "POST", **API},
    "HTTP 504 after the commit": {"kind": "status_after", "status": 504, "method": "POST", **API},
    "HTTP 200 without a body": {"kind": "empty", "method": "POST", **API},
    "HTTP 200 with half a body": {"kind": "truncated", "method": "POST", **API},
    "HTTP 200 with a page of HTML": {"kind": "status", "status": 200, **API},
    "HTTP 503": {"kind": "status", "status": 503, **API},
    "throttled": {"kind": "throttled", **API},
    "token expired": {"kind": "expired_token", **API},
    "refresh answered with 503": {"kind": "status", "status": 503, "path": "/oauth2/"},
}
"""What the stand-in for QuickBooks is told to do to the next request of that sort."""
OF_FLXPOINT: Mapping[str, Mapping[str, Any]] = {
    "Flxpoint: HTTP 503": {"kind": "status", "status": 503},
    "Flxpoint: throttled": {"kind": "throttled"},
    "Flxpoint: answer lost": {"kind": "lost_after"},
    "Flxpoint: half a body": {"kind": "truncated", "method": "GET"},
}
ORDERS_A_FAULT = 25
"""One fault of each kind for so many orders."""
KILLS_A_RESTART = 40
"""Temporal and Postgres are killed once for so many kills of the worker."""
DONE_BY = 0.85
"""The share of the documents by which all of it has been done, so that the rest shows that the chain goes on."""


@dataclass(frozen=True)
class Injury:
    """One thing that is done to the chain."""

    at: float
    """The share of the documents, of 1, that stands by then."""
    where: Where
    kind: str
    order: Mapping[str, Any] = field(default_factory=dict)
    """What the stand-in is told, where it plays it."""


def drawn(seed: int, orders: int, kills: int) -> list[Injury]:
    """Every injury of a proof in the order of its time; the same seed draws the same ones."""
    chance = Random(seed)
    return sorted(_all(chance, orders, kills), key=lambda injury: injury.at)


def _all(chance: Random, orders: int, kills: int) -> Iterator[Injury]:
    def at() -> float:
        return chance.random() * DONE_BY

    for _ in range(kills):
        yield Injury(at(), "worker", WORKER_KILLED)
    for _ in range(-(-kills // KILLS_A_RESTART)):
        yield Injury(at(), "Temporal", TEMPORAL_KILLED)
        yield Injury(at(), "Postgres", POSTGRES_KILLED)
    for _ in range(-(-orders // ORDERS_A_FAULT)):
        yield Injury(at(), "wire", RESET)
        for kind, order in OF_QUICKBOOKS.items():
            yield Injury(at(), "QuickBooks", kind, order)
        for kind, order in OF_FLXPOINT.items():
            yield Injury(at(), "Flxpoint", kind, order)
    for _ in range(-(-orders // (4 * ORDERS_A_FAULT))):
        yield Injury(at(), "wire", BLACK_HOLE)
