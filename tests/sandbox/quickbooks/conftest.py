from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.sandbox.quickbooks.books import ANSWERS, Books, serving
from tests.sandbox.quickbooks.recorded.evidence import SCHEMAS
from tests.sandbox.quickbooks.schema_checks.intuit_schema import objections_to


@pytest.fixture(scope="session")
def company() -> Iterator[Books]:
    with serving(limits="off") as books:
        yield books


@pytest.fixture
def books(company: Books) -> Books:
    """A small shop's company as it is at the start, without throttles."""
    company.http.post("/__control/reset").raise_for_status()
    return company


@pytest.fixture(autouse=True)
def only_valid_answers() -> Iterator[None]:
    """Whatever a test was answered is valid by Intuit's schema, where that is at hand."""
    ANSWERS.clear()
    yield
    if SCHEMAS.is_dir():
        assert [objection for answer in ANSWERS for objection in objections_to(answer)] == []
