"""Errors become problems that a person reads, or retries that Temporal makes."""

from __future__ import annotations

import logging
from datetime import timedelta

import psycopg.errors
import pytest
from sqlalchemy.exc import DataError, OperationalError
from temporalio.exceptions import ApplicationError, ApplicationErrorCategory

from accounting.problems import Held, Problem
from accounting.reading_settings import SettingRefused
from accounting.records import RecordKind
from activities.failures import LONGEST_TEXT, problems_of, try_again
from activities.sending import OutcomeOpen
from clients.database.connections import UnknownConnection
from clients.database.seal import SealBroken
from clients.flxpoint import errors as flxpoint
from clients.quickbooks import errors as quickbooks
from clients.quickbooks.errors import Fault


def problem_of(error: Exception) -> Problem:
    """The one problem an error of order SHOP-1001 amounts to."""
    (problem,) = problems_of(error, "SHOP-1001") or ()
    assert problem.fix
    return problem


def refusal(
    kind: type[quickbooks.QuickBooksError], code: str = "6000", detail: str = "No."
) -> quickbooks.QuickBooksError:
    return kind(faults=(Fault(code=code, detail=detail),), tid="1-5f73")


def flxpoint_error(kind: type[flxpoint.FlxpointError]) -> flxpoint.FlxpointError:
    return kind("Gone.", method="GET", path="/orders/7", status=404)


def test_what_a_rule_held_is_told_as_the_rule_told_it() -> None:
    two = (Problem(code="a", message="A.", fix="Mend."), Problem(code="b", message="B.", fix="Mend."))
    assert problems_of(Held(*two), "SHOP-1001") == two


@pytest.mark.rule("R-12/expected")
@pytest.mark.parametrize(
    ("error", "code"),
    [
        (refusal(quickbooks.Forbidden, "5020"), "quickbooks_forbids"),
        (refusal(quickbooks.PeriodClosed, "6210"), "period_closed"),
        (refusal(quickbooks.DuplicateDocNumber, "6140"), "number_taken"),
        (refusal(quickbooks.NotFound, "610"), "object_not_found"),
        (refusal(quickbooks.InvalidReference, "2500"), "object_not_found"),
        (refusal(quickbooks.Invalid, "2050"), "quickbooks_2050"),
        (quickbooks.Invalid(), "quickbooks_refused"),
    ],
)
def test_what_quickbooks_refused_is_told_with_the_record_its_words_and_its_support_id(
    error: quickbooks.QuickBooksError, code: str
) -> None:
    problem = problem_of(error)

    assert problem.code == code
    assert problem.message.startswith("QuickBooks refused the document of SHOP-1001: ")
    assert problem.message.endswith(f". In its own words: {error}")
    if error.faults:
        assert "No." in problem.message
        assert "1-5f73" in problem.message


@pytest.mark.rule("R-06/bad")
@pytest.mark.parametrize("word", ["Qty", "UnitPrice", "a quantity"])
def test_a_refused_quantity_or_price_names_the_switch(word: str) -> None:
    problem = problem_of(refusal(quickbooks.Invalid, "2010", f"Property {word} is not supported here"))
    assert "Track quantity and price/rate" in problem.fix
    assert "Track quantity" not in problem_of(refusal(quickbooks.Invalid, "2010", "Property Memo is unknown")).fix


def test_what_a_code_means_comes_before_quickbooks_own_words() -> None:
    problem = problem_of(refusal(quickbooks.Invalid, "2050", "Length of the field exceeds 21 chars"))
    assert "A text is longer than QuickBooks allows. In its own words" in problem.message
    assert problem.fix == "Shorten in Flxpoint what QuickBooks names, then retry."
    wrong_sum = refusal(quickbooks.Invalid, "6070", "Amount is not equal to UnitPrice * Qty. Supplied value:7")
    assert "defect of Daybook" in problem_of(wrong_sum).fix


