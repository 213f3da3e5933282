"""The command line: every command's words, and errors as sentences."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
from collections.abc import Sequence

from cyclopts import App
from temporalio.runtime import LogForwardingConfig, LoggingConfig, Runtime, TelemetryConfig

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
    """Run one command as a process of its own; exit status 130 on Ctrl-C."""
    _prepare_logs()
    # Also where a shell started us in the background, and ignores Ctrl-C for us.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    try:
        asyncio.run(run(arguments))
    except KeyboardInterrupt:
        sys.exit(130)


async def run(arguments: Sequence[str] | None = None) -> None:
    """Run one command; exit status 1, with a sentence, where it cannot be done."""
    try:
        await app.run_async(arguments)
    except Exception as error:
        sys.exit(f"daybook: {sentence(error)}")


def _prepare_logs() -> None:
    """To standard error, all of them: standard output is for what a command was asked for."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    for chatty in ("httpx", "httpcore", "alembic", "temporalio"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    # Left alone, Temporal's core writes its own to standard output.
    forwarding = LogForwardingConfig(logging.getLogger("temporalio.core"))
    core = LoggingConfig(LoggingConfig.default.filter, forwarding=forwarding)
    Runtime.set_default(Runtime(telemetry=TelemetryConfig(logging=core)), error_if_already_set=False)


if __name__ == "__main__":
    main()
