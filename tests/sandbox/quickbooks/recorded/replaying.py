"""A recorded call sent to the stand-in again, and how its answer differs from the recorded one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import httpx

from sandbox.exact import dumps, loads
from sandbox.quickbooks.schema.kinds import BY_PATH
from tests.sandbox.quickbooks.books import Record
from tests.sandbox.quickbooks.recorded.evidence import Recording
from tests.sandbox.quickbooks.recorded.rebuilt import Rebuilt
from tests.sandbox.quickbooks.recorded.shapes import differences, shape

RESOURCE = re.compile(r"/v3(?:/company/-COMPANY_ID-)?/(.*)")
ID = re.compile(r"'(\d+)'")
SENT_HEADERS = ("Accept", "Content-Type")
FOUND = ("startPosition", "maxResults", "totalCount")


def replay(company: Rebuilt, call: Recording) -> list[str]:
    """Send a call with this company's Ids; returns every difference of the answer."""
    answer = send(company, call)
    wanted = call.response["body"]
    problems = unequal("status", call.response["status"], answer.status_code)
    problems += unequal("Content-Type", call.response["headers"]["Content-Type"], answer.headers["Content-Type"])
    if not isinstance(wanted, dict):
        return problems + unequal("body", wanted[:5], answer.text[:5])
    given = loads(answer.content)
    problems += differences(shape(wanted), shape(given))
    problems += unequal("errors", errors(wanted), errors(given))
    return problems + unequal("found", [company.translated(one) for one in found(wanted)], found(given))


def unequal(what: str, wanted: Any, given: Any) -> list[str]:
    return [] if wanted == given else [f"{what}: {given}, not {wanted}"]


def send(company: Rebuilt, call: Recording) -> httpx.Response:
    """The stand-in's answer to a recorded request."""
    request, books = call.request, company.books
    resource = RESOURCE.fullmatch(request["path"])
    assert resource is not None
    kind, *words = resource[1].split("/")
    if kind in BY_PATH and words:
        words[0] = company.id(BY_PATH[kind].name, words[0])
    return books.http.request(
        request["method"],
        "/".join([books.path, kind, *words]),
        params={name: _with_ids(company, value) for name, value in request["query"].items()},
        content=_content(company, kind, request["body"]),
        headers={name: value for name, value in request["headers"].items() if name in SENT_HEADERS},
    )


def _with_ids(company: Rebuilt, statement: str) -> str:
    """A statement that asks for Ids, with this company's."""
    kind = statement.partition("FROM ")[2].split(" ")[0]
    return ID.sub(lambda quoted: f"'{company.id(kind, quoted[1])}'", statement) if "Id IN" in statement else statement


def _content(company: Rebuilt, kind: str, body: Any) -> str:
    """A recorded body as it is sent again: JSON, or the parts of an upload as text."""
    if isinstance(body, str):
        return re.sub('(?<="Invoice","value":")\\d+', lambda found: company.id("Invoice", found[0]), body)
    if body is None:
        return ""
    return dumps(company.translated(body, BY_PATH[kind].name if kind in BY_PATH else ""))


def errors(body: Any) -> list[Any]:
    """What a client compares of the faults in an answer."""
    return [
        {"type": fault.get("type"), "errors": [{name: error.get(name) for name in SAID} for error in fault["Error"]]}
        for fault in _with("Error", body)
    ]


SAID = ("code", "Message", "element")


def found(body: Any) -> list[Record]:
    """What the queries in an answer found: Ids in their order, and the counts."""
    return [
        {
            **{name: result[name] for name in FOUND if name in result},
            **{kind: [{kind: {"Id": row["Id"]}} for row in rows] for kind, rows in result.items() if kind not in FOUND},
        }
        for answer in _with("QueryResponse", body)
        for result in [answer["QueryResponse"]]
        if isinstance(result, dict)
    ]


def _with(name: str, body: Any) -> Iterator[Record]:
    """Every object in an answer that has a member."""
    if isinstance(body, dict):
        if name in body:
            yield body
        for member in body.values():
            yield from _with(name, member)
    elif isinstance(body, list):
        for entry in body:
            yield from _with(name, entry)
