"""One record on its way into the books, as its order's workflow remembers it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from accounting.problems import Problem
from accounting.records import RecordRef
from activities.contracts import State


class Mark(StrEnum):
    """Whether the order system has been told."""

    NOTHING_TO_SAY = "nothing to say"
    WANTED = "wanted"
    UNDER_WAY = "under way"
    REFUSED = "refused"


@dataclass
class Step:
    """One record on its way into the books."""

    ref: RecordRef
    due: bool = True
    """It has not been tried since it last changed, or since what it waits for was posted."""
    state: State | None = None
    label: str = ""
    detail: str = ""
    problems: tuple[Problem, ...] = ()
    """Of the document; what the order system said of the mark is beside them."""
    mark_problem: Problem | None = None
    run_id: str | None = None
    turn: int = 0
    """Raised by each arrival and each retry: an attempt that began before the newest does not park."""
    fresh_after: datetime | None = None
    read_again: bool = False
    """A person said retry: the record may have been corrected in the order system."""
    post_again: bool = False
    take_back: bool = False
    mark: Mark = Mark.NOTHING_TO_SAY

    @property
    def name(self) -> str:
        """The record as people call it: its kind and its number."""
        return f"{self.ref.kind.words} {self.label or self.ref.id}"

    @property
    def under_way(self) -> bool:
        return self.due or self.state is None

    @property
    def ended(self) -> bool:
        return self.state in (State.POSTED, State.LINKED, State.EXCLUDED) and not self.due

    @property
    def finished(self) -> bool:
        return self.ended and self.mark is Mark.NOTHING_TO_SAY

    @property
    def all_problems(self) -> tuple[Problem, ...]:
        return self.problems if self.mark_problem is None else (*self.problems, self.mark_problem)

    @property
    def needs_attention(self) -> bool:
        return self.state is State.PARKED or bool(self.all_problems)
