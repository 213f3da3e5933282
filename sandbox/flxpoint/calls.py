"""One request to the API: its way in past token and limit, and its answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.exact import ExactResponse, loads
from sandbox.flxpoint.access import Caller, caller_of, wrong_type
from sandbox.flxpoint.account import Account
from sandbox.flxpoint.blanks import Record
from sandbox.flxpoint.kinds import KINDS
from sandbox.flxpoint.query import Query
from sandbox.flxpoint.rate import Limiter
from sandbox.flxpoint.refusals import Refused, not_found, refusal
from sandbox.flxpoint.wire import with_unknown_fields


@dataclass(frozen=True)
class Call:
    """An admitted request, and the account it is about."""

    account: Account
    switches: Mapping[str, str]
    caller: Caller
    query: Query
    path: Mapping[str, Any]
    body: Any

    def all(self, kind: str) -> list[Record]:
        """Every record of the kind that the caller may see."""
        return [record for record in self.account.all(kind) if self.caller.sees(kind, record)]

    def record(self, kind: str, record_id: object) -> Record:
        """The record of that id; raises Refused with 404 when the caller has none such."""
        record = self.account.find(kind, record_id)
        if record is None or not self.caller.sees(kind, record):
            raise not_found(KINDS[kind].name, record_id)
        return record

    def named(self, kind: str) -> Record:
        """The record whose id the path gives; raises Refused with 404 when the caller has none such."""
        return self.record(kind, self.path["id"])

    def given(self) -> Record:
        """The body as an object; raises Refused with 400 when it is something else."""
        if not isinstance(self.body, dict):
            raise Refused(400, "The body must be a JSON object")
        return self.body


Answer = Callable[[Call], Any]
"""Answers a call with the JSON to send, or with a whole response."""


class Desk:
    """Takes requests in for one account."""

    def __init__(self, account: Account, switches: Mapping[str, str]) -> None:
        self.account = account
        self.switches = switches
        self.limiter = Limiter()

    def route(self, method: str, path: str, answer: Answer, *, takes: str = "account") -> Route:
        """A route that takes tokens of the types named, and answers as `answer` says."""
        return Route(path, self._endpoint(answer, takes.split()), methods=[method])

    def _endpoint(self, answer: Answer, types: list[str]) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            body = await request.body()
            standing: dict[str, str] = {}
            try:
                standing = self._admit(request)
                answered = answer(self._call(request, body, types))
                response = answered if isinstance(answered, Response) else ExactResponse(with_unknown_fields(answered))
            except Refused as refused:
                response = refusal(refused, body=self.switches["error_body"])
            response.headers.update(standing)
            return response

        return endpoint

    def _admit(self, request: Request) -> dict[str, str]:
        token = request.headers.get("x-api-token")
        caller_of(token)
        return self.limiter.admit(str(token), self.switches)

    def _call(self, request: Request, body: bytes, types: list[str]) -> Call:
        caller = caller_of(request.headers.get("x-api-token"))
        if caller.type not in types:
            raise wrong_type(caller, self.switches)
        query = Query(request.query_params)
        return Call(self.account, self.switches, caller, query, request.path_params, _read(body))


def _read(body: bytes) -> Any:
    if not body:
        return None
    try:
        return loads(body)
    except ValueError:
        raise Refused(400, "The body is not JSON") from None
