"""What the parts of a thread do at X: one remote effect per function, nothing repeated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
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
from adapters.errors import Expired, OutcomeUnknown, Rejected, TryLater
from adapters.http import Answer
from adapters.references import resolve
from adapters.x.api import Api, Object
from adapters.x.finding import Row, matching, rows
from adapters.x.looking import find_deletion
from adapters.x.refusals import remote_time
from adapters.x.spec import KEY, PICTURE, Options

DAY_SECONDS = 86_400
CLOCK_SKEW = timedelta(minutes=5)  # between this machine and X, where no anchor was read
PAGE = 100  # the most posts of one look; own posts cost $0.001 each
PAGES = 5  # of one look
ENDED = {"succeeded", ""}
UPLOAD = f"{PICTURE.purpose}/"  # begins the keys of uploads
AGAIN = 5.0  # seconds until a deletion whose answer was lost is made once more


@dataclass(slots=True)
class Client:
    """One account. Remembers who it is."""

    api: Api
    options: Options
    blobs: Blobs
    me: Object | None = None

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
                return self._describe(part, body)
            case "post":
                return self._post(part, body)
            case "delete":
                return self._delete(str(body["id"]))
            case kind:
                raise Rejected(f"X has no part of kind {kind!r}")

    def look(self, accepted: Accepted) -> Live | Pending | Failed:
        """How the processing of an upload goes on."""
        try:
            data, answer = self.api.upload_status(str(accepted.job))
        except Expired:
            return Failed("X does not know the upload any more.", "Try again: it is made anew.")
        state, after = _processing(data)
        if state in ENDED:
            return Live(_uploaded(data, answer))
        if state == "failed":
            return Failed("X could not process the picture.", "Save it as PNG or JPEG.")
        return Pending(after)

    def find(self, part: Part, sent: Receipts, intent: Intent) -> Found | Absent | CannotTell:
        """One look at the account's own posts since the last one that is known to be ours."""
        body = _object(resolve(part.payload, sent))
        if part.kind == "delete":
            return find_deletion(self, str(body["id"]), intent)
        parent = _parent(body)
        floor = parent or intent.anchor.newest_id
        since = intent.anchor.remote_time or intent.started_at - CLOCK_SKEW
        seen, whole = self.posts(floor, after=since)
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

    def posts(
        self, since: str, until: str = "", after: datetime | None = None
    ) -> tuple[list[Row], bool]:
        """Own posts between two ids, newest first; whether all of them were read.

        Where no id is known to begin behind, those no older than `after` count as all.
        """
        params: dict[str, str | int] = {"max_results": PAGE}
        params |= {"since_id": since} if since else {}
        params |= {"until_id": until} if until else {}
        seen: list[Row] = []
        for _ in range(PAGES):
            page = self.api.timeline(self.whoami().remote_id, params)
            seen += rows(page)
            token = _next_token(page)
            if not token or (not since and _reaches(seen, after)):
                return seen, True
            params["pagination_token"] = token
        return seen, False

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

    def _describe(self, part: Part, body: Object) -> Receipt:
        with _naming_uploads(part):
            self.api.describe(body)
        return Receipt(str(body["id"]))

    def _post(self, part: Part, body: Object) -> Receipt:
        self.whoami()  # before the effect: its address needs the name
        with _naming_uploads(part):
            made = self.api.create(body)
        return self._receipt(str(made["id"]))

    def _delete(self, post_id: str) -> Receipt:
        """A lost answer does no harm: ids are never given twice."""
        try:
            self.api.delete(post_id)
        except OutcomeUnknown as error:
            raise TryLater(str(error), after=AGAIN, code=error.code) from error
        return Receipt(post_id)

    def _receipt(self, post_id: str) -> Receipt:
        return Receipt(post_id, f"{self.options.web}/{self.whoami().name}/status/{post_id}")


@contextmanager
def _naming_uploads(part: Part) -> Iterator[None]:
    """Tells whose media ids were refused: all of the part, for the answer names them at best."""
    try:
        yield
    except Expired as error:
        keys = tuple(key for key in part.waits_for if key.startswith(UPLOAD))
        raise Expired(str(error), parts=keys, code=error.code, next_step=error.next_step) from error


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


def _reaches(seen: Sequence[Row], after: datetime | None) -> bool:
    """Whether the oldest post read so far is from before that moment."""
    oldest = seen[-1].created_at if seen else None
    return after is not None and oldest is not None and oldest < after


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
