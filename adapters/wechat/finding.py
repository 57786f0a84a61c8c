"""Is a draft or an article there already? Read after a call whose outcome is unknown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from adapters.base import Absent, CannotTell, Found, Intent, Json, Receipt
from adapters.errors import NotAllowed, TryLater
from adapters.overwriting import STANDS
from adapters.wechat.api import Api, Object
from adapters.wechat.drafts import NAMES, article_receipt, articles_of, draft_receipt
from adapters.wechat.errcodes import UNAUTHORIZED
from adapters.wechat.looking import (
    State,
    articles_in,
    fields,
    look,
    stored_article,
    stored_draft,
)
from adapters.wechat.readback import normal, same_article
from adapters.wechat.spec import Options

PAGE = 20  # the most that batchget gives
CLOCK_SKEW = timedelta(minutes=5)  # between this machine and WeChat, when no anchor was read
PUBLISHING = timedelta(minutes=5)  # a job may take so long, and hide its draft meanwhile


@dataclass(frozen=True, slots=True)
class Row:
    """An entry of draft/batchget or freepublish/batchget."""

    id: str
    updated_at: int  # seconds since the epoch, on WeChat's clock
    article: Object

    @property
    def url(self) -> str | None:
        url = self.article.get("url")
        return url if isinstance(url, str) else None

    def says(self, draft: Receipt) -> bool:
        """Whether it has the very content that the receipt of a draft remembers."""
        stands = draft.details.get(STANDS)
        known = stands.get("content") if isinstance(stands, dict) else None
        return normal("content", self.article.get("content")) == known


Answer = Found | Absent | CannotTell


def find_draft(api: Api, options: Options, payload: Object, intent: Intent) -> Answer:
    """One look through the whole draft box, and into each draft that could be ours."""
    whole = articles_of(payload)
    ours = whole[0]
    named = {
        row.id: articles
        for row in _rows(api, "draft/batchget", "media_id")
        if _young(row, intent) and same_names(ours, row.article)
        if (articles := stored_draft(api, row.id)) and same_names(ours, articles[0])
    }
    same = [id_ for id_, articles in named.items() if _same_content(whole, articles)]
    if len(same) == 1:
        return Found(draft_receipt(same[0], options, *whole))
    if same:
        return CannotTell(f"Several drafts say the same: {', '.join(same)}.", options.web)
    if named:
        reason = f"A draft of this title has another text: {', '.join(named)}."
        return CannotTell(reason, options.web)
    return _published_since(api, options, ours, intent) if intent.attempt == 0 else Absent()


def _published_since(api: Api, options: Options, ours: Object, intent: Intent) -> Answer:
    """A draft that a restored backup knows nothing of may be out by now. Only accounts that publish
    through the API may list what is out; in any other one a needless draft harms nobody."""
    rows = _published(api) if options.mode == "publish" else []
    out = [row for row in rows if _young(row, intent) and same_names(ours, row.article)]
    if not out:
        return Absent()
    reason = (
        f"An article of this title is published: {', '.join(row.url or row.id for row in out)}."
    )
    return CannotTell(reason, out[0].url or options.web)


def _published(api: Api) -> list[Row]:
    """What is out; nothing where the account may neither publish nor list."""
    try:
        return recent(api)[0]
    except NotAllowed as error:
        if error.code != str(UNAUTHORIZED):
            raise
        return []


def find_published(api: Api, options: Options, draft: Receipt, intent: Intent) -> Answer:
    """A draft that is still in its box was not published yet: it leaves the box when it is.

    While the job runs a draft may be in neither place. Raises TryLater for as long as that may be.
    """
    if stored_draft(api, draft.id) is not None:
        return Absent()
    found, now = recent(api)
    rows = [row for row in found if _young(row, intent) and same_names(draft.details, row.article)]
    rows = [row for row in rows if row.says(draft)] or rows
    if len(rows) == 1:
        return Found(article_receipt(rows[0].id, rows[0].url))
    if rows:
        reason = f"Several articles bear this title: {', '.join(row.id for row in rows)}."
        return CannotTell(reason, options.web)
    if now and now - intent.started_at < PUBLISHING:
        raise TryLater("WeChat may still be publishing it.", after=PUBLISHING.total_seconds() / 5)
    return CannotTell(
        "The draft has left the box, but no published article bears its title.", options.web
    )


def find_edit(api: Api, options: Options, job: Object) -> Answer:
    """Done, or as it was before; else somebody else has been there."""
    request = fields(job, "request")
    found = look(api, job)
    if found.state is State.AFTER:
        article = fields(request, "articles")
        return Found(draft_receipt(str(request["media_id"]), options, article))
    return Absent() if found.state is State.BEFORE else CannotTell(found.reason, options.web)


def find_deleted(api: Api, options: Options, job: Object) -> Answer:
    """A draft that was there when it was deleted, and is there no more."""
    found = look(api, job)
    if found.state is State.GONE:
        return Found(Receipt(str(fields(job, "request")["media_id"])))
    return Absent() if found.state is State.BEFORE else CannotTell(found.reason, options.web)


def find_unpublished(api: Api, _: Options, job: Object) -> Answer:
    article_id = str(fields(job, "request")["article_id"])
    return Found(Receipt(article_id)) if stored_article(api, article_id) is None else Absent()


def recent(api: Api) -> tuple[list[Row], datetime | None]:
    """What was published last, and WeChat's clock: one or two of the 100 calls of a day.

    The order of the list is not documented, so its first and its last page are read.
    """
    first: Object = {"offset": 0, "count": PAGE, "no_content": 0}
    page, now = api.timed("freepublish/batchget", first)
    rows = _page(page, "article_id")
    total = page.get("total_count")
    if isinstance(total, int) and total > PAGE:
        last = api.post("freepublish/batchget", {**first, "offset": max(PAGE, total - PAGE)})
        rows += _page(last, "article_id")
    return [row for row in rows if row.article.get("is_deleted") is not True], now


def _rows(api: Api, path: str, id_key: str) -> Iterator[Row]:
    """Every entry of a paged list without contents, in no order that could be relied on."""
    offset, total = 0, 1
    while offset < total:
        page = api.post(path, {"offset": offset, "count": PAGE, "no_content": 1})
        items = _page(page, id_key)
        if not items:
            return
        yield from items
        count = page.get("total_count")
        offset, total = offset + len(items), count if isinstance(count, int) else 0


def _page(page: Object, id_key: str) -> list[Row]:
    items = page.get("item")
    found = items if isinstance(items, list) else []
    return [_row(item, id_key) for item in found if isinstance(item, dict)]


def _row(item: Object, id_key: str) -> Row:
    updated_at = item.get("update_time")
    return Row(
        id=str(item.get(id_key, "")),
        updated_at=updated_at if isinstance(updated_at, int) else 0,
        article=_first(articles_in(item.get("content"))),
    )


def _first(articles: list[Object] | None) -> Object:
    return articles[0] if articles else {}


def _young(row: Row, intent: Intent) -> bool:
    """Not older than the call; the anchor's time is on WeChat's own clock, so it needs no slack."""
    remote = intent.anchor.remote_time
    since = remote if remote else intent.started_at - CLOCK_SKEW
    return row.updated_at >= int(since.timestamp()) or not row.updated_at


def same_names(ours: Mapping[str, Json], theirs: Object) -> bool:
    """Title, digest and source URL agree, as far as the answer carries them at all."""
    return all(
        theirs.get(key) in {None, "", ours.get(key, "")} or not ours.get(key) for key in NAMES
    )


def _same_content(ours: list[Object], theirs: list[Object]) -> bool:
    return len(ours) == len(theirs) and all(
        same_article(str(one.get("content", "")), str(other.get("content", "")))
        for one, other in zip(ours, theirs, strict=True)
    )
