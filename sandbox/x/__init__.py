"""The stand-in of X: posts, threads, uploads and timelines of API version 2.

Weighing posts and finding their links needs the package `twitter-text-parser`, at run time.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from sandbox.exchange import Answer, Exchange, Json, Refused
from sandbox.service import Operation, Post, Service, Setting
from sandbox.x import problems
from sandbox.x.access import ALL_SCOPES, CLIENT_ID, Caller, Door, seed
from sandbox.x.costs import Costs
from sandbox.x.faults import FAULTS, TROUBLES
from sandbox.x.media import Media
from sandbox.x.pages import Pages
from sandbox.x.posts import Posts
from sandbox.x.rates import Rates
from sandbox.x.reading import Reading
from sandbox.x.rows import Account, Code, Grant, PostRow, State
from sandbox.x.switches import SWITCHES
from sandbox.x.timeline import Timeline
from sandbox.x.tokens import CODE_LIVES_S, Tokens

API_VERSION = "2.167"
WRITE = ("tweet.read", "tweet.write", "users.read")
READ = ("tweet.read", "users.read")
MEDIA = ("media.write",)

Guarded = Callable[[Exchange, Caller], Answer]


class X:
    def __init__(self, setting: Setting) -> None:
        self.state = State(setting)
        self._door, self._rates = Door(self.state), Rates(self.state)
        self.costs, self.tokens = Costs(self.state), Tokens(self.state)
        self._reading = Reading(self.state)
        self.media = Media(self.state, self.costs)
        self.posts = Posts(self.state, self.costs, self.media, self._reading)
        self._timeline = Timeline(self.state, self.costs, self._reading)
        self._pages = Pages(self.state, self._reading)
        seed(self.state)

    def operations(self) -> list[Operation]:
        media, upload = self.media, "/x/2/media/upload"
        chunks = f"{upload}/{{id}}"
        return [
            self._call("POST", "tweets/create", "/x/2/tweets", self.posts.create, WRITE),
            self._call("DELETE", "tweets/delete", "/x/2/tweets/{id}", self.posts.delete, WRITE),
            self._call("GET", "users/me", "/x/2/users/me", self._timeline.me, READ),
            self._call(
                "GET", "users/tweets", "/x/2/users/{id}/tweets", self._timeline.posts, READ,
                app_only=True,
            ),
            self._call("POST", "media/upload", upload, media.upload, MEDIA),
            self._call("GET", "media/status", upload, media.status, MEDIA),
            self._call("POST", "media/initialize", f"{upload}/initialize", media.initialize, MEDIA),
            self._call("POST", "media/append", f"{chunks}/append", media.append, MEDIA),
            self._call("POST", "media/finalize", f"{chunks}/finalize", media.finalize, MEDIA),
            self._call("POST", "media/metadata", "/x/2/media/metadata", media.metadata, MEDIA),
            Operation("oauth2/token", "/x/2/oauth2/token", self._token, ("POST",)),
            Operation("page", "/x/{user}/status/{id}", self._pages.thread, ("GET",), reader=True),
            Operation("picture", "/x/media/{id}", self._pages.picture, ("GET",), reader=True),
        ]  # fmt: skip

    def feed(self) -> list[Post]:
        return self._pages.feed()

    def deleted(self) -> list[Post]:
        return self._pages.deleted()

    def signed_off(self, answer: Answer, headers: Mapping[str, str]) -> Answer:
        """The answer with the headers that every answer of X has."""
        host = self.state.switches.word("problem_host")
        types = problems.PROBLEMS.replace("api.twitter.com", host)
        body = answer.body.replace(problems.PROBLEMS.encode(), types.encode())
        own = {"x-transaction-id": secrets.token_hex(8), "api-version": API_VERSION}
        return replace(answer, body=body, headers={**own, **headers, **answer.headers})

    def _call(
        self,
        method: str,
        name: str,
        path: str,
        handler: Guarded,
        scopes: tuple[str, ...],
        *,
        app_only: bool = False,
    ) -> Operation:
        def guarded(exchange: Exchange) -> Answer:
            headers: dict[str, str] = {}
            try:
                caller = self._door.caller(exchange.request, scopes, app_only=app_only)
                headers["x-access-level"] = caller.level
                headers |= self._admit(name, caller)
                answer = self._handled(name, handler, exchange, caller)
            except Refused as refused:
                answer = refused.answer
            return self.signed_off(answer, headers)

        return Operation(name, path, guarded, (method,))

    def _handled(self, name: str, handler: Guarded, exchange: Exchange, caller: Caller) -> Answer:
        try:
            return handler(exchange, caller)
        except Refused:
            self.costs.charge_refused(name)
            raise

    def _admit(self, operation: str, caller: Caller) -> dict[str, str]:
        allowed, headers = self._rates.spend(operation, caller.user_id)
        if not allowed:
            raise Refused(problems.too_many_requests(headers))
        if not self.costs.covered():
            form = self.state.switches.word("credits_body")
            raise Refused(problems.no_credits(form))
        return headers

    def _token(self, exchange: Exchange) -> Answer:
        try:
            answer = self.tokens.answer(exchange)
        except Refused as refused:
            answer = refused.answer
        return self.signed_off(answer, {})


def _add_account(x: X, raw: Mapping[str, Any]) -> Json:
    """{"id", "username", "access_token"?, "access_secret"?, "bearer"?, "scopes"?, "read_only"?}"""
    account = Account(str(raw["id"]), str(raw["username"]), str(raw.get("name", raw["username"])))
    x.state.accounts.put(account.id, account)
    write = not raw.get("read_only", False)
    if "access_token" in raw:
        token, secret = str(raw["access_token"]), str(raw["access_secret"])
        grant = Grant(token, "oauth1", account.id, token, secret, write=write)
        x.state.grants.put(token, grant)
    if "bearer" in raw:
        token, scopes = str(raw["bearer"]), [str(scope) for scope in raw.get("scopes", ALL_SCOPES)]
        x.state.grants.put(token, Grant(token, "oauth2", account.id, token, scopes=scopes))
    return {}


def _authorise(x: X, raw: Mapping[str, Any]) -> Json:
    """What a person's consent in the browser gives: {"redirect_uri", "code_challenge",
    "client_id"?, "scope"?, "user_id"?} -> {"code"}, good for 30 seconds."""
    scopes = str(raw.get("scope", " ".join(ALL_SCOPES))).split()
    code = Code(
        code=secrets.token_urlsafe(24),
        client_id=str(raw.get("client_id", CLIENT_ID)),
        user_id=str(raw.get("user_id", "1001")),
        redirect_uri=str(raw["redirect_uri"]),
        challenge=str(raw["code_challenge"]),
        scopes=scopes,
        expires_at=x.state.clock.now() + CODE_LIVES_S,
    )
    x.tokens.authorise(code)
    return {"code": code.code}


def _write(x: X, raw: Mapping[str, Any]) -> Json:
    """The author posts by hand: {"text", "reply_to"?, "user_id"?} -> {"id"}."""
    reply_to, user_id = raw.get("reply_to"), str(raw.get("user_id", "1001"))
    return {"id": x.posts.write(str(raw["text"]), reply_to, user_id).id}


def _edit(x: X, raw: Mapping[str, Any]) -> Json:
    """The author edits by hand: {"id", "text"} -> {"id"}, which is a new one."""
    return {"id": x.posts.edit(_post(x, raw), str(raw["text"])).id}


def _delete(x: X, raw: Mapping[str, Any]) -> Json:
    """The author deletes by hand: {"id"}."""
    x.posts.remove(_post(x, raw))
    return {}


def _post(x: X, raw: Mapping[str, Any]) -> PostRow:
    post = x.state.posts.get(str(raw["id"]))
    if post is None or post.deleted_at is not None:
        raise ValueError("no such post")
    return post


SERVICE = Service(
    key="x",
    open=X,
    hosts={"api.x.com": "/x", "api.twitter.com": "/x", "x.com": "/x"},
    switches=SWITCHES,
    faults=FAULTS,
    actions={
        "account": _add_account,
        "authorise": _authorise,
        "write": _write,
        "edit": _edit,
        "delete": _delete,
        "costs": lambda x, _raw: x.costs.show(),
        "credits": lambda x, raw: x.costs.set_balance(raw),
    },
    troubles=TROUBLES,
)
