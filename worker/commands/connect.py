"""`daybook connect`: link a connection to a QuickBooks company, or link it again."""

from __future__ import annotations

import json
import os
import sys
import threading
import webbrowser
from typing import Annotated, Literal

from cyclopts import App, Parameter

from activities.companies import Companies
from activities.stores import Stores
from clients.database.connections import Connection, ConnectionDiffers
from worker.commands.failure import CommandFailed
from worker.commands.flags import JsonFlag
from worker.linking.authorizing import Authorized, authorized_company
from worker.linking.flxpoint_token import given_flxpoint_token
from worker.linking.storing import named_connection, slug, store_connection
from worker.linking.telling import told_its_workflow
from worker.settings import read_environment
from worker.wiring import opened_companies

app = App(name="connect")

ENVIRONMENTS = ("production", "sandbox")
NO_APP = (
    "Intuit must know which app asks: set DAYBOOK_INTUIT_CLIENT_ID and DAYBOOK_INTUIT_CLIENT_SECRET. They are at "
    "developer.intuit.com, under Keys & credentials of your app."
)
A_REALM = "1"
"""Stands for the company's id while only the name is checked."""


@app.default
async def connect(
    name: str,
    *,
    environment: str = "",
    kind: Annotated[Literal["quickbooks-online"], Parameter(show_default=False)] = "quickbooks-online",
    browser: Annotated[bool, Parameter(negative="--no-browser")] = True,
    as_json: JsonFlag = False,
) -> None:
    """Link a connection to a company in QuickBooks Online, or link it again (Re-Link, Re-authenticate).

    Opens Intuit's page, on which you sign in and choose the company, and takes the answer by itself; or paste the
    address that your browser ends at, so that the browser may be on any machine. A name that is new makes a
    connection; one that is known is linked again, to the same company: its settings, its history and what it posted
    stay, and everything that waited for the link goes on. In Flxpoint this is Integration Settings > Connection Config.

    Your app at Intuit must know the address Intuit leads back to, DAYBOOK_REDIRECT_URL (by default
    http://localhost:8765/callback, which Intuit takes for sandbox keys; for production keys it wants https). A new
    connection needs a Flxpoint token of type Account, too: from DAYBOOK_FLXPOINT_TOKEN, or typed when asked.

    Parameters
    ----------
    name
        What you call the connection; its id is the name in letters, digits and "-".
    environment
        production, or sandbox for Intuit's companies to try things in; fixed from then on.
    kind
        The kind of books: quickbooks-online.
    browser
        Open the page here. It is printed in any case.
    """
    told = read_environment()
    if not (told.intuit_client_id and told.intuit_client_secret.get_secret_value()):
        raise CommandFailed(NO_APP)
    async with opened_companies(told) as companies:
        known = await _known(companies.stores, name)
        chosen = _environment(environment, known)
        named_connection(name, A_REALM, chosen)
        stored = known is not None and await companies.stores.credentials.has_flxpoint_token(known.id)
        token = "" if stored else await given_flxpoint_token()
        try:
            async with authorized_company(
                companies, chosen, _say, _open_page if browser else _only_print
            ) as authorized:
                connection = await _stored(companies, known, name, chosen, authorized, token)
        except CommandFailed as error:
            raise CommandFailed(f"{error} To try again: {_command(name, known, chosen)}") from None
        has_flxpoint = await companies.stores.credentials.has_flxpoint_token(connection.id)
    goes_on = await told_its_workflow(told, connection.id)
    if as_json:
        print(json.dumps(_as_object(connection, again=known is not None)))
    else:
        print(_words(connection, again=known is not None))
    _say(_next_step(connection, again=known is not None, goes_on=goes_on, has_flxpoint=has_flxpoint))


async def _known(stores: Stores, name: str) -> Connection | None:
    """The connection that is meant: by its name whatever its capitals, or by its id."""
    by_id = {connection.id: connection for connection in await stores.connections.all()}
    return await stores.connections.named(name) or by_id.get(slug(name))


def _environment(chosen: str, known: Connection | None) -> str:
    if known and (not chosen or chosen.lower() == known.environment):
        return known.environment
    if known and chosen.lower() in ENVIRONMENTS:
        raise CommandFailed(
            f'The connection "{known.name}" was made for the {known.environment} environment, not for '
            f"{chosen.lower()}. Make a new connection."
        )
    if chosen.lower() not in ENVIRONMENTS:
        raise CommandFailed(
            "Environment must be Production or Sandbox: --environment production for a real company, "
            "--environment sandbox for one of Intuit's to try things in."
        )
    return chosen.lower()


async def _stored(
    companies: Companies, known: Connection | None, name: str, environment: str, authorized: Authorized, token: str
) -> Connection:
    connection = named_connection(known.name if known else name, authorized.realm, environment, authorized.company)
    if known and known.realm != authorized.realm:
        raise CommandFailed(
            f"{ConnectionDiffers.company(known, authorized.realm, authorized.company)} Nothing was changed."
        )
    if known:
        connection = connection.model_copy(update={"id": known.id})
    return await store_connection(companies.stores, connection, authorized.grant, token)


def _open_page(address: str) -> None:
    if _has_a_screen():
        # Some browsers are waited for until they end, and the answer comes before that.
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True, name="browser").start()


def _only_print(address: str) -> None:
    """It is printed in any case."""


def _has_a_screen() -> bool:
    """Without one, a browser of the terminal's own would take the terminal over."""
    return sys.platform == "darwin" or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def _command(name: str, known: Connection | None, environment: str) -> str:
    spelled = f'"{name}"' if " " in name else name
    return f"daybook connect {spelled}" + ("" if known else f" --environment {environment}")


def _as_object(connection: Connection, *, again: bool) -> dict[str, object]:
    return {
        "id": connection.id,
        "name": connection.name,
        "environment": connection.environment,
        "realm": connection.realm,
        "company": connection.company_name,
        "linked": "again" if again else "new",
    }


def _words(connection: Connection, *, again: bool) -> str:
    where = "a sandbox company" if connection.environment == "sandbox" else "production"
    return (
        f'Connection "{connection.id}" is linked{" again" if again else ""} to {connection.company_name} '
        f"(company {connection.realm}, {where})."
    )


def _next_step(connection: Connection, *, again: bool, goes_on: bool, has_flxpoint: bool) -> str:
    if not has_flxpoint:
        return (
            "Flxpoint's token is still missing; without it nothing can be read. Store it: "
            f"daybook connection flxpoint-token {connection.id}"
        )
    if not goes_on:
        return "No Temporal server could be told; what waits for the link goes on when Daybook is up again."
    look = f"Look whether all is well: daybook check {connection.id}"
    return f"What waited for the link goes on. {look}" if again else look


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
