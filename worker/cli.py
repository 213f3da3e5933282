"""The command line: every command's words, and errors as sentences."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Sequence

from cyclopts import App

from worker.commands import connections, database, demo, history, orders, runs, settings, up, work
from worker.commands.failure import sentence
from worker.logs import log_to_standard_error
from worker.process import leave

app = App(
    name="daybook",
    help="Takes every order of a shop from Flxpoint into QuickBooks Online: exactly once, to the cent.",
    version="0.1.0",
)
for command in (
    demo.app,
    up.app,
    work.app,
    runs.app,
    orders.app,
    history.app,
    connections.app,
    settings.app,
    database.app,
):
    app.command(command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command as a process of its own; exit status 130 on Ctrl-C."""
    log_to_standard_error()
    if not sys.stdout.isatty():
        # A file or a pipe has no width: tables need not be cut to fit one.
        os.environ.setdefault("COLUMNS", "120")
    # Also where a shell started us in the background, and ignores Ctrl-C for us.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    try:
        asyncio.run(run(arguments))
    except KeyboardInterrupt:
        leave(130)
    except SystemExit as end:
        if isinstance(end.code, str):
            print(end.code, file=sys.stderr)
            leave(1)
        leave(end.code or 0)
    leave()


async def run(arguments: Sequence[str] | None = None) -> None:
    """Run one command; exit status 1, with a sentence, where it cannot be done."""
    try:
        await app.run_async(arguments)
    except BrokenPipeError:
        # Whoever read our output has seen enough; nothing more can be written, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:
        sys.exit(f"daybook: {sentence(error)}")


if __name__ == "__main__":
    main()
