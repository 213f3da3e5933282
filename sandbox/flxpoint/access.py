"""Who may ask what, and how often: tokens of three types, two requests a second on each."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sandbox.flxpoint.blanks import Record
from sandbox.flxpoint.refusals import Refused

ACCOUNT_TOKEN = "flxpoint-account-token"
_SOURCE_TOKEN = "flxpoint-source-token-"
_CHANNEL_TOKEN = "flxpoint-channel-token-"

REQUESTS_PER_SECOND = 2


@dataclass(frozen=True)
class Caller:
    """The holder of a token: the whole account, or one source or channel of it."""

    type: str
    id: int | None = None

    def sees(self, record: Record) -> bool:
        """Whether the record is the caller's to see."""
        return self.type == "account" or record.get(f"{self.type}Id") == self.id


def caller_of(token: str | None) -> Caller:
    """The holder of an `X-API-TOKEN`; raises Refused with 401 for a token nobody holds."""
    if token == ACCOUNT_TOKEN:
        return Caller("account")
    for type_, opening in (("source", _SOURCE_TOKEN), ("channel", _CHANNEL_TOKEN)):
        number = (token or "").removeprefix(opening)
        if number != token and number.isascii() and number.isdigit():
            return Caller(type_, int(number))
    raise unknown_token()


def unknown_token() -> Refused:
    """The refusal of a token that is missing, wrong or withdrawn."""
    return Refused(401, "X-API-TOKEN is missing or not known")


def wrong_type(caller: Caller, switches: Mapping[str, str]) -> Refused:
    """The refusal of a token that is good, but of another type than the path takes."""
    return Refused(int(switches["wrong_token_type"]), f"A {caller.type} token cannot be used here")


class Limiter:
    """Admits two requests in any second on each token; refused requests do not count."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._admitted: dict[str, deque[float]] = {}

    def admit(self, token: str, switches: Mapping[str, str]) -> None:
        """Count a request; raises Refused with 429 when the token's second is full."""
        recent = self._admitted.setdefault(token, deque(maxlen=REQUESTS_PER_SECOND))
        moment = self._clock()
        full = len(recent) == REQUESTS_PER_SECOND and moment - recent[0] < 1
        if full and switches["limits"] == "on":
            raise too_many_requests(switches)
        recent.append(moment)


def too_many_requests(switches: Mapping[str, str]) -> Refused:
    """The refusal of a caller that asks more than twice a second."""
    headers = {"Retry-After": "1"} if switches["retry_after"] == "on" else None
    return Refused(429, "Too many requests", headers)
