"""The HTTP side: tokens, throttles, headers and envelopes around the calls to a company."""

from __future__ import annotations

import base64
import binascii
import secrets
from typing import Any
from urllib.parse import parse_qs
from xml.sax.saxutils import quoteattr

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.exact import ExactResponse, loads
from sandbox.quickbooks.calls import Call, answer
from sandbox.quickbooks.clock import Clock
from sandbox.quickbooks.company import Company
from sandbox.quickbooks.limits import Limits
from sandbox.quickbooks.refusals import Refusal
from sandbox.quickbooks.replay import Replay
from sandbox.quickbooks.seed import new_company, shop_company
from sandbox.quickbooks.shape import Record
from sandbox.quickbooks.switches import Switches
from sandbox.quickbooks.tokens import Tokens

TOKEN_PATH = "/oauth2/v1/tokens/bearer"
REVOKE_PATH = "/v2/oauth2/tokens/revoke"


class QuickBooks:
    """The stand-in: one company, its connection, and the gateway before them."""

    clock: Clock
    company: Company
    limits: Limits
    replay: Replay

    def __init__(self, switches: dict[str, str], *, seed_company: bool) -> None:
        self.switches = Switches(switches)
        self.tokens = Tokens(self.switches)
        self._switches_at_start = dict(self.switches)
        self._seed_company = seed_company
        self.reset()

    def reset(self) -> None:
        """Go back to how it was at the start: books, tokens and switches."""
        self.switches.update(self._switches_at_start)
        self.clock = Clock()
        self.tokens.start()
        self.company = (shop_company if self._seed_company else new_company)(self.switches, self.clock)
        self.limits = Limits()
        self.replay = Replay(self.switches)

    def state(self) -> dict[str, Any]:
        entities = {kind: self.company.records(kind) for kind in self.company.shelves}
        return {"realm_id": self.company.realm, "entities": entities}

    def api(self) -> Starlette:
        """The API as an application."""
        return Starlette(
            routes=[
                Route(TOKEN_PATH, self._token, methods=["POST"]),
                Route(REVOKE_PATH, self._revoke, methods=["POST"]),
                Route("/v3/company/{realm}/{rest:path}", self._call, methods=["GET", "POST", "PUT", "DELETE"]),
            ]
        )

    def throttled(self) -> Response:
        """The answer to too many requests: XML even when JSON was asked for, as recorded."""
        body = (
            f'<IntuitResponse time={quoteattr(self._now())} xmlns="http://schema.intuit.com/finance/v3">'
            '<Fault type="SERVICE"><Error code="3001">'
            "<Message>message=ThrottleExceeded; errorCode=003001; statusCode=429</Message>"
            "<Detail>The request limit was reached.  Try again later</Detail></Error></Fault></IntuitResponse>"
        )
        return Response(body, 429, _headers(), "application/xml")

    def token_expired(self) -> Response:
        """The gateway's 401, in its own lower-case shape."""
        error = {
            "message": "message=AuthenticationFailed; errorCode=003200; statusCode=401",
            "detail": "Token expired",
            "code": "3200",
            "element": None,
        }
        body: Record = {
            "warnings": None,
            "intuitObject": None,
            "fault": {"error": [error], "type": "AUTHENTICATION"},
            "report": None,
            "queryResponse": None,
            "batchItemResponse": [],
            "attachableResponse": [],
            "syncErrorResponse": None,
            "requestId": None,
            "time": int(self.clock.now().timestamp() * 1000),
            "status": None,
            "cdcresponse": [],
        }
        headers = {**_headers(), "WWW-Authenticate": 'Bearer realm="Intuit", error="invalid_token"'}
        return ExactResponse(body, 401, headers)

    async def _call(self, request: Request) -> Response:
        body = await request.body()
        rest = request.path_params["rest"]
        bearer = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if not self.tokens.holds(bearer) or request.path_params["realm"] != self.company.realm:
            return self.token_expired()
        concurrent = request.scope["sandbox.concurrent"]
        if self.switches["limits"] == "on" and not self.limits.admit(concurrent=concurrent, batch=rest == "batch"):
            return self.throttled()
        call = Call(request.method, str(request.url), rest, request.query_params, body)
        try:
            members, status = answer(self.company, self.replay, call), 200
        except Refusal as refusal:
            members, status = {"Fault": refusal.fault()}, 400
        return ExactResponse({**members, "time": self._now()}, status, _headers(), "application/json;charset=utf-8")

    async def _token(self, request: Request) -> Response:
        if not self._is_client(request):
            return _invalid_client()
        form = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        if form.get("grant_type") != "refresh_token":
            return ExactResponse({"error": "unsupported_grant_type"}, 400, _headers())
        granted = self.tokens.refresh(form.get("refresh_token", ""))
        if granted is None:
            refused = {"error": "invalid_grant", "error_description": "Incorrect or invalid refresh token"}
            return ExactResponse(refused, 400, _headers())
        return ExactResponse(granted, 200, _headers())

    async def _revoke(self, request: Request) -> Response:
        if not self._is_client(request):
            return _invalid_client()
        try:
            token = str(loads(await request.body())["token"])
        except (ValueError, KeyError, TypeError):
            return ExactResponse({"error": "invalid_request"}, 400, _headers())
        return Response(status_code=200 if self.tokens.revoke(token) else 400, headers=_headers())

    def _now(self) -> str:
        return self.clock.now().isoformat(timespec="milliseconds")

    def _is_client(self, request: Request) -> bool:
        scheme, _, encoded = request.headers.get("Authorization", "").partition(" ")
        try:
            given = base64.b64decode(encoded).decode()
        except (binascii.Error, UnicodeDecodeError):
            return False
        return scheme == "Basic" and given == f"{self.tokens.client_id}:{self.tokens.client_secret}"


def _invalid_client() -> Response:
    headers = {**_headers(), "WWW-Authenticate": 'Basic realm="Intuit"'}
    return ExactResponse({"error": "invalid_client"}, 401, headers)


def _headers() -> dict[str, str]:
    trace = secrets.token_hex(16)
    return {"intuit_tid": f"1-{trace[:8]}-{trace[8:]}", "Cache-Control": "no-cache, no-store"}
