"""X's API version 2: one method per call we make, signed by OAuth 1.0a, never repeated."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapters.base import Json
from adapters.errors import OutcomeUnknown, Rejected, TryLater
from adapters.http import Answer, Auth, File, call
from adapters.x.refusals import json_object, refusal

if TYPE_CHECKING:
    import requests

Object = Mapping[str, Json]

# The names of the docs pages, and those of the API's own description since version 2.167.
FIELDS: tuple[Mapping[str, str], ...] = (
    {"tweet.fields":
        "conversation_id,created_at,entities,referenced_tweets,in_reply_to_user_id"},
    {"post.fields": "conversation_id,created_at,entities",
     "expansions": "referenced_posts,in_reply_to_user_id,edit_history_post_ids"},
)  # fmt: skip
LONG_TEXT = ("note_tweet", "note_post")  # where the whole of a text above 280 stands


@dataclass(slots=True)
class Api:
    """Remembers which names of fields the service takes."""

    base: str
    session: requests.Session
    auth: Auth
    long_posts: bool = False
    _naming: int = 0

    def create(self, body: Object) -> Object:
        answer = self._send("POST", "tweets", body=body, effect=True)
        return self._data(answer, "tweets", effect=True)

    def delete(self, post_id: str) -> None:
        """What is gone already counts as done."""
        try:
            answer = self._send("DELETE", f"tweets/{post_id}", effect=True)
        except Rejected as error:
            if error.code != "not_found":
                raise
            return
        data = json_object(answer).get("data")
        if answer.status != 204 and not (isinstance(data, dict) and data.get("deleted") is True):
            raise OutcomeUnknown("tweets: the answer tells nothing", code="bad_answer")

    def upload(self, file: File, fields: Mapping[str, str]) -> tuple[Object, Answer]:
        answer = self._send("POST", "media/upload", files={"media": file}, fields=fields)
        return self._data(answer, "media/upload"), answer

    def upload_status(self, media_id: str) -> tuple[Object, Answer]:
        params = {"command": "STATUS", "media_id": media_id}
        answer = self._send("GET", "media/upload", params=params)
        return self._data(answer, "media/upload"), answer

    def describe(self, body: Object) -> None:
        self._send("POST", "media/metadata", body=body)

    def me(self) -> Object:
        return self._data(self._send("GET", "users/me"), "users/me")

    def newest(self, user_id: str) -> tuple[Object, Answer]:
        """The account's latest posts by id alone."""
        answer = self._send("GET", f"users/{user_id}/tweets", params={"max_results": 5})
        return json_object(answer), answer

    def timeline(self, user_id: str, params: Mapping[str, str | int]) -> Object:
        """Posts with what tells them apart. The other names of fields are tried after a 400."""
        try:
            return self._timeline(user_id, params)
        except Rejected as error:
            if error.code != "bad_request":
                raise
        self._naming = 1 - self._naming
        return self._timeline(user_id, params)

    def _timeline(self, user_id: str, params: Mapping[str, str | int]) -> Object:
        fields = dict(FIELDS[self._naming])
        if self.long_posts:
            first = next(iter(fields))
            fields[first] += f",{LONG_TEXT[self._naming]}"
        answer = self._send("GET", f"users/{user_id}/tweets", params={**params, **fields})
        found = json_object(answer)
        if "data" not in found and "meta" not in found:
            raise TryLater("users/tweets: the answer holds no posts", code="bad_answer")
        return found

    def _send(
        self,
        method: str,
        path: str,
        *,
        body: Object | None = None,
        files: Mapping[str, File] | None = None,
        fields: Mapping[str, str] | None = None,
        params: Mapping[str, str | int] | None = None,
        effect: bool = False,
    ) -> Answer:
        # The type is set here: without it the signature would try to cover the body.
        answer = call(
            self.session,
            method,
            f"{self.base}/2/{path}",
            name=path,
            effect=effect,
            headers={"Content-Type": "application/json"} if body is not None else None,
            params=params,
            data=fields,
            json_bytes=_encoded(body) if body is not None else None,
            files=files,
            auth=self.auth,
        )
        if not 200 <= answer.status < 300:
            raise refusal(path, answer, effect=effect)
        return answer

    def _data(self, answer: Answer, name: str, *, effect: bool = False) -> Object:
        """The `data` of an answer, with an id; errors beside it change nothing."""
        data = json_object(answer).get("data")
        if isinstance(data, dict) and isinstance(data.get("id"), str):
            return data
        kind = OutcomeUnknown if effect else TryLater
        raise kind(f"{name}: the answer holds no id", code="bad_answer")


def _encoded(body: Object) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode()
