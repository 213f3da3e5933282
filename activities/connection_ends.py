"""When a connection ends unless a person links it again, and when that is said."""

from __future__ import annotations

from datetime import datetime, timedelta

from accounting.problems import Problem
from activities.failures import RELINK
from clients.database.connections import Connection
from clients.database.credentials import StoredGrant

ANNOUNCED_DAYS = (90, 30, 7)


def end_of(grant: StoredGrant) -> datetime | None:
    """The nearer of the two ends: of the refresh token, which each refresh moves on, and of the whole consent."""
    return min((end for end in (grant.refresh_expires_at, grant.ends_at) if end), default=None)


def announcement(connection: Connection, grant: StoredGrant) -> tuple[int | None, Problem | None]:
    """Which announcement is due, by its days, and its words."""
    end = end_of(grant)
    due = [days for days in ANNOUNCED_DAYS if end is not None and end - grant.read_at <= timedelta(days=days)]
    if end is None or not due:
        return None, None
    left = max(end - grant.read_at, timedelta(0))
    problem = Problem(
        code="connection_ends",
        message=f'QuickBooks lets Daybook in through connection "{connection.name}" until {end:%Y-%m-%d} '
        f"({left.days} days) and then no longer: Intuit ends each consent after a time.",
        fix=RELINK,
    )
    return min(due), problem.named_for(connection.id)
