"""The models of a connection's clock, and of what a person is told. Every field added later needs a default."""

from __future__ import annotations

from datetime import timedelta

from pydantic import AwareDatetime

from accounting.problems import Problem
from accounting.records import Model


class ConnectionInput(Model):
    """Names the connection whose tokens a workflow keeps alive."""

    connection: str
    lost: bool = True
    """Whether orders may wait for it to be linked; unless it is known, they may."""
    known: str = ""
    """The code of the problem that was told last, if the connection is lost."""
    announced: int | None = None
    """Of the days before its end at which that is announced, the last."""


class KeepToken(Model):
    """Refresh a connection's tokens if their time has come, and tell how it stands."""

    connection: str
    known: str = ""
    """The code of the problem that was told last: it is said once, not at each look."""
    announced: int | None = None


class Linkage(Model):
    """How a connection stands with QuickBooks."""

    known: bool = True
    """False: there is no such connection any more."""
    problem: Problem | None = None
    """Why a person must help; None while it is linked."""
    look_again_in: timedelta = timedelta(0)
    """Until its tokens must be refreshed, or a person may have helped."""
    ends_at: AwareDatetime | None = None
    """When it ends unless a person links it again; None: Intuit does not say."""
    ending: Problem | None = None
    """That its end is near."""
    announced: int | None = None


class ResumeOrders(Model):
    """Let go on what waits for a connection that is linked again."""

    connection: str
    parked_after: AwareDatetime | None = None
    """Only what was parked after this time; None: all of it."""


class Resumed(Model):
    """What was set going."""

    orders: int = 0
    run: bool = False
    """A run, in place of one that the lost connection had ended."""


class Notice(Model):
    """Something that a person should know, to be told to an address of the operator's own."""

    event: str
    connection: str
    code: str = ""
    subject: str = ""
    message: str = ""
    fix: str = ""
    run_id: str = ""
    wait: timedelta = timedelta(0)
    """Before it is told, so that what follows at once is told with it."""
