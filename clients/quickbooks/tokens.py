"""The access token as the client needs it, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True)
class AccessToken:
    """An access token; ``version`` rises with every refresh of the connection."""

    value: str = field(repr=False)
    version: int


class TokenSource(Protocol):
    """Gives the connection's access token, refreshing it when needed.

    Each raises ``ReconnectNeeded`` when only a person can help, and ``NoTokenYet`` when asking again is the answer.
    """

    async def current(self) -> AccessToken:
        """The token in force, refreshed ahead of its expiry."""
        ...

    async def newer_than(self, version: int) -> AccessToken:
        """A token of a later version: QuickBooks has just refused this one."""
        ...

    async def refused(self, version: int) -> None:
        """QuickBooks refused this one, too, though it was new; says whether that is the connection's end."""
        ...
