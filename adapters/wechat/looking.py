"""What is the matter with a draft or article of ours: one reading before a call that changes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from adapters.base import Json
from adapters.errors import OutcomeUnknown, Rejected
from adapters.overwriting import STANDS
from adapters.wechat.api import Api, Object
from adapters.wechat.errcodes import ARTICLE_GONE, DRAFT_GONE
from adapters.wechat.readback import differing, expected

WORDS = {
    "title": "its title",
    "author": "its byline",
    "digest": "its digest",
    "content_source_url": "its link to the original",
    "thumb_media_id": "its cover",
    "content": "its text, pictures or links",
    "articles": "how many articles it has",
}
LEFT_THE_BOX = "The draft has left the box: someone has published or deleted it."


class State(Enum):
    BEFORE = auto()  # as it was expected: the call may be made
    AFTER = auto()  # as the call would leave it
    TOUCHED = auto()
    GONE = auto()


@dataclass(frozen=True, slots=True)
class Seen:
    """`what` names the fields that are not as expected."""

    state: State
    what: tuple[str, ...] = ()

    @property
    def reason(self) -> str:
        if self.state is State.TOUCHED:
            return f"Someone has changed {', '.join(WORDS.get(name, name) for name in self.what)}."
        return LEFT_THE_BOX if self.state is State.GONE else ""


def look(api: Api, job: Mapping[str, Json]) -> Seen:
    """How a draft stands to a part: `stands` before it, the article of its `request` after it."""
    request = fields(job, "request")
    items = stored_draft(api, str(request.get("media_id", "")))
    if items is None:
        return Seen(State.GONE)
    stands, article = fields(job, STANDS), fields(request, "articles")
    wanted = expected(article) if article else stands
    if wanted != stands and not differing(items, wanted):
        return Seen(State.AFTER)
    differs = tuple(differing(items, stands))
    return Seen(State.TOUCHED if differs else State.BEFORE, differs)


def stored_draft(api: Api, media_id: str) -> list[Object] | None:
    """The articles of a draft; None when the draft has left the box."""
    return _stored(api, "draft/get", {"media_id": media_id}, DRAFT_GONE)


def stored_article(api: Api, article_id: str) -> list[Object] | None:
    """The articles of what was published; None when it is deleted."""
    items = _stored(api, "freepublish/getarticle", {"article_id": article_id}, ARTICLE_GONE)
    return None if items and items[0].get("is_deleted") is True else items


def articles_in(content: Json) -> list[Object]:
    """Those of `news_item`, none where a list leaves contents out."""
    items = content.get("news_item") if isinstance(content, dict) else None
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def fields(job: Mapping[str, Json], key: str) -> Object:
    """One of the objects of a part's payload; {} where it has none."""
    found = job.get(key)
    return found if isinstance(found, dict) else {}


def astray(found: Seen, where: str) -> OutcomeUnknown:
    """Not done, and not to be repeated blindly: `find` sees the same, and a person is asked."""
    step = f"Look at {where}; what stands there is kept until you say otherwise."
    return OutcomeUnknown(found.reason, code=found.state.name.lower(), next_step=step)


def _stored(api: Api, path: str, body: Object, gone: int) -> list[Object] | None:
    try:
        return articles_in(api.post(path, body))
    except Rejected as error:
        if error.code == str(gone):
            return None
        raise
