"""Why something cannot go on or is not right, in words for the person who can mend it."""

from __future__ import annotations

from decimal import Decimal

from accounting.records import Model

CONNECTION = "CONNECTION"
"""Stands in a fix for the connection's id, which the rules do not know."""


class Problem(Model):
    """One cause that a person must remove, or know of.

    ``code`` is stable and groups problems by cause; ``message`` names the record and the value;
    ``fix`` says what to do and where.
    """

    code: str
    message: str
    fix: str
    subject: str = ""
    """What several records may share the problem with: a vendor's name, a SKU, an account."""
    amount: Decimal | None = None
    """By how much the books show more than the record, where that is counted."""

    def __str__(self) -> str:
        return f"{self.message} {self.fix}".strip()

    def named_for(self, connection: str) -> Problem:
        """With the connection's id in the commands that the fix tells, so that they can be typed as they stand."""
        return self.model_copy(update={"fix": self.fix.replace(CONNECTION, connection)})


class Held(Exception):
    """A rule found problems that only a person can remove; the record parks with all of them."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(" ".join(str(problem) for problem in problems))
        self.problems = problems


class NotDue(Exception):
    """A record waits for another one; not an error (rows R-62, R-81)."""

    def __init__(self, waits_for: str) -> None:
        super().__init__(waits_for)
        self.waits_for = waits_for


class Excluded(Exception):
    """A setting, a state or a date leaves the record out, for the reason given."""

    def __init__(self, reason: str, *, together: str = "") -> None:
        """``together`` says the reason of many records at once, as in "412 orders left out: ..."."""
        super().__init__(reason)
        self.together = together
