"""The draft box: `/draft/...`."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import Any

from sandbox.exchange import Answer, Exchange, Json
from sandbox.service import Setting
from sandbox.wechat.addresses import Addresses
from sandbox.wechat.articles import Article, check_article, news_item, stored_as
from sandbox.wechat.errors import ok, refused, say
from sandbox.wechat.markup import Keeping, filtered
from sandbox.wechat.materials import Materials
from sandbox.wechat.requests import media_id_field, page_of, read_json, whole_number


@dataclass(frozen=True, slots=True)
class Draft:
    """`key` opens the preview page; `busy_until` is when a publish job on it ends."""

    id: str
    key: str
    articles: list[dict[str, Any]]
    created_at: float
    update_time: float
    busy_until: float = 0.0

    def read(self) -> list[Article]:
        return [Article(**article) for article in self.articles]


class Drafts:
    def __init__(self, setting: Setting, materials: Materials, addresses: Addresses) -> None:
        self._clock = setting.clock
        self._switches = setting.switches
        self._materials = materials
        self._addresses = addresses
        self.table = setting.table("drafts", Draft)
        self.gone = setting.table("deleted_drafts", Draft)

    def add(self, exchange: Exchange) -> Answer:
        raw = read_json(exchange, self._switches).get("articles") or []
        if not isinstance(raw, list):
            raise refused(47001)
        if not raw:
            raise refused(44003)
        most = self._switches.number("max_articles")
        if most and len(raw) > most:
            raise refused(45008)
        articles = [self._accept(exchange, article, alone=len(raw) == 1) for article in raw]
        return say({"media_id": self.keep(articles).id})

    def update(self, exchange: Exchange) -> Answer:
        body = read_json(exchange, self._switches)
        draft = self._find(media_id_field(body))
        index = whole_number(body, "index", -1, 40114)
        if not 0 <= index < len(draft.articles):
            raise refused(40114)
        alone = len(draft.articles) == 1
        articles = draft.read()
        articles[index] = self._accept(exchange, body.get("articles"), alone=alone)
        self.put(replace(draft, articles=[asdict(article) for article in articles]))
        return ok()

    def get(self, exchange: Exchange) -> Answer:
        draft = self._find(media_id_field(read_json(exchange, self._switches)))
        hidden = not self._switches.flag("draft_visible_while_publishing")
        if hidden and draft.busy_until > self._clock.now():
            raise refused(40007)
        return say({"news_item": self._items(exchange, draft)})

    def batchget(self, exchange: Exchange) -> Answer:
        offset, count, no_content = page_of(read_json(exchange, self._switches))
        drafts = sorted(self.table.values(), key=lambda draft: draft.update_time)
        if self._switches.word("batchget_order") == "newest":
            drafts.reverse()
        page = drafts[offset : offset + count]
        rows = [self._row(exchange, draft, no_content=no_content) for draft in page]
        return say({"total_count": len(drafts), "item_count": len(rows), "item": rows})

    def delete(self, exchange: Exchange) -> Answer:
        self.remove(self._find(media_id_field(read_json(exchange, self._switches))))
        return ok()

    def remove(self, draft: Draft) -> None:
        self.table.drop(draft.id)
        self.gone.put(draft.id, draft)

    def count(self, _exchange: Exchange) -> Answer:
        return say({"total_count": len(self.table)})

    def switch(self, _exchange: Exchange) -> Answer:
        return ok(is_open=1)

    def keep(self, articles: list[Article]) -> Draft:
        now = self._clock.now()
        stored = [asdict(article) for article in articles]
        draft = Draft(secrets.token_urlsafe(48), secrets.token_hex(16), stored, now, now)
        self.table.put(draft.id, draft)
        return draft

    def put(self, draft: Draft) -> None:
        self.table.put(draft.id, replace(draft, update_time=self._clock.now()))

    def latest(self, media_id: str = "") -> Draft:
        """The named draft, or the one added last. ValueError when there is none."""
        drafts = self.table.values()
        draft = self.table.get(media_id) if media_id else (drafts[-1] if drafts else None)
        if draft is None:
            raise ValueError("no such draft")
        return draft

    def _accept(self, exchange: Exchange, raw: object, *, alone: bool) -> Article:
        article = check_article(raw, self._switches, alone=alone)
        if not self._materials.is_cover(article.thumb_media_id):
            raise refused(40007)
        return stored_as(article, filtered(article.content, self._keeping(exchange)))

    def _keeping(self, exchange: Exchange) -> Keeping:
        return Keeping(
            divs=not self._switches.flag("strip_div"),
            links=not self._switches.flag("strip_links"),
            styles=not self._switches.flag("strip_styles"),
            own_link=partial(self._addresses.is_article, exchange),
        )

    def _find(self, media_id: str) -> Draft:
        draft = self.table.get(media_id)
        if draft is None:
            raise refused(40007)
        return draft

    def _items(self, exchange: Exchange, draft: Draft) -> list[dict[str, Json]]:
        urls = [self._addresses.draft(exchange, draft.key, i) for i in range(len(draft.articles))]
        return [
            news_item(article, url, self._switches)
            for article, url in zip(draft.read(), urls, strict=True)
        ]

    def _row(self, exchange: Exchange, draft: Draft, *, no_content: bool) -> Json:
        items = self._items(exchange, draft)
        content: Json = {"news_item": items}
        if no_content:
            content = listed(items, self._switches.word("no_content_rows"))
        shown = {"content": content} if content else {}
        return {"media_id": draft.id, **shown, "update_time": int(draft.update_time)}


def listed(items: Sequence[Mapping[str, Json]], rows: str) -> dict[str, Json]:
    """What no_content leaves of the articles of a row: nothing, or all but their content."""
    if rows == "bare":
        return {}
    return {"news_item": [{k: v for k, v in item.items() if k != "content"} for item in items]}


def edited(draft: Draft, changes: Mapping[str, Any]) -> Draft:
    """The draft after a person changed fields of its first article in the backstage editor."""
    first = {**draft.articles[0], **changes}
    if first.keys() != draft.articles[0].keys():
        raise ValueError(f"an article has the fields {', '.join(draft.articles[0])}")
    return replace(draft, articles=[first, *draft.articles[1:]])
