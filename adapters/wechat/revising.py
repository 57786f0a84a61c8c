"""A new edition over the old one: a draft is overwritten, a published article told about.

Pure. WeChat lets nobody edit a published article by its API, so each difference becomes a problem
with the exact old and new words.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from adapters.base import Edition, Json, Part, Phase, Receipts
from adapters.changes import by_hand, delete_key, edit_key, not_possible, standing
from adapters.overwriting import STANDS, as_known, missing_uploads, newest, part_of
from adapters.references import html_escape, ref
from adapters.wechat.api import Object
from adapters.wechat.drafts import articles_of
from adapters.wechat.looking import fields
from adapters.wechat.readback import expected
from adapters.wechat.render import DRAFT, PUBLISH
from adapters.wechat.spec import KEY
from adapters.wechat.wording import LOOK, Change, changes
from content.problems import Problem

DELETED = "It was deleted; an update makes nothing anew."
IN_THE_BACKSTAGE = "Change it in the backstage, as far as WeChat lets you; else publish it anew:"


@dataclass(frozen=True, slots=True)
class Place:
    """Where the article stands: its draft's id, its address once it is published, the backstage."""

    media_id: str
    backstage: str
    published: bool
    article_id: str  # "" when a person published it, for WeChat told us no id
    url: str


def revise(old: Edition, sent: Receipts, new: Edition) -> Edition:
    """The edits that turn `old`, as it stands there, into `new`.

    `publish` in `sent` says that it is published, whoever did it. A publish call of `old` that is
    still to come comes as it is in `new`, after the edit.
    """
    if delete_key(DRAFT) in sent or delete_key(PUBLISH) in sent:
        return Edition(KEY, (), (not_possible(KEY, DELETED),))
    place = place_of(sent)
    if place is None:
        return new
    uploads = missing_uploads(old, sent, new)
    later = [part.key for part in uploads]
    before, after = standing_articles(old, sent), _articles(new, sent, later=later)
    problems = tuple(_modes(old, new, place))
    if place.published or len(before) > 1 or len(after) > 1:
        names = _sources(old, sent) | _sources(new, sent, later=later, beside=old)
        told = _all_told(before, after, names, place)
        to_come = () if place.published else tuple(_to_come(old, new, place, ()))
        return Edition(KEY, to_come, (*told, *problems), facts={"edits": "0"})
    edits = (_edit(before[0], after[0], place, uploads),) if before != after else ()
    parts = (*(uploads if edits else ()), *edits, *_to_come(old, new, place, edits))
    return Edition(KEY, parts, problems, facts={"edits": str(len(edits))})


def remove(sent: Receipts) -> Edition:
    """The draft or the published article is deleted; what no call reaches is said."""
    place = place_of(sent)
    if place is None:
        return Edition(KEY, ())
    left = tuple(_left(sent, place))
    if not place.published:
        known = newest(sent, DRAFT)
        stands = known.details.get(STANDS) if known else None
        draft: Json = {STANDS: stands or {}, "request": {"media_id": place.media_id}}
        return Edition(KEY, (Part(delete_key(DRAFT), "delete", draft),), left)
    if not place.article_id:
        return Edition(KEY, (), left)
    index = 1 if _count(sent) == 1 else 0  # 0 means all of them
    article: Json = {"request": {"article_id": place.article_id, "index": index}}
    return Edition(KEY, (Part(delete_key(PUBLISH), "unpublish", article),), left)


def place_of(sent: Receipts) -> Place | None:
    """Where the article stands by the receipts; None when nowhere."""
    there = standing(sent)
    is_deleted = PUBLISH in sent and PUBLISH not in there  # its draft had left the box before
    if is_deleted or (DRAFT not in there and PUBLISH not in there):
        return None
    draft, out = there.get(DRAFT), there.get(PUBLISH)
    return Place(
        media_id=draft.id if draft else "",
        backstage=(draft.url if draft else None) or "https://mp.weixin.qq.com/",
        published=out is not None,
        article_id=str(out.details.get("article_id") or "") if out else "",
        url=(out.url if out else None) or "",
    )


def _count(sent: Receipts) -> int:
    """How many articles the draft was made of."""
    known = newest(sent, DRAFT)
    stands = known.details.get(STANDS) if known else None
    count = stands.get("articles") if isinstance(stands, dict) else None
    return count if isinstance(count, int) else 1


def expectation(edition: Edition, sent: Receipts) -> Object:
    """What stands there if nobody changed it."""
    return expected(*standing_articles(edition, sent))


