"""`daybook disconnect`: end a link at Intuit, and forget its tokens."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from typing import Annotated

from cyclopts import App, Parameter

from activities.stores import Stores
from clients.database.connections import Connection
from clients.database.credentials import GrantBusy, NoGrant, SealBroken
from clients.quickbooks.consent import App as IntuitApp
from clients.quickbooks.consent import RevokeFailed, revoke
from worker.commands.asking import answered
from worker.commands.failure import CommandFailed
from worker.commands.flags import JsonFlag
from worker.linking.telling import told_its_workflow
from worker.settings import read_environment
from worker.wiring import opened_stores

app = App(name="disconnect")


@app.default
async def disconnect(
    connection: str,
    *,
    yes: Annotated[bool, Parameter(negative="")] = False,
    as_json: JsonFlag = False,
) -> None:
    """End a connection's link at Intuit and forget its tokens, QuickBooks' and Flxpoint's.

    Nothing is posted from then on; what comes waits. Settings, history and the memory of what was posted stay, so that
    nothing is posted twice when it is linked again: daybook connect NAME.

    Parameters
    ----------
    connection
        The connection's id.
    yes
        Do not ask whether it is meant.
    """
    told = read_environment()
    async with opened_stores(told) as stores:
        known = await stores.connections.get(connection)
        if not yes:
            await _ask(known)
        was_linked = await _end(stores, told.endpoints().app, known)
    await told_its_workflow(told, known.id)
    if as_json:
        print(json.dumps({"id": known.id, "was_linked": was_linked}))
    else:
        print(
            f'Connection "{known.id}" {"is" if was_linked else "was already"} disconnected. '
            f"Link it again: daybook connect {known.id}"
        )


async def _ask(connection: Connection) -> None:
    if not (sys.stdin and sys.stdin.isatty()):
        raise CommandFailed(f"Say that it is meant: daybook disconnect {connection.id} --yes")
    company = connection.company_name or f"company {connection.realm}"
    answer = await answered(
        f'End the link of "{connection.id}" to {company}? Orders wait until it is linked again. [y/N] '
    )
    if answer.lower() not in ("y", "yes"):
        raise CommandFailed("Nothing was changed.")


async def _end(stores: Stores, app: IntuitApp, connection: Connection) -> bool:
    """Revoke, then forget: a token that Intuit still takes must not get lost. Whether there was anything to end."""
    try:
        was_linked = await _revoked(stores, app, connection)
    except SealBroken as error:
        raise CommandFailed(
            f"{error} Or end it in QuickBooks: Apps > My apps > Daybook > Disconnect. Nothing was changed."
        ) from None
    except (RevokeFailed, GrantBusy) as error:
        raise CommandFailed(f"{error} Nothing was changed; try again later.") from None
    if was_linked:
        await stores.connections.unlinked(connection.id, f"it was disconnected on {datetime.now(UTC):%Y-%m-%d}")
    await stores.credentials.forget(connection.id)
    return was_linked


async def _revoked(stores: Stores, app: IntuitApp, connection: Connection) -> bool:
    """End the consent, while no worker can put a newer token in the place of the one that is revoked."""
    try:
        async with stores.credentials.locked_grant(connection.id) as locked:
            await revoke(app, locked.grant.refresh_token)
    except NoGrant:
        return False
    return True
