"""WeChat's HTTP: tokens, raw UTF-8 JSON both ways, and errcodes turned into errors.

The status is always 200, so an answer counts as good when the expected field is there and errcode
is absent or 0. The token travels in the query: no URL may reach an error or a log.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from threading import Lock
from typing import TYPE_CHECKING

from adapters.base import Json, Media
from adapters.errors import NotAllowed, OutcomeUnknown, TryLater
from adapters.http import Answer, call, redacted
from adapters.wechat.errcodes import TOKEN_REFUSED, refusal

if TYPE_CHECKING:
    import requests

CALL_SECONDS = 30.0
UPLOAD_SECONDS = 90.0
OK = 200
SUFFIXES = {"image/jpeg": "jpg", "image/png": "png"}

Object = dict[str, Json]


@dataclass(slots=True)
class Api:
    """One account's calls; keeps the token that works, in memory."""

    base: str
    app_id: str
    secret: str = field(repr=False)
    session: requests.Session
    _token: str = field(default="", repr=False)
    _fetching: Lock = field(default_factory=Lock, repr=False)

    def post(self, path: str, body: Object, *, effect: bool = False) -> Object:
        """`effect` marks calls that must not be repeated when their outcome is unknown."""
        return self.timed(path, body, effect=effect)[0]

    def timed(
        self, path: str, body: Object, *, effect: bool = False
    ) -> tuple[Object, datetime | None]:
        """The same, with WeChat's clock as it answered."""

        def request(token: str) -> Answer:
            return self._post_json(path, body, {"access_token": token}, effect=effect)

        found, answer = self._with_token(path, request, effect=effect)
        return found, remote_time(answer)

    def upload(
        self, path: str, media: Media, content: bytes, query: Mapping[str, str]
    ) -> tuple[Object, datetime | None]:
        """A file as multipart field `media`. Repeating it leaves at worst an unused picture."""
        name = f"{media.sha256[:8]}.{SUFFIXES[media.mime]}"

        def request(token: str) -> Answer:
            return call(
                self.session, "POST", f"{self.base}/{path}",
                name=path, deadline=UPLOAD_SECONDS, effect=False,
                params={"access_token": token, **query},
                files={"media": (name, content, media.mime)},
            )  # fmt: skip

        found, answer = self._with_token(path, request, effect=False)
        return found, remote_time(answer)

    def check_credentials(self) -> None:
        """Ask for a token; NotAllowed when AppID, AppSecret or address are refused."""
        self._token = self._fetch_token(force=False)

    def _with_token(
        self, name: str, request: Callable[[str], Answer], *, effect: bool
    ) -> tuple[Object, Answer]:
        """One call; a second one only after a token was refused, which comes before execution."""
        token = self._working_token()
        answer = request(token)
        body = parsed(name, answer, effect=effect)
        if errcode(body) in TOKEN_REFUSED:
            answer = request(self._renewed(token))
            body = parsed(name, answer, effect=effect)
        return self._accepted(name, body, effect=effect), answer

    def _working_token(self) -> str:
        with self._fetching:  # uploads go side by side, and want one token among them
            self._token = self._token or self._fetch_token(force=False)
            return self._token

    def _renewed(self, refused: str) -> str:
        """The stable token; forced only if the refused one comes back (20 times a day at most)."""
        with self._fetching:
            if self._token == refused:
                fresh = self._fetch_token(force=False)
                self._token = self._fetch_token(force=True) if fresh == refused else fresh
            return self._token

    def _fetch_token(self, *, force: bool) -> str:
        if not (self.app_id and self.secret):
            raise NotAllowed(
                "WeChat: AppID or AppSecret is missing.", code="no-credentials",
                next_step="Set channels.wechat.app_id and the secret; both stand under "
                "Settings and Development > Basic configuration.",
            )  # fmt: skip
        body: Object = {
            "grant_type": "client_credential",
            "appid": self.app_id,
            "secret": self.secret,
            "force_refresh": force,
        }
        answer = parsed("stable_token", self._post_json("stable_token", body, {}))
        return text_field(self._accepted("stable_token", answer), "access_token", "stable_token")

    def _post_json(
        self, path: str, body: Object, query: Mapping[str, str], *, effect: bool = False
    ) -> Answer:
        # Escaped \uXXXX would be stored as such, and counted sixfold.
        raw = json.dumps(body, ensure_ascii=False).encode()
        return call(
            self.session, "POST", f"{self.base}/{path}",
            name=path, effect=effect, deadline=CALL_SECONDS, params=query, json_bytes=raw,
        )  # fmt: skip

    def _accepted(self, name: str, answer: Object, *, effect: bool = False) -> Object:
        code = errcode(answer)
        if code:
            text = redacted(str(answer.get("errmsg", "")), (self.secret, self._token))
            raise refusal(name, code, text, repeatable=not effect)
        return answer


def parsed(name: str, answer: Answer, *, effect: bool = False) -> Object:
    """The JSON object of an answer, read as UTF-8: WeChat names no charset."""
    try:
        body = json.loads(answer.body.decode()) if answer.status == OK else None
    except ValueError:
        body = None
    if not isinstance(body, dict):
        message = f"{name}: status {answer.status}, and no JSON object as the answer."
        raise unclear(message, effect=effect)
    return body


def remote_time(answer: Answer) -> datetime | None:
    """The Date header, where there is one that can be read."""
    try:
        return parsedate_to_datetime(answer.headers.get("Date", ""))
    except ValueError:
        return None


def errcode(answer: Object) -> int:
    code = answer.get("errcode", 0)
    return code if isinstance(code, int) else 0


def text_field(answer: Object, key: str, name: str, *, effect: bool = False) -> str:
    """A field that a good answer has; numbers are read as text (publish_id comes as either)."""
    value = answer.get(key)
    if isinstance(value, str | int) and value != "":
        return str(value)
    raise unclear(f"{name}: the answer has no {key}.", effect=effect)


def unclear(message: str, *, effect: bool) -> OutcomeUnknown | TryLater:
    return OutcomeUnknown(message) if effect else TryLater(message)
