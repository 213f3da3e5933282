"""What is in the way of several records at once is one cause: mended once, and then all of them go on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from accounting.problems import CONNECTION, Problem
from accounting.records import Model, RecordKind

DOCUMENTS = {
    RecordKind.ORDER: "order",
    RecordKind.FULFILLMENT_REQUEST: "purchase order",
    RecordKind.SUPPLIER_INVOICE: "bill",
    RecordKind.SHIPMENT: "shipment",
}
"""What a record becomes, in a bookkeeper's words."""
NAMED_LISTS = {"account", "customer", "item", "term", "vendor"}
"""With what a code begins that tells of an entry of one of QuickBooks' lists."""


class Cause(Model):
    """What problems share: their code, and whom or what they are about, if that is known."""

    code: str
    subject: str = ""

    @property
    def is_shared(self) -> bool:
        """Whether one record tells how it stands for all others; without a subject, each has a matter of its own."""
        return bool(self.subject)

    def __str__(self) -> str:
        return f"{self.code}:{self.subject}" if self.subject else self.code


class OpenCause(Model):
    """A cause, with the records that it keeps waiting and those that stand in the books in spite of it."""

    cause: Cause
    message: str
    """Of the record that has it longest."""
    fix: str
    waiting: dict[RecordKind, int]
    standing: dict[RecordKind, int]

    def __str__(self) -> str:
        return f"{named(self.cause)}: {_counted(self.waiting, self.standing)}"


def cause_of(problem: Problem) -> Cause:
    """The cause of a problem."""
    return Cause(code=problem.code, subject=problem.subject)


def shared_causes(problems: Iterable[Problem]) -> frozenset[Cause]:
    """The causes of a record's problems that other records may have, too."""
    return frozenset(cause for cause in map(cause_of, problems) if cause.is_shared)


def cause_named(words: str) -> Cause:
    """The cause that a person names as ``CODE`` or ``CODE:SUBJECT``."""
    code, _, subject = words.strip().partition(":")
    return Cause(code=code.strip(), subject=subject.strip())


def named(cause: Cause) -> str:
    """A cause as people say it: Vendor "Acme Supply" missing."""
    noun, _, rest = cause.code.replace("_", " ").partition(" ")
    if cause.subject and noun in NAMED_LISTS and rest:
        return f'{noun.capitalize()} "{cause.subject}" {rest}'
    words = f"{noun} {rest}".strip().replace("quickbooks", "QuickBooks")
    told = words[:1].upper() + words[1:]
    is_said = not cause.subject or cause.code.startswith(cause.subject)
    return told if is_said else f'{told} "{cause.subject}"'


def to_retry(cause: Cause, connection: str = CONNECTION) -> str:
    """The command that tries what waits for a cause again, to be typed as it stands."""
    words = f"{cause}"
    plain = all(c.isalnum() or c in "_:.-" for c in words)
    shown = words if plain else "'" + words.replace("'", "'\\''") + "'"
    return f"daybook retry {connection} --cause {shown}"


def probes(waiting: Mapping[str, frozenset[Cause]]) -> set[str]:
    """Those orders of which one is enough to tell, for each cause, whether it is gone.

    Args:
        waiting: order id → the causes that its records wait for.
    """
    asked: set[Cause] = set()
    chosen = set()
    for order_id, causes in waiting.items():
        if not causes <= asked:
            chosen.add(order_id)
            asked |= causes
    return chosen


def _counted(waiting: Mapping[RecordKind, int], standing: Mapping[RecordKind, int]) -> str:
    told = []
    if waiting:
        told.append(f"{counted(waiting)} {'waits' if sum(waiting.values()) == 1 else 'wait'}")
    if standing:
        told.append(f"{counted(standing)} in the books with it")
    return "; ".join(told)


def counted(records: Mapping[RecordKind, int]) -> str:
    """So many records of each kind: 3 orders and 214 purchase orders."""
    told = [
        f"{records[kind]} {word}{'' if records[kind] == 1 else 's'}"
        for kind, word in DOCUMENTS.items()
        if records.get(kind)
    ]
    return " and ".join([", ".join(told[:-1]), told[-1]] if len(told) > 1 else told)
