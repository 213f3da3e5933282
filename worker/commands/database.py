"""`daybook database`: the tables of Daybook's own database."""

from __future__ import annotations

from cyclopts import App

from clients.database.migrate import upgrade
from worker.settings import read_environment

app = App(name="database", help="Prepare Daybook's own database.")


@app.command(name="upgrade")
async def upgrade_database() -> None:
    """Bring the tables up to date; repeating it changes nothing."""
    await upgrade(read_environment().database_url.get_secret_value())
    print("The database is up to date.")
