"""The answer to each operation has the status, type and shape that is noted of it; the notes agree with the recordings.

A note is a file of `answers/`: the recorded call it was drawn from, its status and content type, and its shape.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sandbox.exact import loads
from tests.sandbox.quickbooks.books import serving
from tests.sandbox.quickbooks.recorded.evidence import needs_evidence, recording
from tests.sandbox.quickbooks.recorded.operations import OPERATIONS
from tests.sandbox.quickbooks.recorded.rebuilt import CREW
from tests.sandbox.quickbooks.recorded.shapes import differences, shape, without_rows

NOTES: dict[str, dict[str, Any]] = {
    path.stem: json.loads(path.read_text()) for path in sorted((Path(__file__).parent / "answers").glob("*.json"))
}
WITHOUT_ROWS = {"batch", "changes"}


def _shape(operation: str, body: Any) -> Any:
    return without_rows(shape(body)) if operation in WITHOUT_ROWS else shape(body)


def test_every_operation_has_its_note() -> None:
    assert set(NOTES) == set(OPERATIONS)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_an_answer_has_the_noted_shape(operation: str) -> None:
    note = NOTES[operation]
    with serving(seed_company=False, limits="off") as books:
        books.prefer("SalesFormsPrefs", CustomField=CREW)
        answer = OPERATIONS[operation](books)
    assert (answer.status_code, answer.headers["Content-Type"]) == (note["status"], note["type"])
    assert differences(note["answer"], _shape(operation, loads(answer.content))) == []


@needs_evidence
@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_note_agrees_with_its_recording(operation: str) -> None:
    note = NOTES[operation]
    recorded = recording(*note["recording"]).response
    assert (note["status"], note["type"]) == (recorded["status"], recorded["headers"]["Content-Type"])
    assert note["answer"] == _shape(operation, recorded["body"])
