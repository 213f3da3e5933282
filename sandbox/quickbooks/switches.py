"""The ways a company of the stand-in may behave where the real one differs or is not known."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation


def _one_of(*values: str) -> Callable[[str], bool]:
    return lambda value: value in values


def _number(value: str) -> bool:
    try:
        return Decimal(value) >= 0
    except InvalidOperation:
        return False


SWITCHES: dict[str, tuple[str, Callable[[str], bool]]] = {
    # Is a refresh token replaced at each refresh?
    "rotate": ("always", _one_of("always", "never")),
    # Seconds an access token lives, for those issued from now on.
    "token_lifetime": ("3600", str.isdigit),
    # What becomes of a document number that is taken.
    "duplicate_numbers": ("refuse", _one_of("refuse", "allow")),
    # Is a repeated request id answered with the first answer?
    "requestid": ("honoured", _one_of("honoured", "ignored")),
    # The throttles of the gateway.
    "limits": ("on", _one_of("on", "off")),
    # The kind of US company.
    "sales_tax": ("automated", _one_of("automated", "off", "manual")),
    # Percent, the same everywhere.
    "tax_rate": ("8.25", _number),
    # Does the company let a sent TotalTax stand?
    "tax_override": ("honoured", _one_of("honoured", "refused")),
}


class Switches(dict[str, str]):
    """The switches with their values; an unknown name or an impossible value raises ValueError."""

    def __init__(self, given: dict[str, str] | None = None) -> None:
        super().__init__({name: default for name, (default, _) in SWITCHES.items()})
        for name, value in (given or {}).items():
            self[name] = value

    def __setitem__(self, name: str, value: str) -> None:
        if name not in SWITCHES:
            raise ValueError(f"no switch {name!r}; there are {sorted(SWITCHES)}")
        if not SWITCHES[name][1](value):
            raise ValueError(f"switch {name}: {value!r} is not possible (default {SWITCHES[name][0]!r})")
        super().__setitem__(name, value)
