"""What the parts of an article do at WeChat: one remote effect per function, nothing repeated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
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
    Live,
    Part,
    Pending,
    Receipt,
    Receipts,
)
from adapters.errors import Rejected, TryLater
from adapters.wechat.api import Api, Object, text_field, unclear
from adapters.wechat.drafts import article_of, check_size, draft_receipt, filled, https
from adapters.wechat.errcodes import INVALID_MEDIA
from adapters.wechat.finding import find_draft, find_published
from adapters.wechat.spec import KEY, Options

# freepublish/get may be called 100 times a day, so the looks grow further and further apart.
FIRST_LOOK_S = 30.0
LONGEST_LOOK_S = 1_800.0
COVER_LAG_S = 5.0

PUBLISHED, PUBLISHING = 0, 1
ENDINGS = {
    2: "The check of the originality claim failed.",
    3: "Publishing failed; WeChat names no reason.",
    4: "WeChat's review refused the article.",
    5: "The article was published, and then deleted by the account.",
    6: "The article was published, and then blocked by WeChat.",
}


@dataclass(slots=True)
class Client:
    """One account. Remembers its token and how often it asked for each publish job."""

    api: Api
    options: Options
    blobs: Blobs
    looks: Counter[str] = field(default_factory=Counter)

    def whoami(self) -> Account:
        """Proves AppID and AppSecret; the API has no call that names the account."""
        self.api.check_credentials()
        return Account(KEY, urlsplit(self.options.api).hostname or "", self.options.app_id)

    def anchor(self) -> Anchor:
        """The id of a draft, which may not be the newest, and WeChat's clock."""
        page, now = self.api.read("draft/batchget", {"offset": 0, "count": 1, "no_content": 1})
        match page.get("item"):
            case [{"media_id": str(newest)}, *_]:
                return Anchor(newest, now)
            case _:
                return Anchor("", now)

    def send(self, part: Part, sent: Receipts) -> Receipt | Accepted:
        """Perform a part: exactly one remote effect."""
        return SENDERS[part.kind](self, part, filled(part, sent))

    def look(self, accepted: Accepted) -> Live | Pending | Failed:
        match accepted.job:
            case {"publish_id": str(publish_id)}:
                looks = self.looks[publish_id]
                self.looks[publish_id] += 1
                return outcome(self.api.post("freepublish/get", {"publish_id": publish_id}), looks)
            case _:
                raise TypeError("not a publish job of WeChat")

    def find(self, part: Part, sent: Receipts, intent: Intent) -> Found | Absent | CannotTell:
        """Uploads count as absent: repeating one leaves at worst an unused picture."""
        match part.kind:
            case "draft":
                return find_draft(self.api, self.options, filled(part, sent), intent)
            case "publish":
                return find_published(self.api, self.options, sent["draft"], intent)
            case _:
                return Absent()


def outcome(answer: Object, looks: int) -> Live | Pending | Failed:
    """How a publish job stands after `looks` earlier looks."""
    status = answer.get("publish_status")
    if status == PUBLISHED:
        return Live(_published(answer))
    if status == PUBLISHING:
        return Pending(min(FIRST_LOOK_S * 2**looks, LONGEST_LOOK_S))
    reason = ENDINGS.get(status) if isinstance(status, int) else None
    if reason is None:
        raise unclear(f"freepublish/get: the status {status!r} is not known.", effect=False)
    return Failed(reason, "Open the article in the backstage.")


def _published(answer: Object) -> Receipt:
    """The permanent link of a finished job."""
    match answer:
        case {"article_detail": {"item": [{"article_url": str(url)}, *_]}}:
            return Receipt(text_field(answer, "article_id", "freepublish/get"), https(url))
        case _:
            raise unclear("freepublish/get: a finished job without an address.", effect=False)


# --- one function per kind of part ------------------------------------------------------------


def _send_image(client: Client, part: Part, _: Object) -> Receipt:
    answer = _upload(client, "media/uploadimg", part, {})
    url = https(text_field(answer, "url", "media/uploadimg"))
    return Receipt(url, url)


def _send_cover(client: Client, part: Part, _: Object) -> Receipt:
    answer = _upload(client, "material/add_material", part, {"type": "image"})
    url = answer.get("url")
    media_id = text_field(answer, "media_id", "material/add_material")
    return Receipt(media_id, https(url) if isinstance(url, str) else None)


def _upload(client: Client, path: str, part: Part, query: Mapping[str, str]) -> Object:
    (media,) = part.media
    return client.api.upload(path, media, client.blobs(media.sha256), query)


def _send_draft(client: Client, _: Part, payload: Object) -> Receipt:
    article = article_of(payload)
    check_size(str(article["content"]))
    answer = _add_draft(client.api, payload)
    media_id = text_field(answer, "media_id", "draft/add", effect=True)
    return draft_receipt(media_id, client.options, article)


def _add_draft(api: Api, payload: Object) -> Object:
    try:
        return api.post("draft/add", payload, effect=True)
    except Rejected as error:
        if error.code != str(INVALID_MEDIA):
            raise
        # A cover that was uploaded a moment ago is not known everywhere at once.
        message = "draft/add: WeChat does not know the cover yet."
        raise TryLater(message, after=COVER_LAG_S, code=error.code) from error


def _send_publish(client: Client, _: Part, payload: Object) -> Accepted:
    answer = client.api.post("freepublish/submit", payload, effect=True)
    job = text_field(answer, "publish_id", "freepublish/submit", effect=True)
    return Accepted({"publish_id": job})


Send: TypeAlias = Callable[[Client, Part, Object], Receipt | Accepted]
SENDERS: Mapping[str, Send] = {
    "image": _send_image,
    "cover": _send_cover,
    "draft": _send_draft,
    "publish": _send_publish,
}
