"""Substack's private API: one method per call we make, each with exactly one remote effect.

The server validates nothing and mails everyone by default, so this client checks what it sends
and says about mail twice. The cookie goes to the two configured hosts and never after a redirect.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from adapters.base import Json, Media, Receipt
from adapters.errors import NotAllowed, OutcomeUnknown, Rejected, TryLater
from adapters.http import Answer, call
from adapters.substack.errors import parsed, parsed_rows, refusal
from adapters.substack.readback import as_sent, digest
from adapters.substack.schema import faults
from adapters.substack.spec import Options

if TYPE_CHECKING:
    import requests

AGENT = "pressrun (newsletter publisher; one request at a time)"
PAGE = 50  # the most that a list gives
ORDERS = {
    "drafts": ("draft_updated_at", "desc"),
    "scheduled": ("trigger_at", "asc"),
    "published": ("post_date", "desc"),
}
MISSING = "404"
DEADLINE = 60.0  # seconds
AT_ONCE = 2.0  # for what a plan is better with, and does not wait for


class Client:
    """One publication, by its session cookie."""

    def __init__(self, options: Options, cookie: str, session: requests.Session) -> None:
        self._options = options
        self._cookie = cookie
        self._session = session
        self._user: int | None = None

    # --- reading ------------------------------------------------------------------------------

    def profile(self) -> Mapping[str, Json]:
        """The signed-in user with their publications."""
        url = f"{self._options.api}/api/v1/user/profile/self"
        return parsed(self._ask("GET", url, "profile"), "profile")

    def publication(self) -> Mapping[str, Json]:
        """Our publication as the profile lists it. Raises NotAllowed when it is not ours."""
        profile = self.profile()
        self._user = _integer(profile.get("id"))
        users = profile.get("publicationUsers")
        for row in users if isinstance(users, list) else []:
            found = row.get("publication") if isinstance(row, dict) else None
            if isinstance(found, dict) and found.get("subdomain") == self._options.publication:
                return found
        raise NotAllowed(
            f"this account has no publication {self._options.publication!r}",
            code="publication",
            next_step="Set channels.substack.publication to the name before .substack.com.",
        )

    def draft(self, draft_id: str) -> Mapping[str, Json]:
        return parsed(self._ask("GET", self._pub(f"drafts/{draft_id}"), "drafts/get"), "draft")

    def draft_or_none(self, draft_id: str) -> Mapping[str, Json] | None:
        """None when there is no such draft or post any more."""
        try:
            return self.draft(draft_id)
        except Rejected as error:
            if error.code != MISSING:
                raise
            return None

    def check(self, draft_id: str) -> None:
        """What the editor would object to before publishing. Raises Rejected."""
        answer = self._ask("GET", self._pub(f"drafts/{draft_id}/prepublish"), "prepublish")
        errors = parsed(answer, "prepublish").get("errors")
        if errors:
            words = json.dumps(errors, ensure_ascii=False)[:300]
            raise Rejected(f"Substack's check before publishing: {words}", code="prepublish")

    def listed(self, name: str) -> list[Mapping[str, Json]]:
        """The first rows of "drafts", "scheduled" or "published": the newest, or the next due."""
        column, direction = ORDERS[name]
        query = f"offset=0&limit={PAGE}&order_by={column}&order_direction={direction}"
        answer = self._ask("GET", self._pub(f"post_management/{name}?{query}"), "post_management")
        posts = parsed(answer, "post_management").get("posts")
        return [row for row in posts if isinstance(row, dict)] if isinstance(posts, list) else []

    def sections(self) -> list[Mapping[str, Json]]:
        answer = self._ask("GET", self._pub("publication/sections"), "sections")
        return parsed_rows(answer, "sections")

    def subscribers(self) -> int | None:
        """How many get the mail; None where the answer holds no number."""
        url = self._pub("publication_launch_checklist")
        answer = self._ask("GET", url, "checklist", deadline=AT_ONCE)
        return _integer(parsed(answer, "checklist").get("subscriberCount"))

    def tag_id(self, name: str) -> str:
        """The id of the publication's tag of this name; "" when it has none."""
        answer = self._ask("GET", self._pub("publication/post-tag"), "post-tag/list")
        for row in parsed_rows(answer, "post-tag"):
            if str(row.get("name")).casefold() == name.casefold():
                return str(row.get("id"))
        return ""

    def tags_of(self, draft_id: str) -> list[str]:
        """The ids of the tags on a post."""
        answer = self._ask("GET", self._pub(f"post/{draft_id}/tag"), "tag/list")
        return [str(row.get("post_tag_id")) for row in parsed_rows(answer, "tag")]

    # --- effects ------------------------------------------------------------------------------

    def make_tag(self, name: str) -> Receipt:
        """POST post-tag: a tag of the publication, on no post yet."""
        url = self._pub("publication/post-tag")
        answer = self._send("POST", url, "post-tag/create", {"name": name})
        tag_id = parsed(answer, "post-tag/create", effect=True).get("id")
        if not isinstance(tag_id, str):
            raise OutcomeUnknown("post-tag/create: the answer holds no id", code="bad_answer")
        return Receipt(tag_id)

    def attach(self, draft_id: str, tag_id: str) -> Receipt:
        """POST a tag to a post. A second time may be refused, so what is there counts."""
        url = self._pub(f"post/{draft_id}/tag/{tag_id}")
        try:
            self._send("POST", url, "tag/attach", {})
        except Rejected:
            if tag_id not in self.tags_of(draft_id):
                raise
        return Receipt(tag_id)

    def upload(self, media: Media, data: bytes) -> Receipt:
        """POST image; harmless to repeat."""
        text = f"data:{media.mime};base64,{base64.b64encode(data).decode()}"
        answer = self._send("POST", self._pub("image"), "image", {"image": text}, effect=False)
        value = parsed(answer, "image")
        url = value.get("url")
        if not isinstance(url, str):
            raise TryLater("image: the answer holds no address", code="bad_answer")
        return Receipt(str(value.get("id", url)), url)

    def create(self, payload: Mapping[str, Json]) -> Receipt:
        """POST drafts, with our byline; the document is checked once more as it leaves."""
        _refuse_faults(payload.get("draft_body"))
        if self._user is None:
            self.publication()
        byline: Json = {"id": self._user, "is_guest": False}
        body = {**payload, "draft_bylines": [byline]}
        answer = self._send("POST", self._pub("drafts"), "drafts/create", body)
        value = parsed(answer, "drafts/create", effect=True)
        draft_id = _integer(value.get("id"))
        if draft_id is None:
            raise OutcomeUnknown("drafts/create: the answer holds no id", code="bad_answer")
        return self.receipt(str(draft_id), value)

    def change(self, draft_id: str, payload: Mapping[str, Json]) -> Receipt:
        """PUT drafts/:id with some fields; absent ones keep their value.

        With `last_updated_at` it is refused when the draft has changed since: OutcomeUnknown, for
        it may have been an earlier call of ours, or a person.
        """
        body = {name: as_sent(name, value) for name, value in payload.items()}
        answer = self._send("PUT", self._pub(f"drafts/{draft_id}"), "drafts/put", body)
        return self.receipt(draft_id, parsed(answer, "drafts/put", effect=True))

    def publish(self, draft_id: str, payload: Mapping[str, Json], *, approved: str = "") -> Receipt:
        """POST publish; the stored flag about mail must agree with the request's.

        `approved` is the digest of the draft that was approved. What a person published meanwhile
        is out: publishing it again could mail it again.
        """
        self.check(draft_id)
        stored = self.draft(draft_id)
        if stored.get("is_published") is True:
            return self._published_by_hand(draft_id, stored, payload)
        if bool(stored.get("should_send_email")) is not payload["send"]:
            raise Rejected("the draft's setting about mail is not what was approved", code="email")
        if approved and digest(stored) != approved:
            step = "Publish it in the editor and confirm its address, or approve it anew."
            raise Rejected("someone changed the approved draft", code="changed", next_step=step)
        return self.put_out(draft_id, payload)

    def put_out(self, draft_id: str, payload: Mapping[str, Json]) -> Receipt:
        """POST publish: readers see the draft as it stands, for the first time or anew."""
        answer = self._send("POST", self._pub(f"drafts/{draft_id}/publish"), "publish", payload)
        value = parsed(answer, "publish", effect=True)
        if value.get("is_published") is not True:
            raise OutcomeUnknown("publish: the answer does not say published", code="bad_answer")
        return self.published(draft_id, value)

    def unpublish(self, draft_id: str) -> Receipt:
        """POST unpublish: it is a draft again. Success has an empty body."""
        self._send("POST", self._pub(f"drafts/{draft_id}/unpublish"), "unpublish", {})
        return Receipt(draft_id, self.editor_url(draft_id))

    def delete(self, draft_id: str) -> Receipt:
        """DELETE drafts/:id, for good; it takes a published post as readily as a draft."""
        url = self._pub(f"drafts/{draft_id}")
        answer = self._call("DELETE", url, "drafts/delete", None, effect=True)
        self._checked(answer, "drafts/delete", effect=True)
        return Receipt(draft_id)

    def published(self, draft_id: str, value: Mapping[str, Json]) -> Receipt:
        """The receipt of a post that is public."""
        url = value.get("canonical_url") or f"{self._options.home}/p/{value.get('slug')}"
        names = ("slug", "post_date", "email_sent_at")
        return Receipt(draft_id, str(url), {name: value.get(name) for name in names})

    def receipt(self, draft_id: str, value: Mapping[str, Json]) -> Receipt:
        """The receipt of a draft as it is stored."""
        details: dict[str, Json] = {
            "updated_at": value.get("draft_updated_at"),
            "digest": digest(value),
        }
        return Receipt(draft_id, self.editor_url(draft_id), details)

    def editor_url(self, draft_id: str) -> str:
        return f"{self._options.home}/publish/post/{draft_id}"

    # --- inside -------------------------------------------------------------------------------

    def _published_by_hand(
        self, draft_id: str, stored: Mapping[str, Json], payload: Mapping[str, Json]
    ) -> Receipt:
        if payload["send"] and not stored.get("email_sent_at"):
            raise Rejected("somebody published it already, without mail", code="published")
        return self.published(draft_id, stored)

    def _pub(self, path: str) -> str:
        return f"{self._options.home}/api/v1/{path}"

    def _ask(self, method: str, url: str, name: str, *, deadline: float = DEADLINE) -> Answer:
        answer = self._call(method, url, name, None, effect=False, deadline=deadline)
        return self._checked(answer, name, effect=False)

    def _send(
        self, method: str, url: str, name: str, body: Mapping[str, Json], *, effect: bool = True
    ) -> Answer:
        data = json.dumps(body, ensure_ascii=False).encode()
        return self._checked(
            self._call(method, url, name, data, effect=effect), name, effect=effect
        )

    def _call(
        self, method: str, url: str, name: str, data: bytes | None, *, effect: bool,
        deadline: float = DEADLINE,
    ) -> Answer:  # fmt: skip
        home = self._options.home
        headers = {
            "User-Agent": AGENT,
            "Accept": "application/json",
            "Referer": f"{home}/publish/home",
            "Origin": home,
            "Cookie": f"substack.sid={self._cookie}",
        }
        return call(
            self._session,
            method,
            url,
            name=name,
            headers=headers,
            json_bytes=data,
            effect=effect,
            deadline=deadline,
        )

    def _checked(self, answer: Answer, name: str, *, effect: bool) -> Answer:
        error = refusal(answer, name, effect=effect)
        if error is not None:
            raise error
        return answer


def _refuse_faults(body: Json) -> None:
    found = faults(json.loads(body)) if isinstance(body, str) else ["there is no document"]
    if found:
        raise Rejected(f"the editor would refuse the document: {found[0]}", code="schema")


def _integer(value: Json) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
