"""What an order's workflow remembers: its records, and how far each has come."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime

from accounting.pause import differs
from accounting.problems import Problem
from accounting.records import RecordKind, RecordRef
from activities.arrivals import LONGEST_TEXT
from activities.contracts import SIGNALS, Arrival, Marking, OrderInput, Posting, State
from workflows.step import Mark, Step

SEQUENCE = list(RecordKind)
STAGES = {
    RecordKind.ORDER: "sale",
    RecordKind.FULFILLMENT_REQUEST: "purchase orders",
    RecordKind.SUPPLIER_INVOICE: "bills",
    RecordKind.SHIPMENT: "shipping",
}


@dataclass
class Notice:
    """A signal that nobody could read, and why."""

    arrival: Arrival
    problem: Problem
    due: bool = False
    """A person said retry: what hindered the reading may be mended."""


@dataclass
class OrderLife:
    """The records of one order. Plain memory: every decision about money is made elsewhere."""

    order_id: str
    steps: dict[str, Step] = field(default_factory=dict)
    not_understood: dict[str, Notice] = field(default_factory=dict)
    """By the signal's name."""

    def learn(self, ref: RecordRef, now: datetime, arrival: Arrival | None = None) -> Step:
        """A record arrived, or arrived again: then what is in its way may be mended, and is looked at afresh."""
        step = self.steps.setdefault(_key(ref), Step(ref))
        if step.state is State.PARKED:
            step.fresh_after = now
        self._want_again(step)
        if arrival is not None:
            for name in self.unread_until(arrival.signal):
                del self.not_understood[name]
            step.run_id = arrival.run_id or step.run_id
            step.label = step.label or arrival.number
        return step

    def decided(self, ref: RecordRef, now: datetime) -> None:
        """A person decided of a record: it is looked at again, and so is what waits for it."""
        self._wake(self.learn(ref, now))

    def unread_until(self, signal: str) -> tuple[str, ...]:
        """The unread signals that one of this name makes up for: its own, and those of names that nobody knows."""
        return tuple(name for name in self.not_understood if name == signal or name not in SIGNALS)

    def next_notice(self) -> Notice | None:
        """A signal to be read again."""
        return next((notice for notice in self.not_understood.values() if notice.due), None)

    def next_step(self) -> Step | None:
        """The due record that the others depend on most."""
        due = [step for step in self.steps.values() if step.due]
        return min(due, key=lambda step: SEQUENCE.index(step.ref.kind), default=None)

    def attempt(self, step: Step) -> int:
        """An attempt begins; the turn it begins at is for ``settle``."""
        step.due, step.state = False, None
        return step.turn

    def settle(self, step: Step, posting: Posting, turn: int) -> None:
        """Remember what became of an attempt that began at the given turn; a later turn makes it stale."""
        step.label, step.detail = posting.label, posting.detail
        if step.turn == turn:
            step.state, step.problems = posting.state, posting.problems
            step.fresh_after, step.read_again, step.post_again, step.take_back = None, False, False, False
        else:
            step.due = True
        if posting.changed:
            step.mark = Mark.WANTED
        if posting.state in (State.POSTED, State.LINKED):
            self._wake(step)

    def _wake(self, settled: Step) -> None:
        for step in self.steps.values():
            if step.state is State.WAITING and step is not settled:
                step.due = True

    def to_mark(self) -> Step | None:
        """A record of which the order system must still be told."""
        return next((step for step in self.steps.values() if step.mark is Mark.WANTED), None)

    def marked(self, step: Step, marking: Marking) -> None:
        """The order system was told, unless it refused; a newer outcome meanwhile stays wanted."""
        step.mark_problem = marking.problem
        if step.mark is Mark.UNDER_WAY:
            step.mark = Mark.REFUSED if marking.problem else Mark.NOTHING_TO_SAY

    def retry(
        self, record_id: str | None, now: datetime, *, read_again: bool = True, left_out: bool = False
    ) -> list[Step]:
        """Try what is parked, waiting or unread again (or of the records the one named), with facts read anew.

        Args:
            read_again: the records themselves, too.
            left_out: a person takes back what left the named record out, and all that was left out with it goes on.
        """
        chosen = [step for step in self.steps.values() if _may_retry(step) and record_id in (None, step.ref.id)]
        if left_out:
            chosen += [step for step in self.steps.values() if step.state is State.EXCLUDED]
        for notice in self.not_understood.values():
            notice.due = True
        for step in chosen:
            step.fresh_after, step.read_again = now, step.read_again or read_again
            self._want_again(step)
        return chosen

    def named(self, record_id: str, kind: str = "") -> list[Step]:
        """The steps of the record that a person named; kinds of record may share an id, unless one is named, too."""
        return [step for step in self.steps.values() if step.ref.id == record_id and kind in ("", step.ref.kind.value)]

    def _want_again(self, step: Step) -> None:
        step.due, step.turn = True, step.turn + 1
        if step.mark is Mark.REFUSED:
            step.mark = Mark.WANTED

    @property
    def finished(self) -> bool:
        """Every known record is posted and marked, or left out for a reason."""
        return not self.not_understood and all(step.finished for step in self.steps.values())

    @property
    def stage(self) -> str:
        """The first kind of document that is not done yet; then the marks, which hold none of them up.

        An order is never done while one of its documents stands with other amounts than were sent (row R-50).
        """
        open_kinds = [step.ref.kind for step in self.steps.values() if not step.ended]
        if open_kinds:
            return STAGES[min(open_kinds, key=SEQUENCE.index)]
        if not self.finished:
            return "marks"
        return "difference" if differs(self.problems) else "done"

    @property
    def number(self) -> str:
        """The order's number as people call it, once it is known."""
        return next((step.label for step in self.steps.values() if step.ref.kind is RecordKind.ORDER), "")

    @property
    def problems(self) -> list[Problem]:
        of_steps = [problem for step in self.steps.values() for problem in step.all_problems]
        return of_steps + [notice.problem for notice in self.not_understood.values()]

    @property
    def needs_attention(self) -> bool:
        return bool(self.not_understood) or any(step.needs_attention for step in self.steps.values())

    @property
    def being_marked(self) -> bool:
        """Whether the order system is being told of a record."""
        return any(step.mark is Mark.UNDER_WAY for step in self.steps.values())

    @property
    def portable(self) -> bool:
        """Whether the input of a workflow can hold it all: of what nobody could read, there may be much."""
        return sum(len(json.dumps(notice.arrival.payload)) for notice in self.not_understood.values()) <= LONGEST_TEXT

    def told_as_markdown(self) -> str:
        """The order's life as a list that people read on the workflow's page."""
        steps = sorted(self.steps.values(), key=lambda step: SEQUENCE.index(step.ref.kind))
        lines = [f"* **{step.label or step.ref.id}** ({step.ref.kind.words}): {_told(step)}" for step in steps]
        return "\n".join(lines + [f"* {notice.problem}" for notice in self.not_understood.values()])


class OrderStart(OrderInput):
    """How an order's workflow begins: by name alone, or where the one before left off."""

    life: OrderLife | None = None
    """What it remembered when its history had grown as long as Temporal likes them to be."""


def _told(step: Step) -> str:
    state = step.state.value if step.state else "under way"
    return " ".join([f"{state} {step.detail}".strip(), *map(str, step.all_problems)])


def _may_retry(step: Step) -> bool:
    return step.state in (None, State.PARKED, State.WAITING) or bool(step.all_problems)


def _key(ref: RecordRef) -> str:
    return f"{ref.kind.value}:{ref.id}"
