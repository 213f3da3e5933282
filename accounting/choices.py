"""Choices that only a person can make, and the command that makes them."""

from __future__ import annotations

from accounting.problems import CONNECTION, Problem

EVERY_ORDER_NEEDS = {
    "orders_from": ("from which day on orders are taken over", "2026-11-01"),
    "books_time_zone": ("in which time zone the books are kept", "America/Chicago"),
}
"""Setting → what it says, and an example."""


def to_choose(choice: str, connection: str = CONNECTION) -> str:
    """The command that makes a choice, ``setting=value``, to be typed as it stands."""
    return f"daybook settings set {connection} " + (f'"{choice}"' if " " in choice else choice)


def unchosen(setting: str, message: str, *, fix: str, example: str) -> Problem:
    """A setting that a record needs has no value; everything that lacks it shares one cause."""
    return Problem(
        code=f"{setting}_missing",
        message=message,
        fix=f"{fix}: {to_choose(f'{setting}={example}')}",
        subject=setting,
    )


def undecided(setting: str) -> Problem:
    """A choice that every order needs, ``orders_from`` or ``books_time_zone``, was not made."""
    what, example = EVERY_ORDER_NEEDS[setting]
    return unchosen(setting, f"The connection's settings do not say {what}.", fix="Choose it", example=example)
