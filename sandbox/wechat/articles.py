"""One article of a draft: what is refused, what is stored, what comes back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

from sandbox.exchange import Json, NotModelled
from sandbox.service import Switches
from sandbox.wechat.errors import refused
from sandbox.wechat.markup import readback, visible_text
from sandbox.wechat.requests import text_field, whole_number

CONTENT_CHARACTERS = 20_000
CONTENT_BYTES_STRICT = 18_000
SOURCE_URL_BYTES = 1024
DIGEST_FROM_TEXT = 54
CROPS = ("pic_crop_235_1", "pic_crop_1_1")
CROP = re.compile(r"(?:[01]|0\.\d{1,6})(?:_(?:[01]|0\.\d{1,6})){3}")  # X1_Y1_X2_Y2, shares
KNOWN = frozenset(
    {
        "article_type", "title", "author", "digest", "content", "content_source_url",
        "thumb_media_id", "need_open_comment", "only_fans_can_comment", "show_cover_pic",
        *CROPS,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Article:
    """`ignored` are keys that WeChat does not know."""

    title: str
    author: str
    digest: str
    content: str
    content_source_url: str
    thumb_media_id: str
    need_open_comment: int
    only_fans_can_comment: int
    ignored: list[str] = field(default_factory=list)


def check_article(raw: object, switches: Switches, *, alone: bool) -> Article:
    """Everything of contract 2.1 but the cover. `alone`: the only article of its draft."""
    if not isinstance(raw, dict):
        raise refused(47001)
    if raw.get("article_type", "news") != "news":
        raise NotModelled(f"article_type {raw['article_type']!r}")
    title = text_field(raw, "title")
    if not title:
        raise refused(40227)
    if len(title) > switches.number("title_limit"):
        raise refused(45003)
    for name in CROPS:
        _check_crop(raw, name)
    author = text_field(raw, "author")
    if len(author) > switches.number("author_limit"):
        raise refused(45110)
    digest = text_field(raw, "digest")
    if alone and len(digest) > switches.number("digest_limit"):
        raise refused(45004)
    content = text_field(raw, "content")
    _check_content(content, switches)
    comments = [_flag(raw, name) for name in ("need_open_comment", "only_fans_can_comment")]
    if comments[0] and not switches.flag("comment_privilege"):
        raise refused(88000)
    return Article(
        title=title,
        author=author,
        digest=digest,
        content=content,
        content_source_url=_source_url(raw),
        thumb_media_id=text_field(raw, "thumb_media_id"),
        need_open_comment=comments[0],
        only_fans_can_comment=comments[1],
        ignored=sorted(raw.keys() - KNOWN),
    )


def stored_as(article: Article, content: str) -> Article:
    """The article with its filtered content, and a digest from that where it has none."""
    digest = article.digest or visible_text(content)[:DIGEST_FROM_TEXT]
    return replace(article, content=content, digest=digest)


def news_item(article: Article, url: str, switches: Switches) -> dict[str, Json]:
    """The article as draft/get answers it."""
    keeps_source = switches.flag("readback_source_url")
    return {
        "article_type": "news",
        "title": article.title,
        "author": article.author,
        "digest": article.digest,
        "content": readback(article.content),
        "content_source_url": article.content_source_url if keeps_source else "",
        "thumb_media_id": article.thumb_media_id,
        "show_cover_pic": 0,
        "need_open_comment": article.need_open_comment,
        "only_fans_can_comment": article.only_fans_can_comment,
        "url": url,
    }


def _check_content(content: str, switches: Switches) -> None:
    if not content:
        raise refused(44004)
    size = len(content.encode())
    counts = {
        "html": (len(content), CONTENT_CHARACTERS),
        "visible": (len(visible_text(content)), CONTENT_CHARACTERS),
        "bytes": (size, CONTENT_BYTES_STRICT),
    }
    count, limit = counts[switches.word("content_unit")]
    too_many_bytes = switches.flag("content_2kb") and size > 2048
    if count >= limit or size >= switches.number("megabyte") or too_many_bytes:
        raise refused(45002)


def _check_crop(raw: Mapping[str, Any], name: str) -> None:
    """Two corners as shares of the cover's sides, the upper left one first; absent is fine."""
    value = text_field(raw, name)
    if not value:
        return
    if not CROP.fullmatch(value):
        raise refused(40035)
    left, top, right, bottom = map(float, value.split("_"))
    if left >= right or top >= bottom:
        raise refused(40035)


def _source_url(raw: Mapping[str, Any]) -> str:
    url = text_field(raw, "content_source_url")
    if len(url.encode()) > SOURCE_URL_BYTES:
        raise refused(45005)
    parts = urlsplit(url)
    if url and (parts.scheme not in ("http", "https") or not parts.netloc):
        raise refused(41039)
    return url


def _flag(raw: Mapping[str, Any], name: str) -> int:
    value = whole_number(raw, name, 0, 40035)
    if value not in (0, 1):
        raise refused(40035)
    return value
