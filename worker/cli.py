"""The command line: every command's words, and errors as sentences."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
from collections.abc import Sequence

from cyclopts import App

from worker.commands import connections, database, demo, orders, runs, settings, work
from worker.commands.failure import sentence

app = App(
    name="daybook",
    help="Takes every order of a shop from Flxpoint into QuickBooks Online: exactly once, to the cent.",
    version="0.1.0",
)
for command in (demo.app, work.app, runs.app, orders.app, connections.app, settings.app, database.app):
    app.command(command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command; exit 1 with a sentence where it cannot be done, 130 on Ctrl-C."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    for chatty in ("httpx", "httpcore", "alembic", "temporalio"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    # Also where a shell started us in the background, and ignores Ctrl-C for us.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    try:
        asyncio.run(app.run_async(arguments))
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        sys.exit(f"daybook: {sentence(error)}")


if __name__ == "__main__":
    main()
