"""`daybook worker`: the worker alone."""

from __future__ import annotations

from cyclopts import App

from worker.process import leave, run_worker
from worker.settings import read_environment

app = App(name="worker", help="Work on orders until stopped; SIGTERM lets what is under way finish.")


@app.default
async def work() -> None:
    """Work on orders until stopped; SIGTERM lets what is under way finish.

    The environment names the rest: TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, DAYBOOK_DATABASE_URL, DAYBOOK_SECRET_KEYS,
    DAYBOOK_INTUIT_CLIENT_ID, DAYBOOK_INTUIT_CLIENT_SECRET; for stand-ins also DAYBOOK_QUICKBOOKS_URL,
    DAYBOOK_INTUIT_TOKEN_URL and DAYBOOK_FLXPOINT_URL.
    """
    await run_worker(read_environment())
    leave()
