"""The author's blog: a page is 404 until control publishes it, at once or at a set time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from html import escape
from typing import Any

from sandbox.exchange import Answer, Exchange, Json, html_answer
from sandbox.service import Operation, Post, Service, Setting

PAGE = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>
<meta property="og:title" content="{title}">
<meta property="og:image" content="{image}">
<link rel="canonical" href="{canonical}">
</head><body><article><h1>{title}</h1><p>{text}</p></article></body></html>
"""
MISSING = "<!doctype html><html><head><title>Not found</title></head><body>404</body></html>"


@dataclass(frozen=True, slots=True)
class Page:
    """`at` is when the page goes live, epoch seconds."""

    path: str
    title: str
    at: float
    text: str = ""
    image: str = ""
    lang: str = "en"


class Blog:
    def __init__(self, setting: Setting) -> None:
        self._clock = setting.clock
        self._pages = setting.table("pages", Page)

    def operations(self) -> list[Operation]:
        return [Operation("page", "/blog/{path:path}", self.show)]

    def show(self, exchange: Exchange) -> Answer:
        page = self._pages.get(_key(exchange.params["path"]))
        if page is None or page.at > self._clock.now():
            return html_answer(MISSING, status=404)
        values = {
            "title": page.title,
            "text": page.text,
            "image": page.image or f"{exchange.request.origin}/blog/cover.png",
            "canonical": f"{exchange.request.origin}/blog/{page.path}",
            "lang": page.lang,
        }
        return html_answer(PAGE.format(**{name: escape(text) for name, text in values.items()}))

    def publish(self, raw: Mapping[str, Any]) -> Json:
        """`{"path", "title", "at"?, "in"?, "text"?, "image"?, "lang"?}`; `in` is seconds."""
        unknown = raw.keys() - {"path", "title", "at", "in", "text", "image", "lang"}
        if unknown or not {"path", "title"} <= raw.keys():
            raise ValueError("a page needs path and title; also at, in, text, image, lang")
        rest = {name: raw[name] for name in raw.keys() & {"title", "text", "image", "lang"}}
        at = float(raw.get("at", self._clock.now() + float(raw.get("in", 0))))
        page = Page(path=_key(raw["path"]), at=at, **rest)
        self._pages.put(page.path, page)
        return asdict(page)

    def withdraw(self, raw: Mapping[str, Any]) -> Json:
        self._pages.drop(_key(raw["path"]))
        return {}

    def feed(self) -> list[Post]:
        live = (page for page in self._pages.values() if page.at <= self._clock.now())
        return [
            Post(page.path, "page", page.title, page.text, page.at, url=f"/blog/{page.path}")
            for page in live
        ]

    def deleted(self) -> list[Post]:
        return []


def _key(path: str) -> str:
    """`/blog/2026/x/`, `2026/x/` and `2026/x` are one page."""
    return path.strip("/").removeprefix("blog/").strip("/")


SERVICE = Service(
    key="blog",
    open=Blog,
    actions={"publish": Blog.publish, "withdraw": Blog.withdraw},
)
