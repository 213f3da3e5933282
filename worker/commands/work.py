"""`daybook worker`: the worker alone."""

from __future__ import annotations

from cyclopts import App

from worker.logs import log_every_request
from worker.process import run_worker, until_stopped
from worker.settings import read_environment

app = App(name="worker")


@app.default
async def work() -> None:
    """Work on orders until stopped, with a Postgres and a Temporal that run elsewhere.

    SIGTERM and Ctrl-C let what is under way finish. Start as many workers as you like: they share the work.

    The environment names the rest: TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, DAYBOOK_DATABASE_URL, DAYBOOK_SECRET_KEYS,
    DAYBOOK_INTUIT_CLIENT_ID, DAYBOOK_INTUIT_CLIENT_SECRET; for stand-ins also DAYBOOK_QUICKBOOKS_URL,
    DAYBOOK_INTUIT_TOKEN_URL and DAYBOOK_FLXPOINT_URL. Without DAYBOOK_DATABASE_URL it joins the stack that
    `daybook up` runs in this folder.
    """
    log_every_request()
    await until_stopped(run_worker(read_environment()))
