"""Documents in the books that Daybook did not link: a second one of a record, or one whose record nobody knows."""

from __future__ import annotations

import re
import shlex

from accounting.numbering import carries, marker
from accounting.problems import CONNECTION, Problem
from accounting.reconciliation.edits import Kept, Seen
from accounting.records import RecordKind, RecordRef

SECOND = "second_document"
WITHOUT_RECORD = "document_without_record"

_MARKER = re.compile(rf"flxpoint:({'|'.join(RecordKind)}):([\w.:-]*\w)")


def record_named(note: str) -> RecordRef | None:
    """The record whose marker a memo holds."""
    for kind, id in _MARKER.findall(note):
        if carries(marker(RecordKind(kind), id), note):
            return RecordRef(kind=RecordKind(kind), id=id)
    return None


def second_document(kept: Kept, seen: Seen) -> Problem:
    """A record has its document, and there is another one that bears its marker or its number."""
    sign = "the marker" if record_named(seen.note) else "the number"
    name = shlex.quote(kept.label)
    return Problem(
        code=SECOND,
        message=f"{seen.words} bears {sign} of {kept.label}, which stands as {kept.kind.words} "
        f"{kept.number or 'without a number'} (id {kept.id}).",
        fix=f"Delete one of the two in QuickBooks; or, if it is another matter: daybook close {CONNECTION} {name}",
        amount=seen.total,
    )


def without_record(ref: RecordRef, label: str | None, seen: Seen) -> Problem:
    """A document bears the marker of a record that has none; ``label`` is None where nobody knows the record."""
    name = f"{ref.kind.words} {label or ref.id}"
    known = f"link it: daybook link {CONNECTION} {shlex.quote(label)} --document {seen.id}" if label else ""
    return Problem(
        code=WITHOUT_RECORD,
        message=f"{seen.words} was posted for {name}, and Daybook has no link to it"
        f"{'' if label else ', nor such a record'}.",
        fix=f"Open it in QuickBooks. If it is right, {known}; else delete it there."
        if known
        else f"Open it in QuickBooks, and delete it unless {name} is in Flxpoint: then run daybook run {CONNECTION}, "
        "and see here again.",
        subject=f"{seen.kind} {seen.id}",
        amount=seen.total,
    )
