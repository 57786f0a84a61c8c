"""The paste kit as values: for each channel what a person copies, places and checks by hand.

Like a frame it reads nothing but the edition: what is pasted is what would have been sent.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import SimpleNamespace

from adapters import channel_class
from adapters.base import Edition, Media, Part
from bot.preview.kit_html import KeyOf, Numbers, Placed, Rich, rich
from bot.preview.kit_substack import markup, steps
from bot.preview.kit_words import kit_words, left_to_you
from bot.preview.labels import channel_name
from bot.preview.payload import (
    BadPayload,
    Object,
    carried,
    obj,
    parsed,
    part_of_kind,
    referred,
    rows,
    text,
)
from content.issue import Issue


@dataclass(frozen=True, slots=True)
class Box:
    """A field of an editor, or a post, with the pictures that go with it."""

    label: str
    value: str
    pictures: tuple[Placed, ...] = ()


@dataclass(frozen=True, slots=True)
class Kit:
    """What one channel needs. `rich` is the text of an article; a thread has `posts` instead.

    `steps` are the checklist; `command` is what records that it is out.
    """

    channel: str
    name: str
    rich: Rich | None
    boxes: tuple[Box, ...]
    posts: tuple[Box, ...]
    pictures: tuple[Placed, ...]
    cover: Placed | None
    steps: tuple[str, ...]
    command: str


@dataclass(frozen=True, slots=True)
class Desk:
    """What making a kit needs besides the edition."""

    numbers: Numbers
    media: Mapping[str, Media]
    words: SimpleNamespace
    language: str


@dataclass(frozen=True, slots=True)
class Content:
    """What is particular to a channel."""

    rich: Rich | None = None
    boxes: tuple[Box, ...] = ()
    posts: tuple[Box, ...] = ()
    cover: Media | None = None
    steps: tuple[str, ...] = ()


def kits(issue: Issue, editions: Mapping[str, Edition], key_of: KeyOf) -> tuple[Kit, ...]:
    """A kit for each channel that has one; an edition of an unknown shape has none."""
    found = (kit(issue, editions[key], key_of) for key in MAKERS if key in editions)
    return tuple(each for each in found if each)


def kit(issue: Issue, edition: Edition, key_of: KeyOf) -> Kit | None:
    """The kit of an edition, None where its parts are not of the shape that is known."""
    numbers, words = Numbers(key_of), kit_words(issue.language)
    desk = Desk(numbers, carried(edition), words, issue.language)
    try:
        made = MAKERS[edition.channel](edition, desk)
    except BadPayload:
        return None
    cover = numbers.place(made.cover) if made.cover else None
    return Kit(
        channel=edition.channel,
        name=channel_name(edition.channel, issue.language),
        rich=made.rich,
        boxes=tuple(box for box in made.boxes if box.value),
        posts=made.posts,
        pictures=tuple(numbers.placed.values()),
        cover=cover,
        steps=tuple(_steps(edition.channel, made, cover, desk)),
        command=_command(issue, edition.channel),
    )


def _steps(channel: str, made: Content, cover: Placed | None, desk: Desk) -> Iterator[str]:
    """The checklist, in the order in which a person works."""
    words = desk.words
    yield getattr(words, OPENING[channel])
    if made.rich:
        yield words.paste
    if within := [each for each in desk.numbers.placed.values() if each.after is not None]:
        yield words.count.format(len(within))
    if cover:
        yield words.cover.format(cover.file)
    yield from made.steps
    left = [left_to_you(what, desk.language) for what in channel_class(channel).spec.left_to_you]
    if left:
        yield words.left_to_you.format((", " if desk.language != "zh" else "、").join(left))


def _command(issue: Issue, channel: str) -> str:
    """What to run in the site's folder once it is out."""
    path = issue.path.resolve()
    root = issue.site.root.resolve()
    shown = path.relative_to(root) if path.is_relative_to(root) else path
    return f"pressrun confirm {shlex.quote(str(shown))} --channel {channel} --url "


# --- one channel each ---------------------------------------------------------------------------


