"""What is told of a record whose posting Temporal gave up."""

from __future__ import annotations

from temporalio.exceptions import ActivityError

from accounting.problems import Problem
from activities.contracts import Posting, State


def gave_up(label: str, error: ActivityError) -> Posting:
    """The record parks with what the last attempt said."""
    problem = Problem(
        code="posting_failed",
        message=f"{label} could not be posted: {error.cause or error}.",
        fix="Retry it; if it fails again, send the message to whoever runs Daybook.",
    )
    return Posting(state=State.PARKED, label=label, problems=(problem,))
