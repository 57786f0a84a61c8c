"""A saved page as a tree, the service that made it, and the element that holds the article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bs4 import BeautifulSoup, Tag

from content.importing.trees import depths, text_of


class Kind(StrEnum):
    """Whose page it is; the shapes of lists, code, notes and pictures follow from it."""

    WECHAT = "wechat"
    SUBSTACK = "substack"
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class Page:
    """`soup` is the whole page; `body` the element of it that holds the article's text."""

    soup: BeautifulSoup
    body: Tag
    kind: Kind


class NoArticle(Exception):
    """The page has no text that could be an article; the message says what was found."""


def read_page(source: bytes, encoding: str = "") -> Page:
    """The page of these bytes. `encoding` is what the answer named, "" if nothing. Raises
    NoArticle."""
    soup = BeautifulSoup(source, "lxml", from_encoding=encoding or _encoding(source))
    _flatten(soup)
    kind = _kind(soup)
    if notice := _notice(soup, kind):
        raise NoArticle(f"The page shows no article: {notice}")
    body = _body(soup, kind)
    if body is None or not (text_of(body).strip() or body.find("img")):
        raise NoArticle("The page holds no text that could be an article.")
    return Page(soup, body, kind)


# --- inside -----------------------------------------------------------------------------------

_DEEPEST = 150  # elements within elements; WeChat's editors reach 40
_CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?([A-Za-z0-9_-]+)""", re.IGNORECASE)


def _encoding(source: bytes) -> str | None:
    """UTF-8 where it is; else what the page says, GBK read as its superset."""
    try:
        source.decode("utf-8")
    except UnicodeDecodeError:
        found = _CHARSET.search(source[:4096])
        named = found[1].decode("ascii").lower() if found else ""
        return "gb18030" if named in {"gbk", "gb2312"} else named or None
    return "utf-8"


def _flatten(soup: BeautifulSoup) -> None:
    """Elements too deep for any reader lose their element and keep their text."""
    deep = [tag for tag, depth in depths(soup) if depth > _DEEPEST]
    for tag in reversed(deep):
        tag.unwrap()


def _kind(soup: BeautifulSoup) -> Kind:
    if soup.select_one("#js_content, #activity-name, .rich_media_content"):
        return Kind.WECHAT
    if soup.select_one(".available-content .body.markup, .body.markup, .footnote-anchor"):
        return Kind.SUBSTACK
    maker = soup.find("meta", attrs={"name": "generator"})
    if isinstance(maker, Tag) and "substack" in str(maker.get("content", "")).lower():
        return Kind.SUBSTACK
    return Kind.PAGE


_NOTICES = ".weui-msg__title, .mesg-block, #js_pc_close_btn ~ .tips"


def _notice(soup: BeautifulSoup, kind: Kind) -> str:
    """What WeChat shows in the place of an article that is deleted or asks who reads."""
    found = soup.select_one(_NOTICES)
    if kind is Kind.PAGE and found is not None and not soup.find(["article", "main"]):
        return " ".join(text_of(found).split())[:80]
    return ""


_PLACES: Mapping[Kind, tuple[str, ...]] = {
    Kind.WECHAT: ("#js_content", ".rich_media_content"),
    Kind.SUBSTACK: (
        ".available-content .body.markup", ".available-content .body", ".body.markup",
        ".available-content", "article .body",
    ),
    Kind.PAGE: (
        "#markdown-content", "[itemprop=articleBody]", "article .post-content",
        "article .entry-content", ".post-content", ".entry-content", ".article-content",
        ".post-body", ".markdown-body", ".gh-content",
    ),
}  # fmt: skip


def _body(soup: BeautifulSoup, kind: Kind) -> Tag | None:
    """A service's own place is the article even when it is empty."""
    for selector in (*_PLACES[kind], *_PLACES[Kind.PAGE]):
        found = [tag for tag in soup.select(selector) if text_of(tag).strip() or tag.find("img")]
        if found:
            return max(found, key=_weight)
    if kind is not Kind.PAGE and soup.select_one(", ".join(_PLACES[kind])):
        return None
    return _semantic(soup) or _largest(soup)


def _semantic(soup: BeautifulSoup) -> Tag | None:
    """The one <article>, else <main>; on a page of many articles none of them is the page's."""
    for selector in ("article", "main, [role=main]"):
        found = [tag for tag in soup.select(selector) if not _inside(tag, selector)]
        if len(found) == 1 and text_of(found[0]).strip():
            return found[0]
    return None


def _inside(tag: Tag, selector: str) -> bool:
    names = {"article"} if selector == "article" else {"main"}
    return any(parent.name in names for parent in tag.parents)


def _largest(soup: BeautifulSoup) -> Tag | None:
    """The element that directly holds most of the running text, as readability counts it."""
    scores: dict[int, tuple[float, Tag]] = {}
    for place, weight in _weights(soup):
        before = scores.get(id(place), (0.0, place))[0]
        scores[id(place)] = before + weight, place
    best = max(scores.values(), key=lambda pair: pair[0], default=None)
    return best[1] if best and best[0] > 0 else soup.body


_ASIDE = frozenset({"nav", "header", "footer", "aside", "form"})
_PROSE = ["p", "pre", "li", "blockquote", "td", "h1", "h2", "h3", "h4"]


def _weights(soup: BeautifulSoup) -> Iterator[tuple[Tag, float]]:
    """A piece of prose counts for the element around it, and half for the one above."""
    for piece in soup.find_all(_PROSE):
        above = piece.parent
        if above is None or any(parent.name in _ASIDE for parent in piece.parents):
            continue
        weight = _weight(piece)
        yield above, weight
        if above.parent is not None and above.parent.name not in {"html", "[document]"}:
            yield above.parent, weight / 2


def _weight(tag: Tag) -> float:
    """Characters outside of links."""
    linked = sum(len(text_of(link)) for link in tag.find_all("a"))
    return float(len(text_of(tag)) - linked)
