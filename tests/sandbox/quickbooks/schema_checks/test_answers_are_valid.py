"""Whatever the stand-in answers and keeps is valid by Intuit's own schema."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from sandbox.exact import loads
from sandbox.quickbooks.schema.kinds import KINDS
from tests.sandbox.quickbooks.books import Books, Record, serving
from tests.sandbox.quickbooks.recorded.evidence import needs_evidence
from tests.sandbox.quickbooks.schema_checks.intuit_schema import objections
from tests.sandbox.quickbooks.schema_checks.one_of_each import live

pytestmark = needs_evidence


@pytest.fixture(scope="module")
def lived() -> Iterator[tuple[Books, list[Record]]]:
    """A company in which one of each kind was, and every answer that was given on the way."""
    answers: list[Record] = []

    def keep(answer: httpx.Response) -> None:
        answer.read()
        if answer.url.path.startswith("/v3/"):
            answers.append({"asked": f"{answer.request.method} {answer.url}", "body": loads(answer.content)})

    with serving(limits="off") as books:
        books.http.event_hooks["response"].append(keep)
        live(books)
        yield books, answers


def test_every_answer_is_valid(lived: tuple[Books, list[Record]]) -> None:
    _, answers = lived
    found = {answer["asked"]: objections("IntuitResponse", answer["body"]) for answer in answers}
    assert {asked: problems for asked, problems in found.items() if problems} == {}


def test_every_record_kept_is_valid(lived: tuple[Books, list[Record]]) -> None:
    books, _ = lived
    kept = loads(books.http.get("/__control/state").content)["entities"]
    found = {f"{kind} {one['Id']}": objections(kind, one) for kind, records in kept.items() for one in records}
    assert {record: problems for record, problems in found.items() if problems} == {}


def test_a_record_of_every_kind_was_looked_at(lived: tuple[Books, list[Record]]) -> None:
    _, answers = lived
    assert set(KINDS) - {kind for answer in answers for kind in _kinds(answer["body"])} == set()


def _kinds(body: Any) -> Iterator[str]:
    """The kinds of the records in an answer."""
    if isinstance(body, dict):
        for name, member in body.items():
            if name in KINDS and member:
                yield name
            yield from _kinds(member)
    elif isinstance(body, list):
        for entry in body:
            yield from _kinds(entry)
