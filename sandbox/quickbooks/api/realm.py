"""A company with what the gateway keeps for it."""

from __future__ import annotations

from dataclasses import dataclass, field

from sandbox.quickbooks.api.limits import Limits
from sandbox.quickbooks.api.replay import Replay
from sandbox.quickbooks.books.clock import Clock
from sandbox.quickbooks.books.company import Company
from sandbox.quickbooks.books.drawer import Drawer
from sandbox.quickbooks.switches import Switches


@dataclass(frozen=True)
class Realm:
    """One company behind the gateway; each has its own request ids, throttles and files."""

    company: Company
    replay: Replay
    limits: Limits
    files: Drawer = field(default_factory=Drawer)
    """What was uploaded, in base64, by the Id of its Attachable."""

    @classmethod
    def of(cls, company: Company, switches: Switches, clock: Clock) -> Realm:
        return cls(company, Replay(switches, clock), Limits(clock))

    def drawers(self) -> dict[str, Drawer]:
        """Everything that must outlive the process: the books, the answers under request ids, and the files."""
        return {**self.company.drawers(), "request_ids": self.replay.answers, "files": self.files}
