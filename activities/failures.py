"""Where errors become outcomes that a person reads, or retries that Temporal makes."""

from __future__ import annotations

import logging
import re
from datetime import timedelta
from typing import NoReturn

from sqlalchemy.exc import DataError, DBAPIError
from temporalio.exceptions import ApplicationError, ApplicationErrorCategory

from accounting.choices import to_choose
from accounting.missing import CAUSES_OF_NOT_FOUND
from accounting.problems import CONNECTION, Held, Problem
from accounting.reading_settings import SettingRefused
from activities.sending import OutcomeOpen
from clients.database.connections import UnknownConnection
from clients.database.credentials import SealBroken
from clients.database.links import LinkedElsewhere
from clients.flxpoint import errors as flxpoint
from clients.quickbooks import errors as quickbooks

LONGEST_TEXT = 1_500
"""Temporal keeps 4 KB of a retrying activity's failure: the useful words come first."""

log = logging.getLogger("daybook.failures")

MEND_APP = "Correct DAYBOOK_INTUIT_CLIENT_ID and DAYBOOK_INTUIT_CLIENT_SECRET, restart the worker, then retry."
RELINK = f"Link the connection to QuickBooks again: daybook connect {CONNECTION}"


def problems_of(error: Exception, label: str) -> tuple[Problem, ...] | None:
    """What a person must do about the error; None if trying again is the answer."""
    match error:
        case Held():
            return error.problems
        case quickbooks.WrongApp():
            return (_problem("app_unknown", f"QuickBooks does not let Daybook in: {error}", MEND_APP),)
        case quickbooks.ReconnectNeeded():
            return (_problem("connection_lost", str(error), RELINK),)
        case quickbooks.Refused():
            return (_refused(error, label),)
        case UnknownConnection():
            return (
                _problem("connection_unknown", str(error), "Make it: daybook connect NAME --environment production."),
            )
        case LinkedElsewhere():
            return (_problem("linked_elsewhere", str(error), "Void or delete one of them, then retry."),)
        case SettingRefused():
            return (_problem("setting_refused", str(error), f"Mend it: {to_choose('name=value')}."),)
        case SealBroken():
            return (_problem("seal_broken", str(error), RELINK),)
        case flxpoint.TokenRefused():
            fix = f"Store an Account token: daybook connection flxpoint-token {CONNECTION}"
            return (_problem("flxpoint_token_refused", str(error), fix),)
        case flxpoint.NotUnderstood():
            fix = "Complete the record in Flxpoint; if it is right there, send this message to whoever runs Daybook."
            return (_problem("record_not_understood", str(error), fix),)
        case flxpoint.RecordUnknown() | flxpoint.Refused():
            return (_problem("flxpoint_refused", f"{label}: {error}", "Look at the record in Flxpoint, then retry."),)
        case DBAPIError() if _about_a_value(error):
            fix = "Shorten or correct it in the order system."
            return (_problem("value_unfit", f"{label} holds a value that cannot be stored: {error.orig}.", fix),)
        case ArithmeticError() | AttributeError() | LookupError() | TypeError() | ValueError():
            # The next attempt would fail alike, and nobody would see it.
            log.error("Unforeseen: %s cannot be worked on", label, exc_info=error)
            return (_unforeseen(error, label),)
        case _:
            return None


def try_again(error: Exception) -> NoReturn:
    """Let Temporal try again, at the time the error knows best.

    Raises:
        ApplicationError: always; it names the error, and chains nothing that history should not hold.
    """
    text = f"{error}"[:LONGEST_TEXT]
    kind = type(error).__name__
    benign = ApplicationErrorCategory.BENIGN
    match error:
        case OutcomeOpen():
            raise ApplicationError(text, type=kind, next_retry_delay=error.wait, category=benign) from None
        case quickbooks.Throttled() | flxpoint.Throttled():
            wait = timedelta(seconds=error.retry_after or 1)
            raise ApplicationError(text, type=kind, next_retry_delay=wait, category=benign) from None
        case _:
            raise ApplicationError(text, type=kind) from None


def _refused(error: quickbooks.Refused, label: str) -> Problem:
    match error:
        case quickbooks.Forbidden():
            code, fix = "quickbooks_forbids", "Ask the QuickBooks admin for rights, or re-link with another user."
        case quickbooks.PeriodClosed():
            code, fix = "period_closed", "Reopen the period in QuickBooks, then retry."
        case quickbooks.DuplicateDocNumber():
            code, fix = "number_taken", "Look at that document; link it, or change its number, then retry."
        case quickbooks.NotFound() | quickbooks.InvalidReference():
            code, fix = "object_not_found", CAUSES_OF_NOT_FOUND
        case _:
            code, fix = f"quickbooks_{error.code or 'refused'}", "Correct what QuickBooks names, then retry."
    return _problem(code, _refusal(error, label), fix)


def _refusal(error: quickbooks.Refused, label: str) -> str:
    """What was refused; of a number that is taken QuickBooks mostly says by which document (row R-53)."""
    taken = re.search(r"DocNumber=(\S+) is assigned to TxnType=(\w+) with TxnId=(\w+)", str(error))
    if taken:
        number, kind, id = taken.groups()
        return f"Document number {number} is already used by {kind} {id}, which is not that of {label}: {error}"
    return f"QuickBooks refused the document of {label}: {error}"


def _about_a_value(error: DBAPIError) -> bool:
    """Postgres has no place for a character (a data error), or for so many of them (class 54)."""
    return isinstance(error, DataError) or str(getattr(error.orig, "sqlstate", "")).startswith("54")


def _unforeseen(error: Exception, label: str) -> Problem:
    first_line = f"{error}".partition("\n")[0]
    return _problem(
        "unforeseen",
        f"{label} cannot be worked on: {type(error).__name__}: {first_line}.",
        "Send this message to whoever runs Daybook; retry when it is mended.",
    )


def _problem(code: str, message: str, fix: str) -> Problem:
    return Problem(code=code, message=message[:LONGEST_TEXT], fix=fix)
