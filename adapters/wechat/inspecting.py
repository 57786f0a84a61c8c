"""Is a draft or an article of ours as we left it? Read only."""

from __future__ import annotations

from adapters.base import Edition, Receipts
from adapters.overwriting import STANDS
from adapters.remote import Gone, Released, Remote, Touched, Untouched
from adapters.wechat.api import Api, Object
from adapters.wechat.drafts import https
from adapters.wechat.finding import recent, same_names
from adapters.wechat.looking import Seen, State, look, stored_article, stored_draft
from adapters.wechat.readback import differing
from adapters.wechat.revising import expectation, place_of, standing_articles
from adapters.wechat.spec import Options


def inspect(api: Api, options: Options, edition: Edition, sent: Receipts) -> Remote:
    """`edition` is what we left there; `publish` in `sent` says that it is published.

    What a person published has no id that we know, so nobody can look.
    """
    place = place_of(sent)
    if place is None or (place.published and not place.article_id):
        return Untouched()
    if place.published:
        return _article(api, options, place.article_id, edition, sent)
    request: Object = {"media_id": place.media_id}
    found = look(api, {STANDS: expectation(edition, sent), "request": request})
    if found.state is State.GONE:
        return _left_the_box(api, options, standing_articles(edition, sent)[0])
    return Touched(found.reason) if found.state is State.TOUCHED else Untouched()


def preview(api: Api, sent: Receipts) -> str | None:
    """Where WeChat shows a draft as its readers will see it; None once it has left the box."""
    place = place_of(sent)
    items = stored_draft(api, place.media_id) if place and not place.published else None
    url = items[0].get("url") if items else None
    return https(url) if isinstance(url, str) and url else None


def _article(
    api: Api, options: Options, article_id: str, edition: Edition, sent: Receipts
) -> Remote:
    items = stored_article(api, article_id)
    if items is None:
        return Gone(options.web)
    differs = tuple(differing(items, expectation(edition, sent)))
    return Touched(Seen(State.TOUCHED, differs).reason) if differs else Untouched()


def _left_the_box(api: Api, options: Options, article: Object) -> Remote:
    """Published, if the list shows it; what was sent to all followers is in no list."""
    rows = [row for row in recent(api)[0] if same_names(article, row.article)]
    if not rows:
        return Gone(options.web)
    newest = max(rows, key=lambda row: row.updated_at)
    return Released(https(newest.url) if newest.url else "")
