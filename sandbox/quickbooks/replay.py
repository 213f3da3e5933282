"""Request ids: a repeated write is answered as the first time and done once."""

from __future__ import annotations

from collections.abc import Callable

from sandbox.quickbooks import refusals
from sandbox.quickbooks.shape import Record
from sandbox.quickbooks.switches import Switches

LONGEST = 50


class Replay:
    """The answers given under request ids, for as long as the process lives. Failures are not remembered."""

    def __init__(self, switches: Switches) -> None:
        self._switches = switches
        self._answers: dict[str, Record] = {}

    def once(self, key: str, operation: Callable[[], Record]) -> Record:
        """Do it, or answer as under the same key before; an empty key is none.

        Raises Refusal 6000 for a key longer than 50 characters.
        """
        if len(key) > LONGEST:
            raise refusals.business(
                f"You cannot enter more than {LONGEST} characters in the request_id field. "
                f"You tried entering {key}, which is {len(key)} characters."
            )
        if not key or self._switches["requestid"] == "ignored":
            return operation()
        if key not in self._answers:
            self._answers[key] = operation()
        return self._answers[key]
