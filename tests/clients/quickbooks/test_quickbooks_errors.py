"""What an error says about a write, and what it shows a person."""

from __future__ import annotations

import inspect
import pickle

import pytest

from clients.quickbooks import errors
from clients.quickbooks.errors import Fault, NotSent, QuickBooksError, Refused, Throttled, Uncertain

KINDS = [
    kind
    for _, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, QuickBooksError) and kind not in (QuickBooksError, NotSent, Uncertain, Refused)
]


@pytest.mark.parametrize("kind", KINDS)
def test_every_error_says_exactly_one_thing_about_a_write(kind: type[QuickBooksError]) -> None:
    assert sum(issubclass(kind, family) for family in (NotSent, Uncertain, Refused)) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_the_tree_in_the_docstring_shows_every_error(kind: type[QuickBooksError]) -> None:
    assert f"── {kind.__name__}" in (errors.__doc__ or "")


def test_the_text_is_one_line_with_code_detail_and_intuit_tid() -> None:
    error = errors.DuplicateName(
        status=400,
        faults=(Fault("6240", "Duplicate Name Exists Error", "The name supplied\nalready exists.", "Name"),),
        tid="1-5f734f0e",
        realm="4620816365",
        request_id="abc",
    )
    assert str(error) == (
        "QuickBooks refused: 6240 The name supplied already exists. (at Name) "
        "[HTTP 400, realm 4620816365, request id abc, intuit_tid 1-5f734f0e]"
    )
    assert error.code == "6240"


def test_the_text_names_every_fault_and_the_first_gives_the_code() -> None:
    error = errors.Invalid(faults=(Fault("2020", detail="Line is missing"), Fault("2050", message="Too long")))
    assert "2020 Line is missing; 2050 Too long" in str(error)
    assert error.code == "2020"


def test_an_endless_detail_is_cut_in_the_text_and_whole_in_the_fault() -> None:
    error = errors.Invalid(faults=(Fault("2010", detail="x" * 5000),))
    assert len(str(error)) < 500
    assert len(error.faults[0].detail) == 5000


def test_an_error_without_faults_has_no_code_and_says_what_it_means() -> None:
    error = errors.Unreachable()
    assert error.code is None
    assert str(error) == "QuickBooks could not be reached; nothing was sent."


def test_throttled_keeps_the_wait_through_pickling() -> None:
    error = pickle.loads(pickle.dumps(Throttled(retry_after=30.0, realm="1", tid="t")))
    assert (error.retry_after, error.realm, error.tid) == (30.0, "1", "t")
