"""`daybook database`: the tables of Daybook's own database, and the seal of its tokens."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

from cyclopts import App

from clients.database.migrate import upgrade
from clients.database.resealing import reseal as reseal_tokens
from worker.commands.flags import JsonFlag
from worker.settings import read_environment
from worker.wiring import opened_engine

app = App(name="database", help="Prepare Daybook's own database, and seal its tokens.")


@app.command(name="upgrade")
async def upgrade_database() -> None:
    """Bring the tables up to date; repeating it changes nothing."""
    await upgrade(read_environment().database_url.get_secret_value())
    print("The database is up to date.")


@app.command
async def reseal(*, as_json: JsonFlag = False) -> int:
    """Seal every token with the newest key, the first of DAYBOOK_SECRET_KEYS, so that older keys can be dropped.

    Workers may run meanwhile; repeating it changes nothing. Exit status 1 where a token cannot be opened: its key is
    missing, or its connection must be linked again.
    """
    told = read_environment()
    async with opened_engine(told) as engine:
        done = await reseal_tokens(engine, told.keys())
    if as_json:
        print(json.dumps(asdict(done)))
    else:
        print(f"{done.resealed} sealed anew, {done.newest} sealed with the newest key before, {len(done.broken)} not.")
    for one in done.broken:
        print(f"{one}. Give its key, too, or link the connection again.", file=sys.stderr)
    return int(bool(done.broken))
