"""Answers of QuickBooks Online, from bytes to entities or to an error; no network here."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from email.utils import parsedate_to_datetime
from typing import Any, NoReturn

from clients.quickbooks.errors import MalformedAnswer, QuickBooksError, Throttled
from clients.quickbooks.faults import FaultReport, fault_in_json, fault_in_xml
from clients.quickbooks.verdicts import verdict


@dataclass(frozen=True)
class Origin:
    """The exchange an answer came from, for the errors that speak of it."""

    realm: str = ""
    request_id: str | None = None
    status: int | None = None
    tid: str | None = None
    retry_after: float | None = None

    def error(
        self, kind: type[QuickBooksError], message: str = "", report: FaultReport | None = None
    ) -> QuickBooksError:
        """An error of this kind that names the exchange."""
        error = kind(
            message,
            status=self.status,
            faults=report.faults if report else (),
            tid=self.tid,
            realm=self.realm,
            request_id=self.request_id,
        )
        if isinstance(error, Throttled):
            error.retry_after = self.retry_after
        return error


UNKNOWN = Origin()


def origin_of(status: int, headers: Mapping[str, str], *, realm: str, request_id: str | None) -> Origin:
    """What status and headers tell about an exchange; QuickBooks varies the letter case of headers."""
    folded = {name.lower(): value for name, value in headers.items()}
    return Origin(realm, request_id, status, folded.get("intuit_tid"), _retry_after(folded))


def read_answer(
    status: int, headers: Mapping[str, str], body: bytes, *, realm: str, request_id: str | None
) -> dict[str, Any]:
    """The JSON of an answer, fractions as Decimal, or the error it amounts to.

    The body is read before the status counts: HTTP 200 may carry a Fault, and the gateway answers in
    XML or HTML although JSON was asked for.
    """
    answer = _json_object(body)
    report = fault_in_json(answer) if answer is not None else fault_in_xml(body)
    if answer is not None and report is None and 200 <= status < 300:
        return answer
    origin = origin_of(status, headers, realm=realm, request_id=request_id)
    message = "" if report and report.faults else f"QuickBooks answered HTTP {status} with {_described(body)}."
    raise origin.error(verdict(status, report), message, report)


def entity(answer: Mapping[str, Any], kind: str, origin: Origin = UNKNOWN) -> dict[str, Any]:
    """The entity of this kind in an answer to a create, update or read."""
    found = answer.get(kind)
    if not isinstance(found, dict) or not found.get("Id"):
        _malformed(origin, f"QuickBooks answered without a {kind} that has an Id.")
    return found


def rows(answer: Mapping[str, Any], kind: str, origin: Origin = UNKNOWN) -> list[dict[str, Any]]:
    """The entities a query found, none if it found none."""
    response = _query_response(answer, origin)
    found = response.get(kind, [])
    # An unreadable answer must not pass for "there is none": a document would be created twice.
    if not isinstance(found, list) or (not found and response.get("maxResults")):
        _malformed(origin, f"QuickBooks answered a query for {kind} without a list of {kind}.")
    if not all(isinstance(row, dict) for row in found):
        _malformed(origin, f"QuickBooks answered a query for {kind} with what is no {kind}.")
    return found


def total(answer: Mapping[str, Any], origin: Origin = UNKNOWN) -> int:
    """The number a COUNT(*) query came to."""
    counted = _query_response(answer, origin).get("totalCount")
    if not isinstance(counted, int) or isinstance(counted, bool) or counted < 0:
        _malformed(origin, "QuickBooks answered a count without totalCount.")
    return counted


def changed(answer: Mapping[str, Any], kind: str, origin: Origin = UNKNOWN) -> list[dict[str, Any]]:
    """The entities of one kind that changed; a deleted one has its id and ``status`` Deleted."""
    responses = answer.get("CDCResponse")
    first = responses[0] if isinstance(responses, list) and responses else None
    told = first.get("QueryResponse") if isinstance(first, dict) else None
    if not isinstance(told, list) or not all(isinstance(part, dict) for part in told):
        _malformed(origin, "QuickBooks answered without the changes asked for.")
    return [row for part in told for row in rows({"QueryResponse": part}, kind, origin)]


def batch_results(
    answer: Mapping[str, Any], ids: Iterable[str], origin: Origin = UNKNOWN
) -> dict[str, dict[str, Any] | QuickBooksError]:
    """What became of each item of a batch: its entity, or the error it alone met.

    Items are matched by bId, in whatever order they come. One that is missing, or that holds neither
    entity nor Fault, is uncertain: never a success, never a refusal.
    """
    answered = answer.get("BatchItemResponse")
    items = [item for item in answered if isinstance(item, dict)] if isinstance(answered, list) else []
    by_id = {str(item.get("bId")): item for item in items}
    return {bid: _batch_result(bid, by_id.get(bid, {}), origin) for bid in ids}


def _batch_result(bid: str, item: dict[str, Any], origin: Origin) -> dict[str, Any] | QuickBooksError:
    report = fault_in_json(item)
    if report is not None:
        return origin.error(verdict(origin.status or 200, report), "", report)
    for member in item.values():
        if isinstance(member, dict) and member.get("Id"):
            return member
    return origin.error(MalformedAnswer, f"QuickBooks did not say what became of batch item {bid}.")


def _query_response(answer: Mapping[str, Any], origin: Origin) -> dict[str, Any]:
    response = answer.get("QueryResponse")
    if not isinstance(response, dict):
        _malformed(origin, "QuickBooks answered a query without a QueryResponse.")
    return response


def _malformed(origin: Origin, message: str) -> NoReturn:
    raise origin.error(MalformedAnswer, message)


def _json_object(body: bytes) -> dict[str, Any] | None:
    try:
        answer = json.loads(body, parse_float=Decimal, parse_constant=_no_number)
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) else None


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no JSON number")


def _described(body: bytes) -> str:
    if not body.strip():
        return "an empty body"
    if fault_in_xml(body) is not None:
        return "an empty Fault"
    if body.lstrip().startswith(b"<"):
        title = re.search(rb"<title>(.{1,120}?)</title>", body, re.IGNORECASE | re.DOTALL)
        return f"a page titled {title[1].decode(errors='replace')!r}" if title else "a page of HTML or XML"
    return f"{len(body)} bytes that are not the JSON expected"


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds, from either form of Retry-After; the date form counts from the answer's own Date."""
    said = headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d{1,6}(\.\d+)?", said):
        return float(said)
    try:
        wait = parsedate_to_datetime(said) - parsedate_to_datetime(headers.get("date", ""))
    except (ValueError, TypeError):
        return None
    return max(wait.total_seconds(), 0.0)
