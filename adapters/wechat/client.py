"""What the parts of an article do at WeChat: one remote effect per function, nothing repeated."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias
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
from adapters.errors import CallError, Expired, LeftAsDraft, NotAllowed, Rejected, TryLater
from adapters.overwriting import newest
from adapters.wechat import editing
from adapters.wechat.api import Api, Object, text_field
from adapters.wechat.drafts import (
    articles_of,
    check_size,
    draft_receipt,
    filled,
    https,
)
from adapters.wechat.errcodes import INVALID_MEDIA, UNAUTHORIZED
from adapters.wechat.finding import (
    find_deleted,
    find_draft,
    find_edit,
    find_published,
    find_unpublished,
)
from adapters.wechat.jobs import elapsed, job_of, look
from adapters.wechat.spec import KEY, Options

COVER_LAG_S = 5.0
COVER_LAG = timedelta(minutes=2)  # a cover that is not known after it is known no more


@dataclass(slots=True)
class Client:
    """One account."""

    api: Api
    options: Options
    blobs: Blobs

    def whoami(self) -> Account:
        """Proves AppID and AppSecret; the API has no call that names the account."""
        self.api.check_credentials()
        return Account(KEY, urlsplit(self.options.api).hostname or "", self.options.app_id)

    def anchor(self) -> Anchor:
        """The id of a draft, which may not be the newest, and WeChat's clock."""
        page, now = self.api.timed("draft/batchget", {"offset": 0, "count": 1, "no_content": 1})
        match page.get("item"):
            case [{"media_id": str(newest)}, *_]:
                return Anchor(newest, now)
            case _:
                return Anchor("", now)

    def send(self, part: Part, sent: Receipts) -> Receipt | Accepted:
        """Perform a part: exactly one remote effect."""
        sender = SENDERS.get(part.kind)
        if sender is None:
            raise Rejected(f"WeChat has no part of kind {part.kind!r}")
        return sender(self, part, filled(part, sent), sent)

    def look(self, accepted: Accepted) -> Live | Pending | Failed:
        return look(self.api, accepted.job)

    def find(self, part: Part, sent: Receipts, intent: Intent) -> Found | Absent | CannotTell:
        """Uploads count as absent: repeating one leaves at worst an unused picture."""
        api, options = self.api, self.options
        match part.kind:
            case "draft":
                return find_draft(api, options, filled(part, sent), intent)
            case "publish":
                return find_published(api, options, _draft(sent), intent)
            case "edit":
                return find_edit(api, options, filled(part, sent))
            case "delete":
                return find_deleted(api, options, filled(part, sent))
            case "unpublish":
                return find_unpublished(api, options, filled(part, sent))
            case _:
                return Absent()


def _draft(sent: Receipts) -> Receipt:
    """The draft as it was last made or edited by us."""
    found = newest(sent, "draft")
    if found is None:
        raise Rejected("the draft is not there yet", code="order")
    return found


# --- one function per kind of part ------------------------------------------------------------


def _send_image(client: Client, part: Part, _: Object, __: Receipts) -> Receipt:
    answer, _now = _upload(client, "media/uploadimg", part, {})
    url = https(text_field(answer, "url", "media/uploadimg"))
    return Receipt(url, url)


def _send_cover(client: Client, part: Part, _: Object, __: Receipts) -> Receipt:
    answer, now = _upload(client, "material/add_material", part, {"type": "image"})
    url = answer.get("url")
    media_id = text_field(answer, "media_id", "material/add_material")
    details: dict[str, Json] = {"uploaded_at": now.isoformat()} if now else {}
    return Receipt(media_id, https(url) if isinstance(url, str) else None, details)


def _upload(
    client: Client, path: str, part: Part, query: Mapping[str, str]
) -> tuple[Object, datetime | None]:
    (media,) = part.media
    return client.api.upload(path, media, client.blobs(media.sha256), query)


def _send_draft(client: Client, part: Part, payload: Object, sent: Receipts) -> Receipt:
    articles = articles_of(payload)
    for article in articles:
        check_size(str(article["content"]))
    try:
        answer = client.api.post("draft/add", payload, effect=True)
    except Rejected as error:
        raise _cover_unknown(client, part, sent, error) from error
    media_id = text_field(answer, "media_id", "draft/add", effect=True)
    return draft_receipt(media_id, client.options, *articles)


def _send_edit(client: Client, part: Part, payload: Object, sent: Receipts) -> Receipt:
    try:
        return editing.edit(client.api, client.options, payload)
    except Rejected as error:
        raise _cover_unknown(client, part, sent, error) from error


def _cover_unknown(client: Client, part: Part, sent: Receipts, error: Rejected) -> CallError:
    """A cover that was uploaded a moment ago is not known everywhere at once; an old one is gone.

    Any other refusal comes back as it is.
    """
    if error.code != str(INVALID_MEDIA):
        return error
    covers = tuple(key for key in part.waits_for if key.startswith("cover/"))
    uploaded = [sent[key].details.get("uploaded_at") for key in covers if key in sent]
    age = elapsed(uploaded[0], client.anchor().remote_time) if uploaded else None
    if age is not None and age > COVER_LAG.total_seconds():
        return Expired("WeChat does not know the cover any more.", parts=covers, code=error.code)
    message = "WeChat does not know the cover yet, or the draft no more."
    return TryLater(message, after=COVER_LAG_S, code=error.code)


def _send_publish(client: Client, _: Part, payload: Object, __: Receipts) -> Accepted:
    """An account that may not publish keeps its draft, and may send the next one all the same."""
    try:
        answer, now = client.api.timed("freepublish/submit", payload, effect=True)
    except NotAllowed as error:
        if error.code != str(UNAUTHORIZED):
            raise
        raise LeftAsDraft(str(error), code=error.code, next_step=error.next_step) from error
    publish_id = text_field(answer, "publish_id", "freepublish/submit", effect=True)
    return Accepted(job_of(publish_id, now))


def _send_delete(client: Client, _: Part, payload: Object, __: Receipts) -> Receipt:
    return editing.delete(client.api, client.options, payload)


def _send_unpublish(client: Client, _: Part, payload: Object, __: Receipts) -> Receipt:
    return editing.unpublish(client.api, client.options, payload)


Send: TypeAlias = Callable[[Client, Part, Object, Receipts], Receipt | Accepted]
SENDERS: Mapping[str, Send] = {
    "image": _send_image,
    "cover": _send_cover,
    "draft": _send_draft,
    "publish": _send_publish,
    "edit": _send_edit,
    "delete": _send_delete,
    "unpublish": _send_unpublish,
}
