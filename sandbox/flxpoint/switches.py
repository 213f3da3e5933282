"""The ways in which the Flxpoint stand-in can be told to behave."""

from __future__ import annotations

from collections import UserDict

CHOICES = {
    "limits": ("on", "off"),
    "retry_after": ("on", "off"),
    "error_body": ("json", "text"),
    "wrong_token_type": ("401", "403"),
    "unproven_filters": ("off", "on"),
}
"""The values each switch takes, the first one at the start.

limits: no more than two requests in any second on one token. retry_after: a 429 says when to come back.
error_body: how refusals are worded. wrong_token_type: the answer to a token of another type than the path
takes. unproven_filters: whether lists heed the filters that no Flxpoint page documents, or overlook them.
"""

PAGE_CAP = "page_cap"
"""The switch that holds the largest page a list gives, whatever was asked for."""


class Switches(UserDict[str, str]):
    """The switches by name; an impossible value raises ValueError naming the possible ones."""

    def __init__(self) -> None:
        super().__init__({name: values[0] for name, values in CHOICES.items()} | {PAGE_CAP: "100"})

    def __setitem__(self, name: str, value: str) -> None:
        if name == PAGE_CAP:
            if not (value.isascii() and value.isdigit() and int(value)):
                raise ValueError(f"switch {name} takes a whole number from 1, not {value}")
        elif value not in CHOICES.get(name, ()):
            raise ValueError(f"switch {name} takes {' or '.join(CHOICES[name])}, not {value}")
        super().__setitem__(name, value)
