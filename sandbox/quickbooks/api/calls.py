"""One call to a company's API: which operation it asks for, and its answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.exact import loads
from sandbox.quickbooks import refusals
from sandbox.quickbooks.api.batch import batch
from sandbox.quickbooks.api.envelope import time_of
from sandbox.quickbooks.api.files import File, download_address, upload, with_address
from sandbox.quickbooks.api.mailing import send
from sandbox.quickbooks.api.printing import pdf
from sandbox.quickbooks.api.realm import Realm
from sandbox.quickbooks.books.company import Company
from sandbox.quickbooks.changes.cdc import changes
from sandbox.quickbooks.documents.voiding import void
from sandbox.quickbooks.lists.preferences import change_preferences
from sandbox.quickbooks.query.search import query
from sandbox.quickbooks.schema.kinds import BY_PATH, Kind
from sandbox.quickbooks.schema.shape import Record
from sandbox.quickbooks.writing import delete, read_one, write

READABLE = ("", "application/json", "text/json")
"""Content types of a body in JSON; a client that names none is believed."""


@dataclass(frozen=True)
class Call:
    """A call as it arrived; `rest` is the path after the realm, `base` the address of the stand-in."""

    method: str
    base: str
    rest: str
    params: Mapping[str, str]
    body: bytes
    content_type: str = ""

    def json(self) -> Any:
        """The body; raises Refusal 1050 for another content type, 2010 for what is no JSON."""
        if self.content_type.partition(";")[0].strip().lower() not in READABLE:
            raise refusals.wrong_content_type(self.content_type)
        try:
            return loads(self.body)
        except ValueError:
            raise refusals.no_json() from None

    @property
    def request_id(self) -> str:
        return self.params.get("requestid", "")


def answer(realm: Realm, call: Call) -> Record | File:
    """The whole answer, in JSON unless it is a file; raises Refusal."""
    first, *words = call.rest.split("/")
    service = SERVICES.get((call.method, first))
    if service is not None and len(words) == service.words:
        return service.answer(realm, call)
    kind = BY_PATH.get(first)
    if kind is None:
        raise _no_such_resource(realm.company, call)
    if call.method == "GET":
        return _read(realm, kind, words, call)
    if call.method != "POST":
        raise _no_such_resource(realm.company, call)
    operation = _operation(realm, kind, words, call)
    asked = [call.rest, sorted(call.params.items()), call.body.decode(errors="replace")]
    return realm.replay.once(call.request_id, lambda: _timed(realm, {kind.name: operation()}), asked)


def _query(realm: Realm, call: Call) -> Record:
    text = call.body.decode(errors="replace") if call.method == "POST" else call.params.get("query", "")
    found = query(realm.company, text)
    for kind in found.keys() & SHOWN.keys():
        found = {**found, kind: [SHOWN[kind](realm, call, row) for row in found[kind]]}
    return _timed(realm, {"QueryResponse": found})


def _batch(realm: Realm, call: Call) -> Record:
    return _timed(realm, {"BatchItemResponse": batch(realm.company, realm.replay, call.json(), call.request_id)})


def _changes(realm: Realm, call: Call) -> Record:
    asked = call.params.get("entities", ""), call.params.get("changedSince", "")
    return _timed(realm, {"CDCResponse": changes(realm.company, *asked)})


def _upload(realm: Realm, call: Call) -> Record:
    return _timed(realm, {"AttachableResponse": upload(realm, call.base, call.content_type, call.body)})


def _download(realm: Realm, call: Call) -> File:
    return download_address(realm, call.base, call.rest.split("/")[1])


@dataclass(frozen=True)
class Service:
    """What is asked for by its own path, followed by so many words."""

    answer: Callable[[Realm, Call], Record | File]
    words: int = 0


SERVICES = {
    ("GET", "query"): Service(_query),
    ("POST", "query"): Service(_query),
    ("POST", "batch"): Service(_batch),
    ("GET", "cdc"): Service(_changes),
    ("POST", "upload"): Service(_upload),
    ("GET", "download"): Service(_download, 1),
}


def _read(realm: Realm, kind: Kind, words: list[str], call: Call) -> Record | File:
    company = realm.company
    if kind.name == "Preferences" and not words:
        return _timed(realm, {kind.name: company.preferences})
    if kind.name == "CompanyInfo" and words == [company.realm]:
        return _timed(realm, {kind.name: company.company_info})
    if len(words) == 2 and words[1] == "pdf" and "pdf" in kind.operations:
        return pdf(kind, read_one(company, kind, words[0]))
    if len(words) != 1:
        raise _no_such_resource(company, call)
    record = read_one(company, kind, words[0])
    return _timed(realm, {kind.name: SHOWN[kind.name](realm, call, record) if kind.name in SHOWN else record})


def _with_address(realm: Realm, call: Call, record: Record) -> Record:
    return with_address(realm, call.base, record)


def _with_link(realm: Realm, call: Call, record: Record) -> Record:
    """An invoice with the address where its customer sees it, when that is asked for."""
    if "invoicelink" not in call.params.get("include", "").lower():
        return record
    return {**record, "InvoiceLink": f"{call.base}/t/scs-v1-{record['Id']}?locale=EN_US"}


SHOWN = {"Attachable": _with_address, "Invoice": _with_link}
"""What a record is given only when it is read."""


def _operation(realm: Realm, kind: Kind, words: list[str], call: Call) -> Callable[[], Record]:
    company = realm.company
    if len(words) == 2 and words[1] == "send" and "send" in kind.operations:
        return lambda: send(realm, kind, words[0], call.params.get("sendTo", ""))
    if words:
        raise _no_such_resource(company, call)
    asked = call.params.get("operation", "update")
    include = call.params.get("include", "").split(",")
    way = "operation" if asked == "void" else "include" if "void" in include else ""
    if way and kind.void and way != kind.void:
        raise refusals.unsupported("void")
    if asked not in ("create", "update", "delete", "void"):
        raise refusals.unsupported(asked)
    body = call.json()
    if way:
        return lambda: void(company, kind, body)
    if asked == "delete":
        return lambda: delete(company, kind, body)
    if kind.name == "Preferences":
        return lambda: change_preferences(company, body)
    return lambda: write(company, kind, body, duplicates_allowed="allowduplicatedocnum" in include)


def _timed(realm: Realm, members: Record) -> Record:
    return {**members, "time": time_of(realm.company.clock.now())}


def _no_such_resource(company: Company, call: Call) -> refusals.Refusal:
    relative = f"/v3/company/{company.realm}/{call.rest}"
    return refusals.unsupported(
        f"Could not find resource for relative : {relative} of full path: {call.base}{relative}"
    )
