"""The durable actions of a worker: each named, written down before it is done, and one of them the worker's death.

An action is durable when another process can see what it did: a request to QuickBooks, to the token endpoint or to
Flxpoint, a database commit, a signal or a finished task sent to Temporal. A name is made of the context (an activity
with its record, or what a workflow task brought), the action's number among those of its sort in the context, its kind
and what it is: the same in every world, whatever goes on beside it, and in whichever order an activity's own parallel
steps come.
"""

from __future__ import annotations

import json
import os
import signal
import time
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NoReturn

BACKGROUND = "background"
"""The context of what the process does by its clock and for no activity: the renewal of leases."""
COMPLETED = "is completed"
"""What an activity and a workflow task come to: a message to Temporal."""
DONE = "goes on from its completion"
"""The last point of an activity and of a workflow task: Temporal has its result, and nothing else was done since."""


@dataclass(frozen=True)
class Action:
    """One durable action as a worker was about to do it."""

    context: str
    number: int
    kind: str
    what: str
    at: float
    """Seconds of the machine's monotonic clock, which all processes share."""
    worker: int
    """The process id."""

    @property
    def name(self) -> str:
        return f"{self.context} · {self.number} · {self.kind} · {self.what}"


class Journal:
    """Writes every action down, and kills this process with SIGKILL just before the one it is to die at."""

    def __init__(self, file: Path, die_at: str | None) -> None:
        self._file = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        self._die_at = die_at
        self._done: Counter[tuple[str, str, str]] = Counter()

    def about_to(self, context: str, kind: str, what: str) -> None:
        """An action is about to be done; it is not if it is the one to die at."""
        sort = (context, kind, what)
        self._done[sort] += 1
        action = Action(context, self._done[sort], kind, what, time.monotonic(), os.getpid())
        os.write(self._file, (json.dumps(asdict(action)) + "\n").encode())
        if action.name == self._die_at:
            die()


def die() -> NoReturn:
    """End this process as a power failure would: no handler runs, no buffer is written."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("a process survived SIGKILL")


def read_journal(file: Path) -> list[Action]:
    """All actions of a world's workers, in the order they came; one that is being written down counts as to come."""
    lines = file.read_text().splitlines(keepends=True)
    return [Action(**json.loads(line)) for line in lines if line.endswith("\n")]
