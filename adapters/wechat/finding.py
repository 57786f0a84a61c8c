"""Is a draft or an article there already? Read after a call whose outcome is unknown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from adapters.base import Absent, CannotTell, Found, Intent, Json, Receipt
from adapters.errors import Rejected
from adapters.wechat.api import Api, Object
from adapters.wechat.drafts import NAMES, article_of, draft_receipt, https
from adapters.wechat.errcodes import DRAFT_GONE
from adapters.wechat.readback import same_article
from adapters.wechat.spec import Options

PAGE = 20  # the most that batchget gives
CLOCK_SKEW = timedelta(minutes=5)  # between this machine and WeChat, when no anchor was read


@dataclass(frozen=True, slots=True)
class Row:
    """An entry of draft/batchget or freepublish/batchget."""

    id: str
    updated_at: int  # seconds since the epoch, on WeChat's clock
    article: Object


Answer = Found | Absent | CannotTell


def find_draft(api: Api, options: Options, payload: Object, intent: Intent) -> Answer:
    """One look through the whole draft box, and into each draft that could be ours."""
    ours = article_of(payload)
    named = {
        row.id: article
        for row in _rows(api, "draft/batchget", "media_id", no_content=1)
        if _young(row, intent) and _same_names(ours, row.article)
        if (article := _stored(api, row.id)) and _same_names(ours, article)
    }
    same = [id_ for id_, article in named.items() if _same_content(ours, article)]
    if len(same) == 1:
        return Found(draft_receipt(same[0], options, ours))
    if same:
        return CannotTell(f"Several drafts say the same: {', '.join(same)}.", options.web)
    if named:
        reason = f"A draft of this title has another text: {', '.join(named)}."
        return CannotTell(reason, options.web)
    return Absent()


def find_published(api: Api, options: Options, draft: Receipt, intent: Intent) -> Answer:
    """A draft that is still in its box was not published yet: it leaves the box when it is."""
    if _stored(api, draft.id):
        return Absent()
    rows = [
        row
        for row in _rows(api, "freepublish/batchget", "article_id", no_content=0)
        if _young(row, intent) and _same_names(draft.details, row.article)
    ]
    if len(rows) == 1:
        url = rows[0].article.get("url")
        return Found(Receipt(rows[0].id, https(url) if isinstance(url, str) else None))
    if rows:
        reason = f"Several articles bear this title: {', '.join(row.id for row in rows)}."
        return CannotTell(reason, options.web)
    return CannotTell(
        "The draft has left the box, but no published article bears its title.", options.web
    )


def _rows(api: Api, path: str, id_key: str, *, no_content: int) -> Iterator[Row]:
    """Every entry of a paged list, in no order that could be relied on."""
    offset, total = 0, 1
    while offset < total:
        page = api.post(path, {"offset": offset, "count": PAGE, "no_content": no_content})
        items = page.get("item")
        if not isinstance(items, list) or not items:
            return
        yield from (_row(item, id_key) for item in items if isinstance(item, dict))
        count = page.get("total_count")
        offset, total = offset + len(items), count if isinstance(count, int) else 0


def _row(item: Object, id_key: str) -> Row:
    updated_at = item.get("update_time")
    return Row(
        id=str(item.get(id_key, "")),
        updated_at=updated_at if isinstance(updated_at, int) else 0,
        article=_first_article(item.get("content")),
    )


def _first_article(content: Json) -> Object:
    """The first of `news_item`, {} where the list leaves contents out."""
    match content:
        case {"news_item": [dict(article), *_]}:
            return article
        case _:
            return {}


def _young(row: Row, intent: Intent) -> bool:
    """Not older than the call; the anchor's time is on WeChat's own clock, so it needs no slack."""
    remote = intent.anchor.remote_time
    since = remote if remote else intent.started_at - CLOCK_SKEW
    return row.updated_at >= int(since.timestamp()) or not row.updated_at


def _same_names(ours: Mapping[str, Json], theirs: Object) -> bool:
    """Title, digest and source URL agree, as far as the answer carries them at all."""
    return all(
        theirs.get(key) in {None, "", ours.get(key, "")} or not ours.get(key) for key in NAMES
    )


def _stored(api: Api, media_id: str) -> Object | None:
    """The first article of a draft; None when the draft has left the box."""
    try:
        answer = api.post("draft/get", {"media_id": media_id})
    except Rejected as error:
        if error.code == str(DRAFT_GONE):
            return None
        raise
    return _first_article(answer)


def _same_content(ours: Object, theirs: Object) -> bool:
    return same_article(str(ours.get("content", "")), str(theirs.get("content", "")))
