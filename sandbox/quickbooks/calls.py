"""One call to a company's API: which operation it asks for, and the members of its answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.exact import loads
from sandbox.quickbooks import refusals
from sandbox.quickbooks.batch import batch
from sandbox.quickbooks.company import Company
from sandbox.quickbooks.kinds import BY_PATH, Kind
from sandbox.quickbooks.preferences import change_preferences
from sandbox.quickbooks.replay import Replay
from sandbox.quickbooks.search import query
from sandbox.quickbooks.shape import Record
from sandbox.quickbooks.writing import delete, read_one, write


@dataclass(frozen=True)
class Call:
    """A call as it arrived; `rest` is the path after the realm."""

    method: str
    url: str
    rest: str
    params: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        try:
            return loads(self.body)
        except ValueError as error:
            raise refusals.unreadable(f"{error}") from None


def answer(company: Company, replay: Replay, call: Call) -> Record:
    """The answer's members beside `time`; raises Refusal."""
    words = call.rest.split("/")
    if words == ["query"]:
        text = call.body.decode() if call.method == "POST" else call.params.get("query", "")
        return {"QueryResponse": query(company, text)}
    if words == ["batch"] and call.method == "POST":
        return {"BatchItemResponse": batch(company, replay, call.json(), call.params.get("requestid", ""))}
    kind = BY_PATH.get(words[0])
    if kind is None or len(words) > 2:
        raise _no_such_resource(company, call)
    if call.method == "GET":
        return {kind.name: _read(company, kind, words[1:], call)}
    if call.method != "POST" or len(words) > 1:
        raise _no_such_resource(company, call)
    operation = _operation(company, kind, call)
    return replay.once(call.params.get("requestid", ""), lambda: {kind.name: operation()})


def _read(company: Company, kind: Kind, words: list[str], call: Call) -> Record:
    if kind.name == "Preferences" and not words:
        return company.preferences
    if kind.name == "CompanyInfo" and words == [company.realm]:
        return next(iter(company.shelves["CompanyInfo"]))
    if not words:
        raise _no_such_resource(company, call)
    return read_one(company, kind, words[0])


def _operation(company: Company, kind: Kind, call: Call) -> Callable[[], Record]:
    asked = call.params.get("operation", "update")
    if asked not in ("create", "update", "delete"):
        raise refusals.unsupported(asked)
    body = call.json()
    if asked == "delete":
        return lambda: delete(company, kind, body)
    if kind.name == "Preferences":
        return lambda: change_preferences(company, body)
    include = call.params.get("include", "").split(",")
    if "void" in include:
        raise refusals.unsupported("void")
    return lambda: write(company, kind, body, duplicates_allowed="allowduplicatedocnum" in include)


def _no_such_resource(company: Company, call: Call) -> refusals.Refusal:
    relative = f"/v3/company/{company.realm}/{call.rest}"
    return refusals.unsupported(f"Could not find resource for relative : {relative} of full path: {call.url}")
