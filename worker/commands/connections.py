"""`daybook connection`: which QuickBooks company takes the orders of which Flxpoint account."""

from __future__ import annotations

import json
import os
import sys
from typing import Literal

from cyclopts import App
from rich.console import Console

from worker.commands.connection_table import connection_table, listed
from worker.commands.failure import CommandFailed
from worker.commands.flags import JsonFlag
from worker.linking.flxpoint_token import checked, given_flxpoint_token
from worker.linking.storing import named_connection, not_yet_used, store_connection
from worker.linking.telling import told_its_workflow
from worker.settings import read_environment
from worker.wiring import opened_stores

app = App(name="connection", help="Join a QuickBooks company with a Flxpoint account.")

TOKENS = ("refresh_token", "flxpoint_token")
FORM = '{"refresh_token": "...", "flxpoint_token": "..."}'


@app.command
async def add(
    name: str, *, realm: str, environment: Literal["sandbox", "production"], as_json: JsonFlag = False
) -> None:
    """Add a connection without a browser, or give one that exists new tokens; with one, use `daybook connect`.

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
    told, offered = read_environment(), named_connection(name, realm, environment)
    async with opened_stores(told) as stores:
        connection = await store_connection(
            stores, offered, not_yet_used(tokens["refresh_token"]), tokens["flxpoint_token"]
        )
    await told_its_workflow(told, connection.id)
    if as_json:
        print(json.dumps({"id": connection.id, "realm": connection.realm, "environment": connection.environment}))
    else:
        print(f'Connection "{connection.id}" stands: QuickBooks company {connection.realm} ({connection.environment}).')


@app.command(name="list")
async def show(*, as_json: JsonFlag = False) -> None:
    """List every connection: its company, and whether it is linked."""
    async with opened_stores(read_environment()) as stores:
        connections = [await listed(stores, connection) for connection in await stores.connections.all()]
    if as_json:
        print(json.dumps({"connections": [connection.model_dump(mode="json") for connection in connections]}))
    elif connections:
        Console().print(connection_table(connections))
    else:
        print('There is no connection yet. Make one: daybook connect "My shop" --environment sandbox')


@app.command
async def flxpoint_token(connection: str, *, as_json: JsonFlag = False) -> None:
    """Store a connection's Flxpoint token, of type Account, in place of any before.

    It comes from the variable DAYBOOK_FLXPOINT_TOKEN, else from standard input; typed at a terminal it is not shown.

    Parameters
    ----------
    connection
        The connection's id.
    """
    async with opened_stores(read_environment()) as stores:
        known = await stores.connections.get(connection)
        token = await given_flxpoint_token()
        if not token and sys.stdin and not sys.stdin.isatty():
            token = checked(sys.stdin.readline().strip())
        if not token:
            raise CommandFailed("No Flxpoint token was given; nothing was changed.")
        await stores.credentials.save_flxpoint_token(known.id, token)
    if as_json:
        print(json.dumps({"id": known.id}))
    else:
        print(f'The Flxpoint token of "{known.id}" is stored. Look whether it is right: daybook check {known.id}')


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
