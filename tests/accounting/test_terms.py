"""Due dates by days, by day of the month, and by none (row R-112)."""

from __future__ import annotations

from datetime import date

import pytest

from accounting.terms import Term, term_missing


def test_a_term_of_days_counts_from_the_documents_date() -> None:
    assert Term(id="3", name="Net 30", due_days=30).due(date(2026, 11, 30)) == date(2026, 12, 30)
    assert Term(id="1", name="Due on receipt", due_days=0).due(date(2026, 11, 30)) == date(2026, 11, 30)


@pytest.mark.rule("R-112/expected")
@pytest.mark.parametrize(
    ("dated", "due"),
    [
        (date(2026, 11, 4), date(2026, 11, 15)),
        (date(2026, 11, 9), date(2026, 11, 15)),
        (date(2026, 11, 10), date(2026, 12, 15)),
        (date(2026, 11, 15), date(2026, 12, 15)),
        (date(2026, 12, 16), date(2027, 1, 15)),
    ],
)
def test_what_is_dated_close_before_the_day_of_the_month_is_due_in_the_next(dated: date, due: date) -> None:
    term = Term(id="5", name="15th", due_day_of_month=15, next_month_within=5)
    assert term.due(dated) == due


def test_a_day_that_a_month_does_not_have_is_its_last() -> None:
    term = Term(id="6", name="End of month", due_day_of_month=31)
    assert term.due(date(2026, 11, 30)) == date(2026, 11, 30)
    assert term.due(date(2027, 1, 31)) == date(2027, 1, 31)
    assert Term(id="6", name="31st", due_day_of_month=31, next_month_within=3).due(date(2027, 1, 30)) == date(
        2027, 2, 28
    )


def test_a_term_that_says_neither_is_due_at_once() -> None:
    assert Term(id="7", name="Odd").due(date(2026, 11, 20)) == date(2026, 11, 20)


@pytest.mark.rule("R-112/bad")
def test_a_missing_term_names_the_document_and_the_place() -> None:
    problem = term_missing("Bill ACME-1", date(2026, 11, 20), whose="Acme Supply", where="Expenses > Vendors > Terms")
    assert problem.code == "term_missing"
    assert problem.message == "Bill ACME-1 is due on its own date, 2026-11-20: Acme Supply has no term of payment."
    assert "Expenses > Vendors > Terms" in problem.fix
