"""Answers of QuickBooks as it words them, kept short: (code, element, detail, error expected)."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from clients.quickbooks import errors
from clients.quickbooks.errors import QuickBooksError

NAME_TAKEN = (
    "The name supplied already exists. : Another customer is already using this name.  Please use a different name."
)
STALE = (
    "Stale Object Error : You and Avery Example were working on this at the same time. "
    "Avery Example finished before you did, so your work was not saved."
)
INACTIVE = (
    "Object Not Found : Something you're trying to use has been made inactive. "
    "Check the fields with accounts, customers, items, vendors or employees."
)
NUMBER_TAKEN = (
    "Duplicate Document Number Error : You must specify a different number. This number has already been used."
)
TOO_EARLY = (
    "Transactions with inventory (QOH) products cant be dated earlier than the Inventory Start Date for the product"
)
SUBSCRIPTION_ENDED = (
    "Invalid Company Status : Subscription period has ended or been canceled, or there was a billing problem"
)
UNKNOWN_PROPERTY = (
    'Property Name:Unrecognized field "BadJson" (class com.intuit.schema.finance.v3.Invoice), '
    'not marked as ignorable (83 known properties: "DocNumber", "HomeTotalAmt")'
)

VALIDATION_FAULTS: list[tuple[str, str | None, str, type[QuickBooksError]]] = [
    ("120", None, "AuthorizationFailure: -11014-You do not have access to use QuickBooks.", errors.Forbidden),
    ("150", "", "Company under maintenance", errors.Transient),
    ("500", None, "Operation void is not supported.", errors.Invalid),
    ("600", "", "Duplicate Request ID", errors.Transient),
    ("610", "", INACTIVE, errors.NotFound),
    ("1040", None, "Batch size exceeds allowed limit", errors.Invalid),
    ("2010", None, UNKNOWN_PROPERTY, errors.Invalid),
    ("2020", "Line", "Required parameter Line is missing in the request", errors.Invalid),
    ("2030", "Id", "Id should be a valid number. Supplied value:1.5", errors.Invalid),
    ("2050", "firstname", "Length of the field exceeds 21 chars", errors.Invalid),
    (
        "2500",
        "Line.SalesItemLineDetail.ItemRef",
        "Invalid Reference Id : Line.SalesItemLineDetail.ItemRef",
        errors.InvalidReference,
    ),
    ("2500", "", "Categories cannot be used in transactions.", errors.InvalidReference),
    ("4000", None, 'QueryParserError: Encountered " ">" "> "" at line 1, column 45.', errors.QueryRefused),
    ("4001", None, "QueryValidationError: property 'PrimaryEmailAddr' is not queryable", errors.QueryRefused),
    ("4002", None, "Query could not be processed", errors.QueryRefused),
    ("5010", "", STALE, errors.Stale),
    ("5010", "", "The account period has closed and the account books are final.", errors.PeriodClosed),
    ("5020", "", "Permission Denied Error : product is not entitled", errors.Forbidden),
    ("6000", "", "Business Validation Error: Make sure all your transactions have a GST/HST rate.", errors.Invalid),
    ("6000", "", "Business Validation Error: Unexpected Internal Error. (-30000)", errors.Transient),
    ("6000", "", "QuickBooks encountered an error while calculating tax.", errors.Transient),
    ("6070", None, "Amount is not equal to UnitPrice * Qty. Supplied value:9.99", errors.Invalid),
    ("6140", "", NUMBER_TAKEN, errors.DuplicateDocNumber),
    ("6190", "", SUBSCRIPTION_ENDED, errors.Forbidden),
    ("6200", "", "Account Period Closed, Cannot Update Through Services", errors.PeriodClosed),
    ("6210", "", "Account Period Closed, Cannot Update Through Services", errors.PeriodClosed),
    ("6240", "", NAME_TAKEN, errors.DuplicateName),
    ("6240", None, "The name supplied already exists. : null", errors.DuplicateName),
    ("6270", "", TOO_EARLY, errors.InventoryDate),
    ("8000", None, "A code that no list of Intuit's knows", errors.Invalid),
    ("10000", "", "System Failure Error: java.lang.NullPointerException", errors.Transient),
]

FAULT_STATUSES: list[tuple[int, str, str, type[QuickBooksError]]] = [
    (401, "3200", "message=AuthenticationFailed; errorCode=003200; statusCode=401", errors.AuthExpired),
    (401, "120", "AuthorizationFailure: -11014-You do not have access.", errors.Forbidden),
    (401, "100", "General Authentication Error", errors.AuthExpired),
    (403, "003100", "message=ApplicationAuthorizationFailed; errorCode=003100; statusCode=403", errors.Forbidden),
    (403, "3001", "message=ThrottleExceeded; errorCode=003001; statusCode=403", errors.Throttled),
    (403, "9999", "Anything else", errors.Forbidden),
    (408, "", "Request Timeout", errors.Transient),
    (429, "", "Too many requests", errors.Throttled),
    (500, "3100", "message=InternalServerError; errorCode=003100; statusCode=500", errors.Transient),
    (500, "2020", "Required parameter Line is missing in the request", errors.Transient),
    (503, "003001", "message=ThrottleExceeded; errorCode=003001; statusCode=503", errors.Throttled),
    (504, "6002", "message=GatewayTimeout; errorCode=006002; statusCode=504", errors.Transient),
]

TOKEN_EXPIRED = b"""{"warnings": null, "intuitObject": null,
 "fault": {"error": [{"message": "message=AuthenticationFailed; errorCode=003200; statusCode=401",
                      "detail": "Token expired: AB01SECRETSECRET", "code": "3200", "element": null}],
           "type": "AUTHENTICATION"},
 "report": null, "queryResponse": null, "batchItemResponse": [], "attachableResponse": [],
 "requestId": null, "time": 1601391072830, "status": null, "cdcresponse": []}"""

THROTTLED = b"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<IntuitResponse time="2026-11-22T08:00:00.000-08:00" xmlns="http://schema.intuit.com/finance/v3">
 <Fault type="SERVICE"><Error code="3001">
  <Message>message=ThrottleExceeded; errorCode=003001; statusCode=429</Message>
  <Detail>The request limit was reached.  Try again later</Detail></Error></Fault></IntuitResponse>"""

BAD_GATEWAY = b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body><hr>nginx</body>\r\n</html>"

RECEIPT: dict[str, Any] = {"Id": "98", "SyncToken": "0", "DocNumber": "1001", "TotalAmt": Decimal("337.50")}
RECEIPT_ANSWER = (
    b'{"SalesReceipt": {"Id": "98", "SyncToken": "0", "DocNumber": "1001", "TotalAmt": 337.50},'
    b' "time": "2026-11-22T08:00:00.000-08:00"}'
)


def fault(
    code: str, detail: str, *, element: str | None = None, message: str = "Message", type: str = "ValidationFault"
) -> dict[str, Any]:
    """A Fault in the API's own spelling; the element is absent where it is None."""
    entry = {"Message": message, "Detail": detail, "code": code}
    return {"Fault": {"Error": [entry if element is None else entry | {"element": element}], "type": type}}


def fault_body(code: str, detail: str, *, element: str | None = None, message: str = "Message") -> bytes:
    """The same as the body of an answer."""
    return json.dumps(fault(code, detail, element=element, message=message)).encode()
