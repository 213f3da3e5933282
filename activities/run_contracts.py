"""The models of a run: what it is asked, and what it tells. Every field added later needs a default."""

from __future__ import annotations

from pydantic import AwareDatetime

from accounting.problems import Problem
from accounting.records import Model


class RunInput(Model):
    """One "Run Integration": everything but the connection is optional."""

    connection: str
    operations: tuple[str, ...] = ()
    """What to read; none of them means all that the settings switch on."""
    run_id: str | None = None


class Run(Model):
    """A run under way."""

    connection: str
    operations: tuple[str, ...]
    run_id: str


class RunUnderWay(Model):
    """The run that a connection has, when another one is started."""

    run_id: str = ""
    since: AwareDatetime | None = None
    """When it began; None: it has ended meanwhile."""
    reads_the_same: bool = False
    """All that the other one is to read."""


class RunReport(Model):
    """What a run handed over to the orders' workflows; their outcomes carry the run's id."""

    run_id: str
    connection: str
    operations: tuple[str, ...] = ()
    """What it read."""
    handed_over: int = 0
    unchanged: int = 0
    left_out: tuple[str, ...] = ()
    """One sentence for each reason why records were left out."""
    still_waiting: tuple[str, ...] = ()
    """One sentence for each cause that is still in the way, and for which more wait than were tried."""
    failed: bool = False
    """A vendor is missing: what needs none of it was handed over all the same."""
    message: str = ""
    """Why it failed."""
    joined: str = ""
    """That the run of this id was under way already, and since when; nothing was read for this one."""
    problems: tuple[Problem, ...] = ()
    """Of the records that could not be handed over to any order."""
    warnings: tuple[Problem, ...] = ()
    """What a person should know before the first documents stand."""
