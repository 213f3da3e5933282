"""How each connection stands with QuickBooks, for `daybook connection list`."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import AwareDatetime
from rich.table import Table
from rich.text import Text

from accounting.records import Model
from activities.stores import Stores
from clients.database.connections import Connection
from clients.database.credentials import SealBroken, StoredGrant

NOT_AUTHORIZED = "not authorized yet"


class ListedConnection(Model):
    """A connection as a person sees it; no token is among it."""

    id: str
    name: str
    environment: str
    company: str
    realm: str
    linked: bool
    reason: str = ""
    """Why it is not linked, or what else is wrong with it."""
    refresh_until: AwareDatetime | None = None
    """Until when Intuit keeps the link if nothing refreshes it; each refresh moves it on."""
    ends_at: AwareDatetime | None = None
    """When the consent ends, refreshed or not."""
    flxpoint_token: bool


async def listed(stores: Stores, connection: Connection) -> ListedConnection:
    """The connection with its tokens' ends, by what is stored alone."""
    grant, reason = await _grant(stores, connection)
    return ListedConnection(
        id=connection.id,
        name=connection.name,
        environment=connection.environment,
        company=connection.company_name,
        realm=connection.realm,
        linked=not reason,
        reason=reason,
        refresh_until=grant.refresh_expires_at if grant else None,
        ends_at=grant.ends_at if grant else None,
        flxpoint_token=await stores.credentials.has_flxpoint_token(connection.id),
    )


async def _grant(stores: Stores, connection: Connection) -> tuple[StoredGrant | None, str]:
    """What is stored, and why the connection cannot be used, if so."""
    try:
        grant = await stores.credentials.grant(connection.id)
    except SealBroken as error:
        return None, str(error)
    if connection.relink_reason:
        return grant, connection.relink_reason
    return grant, "" if grant else NOT_AUTHORIZED


def connection_table(connections: Sequence[ListedConnection]) -> Table:
    """The connections as a person reads them."""
    table = Table("connection", "company", "environment", "state", "consent ends")
    for one in connections:
        called = one.id if one.name == one.id else f"{one.id}\n{one.name}"
        ends = f"{one.ends_at:%Y-%m-%d}" if one.ends_at else ""
        table.add_row(*map(Text, (called, _company(one), one.environment, _state(one), ends)))
    return table


def _company(one: ListedConnection) -> str:
    return f"{one.company}\n{one.realm}" if one.company else one.realm


def _state(one: ListedConnection) -> str:
    state = "linked" if one.linked else f"not linked: {one.reason}\nLink it: daybook connect {one.id}"
    return state if one.flxpoint_token else f"{state}\nno Flxpoint token"
