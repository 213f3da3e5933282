"""Where errors become outcomes that a person reads, or retries that Temporal makes."""

from __future__ import annotations

import logging
import re
from datetime import timedelta
from typing import NoReturn

from sqlalchemy.exc import DataError, DBAPIError
from temporalio.exceptions import ApplicationError, ApplicationErrorCategory

from accounting.choices import to_choose
from accounting.faults import explained
from accounting.missing import CAUSES_OF_NOT_FOUND
from accounting.problems import Held, Problem
from accounting.reading_settings import SettingRefused
from activities.sending import OutcomeOpen
from clients.database.connections import UnknownConnection
from clients.database.credentials import SealBroken
from clients.database.links import LinkedElsewhere
from clients.flxpoint import errors as flxpoint
from clients.quickbooks import errors as quickbooks

LONGEST_TEXT = 1_500
"""Temporal keeps 4 KB of a retrying activity's failure: the useful words come first."""

QUANTITY = re.compile(r"\b(Qty|UnitPrice|quantity|unit price)\b", re.IGNORECASE)
"""Sales lines always carry both; a company that has them switched off refuses them under several codes (row R-06)."""

log = logging.getLogger("daybook.failures")

RELINK = explained("quickbooks", "connection_lost").fix


def problems_of(error: Exception, label: str) -> tuple[Problem, ...] | None:
    """What a person must do about the error; None if trying again is the answer."""
    match error:
        case Held():
            return error.problems
        case quickbooks.WrongApp():
            fix = explained("quickbooks", "app_unknown").fix
            return (_problem("app_unknown", f"QuickBooks does not let Daybook in: {error}", fix),)
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
            return (_problem("flxpoint_token_refused", str(error), explained("flxpoint", "token_refused").fix),)
        case flxpoint.NotUnderstood():
            return (_problem("record_not_understood", str(error), explained("flxpoint", "not_understood").fix),)
        case flxpoint.RecordUnknown() | flxpoint.Refused():
            kind = "record_unknown" if isinstance(error, flxpoint.RecordUnknown) else "refused"
            return (_problem("flxpoint_refused", f"{label}: {error}", explained("flxpoint", kind).fix),)
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
            code, fault = "quickbooks_forbids", explained("quickbooks", error.code, "120")
        case quickbooks.PeriodClosed():
            code, fault = "period_closed", explained("quickbooks", "6200")
        case quickbooks.DuplicateDocNumber():
            code, fault = "number_taken", explained("quickbooks", "6140")
        case quickbooks.NotFound() | quickbooks.InvalidReference():
            code, fault = "object_not_found", explained("quickbooks", error.code, "610")
        case _:
            code = f"quickbooks_{error.code or 'refused'}"
            fault = explained("quickbooks", "quantity" if _about_quantities(error) else error.code)
    fix = CAUSES_OF_NOT_FOUND if code == "object_not_found" else fault.fix
    return _problem(code, _refusal(error, label, fault.happened), fix)


def _refusal(error: quickbooks.Refused, label: str, happened: str) -> str:
    """What was refused; of a number that is taken QuickBooks mostly says by which document (row R-53)."""
    taken = re.search(r"DocNumber=(\S+) is assigned to TxnType=(\w+) with TxnId=(\w+)", str(error))
    if taken:
        number, kind, id = taken.groups()
        return f"Document number {number} is already used by {kind} {id}, which is not that of {label}: {error}"
    return f"QuickBooks refused the document of {label}: {happened} In its own words: {error}"


def _about_quantities(error: quickbooks.Refused) -> bool:
    """Its words may name a quantity that is wrong by itself, which codes of their own tell."""
    return error.code not in ("6070", "6520") and bool(QUANTITY.search(str(error)))


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
