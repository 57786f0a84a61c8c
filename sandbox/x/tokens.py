"""The OAuth 2.0 token endpoint: authorization codes, and refresh tokens that work once."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import replace

from sandbox.exchange import Answer, Exchange, Json, NotModelled, Refused, Request, json_answer
from sandbox.x import problems
from sandbox.x.access import CLIENT_ID, CLIENT_SECRET, PUBLIC_CLIENT_ID
from sandbox.x.rows import Code, Grant, Refresh, State

ACCESS_LIVES_S = 7200
CODE_LIVES_S = 30


class Tokens:
    def __init__(self, state: State) -> None:
        self._state = state

    def answer(self, exchange: Exchange) -> Answer:
        """POST /2/oauth2/token. A form; anything else is as good as empty."""
        form = exchange.form().fields
        client = _client(exchange.request, form.get("client_id", ""))
        match form.get("grant_type"):
            case "refresh_token":
                return self._refreshed(form.get("refresh_token", ""), client)
            case "authorization_code":
                return self._exchanged(dict(form), client)
            case other:
                raise NotModelled(f"grant_type {other!r}")

    def authorise(self, code: Code) -> None:
        self._state.codes.put(code.code, code)

    def expire(self, token: str) -> None:
        """The access token ends now; the refresh token beside it stays good."""
        grant = self._state.grants.get(token)
        if grant is not None:
            now = self._state.clock.now()
            self._state.grants.put(token, replace(grant, expires_at=now))

    def _refreshed(self, token: str, client: str) -> Answer:
        spent = self._state.refreshes.get(token)
        if spent is None or spent.client_id != client:
            raise Refused(problems.spent_token(self._state.switches.word("spent_token_error")))
        self._state.refreshes.drop(token)
        self._state.grants.drop(spent.access_token)
        return self._granted(spent.user_id, client, spent.lineage, list(spent.scopes))

    def _exchanged(self, form: dict[str, str], client: str) -> Answer:
        code = self._state.codes.get(form.get("code", ""))
        if code is None or not self._fits(code, form, client):
            raise Refused(problems.spent_token("invalid_request"))
        self._state.codes.drop(code.code)
        lineage = f"oauth2-{self._state.number('lineage')}"
        return self._granted(code.user_id, client, lineage, list(code.scopes))

    def _fits(self, code: Code, form: dict[str, str], client: str) -> bool:
        verifier = form.get("code_verifier", "").encode()
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier).digest()).rstrip(b"=")
        return (
            code.client_id == client
            and code.redirect_uri == form.get("redirect_uri")
            and code.expires_at > self._state.clock.now()
            and hmac.compare_digest(challenge, code.challenge.encode())
        )

    def _granted(self, user_id: str, client: str, lineage: str, scopes: list[str]) -> Answer:
        expires_at = self._state.clock.now() + ACCESS_LIVES_S
        access, refresh = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
        grant = Grant(access, "oauth2", user_id, lineage, scopes=scopes, expires_at=expires_at)
        self._state.grants.put(access, grant)
        granted: dict[str, Json] = {
            "token_type": "bearer",
            "expires_in": ACCESS_LIVES_S,
            "access_token": access,
            "scope": " ".join(scopes),
        }
        if "offline.access" in scopes:
            row = Refresh(refresh, client, user_id, lineage, scopes, access)
            self._state.refreshes.put(refresh, row)
            granted["refresh_token"] = refresh
        return json_answer(granted)


def _client(request: Request, named: str) -> str:
    """A confidential client signs in with Basic; a public one names itself in the form."""
    header = request.headers.get("authorization", "")
    if not header:
        if named != PUBLIC_CLIENT_ID:
            raise Refused(problems.unauthorized_client())
        return named
    if not hmac.compare_digest(_basic(header), f"{CLIENT_ID}:{CLIENT_SECRET}".encode()):
        raise Refused(problems.unauthorized_client())
    return CLIENT_ID


def _basic(header: str) -> bytes:
    scheme, _, value = header.partition(" ")
    try:
        return base64.b64decode(value, validate=True) if scheme.lower() == "basic" else b""
    except ValueError:
        return b""
