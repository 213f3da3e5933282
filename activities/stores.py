"""Everything Postgres holds, opened once for a process."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncEngine

from clients.database.closings import Closings
from clients.database.connections import Connections
from clients.database.credentials import Credentials
from clients.database.governor import Governor
from clients.database.history import History
from clients.database.intents import Intents
from clients.database.links import Links
from clients.database.lookups import Lookups
from clients.database.open_problems import OpenProblems
from clients.database.outcomes import Outcomes
from clients.database.reconciled import Reconciled
from clients.database.records import Records
from clients.database.runs import Runs
from clients.database.skips import Skips


@dataclass(frozen=True)
class Stores:
    """One store for each kind of fact that outlives a workflow."""

    connections: Connections
    credentials: Credentials
    records: Records
    intents: Intents
    links: Links
    lookups: Lookups
    outcomes: Outcomes
    problems: OpenProblems
    closings: Closings
    skips: Skips
    history: History
    runs: Runs
    reconciled: Reconciled
    governor: Governor


def open_stores(engine: AsyncEngine, *, secret_keys: Sequence[str], governor: Governor) -> Stores:
    """The stores of one database; the governor is entered by whoever owns the process."""
    return Stores(
        connections=Connections(engine),
        credentials=Credentials(engine, secret_keys),
        records=Records(engine),
        intents=Intents(engine),
        links=Links(engine),
        lookups=Lookups(engine),
        outcomes=Outcomes(engine),
        problems=OpenProblems(engine),
        closings=Closings(engine),
        skips=Skips(engine),
        history=History(engine),
        runs=Runs(engine),
        reconciled=Reconciled(engine),
        governor=governor,
    )
