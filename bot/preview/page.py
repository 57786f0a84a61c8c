"""The page as values: what the template shows, in its order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from types import SimpleNamespace
from typing import TYPE_CHECKING

from markupsafe import Markup

from adapters.base import Edition
from bot.preview import plain
from bot.preview.findings import Group, count, groups, identity
from bot.preview.kit import Kit, kits
from bot.preview.labels import channel_name, labels
from bot.preview.ledger import PictureRow, picture_rows
from bot.preview.marks import MARK, Source, sources
from bot.preview.payload import BadPayload
from bot.preview.pictures import Thumbnails
from bot.preview.places import Places
from bot.preview.safe import anchor, linkable
from bot.preview.timetable import Planned, Timetable, timetable
from content.issue import Issue
from content.problems import Level

if TYPE_CHECKING:
    from bot.app import Rendered

Draw = Callable[[Edition, Thumbnails, SimpleNamespace], str]

FRAMES = ("wechat", "telegram", "x", "substack")  # channels with a frame of their own
VIEWS = {"substack": ("phone", "web")}  # how a frame can be looked at, the usual way first
ONE_VIEW = ("phone",)


@dataclass(frozen=True, slots=True)
class Link:
    words: str
    href: str


@dataclass(frozen=True, slots=True)
class Frame:
    """`document` is a whole page for a sandboxed frame; "" when there is no edition."""

    channel: str
    name: str
    document: str
    views: tuple[str, ...]
    links: tuple[Link, ...]
    errors: int
    warnings: int


@dataclass(frozen=True, slots=True)
class Page:
    title: str
    key: str
    address: Markup
    source: str
    release: str
    language: str
    labels: SimpleNamespace
    errors: int
    warnings: int
    timetable: Timetable
    frames: tuple[Frame, ...]
    problems: tuple[Group, ...]
    changes: tuple[Group, ...]
    columns: tuple[str, ...]
    pictures: tuple[PictureRow, ...]
    mark: str
    sources: tuple[Source, ...]
    kits: tuple[Kit, ...]
    names: Mapping[str, str]


def view(rendered: Rendered, planned: Planned, thumbnails: Thumbnails) -> Page:
    """Everything the page says but the paste kit. Reads nothing but `rendered`, and the pictures
    that it names."""
    from bot.release.release import release_hash

    issue, editions = rendered.issue, rendered.editions
    words = labels(issue.language)
    channels = tuple(dict.fromkeys((*FRAMES, *editions)))
    names = {key: channel_name(key, issue.language) for key in channels}
    heard = frozenset(map(identity, rendered.problems))
    grouped = groups(rendered.problems, editions, Places(issue))
    return Page(
        title=issue.title,
        key=issue.key,
        address=_address(issue),
        source=issue.source_sha256,
        release=release_hash(list(editions.values())) if editions else "",
        language=issue.language,
        labels=words,
        errors=count(rendered.problems, Level.ERROR),
        warnings=count(rendered.problems, Level.WARNING),
        timetable=timetable(editions, planned, issue.language, words),
        frames=tuple(_frame(key, names[key], editions.get(key), thumbnails, words, heard)
                     for key in channels),
        problems=tuple(g for g in grouped if g.level is not Level.NOTE),
        changes=tuple(g for g in grouped if g.level is Level.NOTE),
        columns=tuple(key for key in channels if key in editions),
        pictures=picture_rows(issue, editions, channels, thumbnails),
        mark=MARK,
        sources=sources(issue, editions["x"]) if "x" in editions else (),
        kits=(),
        names=names,
    )  # fmt: skip


def with_kit(page: Page, rendered: Rendered, thumbnails: Thumbnails) -> Page:
    """The page with what is pasted by hand, which a page that is made on each save shows later."""
    made = kits(rendered.issue, rendered.editions, lambda media: thumbnails.image(media).key)
    return replace(page, kits=made)


def _address(issue: Issue) -> Markup:
    """Where the issue itself stands, "" when that is not known."""
    return anchor(issue.canonical_url, issue.canonical_url) if issue.canonical_url else Markup()


def _frame(
    channel: str,
    name: str,
    edition: Edition | None,
    thumbnails: Thumbnails,
    words: SimpleNamespace,
    heard: frozenset[tuple[object, ...]],
) -> Frame:
    views = VIEWS.get(channel, ONE_VIEW)
    if edition is None:
        return Frame(channel, name, "", views, (), 0, 0)
    document = _document(channel, edition, thumbnails, words)
    problems = [problem for problem in edition.problems if identity(problem) in heard]
    return Frame(
        channel=channel,
        name=name,
        document=document,
        views=views,
        links=links(document),
        errors=count(problems, Level.ERROR),
        warnings=count(problems, Level.WARNING),
    )


def _document(
    channel: str, edition: Edition, thumbnails: Thumbnails, words: SimpleNamespace
) -> str:
    """The channel's own frame; the bare parts where it has none or cannot be made."""
    if channel not in FRAMES:
        return plain.frame(edition, words)
    draw: Draw = import_module(f"bot.preview.{channel}").frame
    try:
        return draw(edition, thumbnails, words)
    except BadPayload as fault:
        return plain.frame(edition, words, why=str(fault))


def links(document: str) -> tuple[Link, ...]:
    """The links of a frame in their order, each once: a sandboxed frame opens none."""
    from lxml.html import document_fromstring

    found = {
        (node.text_content().strip(), node.get("href")): None
        for node in document_fromstring(document).iter("a")
        if linkable(node.get("href", ""))
    }
    return tuple(Link(words or href, href) for words, href in found)
