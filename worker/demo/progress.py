"""How far the demo has come, told while it works: a living line on a terminal, plain lines elsewhere."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from rich.console import Console, RenderableType
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

STARTING = "Starting Postgres, Temporal, a worker, and stand-ins for QuickBooks and Flxpoint"
READING = "Reading the shop's orders from Flxpoint"
POSTING = "Posting them to QuickBooks, telling Flxpoint of each"
TELLING = "Telling Flxpoint the rest"
AUDITING = "Holding the books against the records"

WORDS = {
    "posted": "posted",
    "linked": "linked",
    "waiting": "waiting",
    "parked": "need you",
    "excluded": "left out",
    "difference": "with other amounts",
}


@dataclass(frozen=True)
class Seen:
    """What can be seen of the work at one moment."""

    done: int = 0
    of: int = 0
    """Records, or orders, that the present part of the work is about."""
    states: dict[str, int] = field(default_factory=dict)
    requests: dict[str, int] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """What became of the records so far, and what it took."""
        states = [f"{number} {WORDS[state]}" for state, number in self.states.items() if number and state in WORDS]
        requests = [f"{number} requests to {api}" for api, number in self.requests.items()]
        return " · ".join(part for part in (", ".join(states), ", ".join(requests)) if part)


class Telling(Protocol):
    """Who is told how far the demo has come."""

    def part(self, words: str) -> None:
        """The next part of the work begins."""

    def seen(self, seen: Seen) -> None:
        """It has come so far."""


class PlainLines:
    """For a file or a pipe: a line for each part of the work."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def part(self, words: str) -> None:
        self._console.print(f"{words} ...", soft_wrap=True)

    def seen(self, seen: Seen) -> None:
        """Too much for a file."""


class _WithCounts(Progress):
    """Bar and counts on a line of their own: beside the words they would not fit."""

    def get_renderables(self) -> Iterable[RenderableType]:
        yield from super().get_renderables()
        for task in self.tasks:
            if task.total:
                bar = ProgressBar(task.total, task.completed, width=20)
                counts = Text(f"{task.percentage:3.0f} %  {task.fields['told']}", no_wrap=True, overflow="ellipsis")
                line = Table.grid(padding=(0, 0, 0, 2))
                line.add_row(bar, counts)
                yield line


class LivingLine:
    """For a terminal: the present part with a bar, its counts and the time it has taken; the past ones above it."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task = progress.add_task("", total=None, told="")
        self._words = ""

    def part(self, words: str) -> None:
        if self._words:
            self._progress.console.print(f"[green]✓[/] {self._words}")
        self._words = words
        self._progress.reset(self._task, total=None, description=words, told="")

    def seen(self, seen: Seen) -> None:
        self._progress.update(self._task, completed=seen.done, total=seen.of or None, told=seen.words)


@contextlib.contextmanager
def told(console: Console) -> Iterator[Telling]:
    """Tell on this console, while inside, how far the demo has come."""
    if not console.is_terminal:
        yield PlainLines(console)
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TimeElapsedColumn(),
    )
    with _WithCounts(*columns, console=console, transient=True) as progress:
        yield LivingLine(progress)
