"""A connection and its tokens as they are kept; settings, links and history stay with it (row R-20)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from pydantic import ValidationError

from activities.stores import Stores
from clients.database.connections import Connection, ConnectionDiffers, ConnectionNameTaken
from clients.quickbooks.oauth import Grant
from worker.commands.failure import CommandFailed


async def store_connection(stores: Stores, connection: Connection, grant: Grant, flxpoint_token: str) -> Connection:
    """Keep the connection and its tokens; an empty Flxpoint token leaves the one that is stored.

    Raises:
        CommandFailed: it exists for another company or environment, or another one has its name.
    """
    try:
        stored = await stores.connections.add(connection)
    except (ConnectionDiffers, ConnectionNameTaken) as error:
        raise CommandFailed(f"{error}".rstrip(".") + ".") from None
    if flxpoint_token:
        await stores.credentials.save_flxpoint_token(stored.id, flxpoint_token)
    if "orders_from" not in await stores.connections.settings(stored.id):
        # Orders from before the books were connected stand in them already, by another hand (row R-101).
        await stores.connections.change_settings(stored.id, {"orders_from": datetime.now(UTC).date().isoformat()})
    if connection.company_name:
        await stores.connections.set_company_name(stored.id, connection.company_name)
    await stores.credentials.save_grant(stored.id, stored.realm, grant)
    return await stores.connections.get(stored.id)


def not_yet_used(refresh_token: str) -> Grant:
    """A refresh token alone: the first call fetches an access token, and Intuit's answer tells the ends."""
    return Grant("", refresh_token, access_lifetime=timedelta(0), refresh_lifetime=None)


def named_connection(name: str, realm: str, environment: str, company_name: str = "") -> Connection:
    """A connection from what a person typed."""
    if name.strip() and not slug(name):
        raise CommandFailed(f'The name "{name}" holds neither letters nor digits, of which the id is made.')
    if not (realm.isascii() and realm.isdigit()):
        raise CommandFailed(f'The realm is the company\'s number in QuickBooks, digits alone; "{realm}" is none.')
    try:
        return Connection(id=slug(name), name=name, realm=realm, environment=environment, company_name=company_name)
    except ValidationError as error:
        # The id is made from the name: what is wrong with both is told of the name.
        told = sorted(error.errors(), key=lambda e: e["loc"] != ("name",))
        raise CommandFailed(told[0]["msg"].removeprefix("Value error, ") + ".") from None


def slug(name: str) -> str:
    """The connection's id: the name in letters, digits and ``-``."""
    return re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-").lower()
