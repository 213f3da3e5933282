"""Request ids: a repeated write is answered as the first time and done once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sandbox.exact import dumps
from sandbox.quickbooks import business_refusals, refusals
from sandbox.quickbooks.books.clock import Clock
from sandbox.quickbooks.books.drawer import Drawer
from sandbox.quickbooks.refusals import Refusal
from sandbox.quickbooks.schema.shape import Record
from sandbox.quickbooks.switches import Switches

LONGEST = 50
SAVING = "An unexpected error occurred while accessing or saving your data. Please wait a few minutes and try again."


class Replay:
    """What one company answered under request ids, until the switch `requestid_hours` forgets it."""

    def __init__(self, switches: Switches, clock: Clock) -> None:
        self._switches = switches
        self._clock = clock
        self.answers = Drawer()
        """By request id: when it was used, a digest of what was asked, and the answer; a failure has none."""
        self._failures: dict[str, Refusal] = {}

    def once(self, key: str, operation: Callable[[], Record], asked: Any = None) -> Record:
        """Do it, or answer as under the same key before; an empty key is none, `asked` tells one request from another.

        Raises Refusal 6000 for a key longer than 50 characters, and 600 or 6000 where a switch says so.
        """
        if len(key) > LONGEST:
            raise business_refusals.business(
                f"You cannot enter more than {LONGEST} characters in the request_id field. "
                f"You tried entering {key}, which is {len(key)} characters."
            )
        if not key or self._switches["requestid"] == "ignored":
            return operation()
        before = self._before(key)
        if before is None:
            return self._first(key, operation, _digest(asked))
        another = before["asked"] != _digest(asked)
        if self._switches["requestid"] == "refused" or (another and self._switches["requestid_reuse"] == "refused"):
            raise refusals.request_id_taken(key)
        if another and self._switches["requestid_reuse"] == "done":
            return self._first(key, operation, _digest(asked))
        return self._again(key, before)

    def _before(self, key: str) -> Record | None:
        before: Record | None = self.answers.get(key)
        if before is None:
            return None
        kept = timedelta(hours=int(self._switches["requestid_hours"]))
        return before if datetime.fromisoformat(before["at"]) + kept > self._clock.now() else None

    def _first(self, key: str, operation: Callable[[], Record], asked: str) -> Record:
        use = {"at": self._clock.now().isoformat(), "asked": asked}
        try:
            answer = operation()
        except Refusal as refusal:
            if self._switches["requestid_failures"] != "forgotten":
                self._failures[key] = refusal
                self.answers[key] = use
            raise
        self.answers[key] = {**use, "answer": answer}
        return answer

    def _again(self, key: str, before: Record) -> Record:
        if "answer" in before:
            answer: Record = before["answer"]
            return answer
        if self._switches["requestid_failures"] == "repeated" and key in self._failures:
            raise self._failures[key]
        raise business_refusals.business(SAVING)


def _digest(asked: Any) -> str:
    return sha256(dumps(asked).encode()).hexdigest()
