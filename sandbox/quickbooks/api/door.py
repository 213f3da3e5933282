"""The way of a call through the gateway: whose it is, whether it may pass, and how its answer leaves."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response

from sandbox.exact import ExactResponse, loads
from sandbox.quickbooks.api import envelope
from sandbox.quickbooks.api.calls import Call, answer
from sandbox.quickbooks.api.fault_forms import form_of
from sandbox.quickbooks.api.files import File, fetch
from sandbox.quickbooks.api.limits import Allowance
from sandbox.quickbooks.api.mailing import MailsUsedUp
from sandbox.quickbooks.api.realm import Realm
from sandbox.quickbooks.books.clock import Clock
from sandbox.quickbooks.oauth.tokens import ACCOUNTING, Tokens
from sandbox.quickbooks.refusals import Refusal
from sandbox.quickbooks.switches import Switches


class Door:
    """What stands between a client and the companies."""

    def __init__(
        self, switches: Switches, tokens: Tokens, clock: Clock, realm_of: Callable[[str], Realm | None]
    ) -> None:
        self._switches = switches
        self._tokens = tokens
        self._clock = clock
        self._realm_of = realm_of
        self._allowance = Allowance(switches, clock)

    async def call(self, request: Request) -> Response:
        """The answer to a call under `/v3/company/{realm}/`."""
        body = await request.body()
        rest = request.path_params["rest"]
        if rest != "upload" and len(body) > int(self._switches["max_body"]):
            return envelope.html(413, "Request Entity Too Large")
        realm = self._admitted(request)
        if isinstance(realm, Response):
            return realm
        call = Call(
            request.method,
            str(request.base_url).rstrip("/"),
            rest,
            request.query_params,
            body,
            request.headers.get("Content-Type", ""),
        )
        if not self._may_pass(realm, call, request.scope["sandbox.concurrent"]):
            return self.throttled()
        return self._answer(realm, call, xml=envelope.wants_xml(request))

    async def file(self, request: Request) -> Response:
        """An uploaded file by its signed address, which needs no token."""
        realm = self._realm_of(request.path_params["realm"])
        params = request.query_params
        asked = request.path_params["id"], params.get("until", "0"), params.get("signature", "")
        found = None if realm is None else fetch(realm, *asked)
        if found is None:
            return envelope.html(403, "Forbidden")
        return Response(found.body, 200, envelope.headers(), found.media_type)

    def throttled(self) -> Response:
        """The answer to too many requests: XML even when JSON was asked for, as recorded."""
        variant = "json" if self._switches["throttle_body"] == "json" else ""
        response = form_of("3001", variant).response(self._clock.now())
        if self._switches["retry_after"] != "0":
            response.headers["Retry-After"] = self._switches["retry_after"]
        return response

    def token_refused(self, bearer: str, *, xml: bool = False) -> Response:
        """The gateway's 401."""
        now = self._clock.now()
        if xml:
            return form_of("3200", "xml").response(now)
        error = {**_ERROR_401, "Detail": self._tokens.why_not(bearer)}
        return envelope.gateway_fault({"Error": [error], "type": "AUTHENTICATION"}, now, 401)

    def _admitted(self, request: Request) -> Realm | Response:
        """The company a call is for; the refusal when its token does not open that one."""
        bearer = request.headers.get("Authorization", "").removeprefix("Bearer ")
        grant = self._tokens.holder(bearer)
        if grant is None:
            return self.token_refused(bearer, xml=envelope.wants_xml(request))
        if ACCOUNTING not in grant.scopes:
            return form_of("3100", "scope").response(self._clock.now())
        realm = self._realm_of(grant.realm)
        if realm is None or grant.realm != request.path_params["realm"]:
            if self._switches["wrong_realm"] == "401":
                return self.token_refused(bearer, xml=envelope.wants_xml(request))
            return form_of("3100", "company").response(self._clock.now())
        return realm

    def _may_pass(self, realm: Realm, call: Call, concurrent: int) -> bool:
        batch = call.rest == "batch"
        calls = _items(call) if batch and self._switches["batch_items"] == "singly" else 1
        heeded = self._switches["limits"] == "on"
        if heeded and not realm.limits.admit(concurrent=concurrent, batch=batch, calls=calls):
            return False
        return not _reads(call) or self._allowance.take(calls)

    def _answer(self, realm: Realm, call: Call, *, xml: bool) -> Response:
        try:
            content = answer(realm, call)
        except MailsUsedUp:
            return self.throttled()
        except Refusal as refusal:
            return envelope.refused(refusal, self._clock.now(), xml=xml)
        if isinstance(content, File):
            return Response(content.body, 200, envelope.served(), content.media_type)
        return ExactResponse(content, 200, envelope.served(), envelope.JSON)


_ERROR_401 = {"Message": "message=AuthenticationFailed; errorCode=003200; statusCode=401", "code": "3200"}


def _reads(call: Call) -> bool:
    """Whether a call is metered as one that takes data out."""
    return call.method == "GET" or call.rest == "query"


def _items(call: Call) -> int:
    try:
        return max(1, len(loads(call.body)["BatchItemRequest"]))
    except (ValueError, KeyError, TypeError):
        return 1
