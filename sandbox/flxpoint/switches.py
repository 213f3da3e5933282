"""The switches of an account."""

from __future__ import annotations

from collections.abc import Mapping

from sandbox import switches

SWITCHES = switches.table_beside(__file__)
"""Every switch by name."""


class Switches(switches.Switches):
    """The switches of one account with their values."""

    def __init__(self, given: Mapping[str, str] | None = None) -> None:
        super().__init__(SWITCHES, given)