def _wechat(edition: Edition, desk: Desk) -> Content:
    draft = obj(part_of_kind(edition, "draft").payload, "draft")
    articles = rows(draft.get("articles"), "articles")
    if not articles:
        raise BadPayload("the draft holds no article")
    article = obj(articles[0], "an article")
    names = {"title": "title", "author": "author", "digest": "digest"}
    boxes = _boxes(article, {**names, "original": "content_source_url"}, desk.words)
    cover = desk.media.get(referred(text(article.get("thumb_media_id"), "thumb_media_id")))
    asked = ["crops"] if cover else []
    asked += ["original"] if article.get("content_source_url") else []
    content = rich(text(article.get("content"), "content"), desk.media, desk.numbers)
    return Content(content, boxes, cover=cover, steps=_worded(asked, desk.words))


def _substack(edition: Edition, desk: Desk) -> Content:
    draft = obj(part_of_kind(edition, "draft").payload, "draft")
    settings = obj(part_of_kind(edition, "settings").payload, "settings")
    document = parsed(draft.get("draft_body"), "draft_body")
    names = {"title": "draft_title", "subtitle": "draft_subtitle"}
    of_settings = {
        "slug": "slug", "seo_title": "search_engine_title",
        "description": "search_engine_description",
    }  # fmt: skip
    boxes = _boxes(draft, names, desk.words) + _boxes(settings, of_settings, desk.words)
    mailed = "mail" if _is_mailed(edition, settings) else "no_mail"
    return Content(
        rich(markup(document, desk.words), desk.media, desk.numbers),
        boxes,
        cover=desk.media.get(referred(text(settings.get("cover_image"), "cover_image"))),
        steps=_worded([*steps(document), "slug", mailed], desk.words),
    )


def _is_mailed(edition: Edition, settings: Object) -> bool:
    sends = [part for part in edition.parts if part.kind == "publish"]
    asked = [obj(part.payload, "publish").get("send") for part in sends]
    return settings.get("should_send_email") is True or True in asked


def _boxes(holder: Object, fields: Mapping[str, str], words: SimpleNamespace) -> tuple[Box, ...]:
    return tuple(
        Box(getattr(words, f"box_{label}"), text(holder.get(name), name))
        for label, name in fields.items()
    )


def _worded(names: list[str], words: SimpleNamespace) -> tuple[str, ...]:
    return tuple(getattr(words, name).format(f"[{words.paywall_mark}]") for name in names)


def _thread(edition: Edition, desk: Desk) -> Content:
    posts = [part for part in edition.parts if part.kind == "post"]
    if not posts:
        raise BadPayload("there is no part of kind post")
    boxes = (
        _post(n, text(obj(part.payload, part.key).get("text"), "text"), _attached(part, desk), desk)
        for n, part in enumerate(posts, start=1)
    )
    return Content(posts=tuple(boxes))


def _attached(part: Part, desk: Desk) -> tuple[Media, ...]:
    """The pictures that other parts upload for a post."""
    held = obj(obj(part.payload, part.key).get("media") or {}, "media")
    keys = [referred(text(each, "a media id")) for each in rows(held.get("media_ids"), "media_ids")]
    return tuple(desk.media[key] for key in keys if key in desk.media)


def _messages(edition: Edition, desk: Desk) -> Content:
    spoken = [(part, _spoken(obj(part.payload, part.key))) for part in edition.parts]
    said = [(part, words) for part, words in spoken if words or part.media]
    if not said:
        raise BadPayload("no message has words or pictures")
    boxes = (_post(n, words, part.media, desk) for n, (part, words) in enumerate(said, start=1))
    return Content(posts=tuple(boxes))


def _spoken(message: Object) -> str:
    """Everything that a message says, also its captions; entities are not text."""
    items = message.get("media")
    album = [obj(each, "an item") for each in items] if isinstance(items, list) else []
    said = [message.get("text"), message.get("caption"), *(each.get("caption") for each in album)]
    return "\n\n".join(words for words in said if isinstance(words, str) and words)


def _post(number: int, words: str, media: tuple[Media, ...], desk: Desk) -> Box:
    pictures = tuple(desk.numbers.place(each) for each in media)
    return Box(desk.words.box_post.format(number), words, pictures)


MAKERS: Mapping[str, Callable[[Edition, Desk], Content]] = {
    "wechat": _wechat,
    "substack": _substack,
    "x": _thread,
    "telegram": _messages,
}
OPENING = {
    "wechat": "open_wechat",
    "substack": "open_substack",
    "x": "open_post",
    "telegram": "open_message",
}
