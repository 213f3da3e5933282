"""Every error of QuickBooks Online, in three families by what they say about a write.

    QuickBooksError
    ├── NotSent                 nothing happened in QuickBooks
    │   ├── Unreachable         connection refused, no such host, TLS, connect time-out
    │   ├── AuthExpired         401, after one refresh and one repeat
    │   ├── NoTokenYet          the token endpoint failed; the refresh may be asked for again
    │   ├── ReconnectNeeded     the connection's grant is dead
    │   │   └── WrongApp        the app's own id or secret is wrong; the grant may be in order
    │   └── Throttled           429 or code 3001
    ├── Uncertain               it may have been stored: look before sending anew
    │   ├── Transient           time-out, reset, 5xx, codes 600, 3100, 6002, 10000
    │   └── MalformedAnswer     empty, HTML, broken JSON, no entity
    └── Refused                 a definite no
        ├── Stale               5010
        ├── NotFound            610
        ├── DuplicateName       6240
        ├── DuplicateDocNumber  6140
        ├── InvalidReference    2500
        ├── PeriodClosed        6200, 6210, or its text under another code
        ├── InventoryDate       6270
        ├── Forbidden           403, 120, 5020, 6190
        ├── QueryRefused        4000, 4001, 4002
        └── Invalid             every other fault

Which status and code become which class is told in ``verdicts``. Nothing here retries.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, TypedDict, Unpack

LONGEST_DETAIL = 400
"""Characters of a fault's text that an error shows: a 2010 lists every property it knows."""


@dataclass(frozen=True)
class Fault:
    """One entry of a Fault, as QuickBooks worded it."""

    code: str
    """Digits without leading zeros: the gateway writes ``003001`` for ``3001``."""
    message: str = ""
    detail: str = ""
    element: str | None = None

    def __str__(self) -> str:
        text = _one_line(self.detail or self.message)
        where = f" (at {self.element})" if self.element else ""
        return f"{self.code or 'no code'} {text}{where}"


class Circumstances(TypedDict, total=False):
    """What is known of the exchange an error came from."""

    status: int | None
    faults: tuple[Fault, ...]
    tid: str | None
    """Intuit's transaction id: what its support asks for."""
    realm: str
    request_id: str | None


class QuickBooksError(Exception):
    """Something between us and QuickBooks went wrong; the text is one line with the ``intuit_tid``."""

    meaning: ClassVar[str] = "QuickBooks failed."

    def __init__(self, message: str = "", **circumstances: Unpack[Circumstances]) -> None:
        super().__init__(message or self.meaning)
        self.status = circumstances.get("status")
        self.faults = circumstances.get("faults", ())
        self.tid = circumstances.get("tid")
        self.realm = circumstances.get("realm", "")
        self.request_id = circumstances.get("request_id")

    @property
    def code(self) -> str | None:
        """The first fault's code, if QuickBooks gave any."""
        return self.faults[0].code if self.faults else None

    def __str__(self) -> str:
        said = "; ".join(str(fault) for fault in self.faults)
        circumstances = {
            "HTTP": self.status,
            "realm": self.realm,
            "request id": self.request_id,
            "intuit_tid": self.tid,
        }
        known = ", ".join(f"{name} {value}" for name, value in circumstances.items() if value)
        return " ".join(filter(None, (_one_line(str(self.args[0])), said, f"[{known}]" if known else "")))


def _one_line(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= LONGEST_DETAIL else flat[:LONGEST_DETAIL] + "…"


class NotSent(QuickBooksError):
    """Nothing happened in QuickBooks; the same request may go again."""


class Unreachable(NotSent):
    """No connection to QuickBooks was made, so no byte of the request left."""

    meaning = "QuickBooks could not be reached; nothing was sent."


class AuthExpired(NotSent):
    """QuickBooks does not accept the access token."""

    meaning = "QuickBooks does not accept the access token; if this stays, connect the company again."


class NoTokenYet(NotSent):
    """A new access token was needed and is not to be had for the moment."""

    meaning = "Intuit's token endpoint gave no new access token, so nothing was sent; it is asked again."


class ReconnectNeeded(NotSent):
    """No new access token can be had until a person acts."""

    meaning = "The connection to QuickBooks has ended; connect the company again."


class WrongApp(ReconnectNeeded):
    """Intuit does not know the app that asks, so it said nothing of the connection."""

    meaning = "Intuit does not know the app."


class Throttled(NotSent):
    """Too many requests; ``retry_after`` is in seconds, where QuickBooks named a time."""

    meaning = "QuickBooks asks for fewer requests."

    def __init__(
        self, message: str = "", *, retry_after: float | None = None, **circumstances: Unpack[Circumstances]
    ) -> None:
        super().__init__(message, **circumstances)
        self.retry_after = retry_after


class Uncertain(QuickBooksError):
    """A write may have been stored: look for it before anything is sent under a new request id."""


class Transient(Uncertain):
    """QuickBooks or the network failed on the way; the same request may do later."""

    meaning = "QuickBooks or the network failed; whether the request took effect is unknown."


class MalformedAnswer(Uncertain):
    """QuickBooks answered, but not with what was asked for."""

    meaning = "QuickBooks answered, but the answer cannot be read."


class Refused(QuickBooksError):
    """A definite no: nothing was stored."""

    meaning = "QuickBooks refused:"


class Stale(Refused):
    """The object has changed since it was read; read it again and apply the change anew."""


class NotFound(Refused):
    """The object, or one it names, is unknown, deleted or inactive."""


class DuplicateName(Refused):
    """A customer, vendor, employee or item has this name already."""


class DuplicateDocNumber(Refused):
    """Another document has this number already."""


class InvalidReference(Refused):
    """The request names an object that is missing, inactive or of the wrong kind."""


class PeriodClosed(Refused):
    """The books are closed for the document's date."""


class InventoryDate(Refused):
    """The document is dated before an inventory item's start date."""


class Forbidden(Refused):
    """The user, the plan or the subscription does not allow it."""


class QueryRefused(Refused):
    """The query statement cannot be parsed, checked or run."""


class Invalid(Refused):
    """Any other fault in the request; its code and detail say which."""
