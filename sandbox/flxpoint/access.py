"""Who may ask what: tokens of three types, and the records each of them may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sandbox.flxpoint.blanks import Record
from sandbox.flxpoint.refusals import Refused

ACCOUNT_TOKEN = "flxpoint-account-token"
_SOURCE_TOKEN = "flxpoint-source-token-"
_CHANNEL_TOKEN = "flxpoint-channel-token-"


@dataclass(frozen=True)
class Caller:
    """The holder of a token: the whole account, or one source or channel of it."""

    type: str
    id: int | None = None

    def sees(self, kind: str, record: Record) -> bool:
        """Whether the record is the caller's to see; a source or channel sees itself too."""
        if self.type == "account":
            return True
        field = "id" if kind == f"{self.type}s" else f"{self.type}Id"
        return record.get(field) == self.id


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
