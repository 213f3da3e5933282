"""The ways in which the Flxpoint stand-in can be told to behave, where the real one differs or is not known.

Evidence is marked V (Flxpoint's own pages), S (seen in programs of others), I (inferred) or P (proposed: nobody
outside knows).
"""

from __future__ import annotations

from collections import UserDict
from dataclasses import dataclass

WHOLE_NUMBER = "a whole number from 1"


@dataclass(frozen=True)
class Switch:
    """One way to behave: what it starts with, what it may be, what it means and how well that is known."""

    default: str
    values: tuple[str, ...] | str
    """The possible values, or in words which ones are possible."""
    sentence: str
    evidence: str

    def allows(self, value: str) -> bool:
        """Whether the switch can have the value."""
        if isinstance(self.values, tuple):
            return value in self.values
        return value.isascii() and value.isdigit() and int(value) > 0

    @property
    def choice(self) -> str:
        """The possible values in words."""
        return " or ".join(self.values) if isinstance(self.values, tuple) else self.values


SWITCHES = {
    "limits": Switch("on", ("on", "off"), "Whether a token that asks too often is refused with 429.", "V"),
    "rate": Switch(
        "window",
        ("window", "pool"),
        "How often is too often: more than two requests in any second, or more than a pool holds that fills up by two"
        " a second.",
        "V two a second for each token; the pool S, from the names of the X-Auth headers",
    ),
    "pool_size": Switch("40", WHOLE_NUMBER, "How many requests a full pool holds.", "S weak"),
    "retry_after": Switch("on", ("on", "off"), "Whether a 429 says when to come back.", "I"),
    "page_cap": Switch("100", WHOLE_NUMBER, "The largest page a list gives, whatever is asked for.", "P"),
    "error_body": Switch("json", ("json", "text"), 'How refusals are worded: {"message": …} or plain text.', "P"),
    "wrong_token_type": Switch(
        "401", ("401", "403"), "The answer to a good token of a type that the path does not take.", "V both occur"
    ),
    "unproven_filters": Switch(
        "off", ("off", "on"), "Whether lists heed the filters that no page documents, or overlook them.", "P"
    ),
    "order_lists": Switch(
        "full",
        ("full", "brief"),
        "Whether a list gives orders whole, or without lines, money and addresses; one order alone is whole.",
        "I from the include parameters",
    ),
    "order_money": Switch(
        "object",
        ("object", "items", "invoice", "flat"),
        "The shape of an order's money: named amounts in channelInvoice, an array of typed items in its place, an"
        " invoice like a supplier's with such items, or amounts at the order's own level.",
        "P content V",
    ),
    "field_names": Switch(
        "usual",
        ("usual", "others"),
        "Whether fields whose names are guessed have the likeliest name or the next one.",
        "P",
    ),
    "count_body": Switch(
        "object", ("object", "number"), 'The answer of the counts: {"count": 3}, or the bare number.', "P"
    ),
    "order_status_answer": Switch(
        "201", ("201", "200"), "The status of a successful change of an order's status.", "V 201, S 200"
    ),
    "webhooks": Switch(
        "once",
        ("once", "twice", "reversed"),
        "How events are delivered: each once, each twice, or those of one moment in reverse order.",
        "V duplicates are to be expected; the order I",
    ),
}
"""Every switch by name."""


class Switches(UserDict[str, str]):
    """The switches with their values; an impossible value raises ValueError naming the possible ones."""

    def __init__(self) -> None:
        super().__init__({name: switch.default for name, switch in SWITCHES.items()})

    def __setitem__(self, name: str, value: str) -> None:
        switch = SWITCHES[name]
        if not switch.allows(value):
            raise ValueError(f"switch {name} takes {switch.choice}, not {value}")
        super().__setitem__(name, value)
