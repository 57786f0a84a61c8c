"""What the parts of a thread do at X: one remote effect per function, nothing repeated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from adapters.base import (
    Absent,
    Accepted,
    Account,
    Anchor,
    Blobs,
    CannotTell,
    Failed,
    Found,
    Intent,
    Json,
    Live,
    Part,
    Pending,
    Receipt,
    Receipts,
)
from adapters.errors import CallError, Rejected
from adapters.http import Answer
from adapters.references import resolve
from adapters.x.api import Api, Object
from adapters.x.finding import Row, matching, rows
from adapters.x.refusals import remote_time
from adapters.x.spec import KEY, Options

DAY_SECONDS = 86_400
CLOCK_SKEW = timedelta(minutes=5)  # between this machine and X, where no anchor was read
PAGE = 100  # the most posts of one look; own posts cost $0.001 each
PAGES = 5  # of one look
ENDED = {"succeeded", ""}


@dataclass(slots=True)
class Client:
    """One account. Remembers who it is, and which posts had pictures refused once."""

    api: Api
    options: Options
    blobs: Blobs
    me: Object | None = None
    refused_once: set[str] = field(default_factory=set)

    def whoami(self) -> Account:
        """Asked once: a user read is billed."""
        if self.me is None:
            self.me = self.api.me()
        host = urlsplit(self.options.api).hostname or ""
        return Account(KEY, host, str(self.me["id"]), str(self.me.get("username", "")))

    def anchor(self) -> Anchor:
        found, answer = self.api.newest(self.whoami().remote_id)
        newest = max((int(row.id) for row in rows(found)), default=0)
        return Anchor(str(newest) if newest else "", remote_time(answer))

    def send(self, part: Part, sent: Receipts) -> Receipt | Accepted:
        body = _object(resolve(part.payload, sent))
        match part.kind:
            case "image":
                return self._upload(part, body)
            case "alt":
                self.api.describe(body)
                return Receipt(str(body["id"]))
            case "post":
                return self._post(part, body)
            case kind:
                raise Rejected(f"X has no part of kind {kind!r}")

    def look(self, accepted: Accepted) -> Live | Pending | Failed:
        """How the processing of an upload goes on."""
        data, answer = self.api.upload_status(str(accepted.job))
        state, after = _processing(data)
        if state in ENDED:
            return Live(_uploaded(data, answer))
        if state == "failed":
            return Failed("X could not process the picture.", "Save it as PNG or JPEG.")
        return Pending(after)

    def find(self, part: Part, sent: Receipts, intent: Intent) -> Found | Absent | CannotTell:
        """One look at the account's own posts since the last one that is known to be ours."""
        body = _object(resolve(part.payload, sent))
        parent = _parent(body)
        floor = parent or intent.anchor.newest_id
        since = intent.anchor.remote_time or intent.started_at - CLOCK_SKEW
        seen, whole = self._posts_since(floor)
        ours = matching(seen, str(body.get("text", "")), parent, since)
        profile = f"{self.options.web}/{self.whoami().name}"
        if len(ours) == 1:
            return Found(self._receipt(ours[0].id))
        if ours:
            found = ", ".join(row.id for row in ours)
            return CannotTell(f"Several posts say the same: {found}.", profile)
        if not whole:
            return CannotTell("There are more new posts than one look reads.", profile)
        return Absent()

    # --- inside -------------------------------------------------------------------------------

    def _upload(self, part: Part, fields: Object) -> Receipt | Accepted:
        media = part.media[0]
        name = f"{media.sha256[:8]}.{media.mime.rpartition('/')[2]}"
        file = (name, self.blobs(media.sha256), media.mime)
        data, answer = self.api.upload(file, {key: str(value) for key, value in fields.items()})
        state, _ = _processing(data)
        if state == "failed":
            raise Rejected("X could not process the picture.", code="processing",
                           next_step="Save it as PNG or JPEG.")  # fmt: skip
        return _uploaded(data, answer) if state in ENDED else Accepted(str(data["id"]))

    def _post(self, part: Part, body: Object) -> Receipt:
        self.whoami()  # before the effect: its address needs the name
        try:
            made = self.api.create(body)
        except CallError as error:
            if error.code == "media_invalid" and part.key in self.refused_once:
                raise Rejected(str(error), code=error.code,
                               next_step="Send the pictures again.") from error  # fmt: skip
            if error.code == "media_invalid":
                self.refused_once.add(part.key)
            raise
        return self._receipt(str(made["id"]))

    def _receipt(self, post_id: str) -> Receipt:
        return Receipt(post_id, f"{self.options.web}/{self.whoami().name}/status/{post_id}")

    def _posts_since(self, floor: str) -> tuple[list[Row], bool]:
        """Newest first; whether all of them were read."""
        params: dict[str, str | int] = {"max_results": PAGE}
        if floor:
            params["since_id"] = floor
        seen: list[Row] = []
        for _ in range(PAGES if floor else 1):
            page = self.api.timeline(self.whoami().remote_id, params)
            seen += rows(page)
            token = _next_token(page)
            if not token:
                return seen, True
            params["pagination_token"] = token
        return seen, not floor  # without a floor older posts are none of ours


def _object(payload: Json) -> Object:
    if not isinstance(payload, dict):
        raise Rejected("the part holds no request")
    return payload


def _parent(body: Object) -> str:
    reply = body.get("reply")
    return str(reply.get("in_reply_to_tweet_id", "")) if isinstance(reply, dict) else ""


def _next_token(page: Object) -> str:
    meta = page.get("meta")
    return str(meta.get("next_token", "")) if isinstance(meta, dict) else ""


def _processing(data: Mapping[str, Json]) -> tuple[str, float]:
    """The state of an upload, "" when there is nothing to wait for, and when to look again."""
    info = data.get("processing_info")
    if not isinstance(info, dict):
        return "", 0.0
    after = info.get("check_after_secs")
    return str(info.get("state", "")), float(after) if isinstance(after, int | float) else 1.0


def _uploaded(data: Object, answer: Answer) -> Receipt:
    """An upload that no post uses ends after a day, counted on X's own clock where it tells."""
    lives = data.get("expires_after_secs")
    seconds = lives if isinstance(lives, int) and lives > 0 else DAY_SECONDS
    since = remote_time(answer) or datetime.now(UTC)
    return Receipt(str(data["id"]), expires_at=since + timedelta(seconds=seconds))
