"""What became of a case, as its file says it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from difflib import unified_diff
from typing import Any

from accounting.documents import DocumentKind
from accounting.problems import Problem
from accounting.records import RecordKind
from tests.golden import bodies
from tests.golden.books import Books
from tests.golden.cases import EXPECTED, NEXT, ORDERS, read_case
from tests.golden.play import Ended, Played, Sent, play
from tests.golden.texts import write

Json = dict[str, Any]

USUAL = ORDERS / "R-32-paid.yaml"
"""The order from which the others differ."""


async def made(text: str) -> str:
    """A file's text with what the rules make of its order now."""
    case, usual = read_case(text), read_case(USUAL.read_text(encoding="utf-8"))
    known = {} if case.steps == usual.steps else ends((await play(usual))[0], {})
    steps = zip(case.steps, await play(case), strict=True)
    return NEXT.join(f"{step.head}{EXPECTED}\n{_told(ends(played, known))}" for step, played in steps) + "\n"


def difference(name: str, expected: str, made: str) -> str:
    """The lines that differ, with some around them."""
    names = f"{name}: expected", f"{name}: made now"
    return "\n".join(unified_diff(expected.splitlines(), made.splitlines(), *names, lineterm=""))


def _told(told: Json) -> str:
    return "\n".join(f"  {line}" for line in write(told).splitlines())


def ends(played: Played, known: Json) -> Json:
    """How each record ended; one that ended as in the usual order is not told again."""
    labels = Counter((ended.outcome.ref.kind, ended.outcome.label) for ended in played.ended)
    told = {_name(ended, labels): _ended(ended, played.books) for ended in played.ended}
    return {name: f"as in {USUAL.name}" if known.get(name) == end else end for name, end in told.items()}


def _name(ended: Ended, labels: Counter[tuple[RecordKind, str]]) -> str:
    ref, label = ended.outcome.ref, ended.outcome.label
    return f"{ref.kind.words} {label}" + (f" (id {ref.id})" if labels[ref.kind, label] > 1 else "")


def _ended(ended: Ended, books: Books) -> Json:
    outcome = ended.outcome
    told: Json = {}
    match outcome.state:
        case "waiting":
            told["waits"] = outcome.detail
        case "excluded":
            told["left out"] = outcome.detail
        case "parked":
            told["held"] = _problems(outcome.problems)
        case stands:
            words = DocumentKind(outcome.document_kind or "").words
            told[stands] = f"{words} {outcome.number} over {outcome.total}"
            if outcome.problems:
                told["problems"] = _problems(outcome.problems)
    if sends := _sends(ended.sent, books):
        told["sends"] = sends
    return told


def _problems(problems: Iterable[Problem]) -> list[Json]:
    return [{"code": problem.code, "message": problem.message, "fix": problem.fix} for problem in problems]


def _sends(sent: Sent, books: Books) -> Sequence[Json | list[Json]]:
    """The requests that created something, in their order; those that went together are a list."""
    requests = [[{kind: bodies.told(kind, body, books)} for kind, body in request] for request in sent if request]
    return [request[0] if len(request) == 1 else request for request in requests]
