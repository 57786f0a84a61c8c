"""Who is calling: OAuth 1.0a signatures, bearer tokens, scopes."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.exchange import Refused, Request
from sandbox.x import problems
from sandbox.x.oauth1 import Signed, is_signed_with, read_signed
from sandbox.x.rows import Account, Grant, Nonce, Refresh, State

API_KEY = "sandbox-api-key"
API_SECRET = "sandbox-api-secret"  # noqa: S105 - a made-up credential
CLIENT_ID = "sandbox-client-id"
CLIENT_SECRET = "sandbox-client-secret"  # noqa: S105 - a made-up credential
PUBLIC_CLIENT_ID = "sandbox-public-client-id"
ALL_SCOPES = ("tweet.read", "tweet.write", "users.read", "media.write", "offline.access")

AUTHOR = Account("1001", "pressrun_sandbox", "Pressrun Sandbox")
GRANTS = (
    Grant("1001-sandbox-access-token", "oauth1", "1001", "oauth1", "sandbox-access-secret"),
    Grant("sandbox-user-bearer", "oauth2", "1001", "oauth2", scopes=ALL_SCOPES),
    Grant("sandbox-public-bearer", "oauth2", "1001", "oauth2-public", scopes=ALL_SCOPES),
    Grant("sandbox-app-bearer", "app", "", "app"),
)
REFRESHES = (
    Refresh(
        "sandbox-refresh-token", CLIENT_ID, "1001", "oauth2", ALL_SCOPES, "sandbox-user-bearer"
    ),
    Refresh(
        "sandbox-public-refresh-token", PUBLIC_CLIENT_ID, "1001", "oauth2-public", ALL_SCOPES,
        "sandbox-public-bearer",
    ),
)  # fmt: skip

CLOCK_SKEW_S = 300
NONCE_KEPT_S = 2 * CLOCK_SKEW_S


@dataclass(frozen=True, slots=True)
class Caller:
    """`user_id` is "" for an app-only token."""

    user_id: str
    lineage: str
    token: str
    level: str


def seed(state: State) -> None:
    """The credentials accepted from the start."""
    if len(state.accounts):
        return
    state.accounts.put(AUTHOR.id, AUTHOR)
    for grant in GRANTS:
        state.grants.put(grant.token, grant)
    for refresh in REFRESHES:
        state.refreshes.put(refresh.token, refresh)


class Door:
    def __init__(self, state: State) -> None:
        self._state = state

    def caller(self, request: Request, scopes: tuple[str, ...], *, app_only: bool) -> Caller:
        """Refused with 401, or 403 when the token is good for something else."""
        grant = self._grant(request)
        if grant is None:
            raise Refused(problems.unauthorized())
        if grant.kind == "app" and not app_only:
            raise Refused(problems.unsupported_authentication())
        if grant.kind == "oauth2" and not set(scopes) <= set(grant.scopes):
            raise Refused(problems.missing_scope())
        if grant.kind == "oauth1" and not grant.write and _writes(scopes):
            raise Refused(problems.read_only_app())
        return Caller(grant.user_id, grant.lineage, grant.token, _level(grant))

    def _grant(self, request: Request) -> Grant | None:
        scheme, _, value = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            grant = self._state.grants.get(value.strip())
            return grant if grant and grant.kind != "oauth1" and self._lives(grant) else None
        if scheme.lower() == "oauth":
            return self._signed_grant(request)
        return None

    def _signed_grant(self, request: Request) -> Grant | None:
        signed = read_signed(request)
        if signed is None or signed.consumer_key != API_KEY:
            return None
        grant = self._state.grants.get(signed.token)
        if grant is None or grant.kind != "oauth1" or not self._lives(grant):
            return None
        right = is_signed_with(signed, request, API_SECRET, grant.secret)
        return grant if right and self._fresh(signed) else None

    def _lives(self, grant: Grant) -> bool:
        return grant.expires_at is None or grant.expires_at > self._state.clock.now()

    def _fresh(self, signed: Signed) -> bool:
        """Near the real time (tests move ours, not the client's), and not seen before."""
        now = self._state.clock.now() - self._state.clock.offset
        nonces = self._state.nonces
        for key, old in nonces.items():
            if old.at > now - NONCE_KEPT_S:
                break
            nonces.drop(key)
        key = f"{signed.token} {signed.timestamp} {signed.nonce}"
        if abs(now - signed.timestamp) > CLOCK_SKEW_S or nonces.get(key) is not None:
            return False
        nonces.put(key, Nonce(now))
        return True


def _writes(scopes: tuple[str, ...]) -> bool:
    return any(scope.endswith(".write") for scope in scopes)


def _level(grant: Grant) -> str:
    if grant.kind == "app":
        return "read"
    return "read-write" if grant.write else "read"
