"""What stands against a duplicate, whether it was live in a proof, and how often it was seen at work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

LOOKS = ("DocNumber", "MetaData.CreateTime")


@dataclass(frozen=True)
class Barrier:
    """One of the three."""

    name: str
    live: bool
    seen: int
    words: str
    """What was counted."""


def barriers(log: Sequence[Mapping[str, Any]], switches: Mapping[str, str], sent_again: int) -> list[Barrier]:
    """The barriers of a proof.

    Args:
        log: the newest requests that the QuickBooks stand-in received.
        switches: how it behaves.
        sent_again: how many documents, customers and items were sent more than once under their one intent.
    """
    ids = Counter(call["query"]["requestid"] for call in log if "requestid" in call["query"])
    looks = sum(_is_look(call) for call in log)
    return [
        Barrier("one intent for a record", True, sent_again, "intents that were sent more than once, and stayed one"),
        Barrier(
            "request id",
            switches["requestid"] == "honoured",
            sum(number > 1 for number in ids.values()),
            "request ids that QuickBooks received more than once",
        ),
        Barrier("look before a repeat", True, looks, "looks for a document that might stand already"),
    ]


def _is_look(call: Mapping[str, Any]) -> bool:
    statement = call["query"].get("query", "")
    return any(f" {name} " in statement for name in LOOKS) and "COUNT" not in statement
