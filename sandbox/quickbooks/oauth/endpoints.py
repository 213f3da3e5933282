"""The OAuth side: discovery, tokens for codes, refreshes, revocation and who the bookkeeper is."""

from __future__ import annotations

import base64
import binascii
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.exact import ExactResponse, loads
from sandbox.quickbooks.api import envelope
from sandbox.quickbooks.oauth.identity import ISSUER_PATH, Identity
from sandbox.quickbooks.oauth.tokens import ACCOUNTING, HARD_LIFETIME, Pair, Tokens
from sandbox.quickbooks.schema.shape import Record
from sandbox.quickbooks.switches import Switches

AUTHORIZATION_PATH = "/connect/oauth2"
TOKEN_PATH = "/oauth2/v1/tokens/bearer"
REVOKE_PATH = "/v2/oauth2/tokens/revoke"
USERINFO_PATH = "/v1/openid_connect/userinfo"
JWKS_PATH = "/op/v1/jwks"
DISCOVERY_PATHS = ("/.well-known/openid_configuration", "/.well-known/openid_sandbox_configuration")
HARD_EXPIRY_HEADER = "x-include-refresh-token-hard-expires-in"

SCOPES = frozenset(
    {ACCOUNTING, "com.intuit.quickbooks.payment", "openid", "profile", "email", "phone", "address"},
)


class OAuth:
    """Intuit's identity platform, for one app."""

    def __init__(self, switches: Switches, tokens: Tokens, identity: Identity) -> None:
        self._switches = switches
        self._tokens = tokens
        self._identity = identity

    def routes(self) -> list[Route]:
        discovery = [Route(f"{path}{end}", self._discovery) for path in DISCOVERY_PATHS for end in ("", "/")]
        return [
            *discovery,
            Route(TOKEN_PATH, self._token, methods=["POST"]),
            Route(REVOKE_PATH, self._revoke, methods=["POST"]),
            Route(USERINFO_PATH, self._userinfo),
            Route(JWKS_PATH, self._jwks),
        ]

    async def _discovery(self, request: Request) -> Response:
        base = _base(request)
        document = {
            "issuer": base + ISSUER_PATH,
            "authorization_endpoint": base + AUTHORIZATION_PATH,
            "token_endpoint": base + TOKEN_PATH,
            "userinfo_endpoint": base + USERINFO_PATH,
            "revocation_endpoint": base + REVOKE_PATH,
            "jwks_uri": base + JWKS_PATH,
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "scopes_supported": ["openid", "email", "profile", "address", "phone"],
            "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
            "claims_supported": ["aud", "exp", "iat", "iss", "realmid", "sub"],
        }
        return ExactResponse(document, 200, envelope.headers())

    async def _token(self, request: Request) -> Response:
        form = _form(await request.body())
        if not self._is_client(request, form):
            return _invalid_client()
        grant_type = form.get("grant_type")
        if grant_type == "authorization_code":
            pair = self._tokens.exchange(form.get("code", ""), form.get("redirect_uri", ""))
        elif grant_type == "refresh_token":
            if "scope" in form and self._switches["refresh_scope"] == "refused":
                return _error("invalid_scope")
            pair = self._tokens.refresh(form.get("refresh_token", ""))
        else:
            return _error("unsupported_grant_type")
        if pair is None:
            told = "Incorrect or invalid refresh token" if grant_type == "refresh_token" else ""
            return _error("invalid_grant", told)
        return ExactResponse(self._granted(pair, request), 200, envelope.headers())

    def _granted(self, pair: Pair, request: Request) -> Record:
        grant = pair.grant
        answer: Record = {
            "token_type": "bearer",
            "expires_in": pair.lifetime,
            "x_refresh_token_expires_in": self._tokens.remaining(grant.ends),
            "access_token": pair.access_token,
            "refresh_token": grant.refresh_token,
        }
        if request.headers.get(HARD_EXPIRY_HEADER, "").lower() == "true":
            answer["x_refresh_token_hard_expires_in"] = self._tokens.remaining(grant.begun + HARD_LIFETIME)
        if "openid" in grant.scopes:
            answer["id_token"] = self._identity.token(_base(request), self._tokens.client_id, grant.realm)
        return answer

    async def _revoke(self, request: Request) -> Response:
        body = await request.body()
        as_form = request.headers.get("Content-Type", "").startswith("application/x-www-form-urlencoded")
        form = _form(body) if as_form else {}
        if not self._is_client(request, form):
            return _invalid_client()
        try:
            token = form["token"] if as_form and self._switches["revoke_form"] == "accepted" else loads(body)["token"]
        except (ValueError, KeyError, TypeError):
            return _error("invalid_request")
        return Response(status_code=200 if self._tokens.revoke(str(token)) else 400, headers=envelope.headers())

    async def _userinfo(self, request: Request) -> Response:
        grant = self._tokens.holder(request.headers.get("Authorization", "").removeprefix("Bearer "))
        if grant is None or "openid" not in grant.scopes:
            return Response(status_code=401, headers={**envelope.headers(), "WWW-Authenticate": "Bearer"})
        return ExactResponse(self._identity.claims(grant.scopes), 200, envelope.headers())

    async def _jwks(self, request: Request) -> Response:
        return ExactResponse(self._identity.keys(), 200, envelope.headers())

    def _is_client(self, request: Request, form: dict[str, str]) -> bool:
        """Whether the app says who it is, by Basic as documented or in the body, which worked too (2019)."""
        own = f"{self._tokens.client_id}:{self._tokens.client_secret}"
        if "Authorization" not in request.headers:
            return f"{form.get('client_id')}:{form.get('client_secret')}" == own
        scheme, _, encoded = request.headers["Authorization"].partition(" ")
        try:
            return scheme.lower() == "basic" and base64.b64decode(encoded).decode() == own
        except (binascii.Error, UnicodeDecodeError):
            return False


def _form(body: bytes) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(body.decode(errors="replace")).items()}


def _base(request: Request) -> str:
    return str(request.base_url).rstrip("/")


def _error(error: str, description: str = "") -> Response:
    told = {"error": error, **({"error_description": description} if description else {})}
    return ExactResponse(told, 400, envelope.headers())


def _invalid_client() -> Response:
    headers = {**envelope.headers(), "WWW-Authenticate": 'Basic realm="Intuit"'}
    return ExactResponse({"error": "invalid_client"}, 401, headers)
