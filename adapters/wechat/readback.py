"""Does a stored article say what we sent? WeChat rewrites the markup, so the meaning is compared.

It turns colours into rgb(), wraps text in spans, spells <br> its own way, appends a hidden
paragraph, writes a digest where there is none, and may keep the link to the original to itself.
None of that is a change; any other difference in words, pictures or links is one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from urllib.parse import urlsplit

from adapters.base import Json, canonical_json

PICTURE_HOST = "mmbiz.qpic.cn"
KEY_PLACE = 2  # of a picture's address: /<kind>/<key>/<size>

# The fields of an article that we write and a person may change.
WATCHED = ("title", "author", "digest", "content_source_url", "thumb_media_id", "content")
MAY_BE_KEPT_BACK = frozenset({"content_source_url", "thumb_media_id"})


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What a reader gets from an article: its text without breaks, pictures, and link targets."""

    text: str
    picture_keys: tuple[str, ...]
    links: tuple[str, ...]

    @property
    def pictures(self) -> int:
        return len(self.picture_keys)


def fingerprint(content: str) -> Fingerprint:
    from lxml import html  # half of the start-up time of a render, and needed only here

    root = html.fragment_fromstring(content, create_parent="section")
    for style_type in root.xpath(".//p[mp-style-type]"):
        style_type.drop_tree()
    return Fingerprint(
        text=root.text_content(),
        picture_keys=tuple(_picture(image.get("src") or "") for image in root.iter("img")),
        links=tuple(root.xpath(".//a/@href")),
    )


def same_article(ours: str, stored: str) -> bool:
    return fingerprint(ours) == fingerprint(stored)


def expected(*articles: Mapping[str, Json]) -> dict[str, Json]:
    """What stands there if nobody changed it: these articles alone, `others` after the first."""
    first, *others = [
        {name: normal(name, article.get(name)) for name in WATCHED} for article in articles
    ]
    return {"articles": len(articles), **first, **({"others": [*others]} if others else {})}


def normal(name: str, value: Json) -> Json:
    """A field as it is compared: a text, or the digest of what a reader gets."""
    text = "" if value is None else str(value)
    if name != "content":
        return text
    seen = canonical_json(list(map(str, astuple(fingerprint(text)))))
    return hashlib.sha256(seen.encode()).hexdigest()


def differing(items: Sequence[Mapping[str, Json]], stands: Mapping[str, Json]) -> list[str]:
    """The names of what is expected otherwise in the articles of a draft."""
    if not stands:
        return []
    if len(items) != stands.get("articles"):
        return ["articles"]
    others = stands.get("others")
    known = [stands, *(others if isinstance(others, list) else [])]
    pairs = [
        (item, each) for item, each in zip(items, known, strict=True) if isinstance(each, dict)
    ]
    return [
        name
        for name in WATCHED
        if any(name in each and not _holds(item, name, each[name]) for item, each in pairs)
    ]


def _holds(article: Mapping[str, Json], name: str, value: Json) -> bool:
    found = normal(name, article.get(name))
    if found == value or (name in MAY_BE_KEPT_BACK and not found):
        return True
    return name == "digest" and not value and _opens_with(article, str(found))


def _opens_with(article: Mapping[str, Json], words: str) -> bool:
    """A digest that WeChat took from the text itself."""
    text = fingerprint(str(article.get("content", ""))).text
    return "".join(text.split()).startswith("".join(words.split()))


def _picture(address: str) -> str:
    """A picture by its key: scheme, size and query are not part of it."""
    parts = urlsplit(address)
    steps = parts.path.split("/")
    if parts.hostname == PICTURE_HOST and len(steps) > KEY_PLACE:
        return steps[KEY_PLACE]
    return address
