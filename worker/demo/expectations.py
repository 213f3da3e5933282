"""How each record of a served folder must end, as its file says, and where it ended differently."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from accounting.documents import DocumentKind
from accounting.records import Model, RecordRef
from clients.database.outcomes import Outcome, OutcomeState

NOWHERE = "nothing became of it"


class Expectation(Model):
    """How one record must end; what is left out may be anything, but for problems, of which there are none then."""

    record: str
    ends: OutcomeState
    why: str = ""
    kind: DocumentKind | None = None
    number: str | None = None
    total: Decimal | None = None
    code: str | None = None
    """Of the problem, where it parks."""
    warns: tuple[str, ...] = ()
    """Codes of the problems beside a document that stands."""

    @property
    def words(self) -> str:
        return _words(self.ends, self._codes, kind=self.kind, number=self.number, total=self.total)

    @property
    def _codes(self) -> set[str]:
        return {self.code} if self.code else set(self.warns)

    def met_by(self, outcome: Outcome) -> bool:
        """Whether the record ended as it must: state, document and every problem."""
        return (
            outcome.state == self.ends
            and {problem.code for problem in outcome.problems} == self._codes
            and self.kind in (None, outcome.document_kind)
            and self.number in (None, outcome.number)
            and self.total in (None, outcome.total)
        )


@dataclass(frozen=True)
class Difference:
    """A record that did not end as its file says."""

    record: str
    expected: str
    found: str

    def __str__(self) -> str:
        return f"{self.record}: expected {self.expected}; found {self.found}"


def read_expectations(folder: Path) -> list[Expectation]:
    """What the files of a folder of records expect, in the order of their names."""
    files = [
        json.loads(file.read_text(encoding="utf-8"), parse_float=Decimal) for file in sorted(folder.glob("*.json"))
    ]
    return [Expectation.model_validate(expected) for file in files for expected in file.get("expect", [])]


def differences(expectations: Sequence[Expectation], outcomes: Sequence[Outcome]) -> list[Difference]:
    """Every record that ended otherwise, in no state at all, or without anything having been expected of it."""
    found = {record_name(outcome.ref): outcome for outcome in outcomes}
    expected = {expectation.record for expectation in expectations}
    missed = [
        Difference(expectation.record, expectation.words, _found(found.get(expectation.record)))
        for expectation in expectations
        if expectation.record not in found or not expectation.met_by(found[expectation.record])
    ]
    return missed + [
        Difference(name, "nothing: no file says how it must end", _found(outcome))
        for name, outcome in found.items()
        if name not in expected
    ]


def record_name(ref: RecordRef) -> str:
    """A record as the files name it: its kind and its id in the order system."""
    return f"{ref.kind.value}:{ref.id}"


def _found(outcome: Outcome | None) -> str:
    if outcome is None:
        return NOWHERE
    codes = {problem.code for problem in outcome.problems}
    kind = None if outcome.document_kind is None else DocumentKind(outcome.document_kind)
    return _words(outcome.state, codes, kind=kind, number=outcome.number, total=outcome.total)


def _words(state: str, codes: set[str], *, kind: DocumentKind | None, number: str | None, total: Decimal | None) -> str:
    document = " ".join(
        part for part in (kind and kind.words, number, "" if total is None else f"over {total}") if part
    )
    problems = f"with {', '.join(sorted(codes))}" if codes else ""
    return " ".join(part for part in (state, document, problems) if part)
