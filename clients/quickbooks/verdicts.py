"""Which status, code and text of QuickBooks becomes which error."""

from __future__ import annotations

import re

from clients.quickbooks.errors import (
    AuthExpired,
    DuplicateDocNumber,
    DuplicateName,
    Forbidden,
    Invalid,
    InvalidReference,
    InventoryDate,
    MalformedAnswer,
    NotFound,
    PeriodClosed,
    QueryRefused,
    QuickBooksError,
    Stale,
    Throttled,
    Transient,
)
from clients.quickbooks.faults import FaultReport

BY_CODE: dict[str, type[QuickBooksError]] = {
    "100": AuthExpired,
    "110": AuthExpired,
    "120": Forbidden,
    "130": Transient,  # wrong cluster
    "140": Transient,  # company locked out
    "150": Transient,  # company under maintenance
    # "Duplicate Request ID": the first request under this id may have been stored. Taking it for
    # a refusal would free the record for a second document.
    "600": Transient,
    "610": NotFound,
    "2500": InvalidReference,
    "3001": Throttled,
    "3100": Transient,
    "3200": AuthExpired,
    "3202": AuthExpired,
    "4000": QueryRefused,
    "4001": QueryRefused,
    "4002": QueryRefused,
    "5010": Stale,
    "5020": Forbidden,
    "6002": Transient,
    "6140": DuplicateDocNumber,
    "6190": Forbidden,
    "6200": PeriodClosed,
    "6210": PeriodClosed,
    "6240": DuplicateName,
    "6270": InventoryDate,
    "10000": Transient,
}

BY_STATUS: dict[int, type[QuickBooksError]] = {
    401: AuthExpired,
    403: Forbidden,
    408: Transient,
    429: Throttled,
}

# Seen under 5010 as well as under 6200 and 6210.
PERIOD_CLOSED = re.compile(
    r"account(ing)? period (has |is )?(been )?closed|books (are|have been) closed", re.IGNORECASE
)
# Code 6000 is mostly a rule the request breaks; under these words it is QuickBooks that failed.
OWN_FAILURE = re.compile(r"unexpected (internal )?error|encountered an error while calculating tax", re.IGNORECASE)


def verdict(status: int, report: FaultReport | None) -> type[QuickBooksError]:
    """The error's class; statuses that say nothing about the request win over its fault's code."""
    codes = [fault.code for fault in report.faults] if report else []
    known = [BY_CODE[code] for code in codes if code in BY_CODE]
    if Throttled in known or status == 429:
        return Throttled
    if status >= 500:
        return Transient
    if status == 401:
        return Forbidden if Forbidden in known else AuthExpired
    if status == 403 and "3100" in codes:  # there it means ApplicationAuthorizationFailed
        return Forbidden
    return _by_text(report) or (known[0] if known else _by_status(status, report))


def _by_text(report: FaultReport | None) -> type[QuickBooksError] | None:
    for fault in report.faults if report else ():
        text = f"{fault.message} {fault.detail}"
        if PERIOD_CLOSED.search(text):
            return PeriodClosed
        if fault.code == "6000" and OWN_FAILURE.search(text):
            return Transient
    return None


def _by_status(status: int, report: FaultReport | None) -> type[QuickBooksError]:
    if report is not None and report.type == "systemfault":
        return Transient
    if status in BY_STATUS:
        return BY_STATUS[status]
    if 400 <= status < 500 or (report is not None and report.faults):
        return Invalid
    return MalformedAnswer
