"""`daybook notify`: try out the address for notifications."""

from __future__ import annotations

from uuid import uuid4

import httpx
from cyclopts import App

from activities.connection_contracts import Notice
from activities.notices import TEST, body_of, send
from clients.webhook import NotDelivered
from worker.commands.failure import CommandFailed
from worker.settings import read_environment
from worker.wiring import opened_stores

app = App(name="notify")


@app.default
async def notify(connection: str) -> None:
    """Send a test message to the address for notifications, DAYBOOK_NOTIFY_URL, and say whether it was taken.

    Workers send there what a person should know: a new problem, a lost connection, a consent that ends soon, a run
    that failed. docs/notifications.md shows the messages and how their signature is checked.

    Parameters
    ----------
    connection
        The connection's id, which the message names.
    """
    environment = read_environment()
    if not environment.notify_url:
        raise CommandFailed("No address for notifications: set DAYBOOK_NOTIFY_URL and DAYBOOK_NOTIFY_SECRET.")
    async with opened_stores(environment) as stores:
        await stores.connections.get(connection)
    notice = Notice(event=TEST, connection=connection, message="Daybook's messages arrive here.")
    async with httpx.AsyncClient() as http:
        try:
            await send(http, environment.endpoints(), f"test-{uuid4()}", body_of(notice, {}))
        except NotDelivered as error:
            raise CommandFailed(str(error)) from None
    print(f"{environment.notify_url} took the test message.")
