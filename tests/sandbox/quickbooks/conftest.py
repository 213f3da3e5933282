from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.sandbox.quickbooks.books import Books, serving


@pytest.fixture(scope="session")
def company() -> Iterator[Books]:
    with serving(limits="off") as books:
        yield books


@pytest.fixture
def books(company: Books) -> Books:
    """A small shop's company as it is at the start, without throttles."""
    company.http.post("/__control/reset").raise_for_status()
    return company
