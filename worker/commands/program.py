"""The command line: every command's words, and errors as sentences."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from cyclopts import App, CycloptsError

from worker.commands import (
    check,
    closing,
    connect,
    connections,
    database,
    deciding,
    demo,
    disconnect,
    faults,
    history,
    notify,
    orders,
    preview,
    problems,
    prove,
    receive,
    reconcile,
    retrying,
    runs,
    schedules,
    settings,
    signals,
    support,
    up,
    work,
)
from worker.commands.failure import sentence

app = App(
    name="daybook",
    help="Takes every order of a shop from Flxpoint into QuickBooks Online: exactly once, to the cent.",
    version=support.VERSION,
    help_epilogue=f"Help: daybook support CONNECTION ORDER writes what to send to {support.TURN_TO}.",
    result_action="return_int_as_exit_code_else_zero",
)
for command in (
    *(demo, up, work, connect, connections, disconnect, check),
    *(settings, preview, runs, schedules, signals, receive, orders, problems, retrying, closing),
    *(reconcile, history, faults, support, notify, prove, database),
):
    app.command(command.app)
for decision in (deciding.skip, deciding.link, deciding.post_again):
    app.command(decision)


async def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit status is 1, with a sentence, where it cannot be done, and 2 where it is mistyped."""
    try:
        status: int = await app.run_async(arguments, exit_on_error=False)
    except CycloptsError:
        return 2  # cyclopts has said why
    except BrokenPipeError:
        # Whoever read our output has seen enough; nothing more can be written, not even at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        print(f"daybook: {sentence(error)}", file=sys.stderr)
        return 1
    return status
