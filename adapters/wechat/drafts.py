"""A draft as it is sent and as its receipt remembers it: shared by sending and finding."""

from __future__ import annotations

from urllib.parse import urlsplit

from adapters.base import Json, Part, Receipt, Receipts
from adapters.errors import Rejected
from adapters.overwriting import STANDS
from adapters.references import html_escape, resolve
from adapters.wechat.api import Object
from adapters.wechat.ladder import within_limits
from adapters.wechat.readback import expected
from adapters.wechat.spec import LIMITS, Options

OWN_HOSTS = frozenset({"mmbiz.qpic.cn", "mp.weixin.qq.com"})
NAMES = ("title", "digest", "content_source_url")  # what an article is recognised by


def filled(part: Part, sent: Receipts) -> Object:
    """The request body of a part, its references filled in."""
    payload = resolve(part.payload, sent, escapes={"content": html_escape})
    if not isinstance(payload, dict):
        raise TypeError(f"{part.key}: the payload is not a JSON object")
    return payload


def articles_of(payload: Object) -> list[Object]:
    """The articles of a draft's payload, at least one."""
    articles = payload.get("articles")
    found = articles if isinstance(articles, list) else []
    made = [article for article in found if isinstance(article, dict)]
    if not made or len(made) != len(found):
        raise TypeError("a draft's payload holds one article or several")
    return made


def draft_receipt(media_id: str, options: Options, *articles: Object) -> Receipt:
    """`details` finds the first article again once it has left the box, and tells a changed one."""
    names: dict[str, Json] = {name: articles[0].get(name, "") for name in NAMES}
    return Receipt(media_id, options.web, {**names, STANDS: expected(*articles)})


def article_receipt(article_id: str, url: str | None) -> Receipt:
    """Of a published article. `article_id` in `details` says that the id is WeChat's own."""
    return Receipt(article_id, https(url) if url else None, {"article_id": article_id})


def check_size(content: str) -> None:
    """The last look before draft/add: real addresses may be longer than their reserve."""
    if within_limits(content):
        return
    limit = LIMITS["content"]
    raise Rejected(
        f"The article has {limit.counter(content):,} characters with the addresses of its "
        f"pictures; WeChat takes fewer than {limit.value + 1:,}. Nothing was sent.",
        code="wechat-too-long",
        next_step="Shorten the issue or take out a picture, and approve it anew.",
    )


def https(url: str) -> str:
    """WeChat gives its own addresses as http, which its readers' clients block."""
    secure = "https://" + url.removeprefix("http://")
    return secure if url.startswith("http://") and urlsplit(url).hostname in OWN_HOSTS else url
