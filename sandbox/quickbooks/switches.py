"""The switches of a company."""

from __future__ import annotations

from collections.abc import Mapping

from sandbox import switches

SWITCHES = switches.table_beside(__file__)
"""Every switch by name."""


class Switches(switches.Switches):
    """The switches of one company with their values; whether it is abroad is settled once it `begun`."""

    begun = False

    def __init__(self, given: Mapping[str, str] | None = None) -> None:
        super().__init__(SWITCHES, given)

    def __setitem__(self, name: str, value: str) -> None:
        if self.begun and name == "sales_tax" and "abroad" in (value, self[name]) and value != self[name]:
            raise ValueError(f"sales_tax={value}: whether a company is abroad is said when it starts")
        super().__setitem__(name, value)
