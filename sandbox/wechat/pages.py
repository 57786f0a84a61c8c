"""WeChat as its readers see it: the article page, and the feed for the sandbox's own page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from sandbox.exchange import Answer, Exchange, html_answer
from sandbox.service import Post
from sandbox.wechat.addresses import local_path, local_picture
from sandbox.wechat.articles import Article
from sandbox.wechat.drafts import Draft, Drafts
from sandbox.wechat.markup import picture_addresses, visible_text
from sandbox.wechat.publishing import Publication, Publishing

PICTURE = re.compile(r"""https?://mmbiz\.qpic\.cn(/[^\s"'<>]+)""")
HEADERS = {
    "content-security-policy": (
        "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; "
        "base-uri 'none'; form-action 'none'"
    )
}
STYLE = (
    "body{margin:0 auto;max-width:677px;padding:16px;font:17px/1.6 sans-serif}img{max-width:100%}"
)
GONE = "该内容已被发布者删除"


class Pages:
    def __init__(self, drafts: Drafts, publishing: Publishing) -> None:
        self._drafts = drafts
        self._publishing = publishing

    def show(self, exchange: Exchange) -> Answer:
        """`/s?...&sn=KEY&idx=N`, of a draft's preview or a published article."""
        self._publishing.settle()
        query = exchange.request.query
        idx = query.get("idx", "1")
        index = int(idx) - 1 if idx.isdecimal() else -1
        articles = self._articles_of(query.get("sn", ""), index)
        if not 0 <= index < len(articles):
            return html_answer(f"<!doctype html><p>{GONE}</p>", 404, HEADERS)
        article = articles[index]
        return html_answer(_page(article), headers=HEADERS)

    def feed(self) -> list[Post]:
        self._publishing.settle()
        return _drafts(self._drafts.table.values()) + self._articles(standing=True)

    def deleted(self) -> list[Post]:
        return _drafts(self._drafts.gone.values()) + self._articles(standing=False)

    def _articles(self, *, standing: bool) -> list[Post]:
        return [
            _post("article", entry.id, entry.key, i, article, entry.update_time)
            for entry in self._publishing.table.values()
            for i, article in enumerate(entry.read())
            if (i not in entry.deleted and not entry.blocked) == standing
        ]

    def _articles_of(self, key: str, index: int) -> list[Article]:
        for entry in self._publishing.table.values():
            if _open(entry, key, index):
                return entry.read()
        for draft in self._drafts.table.values():
            if draft.key == key:
                return draft.read()
        return []


def _drafts(drafts: Sequence[Draft]) -> list[Post]:
    return [
        _post("draft", draft.id, draft.key, i, article, draft.created_at)
        for draft in drafts
        for i, article in enumerate(draft.read())
    ]


def _open(entry: Publication, key: str, index: int) -> bool:
    return entry.key == key and index not in entry.deleted and not entry.blocked


def _post(kind: str, row_id: str, key: str, index: int, article: Article, at: float) -> Post:
    return Post(
        id=f"{row_id}#{index}" if index else row_id,
        kind=kind,
        title=article.title,
        text=visible_text(article.content),
        created_at=at,
        pictures=tuple(map(local_picture, picture_addresses(article.content))),
        url=local_path(key, index),
        html=f"<style>{STYLE}</style>{_local(article.content)}",
        details={
            "author": article.author,
            "digest": article.digest,
            "content": article.content,
            "content_source_url": article.content_source_url,
            "thumb_media_id": article.thumb_media_id,
            "need_open_comment": article.need_open_comment,
            "ignored_keys": list(article.ignored),
        },
    )


def _page(article: Article) -> str:
    title, author = escape(article.title), escape(article.author)
    return (
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style></head>'
        f"<body><h1>{title}</h1><p>{author}</p>{_local(article.content)}</body></html>"
    )


def _local(content: str) -> str:
    return PICTURE.sub(r"/wechat/mmbiz\1", content)
