"""`daybook connection`: which QuickBooks company takes the orders of which Flxpoint account."""

from __future__ import annotations

import json
import os
import re
import sys
from datetime import UTC, datetime, timedelta
from typing import Literal

from cyclopts import App
from pydantic import ValidationError

from activities.stores import Stores
from clients.database.connections import Connection, ConnectionDiffers, ConnectionNameTaken
from clients.quickbooks.oauth import Grant
from worker.commands.failure import CommandFailed
from worker.commands.flags import JsonFlag
from worker.settings import read_environment
from worker.wiring import opened_stores

app = App(name="connection", help="Join a QuickBooks company with a Flxpoint account.")

TOKENS = ("refresh_token", "flxpoint_token")
FORM = '{"refresh_token": "...", "flxpoint_token": "..."}'


@app.command
async def add(
    name: str, *, realm: str, environment: Literal["sandbox", "production"], as_json: JsonFlag = False
) -> None:
    """Add a connection, or give one that exists new tokens.

    The tokens come as JSON on standard input, {"refresh_token": "...", "flxpoint_token": "..."}, or from the
    variables DAYBOOK_REFRESH_TOKEN and DAYBOOK_FLXPOINT_TOKEN; never as arguments, which other users can see.

    Parameters
    ----------
    name
        What you call it; its id is the name in letters, digits and "-".
    realm
        The company's id in QuickBooks (Intuit calls it realm id).
    environment
        Intuit's sandbox or production; fixed for a connection.
    """
    tokens = read_tokens()
    async with opened_stores(read_environment()) as stores:
        connection = await store_connection(stores, named_connection(name, realm, environment), tokens)
    if as_json:
        print(json.dumps({"id": connection.id, "realm": connection.realm, "environment": connection.environment}))
    else:
        print(f'Connection "{connection.id}" stands: QuickBooks company {connection.realm} ({connection.environment}).')


def named_connection(name: str, realm: str, environment: str) -> Connection:
    """A connection from what a person typed."""
    if name.strip() and not slug(name):
        raise CommandFailed(f'The name "{name}" holds neither letters nor digits, of which the id is made.')
    if not (realm.isascii() and realm.isdigit()):
        raise CommandFailed(f'The realm is the company\'s number in QuickBooks, digits alone; "{realm}" is none.')
    try:
        return Connection(id=slug(name), name=name, realm=realm, environment=environment)
    except ValidationError as error:
        # The id is made from the name: what is wrong with both is told of the name.
        told = sorted(error.errors(), key=lambda e: e["loc"] != ("name",))
        raise CommandFailed(told[0]["msg"].removeprefix("Value error, ") + ".") from None


async def store_connection(stores: Stores, connection: Connection, tokens: dict[str, str]) -> Connection:
    """Keep the connection and its tokens; one that waited for a re-link goes on."""
    try:
        connection = await stores.connections.add(connection)
    except (ConnectionDiffers, ConnectionNameTaken) as error:
        raise CommandFailed(f"{error}.") from None
    # Without an access token: the first call fetches one, and Intuit's answer tells the ends.
    grant = Grant("", tokens["refresh_token"], access_lifetime=timedelta(0), refresh_lifetime=None)
    await stores.credentials.save_grant(connection.id, connection.realm, grant)
    await stores.credentials.save_flxpoint_token(connection.id, tokens["flxpoint_token"])
    if "orders_from" not in await stores.connections.settings(connection.id):
        # Orders from before the books were connected stand in them already, by another hand (row R-101).
        await stores.connections.change_settings(connection.id, {"orders_from": datetime.now(UTC).date().isoformat()})
    await stores.connections.relinked(connection.id)
    return connection


def read_tokens() -> dict[str, str]:
    """The tokens from the environment, else from standard input."""
    given = {name: os.environ.get(f"DAYBOOK_{name.upper()}", "") for name in TOKENS}
    if not all(given.values()) and sys.stdin and not sys.stdin.isatty():
        given |= _from_json(sys.stdin.read())
    if missing := [name for name in TOKENS if not given.get(name)]:
        raise CommandFailed(
            f"No {' and no '.join(missing)}. Write them as JSON on standard input, {FORM}, or set "
            + " and ".join(f"DAYBOOK_{name.upper()}" for name in missing)
            + "."
        )
    return given


def _from_json(text: str) -> dict[str, str]:
    if not text.strip():
        return {}
    try:
        value = json.loads(text)
        given = {name: value[name] for name in TOKENS if value.get(name)}
    except (ValueError, AttributeError, RecursionError):
        raise CommandFailed(f"Standard input is no JSON of the form {FORM}.") from None
    if not all(isinstance(token, str) and token.isprintable() for token in given.values()):
        raise CommandFailed(f"The tokens must be texts, of characters that can be seen: {FORM}.")
    return given


def slug(name: str) -> str:
    """The connection's id: the name in letters, digits and ``-``."""
    return re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-").lower()
