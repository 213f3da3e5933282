"""`daybook` as a process of its own: its signals, and its end."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import sys
from collections.abc import Sequence
from typing import NoReturn


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run one command; exit status 130 on Ctrl-C."""
    if not sys.stdout.isatty():
        # A file or a pipe has no width: tables need not be cut to fit one.
        os.environ.setdefault("COLUMNS", "120")
    # Also where a shell started us in the background, and ignores Ctrl-C for us.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    try:
        # Loading takes a second or two, in which Ctrl-C ends us as quietly as later.
        from worker.commands.program import run
        from worker.logs import log_to_standard_error

        log_to_standard_error()
        leave(asyncio.run(run(arguments)))
    except KeyboardInterrupt:
        leave(130)


def leave(status: int) -> NoReturn:
    """End the process without Python's own finalisation.

    Temporal's native threads may abort the interpreter while it finalises after a stop under load.
    """
    logging.shutdown()
    with contextlib.suppress(BrokenPipeError):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(status)


if __name__ == "__main__":
    main()
