"""`daybook up`: everything on this machine, its state kept."""

from __future__ import annotations

import os
from datetime import timedelta
from functools import partial

from cyclopts import App

from clients.database.connections import Connection
from clients.database.migrate import upgrade
from worker.logs import log_into
from worker.namespace import keep_closed_workflows, prepared_temporal
from worker.process import until_stopped, work
from worker.settings import STATE_FOLDER, Environment, announced, environment_of, world_outside
from worker.stack.local import LocalStack, local_stack
from worker.stack.watch import while_running
from worker.wiring import opened_companies

app = App(name="up")

RETENTION = timedelta(days=30)
LOG = STATE_FOLDER / "daybook.log"

NO_APP = """\
DAYBOOK_INTUIT_CLIENT_ID and DAYBOOK_INTUIT_CLIENT_SECRET are not both set, and without them Intuit lets nobody in.
They are at developer.intuit.com, under Keys & credentials of your app. Stop, set both, start again."""

FIRST_STEPS = """\
No QuickBooks company is connected yet. In another terminal, in this folder:
  daybook connect "My shop" --environment sandbox"""

say = partial(print, flush=True)


@app.default
async def up() -> None:
    """Run Daybook with a Postgres and a Temporal of its own, until Ctrl-C; its state is kept.

    For a trial, or a small shop on one machine. Ctrl-C or SIGTERM lets what is under way finish and stops everything;
    started again in the same folder, it goes on where it stopped. Its state is in .daybook there, and other commands
    that are typed in that folder find it.

    The environment names your app at Intuit, DAYBOOK_INTUIT_CLIENT_ID and DAYBOOK_INTUIT_CLIENT_SECRET, and
    DAYBOOK_REDIRECT_URL if Intuit leads back to another address than http://localhost:8765/callback; for stand-ins also
    DAYBOOK_QUICKBOOKS_URL, DAYBOOK_INTUIT_TOKEN_URL and DAYBOOK_FLXPOINT_URL.
    """
    await until_stopped(_run())


async def _run() -> None:
    outside = world_outside()
    say(f"Starting Postgres and Temporal; their state is in {STATE_FOLDER.resolve()} ...")
    async with local_stack(STATE_FOLDER) as stack:
        log_into(LOG)
        await while_running(stack.programs, _work(stack, outside))


async def _work(stack: LocalStack, outside: dict[str, str]) -> None:
    variables = outside | stack.environment
    environment = environment_of(variables)
    await upgrade(stack.database_url)
    client = await prepared_temporal(environment)
    await keep_closed_workflows(client, RETENTION)
    async with opened_companies(environment) as companies:
        connections = await companies.stores.connections.all()
        with announced(STATE_FOLDER, variables):
            _tell(environment, connections)
            await work(client, companies)


def _tell(environment: Environment, connections: list[Connection]) -> None:
    """Where to look, what is missing, and what to do next."""
    pages = f"{environment.temporal_ui}/namespaces/{environment.temporal_namespace}/workflows"
    say(f"Daybook is up, until Ctrl-C (process {os.getpid()}).")
    say(f"  every order's way          {pages}")
    say(f"  orders that wait for you   {pages}?query=NeedsAttention%3Dtrue")
    say(f"  Temporal's address         {environment.temporal_address}")
    say(f"  QuickBooks                 {environment.quickbooks_url or 'at Intuit'}")
    say(f"  Flxpoint                   {environment.flxpoint_url}")
    say(f"  log of every request       {LOG.resolve()}")
    if not (environment.intuit_client_id and environment.intuit_client_secret.get_secret_value()):
        say(NO_APP)
    if not connections:
        say(FIRST_STEPS)
    for connection in connections:
        _tell_of(connection)


def _tell_of(connection: Connection) -> None:
    if connection.relink_reason:
        say(f"Connection {connection.id} must be linked again: {connection.relink_reason}.")
        say(f"  daybook connect {connection.id}")
    else:
        say(f"Connection {connection.id} is ready. In another terminal: daybook run {connection.id} --wait")