def standing_articles(edition: Edition, sent: Receipts) -> list[Object]:
    """The articles as they were sent, with the addresses of their pictures."""
    return _articles(edition, sent)


def _articles(edition: Edition, sent: Receipts, *, later: Collection[str] = ()) -> list[Object]:
    """As the draft was made or, in an edition with edits behind it, as the last of them left it."""
    edits = [part for part in edition.parts if part.key == edit_key(DRAFT)]
    part = edits[-1] if edits else part_of(edition, DRAFT)
    if part is None:
        return [{}]
    payload = as_known(part.payload, sent, {"content": html_escape}, later=later)
    if not isinstance(payload, dict):
        return [{}]
    return [fields(fields(payload, "request"), "articles")] if edits else articles_of(payload)


def _edit(before: Object, after: Object, place: Place, uploads: tuple[Part, ...]) -> Part:
    """Not to be repeated blindly: a person may have been there in between (see editing.py)."""
    request: Json = {"media_id": place.media_id, "index": 0, "articles": after}
    return Part(
        edit_key(DRAFT),
        "edit",
        {STANDS: expected(before), "request": request},
        waits_for=tuple(part.key for part in uploads),
        phase=Phase.PREPARE,
    )


def _to_come(old: Edition, new: Edition, place: Place, edits: tuple[Part, ...]) -> Iterator[Part]:
    """The publish call that was approved and not made yet, as the new edition has it."""
    publish = part_of(new, PUBLISH)
    if publish and part_of(old, PUBLISH):
        waits = tuple(part.key for part in edits)
        yield replace(publish, payload={"media_id": place.media_id}, waits_for=waits)


# --- what cannot be changed -------------------------------------------------------------------


def _sources(
    edition: Edition, sent: Receipts, *, later: Collection[str] = (), beside: Edition | None = None
) -> dict[str, str]:
    """The author's names of the pictures, by what stands for them in an article.

    A picture that was replaced under its name, `beside` the old ones, is called a changed one.
    """
    known = {m.source for part in beside.parts for m in part.media} if beside else set()
    names: dict[str, str] = {}
    for part in edition.parts:
        for media in part.media:
            is_other = part.key in later and media.source in known
            source = f"{media.source}, changed" if is_other else media.source
            receipt = None if part.key in later else sent.get(part.key)
            names[receipt.id if receipt else ref(part.key, "id")] = source
            names[(receipt.url if receipt else None) or ref(part.key, "url")] = source
    return names


def _all_told(
    before: Sequence[Object], after: Sequence[Object], names: Mapping[str, str], place: Place
) -> Iterator[Problem]:
    """What a person changes by hand, article by article."""
    if len(before) != len(after):
        words = f"It was made of {len(before)} articles and is to have {len(after)}."
        yield by_hand(KEY, words, "Take it back with `pressrun retract`, and send it anew.")
        return
    for old, new in zip(before, after, strict=True):
        if old != new:
            yield from (_told(change, place) for change in changes(old, new, names))


def _told(change: Change, place: Place) -> Problem:
    step = f"{IN_THE_BACKSTAGE} {place.url or place.backstage}"
    if change.what == LOOK:
        return not_possible(KEY, "Its look is a little different now; the words are the same.")
    if not change.before:
        where = f", below: {change.near}" if change.near else ""
        return by_hand(KEY, f"{change.what} is to have{where}\n{change.after}", step)
    if not change.after:
        return by_hand(KEY, f"{change.what} is to lose:\n{change.before}", step)
    words = f"{change.what} says:\n{change.before}\nIt is to say:\n{change.after}"
    return by_hand(KEY, words, step)


def _modes(old: Edition, new: Edition, place: Place) -> Iterator[Problem]:
    approved, wanted = part_of(old, PUBLISH), part_of(new, PUBLISH)
    if wanted and not approved and not place.published:
        words = "It was made as a draft and stays one: an update publishes nothing."
        yield by_hand(KEY, words, f"Publish it in the backstage: {place.backstage}")
    if approved and not wanted and place.published:
        yield not_possible(KEY, "It is published and stays so: an update takes nothing back.")


def _left(sent: Receipts, place: Place) -> Iterator[Problem]:
    if place.published and not place.article_id:
        words = "It was published by hand, and WeChat lets only the backstage delete it."
        yield by_hand(KEY, words, f"Delete it there: {place.url or place.backstage}")
    if any(key.startswith(("image/", "cover/")) for key in sent):
        yield not_possible(KEY, "Uploaded pictures stay on WeChat's servers and in the library.")