@pytest.mark.rule("R-77/bad")
@pytest.mark.parametrize("kind", [quickbooks.NotFound, quickbooks.InvalidReference])
def test_an_object_not_found_of_which_nothing_is_lost_tells_every_cause_in_its_order(
    kind: type[quickbooks.QuickBooksError],
) -> None:
    fix = problem_of(refusal(kind, "610")).fix
    causes = ("inactive or deleted", "SKUs", "order posted before", "user who connected", "transaction numbers")
    places = [fix.index(cause) for cause in (*causes, "daybook history CONNECTION")]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (quickbooks.ReconnectNeeded(), "connection_lost"),
        (quickbooks.WrongApp(), "app_unknown"),
        (UnknownConnection("No connection shop."), "connection_unknown"),
        (SettingRefused("There is no setting x."), "setting_refused"),
        (SealBroken("Sealed with another key."), "seal_broken"),
        (flxpoint_error(flxpoint.TokenRefused), "flxpoint_token_refused"),
        (flxpoint_error(flxpoint.RecordUnknown), "flxpoint_refused"),
        (flxpoint_error(flxpoint.Refused), "flxpoint_refused"),
        (flxpoint.NotUnderstood(RecordKind.ORDER, "7", "its total is no number."), "record_not_understood"),
        (flxpoint.FieldMissing(RecordKind.ORDER, "7", "total", ["orderTotal"]), "record_not_understood"),
    ],
)
def test_what_only_a_person_can_mend_is_told_in_the_errors_own_words(error: Exception, code: str) -> None:
    problem = problem_of(error)
    assert problem.code == code
    assert str(error) in problem.message


@pytest.mark.parametrize(
    "error",
    [
        quickbooks.Unreachable(),
        quickbooks.AuthExpired(),
        quickbooks.NoTokenYet(),
        quickbooks.Throttled(),
        quickbooks.Transient(),
        quickbooks.MalformedAnswer(),
        flxpoint_error(flxpoint.Transient),
        flxpoint_error(flxpoint.Unreachable),
        flxpoint_error(flxpoint.Throttled),
        OutcomeOpen("SalesReceipt for order 7", timedelta(seconds=2)),
        OperationalError("select 1", {}, psycopg.errors.AdminShutdown()),
        ConnectionResetError(),
        TimeoutError(),
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_passes_by_itself_is_tried_again(error: Exception) -> None:
    assert problems_of(error, "SHOP-1001") is None


def test_a_value_that_postgres_cannot_hold_is_told() -> None:
    error = DataError("insert", {}, psycopg.errors.UntranslatableCharacter("unsupported Unicode escape sequence"))

    problem = problem_of(error)

    assert problem.code == "value_unfit"
    assert problem.message == "SHOP-1001 holds a value that cannot be stored: unsupported Unicode escape sequence."


def test_a_mistake_of_our_own_is_told_and_logged_rather_than_tried_for_ever(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        problem = problem_of(KeyError("460001\nand more"))

    assert problem.code == "unforeseen"
    assert problem.message.startswith("SHOP-1001 cannot be worked on: KeyError: ")
    assert "Unforeseen: SHOP-1001 cannot be worked on" in caplog.text


def test_a_problem_is_cut_to_what_can_be_kept() -> None:
    assert len(problem_of(SettingRefused("x" * 5_000)).message) == LONGEST_TEXT


def tried_again(error: Exception) -> ApplicationError:
    with pytest.raises(ApplicationError) as again:
        try_again(error)
    return again.value


def test_an_open_outcome_is_looked_for_when_it_has_settled_and_alarms_nobody() -> None:
    error = tried_again(OutcomeOpen("SalesReceipt for order 7", timedelta(seconds=150)))

    assert (error.type, error.message) == ("OutcomeOpen", "SalesReceipt for order 7")
    assert error.next_retry_delay == timedelta(seconds=150)
    assert error.category is ApplicationErrorCategory.BENIGN
    assert not error.non_retryable


@pytest.mark.parametrize(("after", "wait"), [(30.0, 30), (None, 1), (0.0, 1)])
def test_a_throttled_request_waits_as_long_as_it_was_told(after: float | None, wait: int) -> None:
    ours = tried_again(quickbooks.Throttled(retry_after=after))
    theirs = tried_again(flxpoint.Throttled(method="GET", path="/orders", status=429, retry_after=after))

    assert ours.next_retry_delay == theirs.next_retry_delay == timedelta(seconds=wait)
    assert ours.category is ApplicationErrorCategory.BENIGN


def test_everything_else_is_tried_again_at_temporals_own_pace_under_its_name() -> None:
    error = tried_again(quickbooks.Transient("x" * 5_000))

    assert error.type == "Transient"
    assert len(error.message) <= LONGEST_TEXT
    assert error.next_retry_delay is None
    assert not error.non_retryable


def test_history_holds_no_cause_behind_the_error() -> None:
    try:
        raise ValueError("a secret of the cause")
    except ValueError:
        error = tried_again(quickbooks.Transient())
    assert error.__cause__ is None
    assert error.__suppress_context__
