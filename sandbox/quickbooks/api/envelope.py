"""The outside of an answer: headers, and faults in the three shapes QuickBooks gives them."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from starlette.requests import Request
from starlette.responses import Response

from sandbox.exact import ExactResponse
from sandbox.quickbooks.refusals import Refusal
from sandbox.quickbooks.schema.shape import Record

JSON = "application/json;charset=utf-8"
NAMESPACE = "http://schema.intuit.com/finance/v3"


def headers() -> dict[str, str]:
    """What every answer carries."""
    trace = secrets.token_hex(16)
    return {
        "intuit_tid": f"1-{trace[:8]}-{trace[8:]}",
        "Server": "istio-envoy",
        "Strict-Transport-Security": "max-age=31536000",
    }


def served() -> dict[str, str]:
    """What an answer of the company itself carries beside, but not a fault."""
    return {
        **headers(),
        "Qbo-Version": "2096.114",
        "Service-Time": "total=21, db=9",
        "Cache-Control": "max-age=0, no-cache, no-store, must-revalidate, private",
    }


def time_of(now: datetime) -> str:
    """The top-level `time` of an answer."""
    return now.isoformat(timespec="milliseconds")


def refused(refusal: Refusal, now: datetime, *, xml: bool) -> Response:
    """A fault of the company's own; one about an Id has no time, as recorded."""
    fault = refusal.fault()
    if xml:
        return xml_fault(fault, now, refusal.status)
    time = {} if refusal.code == "2030" else {"time": time_of(now)}
    return ExactResponse({"Fault": fault, **time}, refusal.status, headers())


def xml_fault(fault: Record, now: datetime, status: int) -> Response:
    """A fault in XML, which a client may ask for and the gateway also gives those that did not."""
    errors = "".join(_xml_error(error) for error in fault["Error"])
    body = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<IntuitResponse time={quoteattr(time_of(now))} xmlns="{NAMESPACE}">'
        f"<Fault type={quoteattr(fault['type'])}>{errors}</Fault></IntuitResponse>"
    )
    return Response(body, status, headers(), "application/xml")


def _xml_error(error: Record) -> str:
    element = f" element={quoteattr(error['element'])}" if error.get("element") else ""
    detail = "" if error.get("Detail") is None else f"<Detail>{escape(error['Detail'])}</Detail>"
    code, message = quoteattr(error["code"]), escape(error["Message"])
    return f"<Error code={code}{element}><Message>{message}</Message>{detail}</Error>"


def gateway_fault(fault: Record, now: datetime, status: int) -> Response:
    """A fault of the gateway: every member there, in lower case, the time in milliseconds."""
    error = fault["Error"][0]
    lower = {"message": error["Message"], "detail": error["Detail"], "code": error["code"], "element": None}
    body: dict[str, Any] = {
        "warnings": None,
        "intuitObject": None,
        "fault": {"error": [lower], "type": fault["type"]},
        "report": None,
        "queryResponse": None,
        "batchItemResponse": [],
        "attachableResponse": [],
        "syncErrorResponse": None,
        "requestId": None,
        "time": int(now.timestamp() * 1000),
        "status": None,
        "cdcresponse": [],
    }
    known = {401: {"WWW-Authenticate": 'Bearer realm="Intuit", error="invalid_token"'}}
    return ExactResponse(body, status, {**headers(), **known.get(status, {})})


def html(status: int, title: str) -> Response:
    """A page of the web server before the gateway."""
    body = (
        f"<html>\r\n<head><title>{status} {title}</title></head>\r\n<body>\r\n<center><h1>{status} {title}</h1>"
        "</center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
    )
    return Response(body, status, headers(), "text/html")


def wants_xml(request: Request) -> bool:
    """Whether a client would rather read XML."""
    accepted = request.headers.get("Accept", "")
    return "application/xml" in accepted and "application/json" not in accepted
