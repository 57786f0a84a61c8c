"""What a page says about its article: title, day, author, address, language, tags, cover."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag

from content.importing.pages import Kind, Page
from content.importing.trees import attr, text_of


@dataclass(frozen=True, slots=True)
class Facts:
    """Of an article; "" or None where the page does not say. `date` has a zone, addresses are
    absolute, `lang` is "zh", "en" or another code of two or three letters."""

    title: str = ""
    date: datetime | None = None
    url: str = ""
    author: str = ""
    lang: str = ""
    tags: tuple[str, ...] = ()
    cover: str = ""
    description: str = ""


def read_facts(page: Page, url: str) -> Facts:
    """`url` is where the page was fetched, "" of a file."""
    soup, ld = page.soup, _linked_data(page.soup)
    address = _address(soup, url)
    facts = Facts(
        title=_title(soup, page.kind, ld),
        date=_date(soup, page.kind, ld),
        url=address,
        author=_author(soup, page.kind, ld),
        lang=_language(soup),
        tags=_tags(soup),
        cover=_absolute(_meta(soup, "og:image", "twitter:image") or _picture(ld), address),
        description=_text(soup, "h3.subtitle, .subtitle")
        or _one_line(_meta(soup, "og:description", "description")),
    )
    return replace(facts, description="" if facts.description == facts.title else facts.description)


# --- inside -----------------------------------------------------------------------------------

_BEIJING = timezone(timedelta(hours=8))  # what WeChat's pages mean
Data = dict[str, object]


def _one_line(text: str) -> str:
    return " ".join(text.replace("\u200b", "").replace("\ufeff", "").split())


def _meta(soup: BeautifulSoup, *names: str) -> str:
    for name in names:
        for key in ("property", "name", "itemprop"):
            found = soup.find("meta", attrs={key: name})
            if isinstance(found, Tag) and attr(found, "content").strip():
                return attr(found, "content").strip()
    return ""


def _linked_data(soup: BeautifulSoup) -> Data:
    """The article among a page's schema.org data."""
    for script in soup.find_all("script", type="application/ld+json"):
        for one in _objects(_json(script.string or "")):
            if re.search(r"Article|Posting", str(one.get("@type"))):
                return one
    return {}


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):  # other places of the page say the same
        return None


def _objects(value: object) -> Iterator[Data]:
    rows = value if isinstance(value, list) else [value]
    for row in rows:
        if isinstance(row, dict):
            yield row
            graph = row.get("@graph")
            yield from (
                (one for one in graph if isinstance(one, dict)) if isinstance(graph, list) else ()
            )


def _text(soup: BeautifulSoup, selector: str) -> str:
    found = soup.select_one(selector)
    return _one_line(text_of(found)) if found else ""


def _named(soup: BeautifulSoup) -> str:
    found = soup.find("title")
    return _one_line(found.get_text()) if isinstance(found, Tag) else ""


def _script(soup: BeautifulSoup, name: str) -> str:
    """A value that WeChat's page hands to its own script; read as text, never run."""
    pattern = re.compile(rf"""\b{name}\s*[:=]\s*(?:"([^"\n]*)"|'([^'\n]*)')""")
    for script in soup.find_all("script"):
        if found := pattern.search(script.string or ""):
            return found[1] or found[2] or ""
    return ""


def _title(soup: BeautifulSoup, kind: Kind, ld: Data) -> str:
    if kind is Kind.WECHAT:
        own = _text(soup, "#activity-name") or _script(soup, "msg_title")
        if own:
            return own
    if kind is Kind.SUBSTACK and (own := _text(soup, "h1.post-title")):
        return own
    named = _meta(soup, "og:title", "twitter:title") or str(ld.get("headline") or "")
    heading = _text(soup, "h1.post-title, article h1, header h1, main h1, h1")
    return _one_line(named) or heading or _named(soup)


def _date(soup: BeautifulSoup, kind: Kind, ld: Data) -> datetime | None:
    for text in _dates(soup, kind, ld):
        if found := _moment(text, _BEIJING if kind is Kind.WECHAT else UTC):
            return found
    return None


def _dates(soup: BeautifulSoup, kind: Kind, ld: Data) -> Iterator[str]:
    if kind is Kind.WECHAT:
        yield _script(soup, "ct")
        yield _script(soup, "createTime")
        yield _text(soup, "#publish_time")
    yield _meta(soup, "article:published_time", "datePublished", "date", "og:published_time")
    yield str(ld.get("datePublished") or "")
    for found in soup.select("time[datetime]"):
        yield attr(found, "datetime")


_DAY = re.compile(
    r"(\d{4})[-/年.](\d{1,2})[-/月.](\d{1,2})日?(?:[T\s]+(\d{1,2}):(\d{2}))?(?![\d:T])"
)


def _moment(text: str, zone: timezone) -> datetime | None:
    text = text.strip()
    try:
        if re.fullmatch(r"\d{9,10}", text):
            return datetime.fromtimestamp(int(text), zone)
        if re.match(r"\d{4}-\d\d-\d\dT", text):
            found = datetime.fromisoformat(text)
            return found if found.tzinfo else found.replace(tzinfo=zone)
        if day := _DAY.search(text):
            return datetime(*(int(n or 0) for n in day.groups()), tzinfo=zone)  # type: ignore[misc,arg-type]
    except (ValueError, OverflowError):  # 2025-13-40: the page says no day there
        return None
    return None


def _author(soup: BeautifulSoup, kind: Kind, ld: Data) -> str:
    named = _meta(soup, "author", "article:author")
    if named.startswith(("http://", "https://")):
        named = ""
    if kind is Kind.WECHAT:
        return named or _text(soup, "#js_author_name") or _text(soup, "#js_name")
    return _one_line(named or _person(ld.get("author")) or _text(soup, "[rel=author]"))


def _person(value: object) -> str:
    one = value[0] if isinstance(value, list) and value else value
    return str(one.get("name") or "") if isinstance(one, dict) else str(one or "")


def _picture(ld: Data) -> str:
    value = ld.get("image")
    one = value[0] if isinstance(value, list) and value else value
    return str(one.get("url") or "") if isinstance(one, dict) else str(one or "")


def _language(soup: BeautifulSoup) -> str:
    root = soup.find("html")
    named = attr(root, "lang") if isinstance(root, Tag) else ""
    found = re.match(r"[A-Za-z]{2,3}(?=$|[-_])", named.strip())
    return found[0].lower() if found else ""


def _tags(soup: BeautifulSoup) -> tuple[str, ...]:
    named = [
        attr(tag, "content") for tag in soup.find_all("meta", attrs={"property": "article:tag"})
    ]
    shown = soup.select("a[rel~=tag], .article-tag__item, .post-tags a, a[href^='/blog/tag/']")
    named += [_one_line(text_of(tag)) for tag in shown]
    if not named:
        named = _meta(soup, "keywords").split(",")
    words = (_one_line(name).lstrip("#").strip() for name in named)
    return tuple(dict.fromkeys(word for word in words if word))[:20]


def _address(soup: BeautifulSoup, url: str) -> str:
    named = soup.find("link", rel="canonical")
    href = attr(named, "href") if isinstance(named, Tag) else ""
    return _absolute(href or _meta(soup, "og:url") or url, url) or url


def _absolute(address: str, base: str) -> str:
    """An address of the web, or "" for what is none."""
    try:
        whole = urljoin(base, address.strip()) if address.strip() else ""
        parts = urlsplit(whole)
    except ValueError:  # not an address at all
        return ""
    return whole if parts.scheme in {"http", "https"} and parts.hostname else ""
