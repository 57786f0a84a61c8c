"""Links: WeChat keeps only those to its own articles, all others become numbered references."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from adapters.losses import LEAVES, every_block
from content.document import (
    Document,
    Embed,
    Figure,
    Heading,
    Inline,
    Link,
    Paragraph,
    Text,
    plain_text,
)
from content.runs import own_runs

NATIVE_HOST = "mp.weixin.qq.com"
SCHEMES = ("http", "https", "mailto")


class Shown(Enum):
    """How a link appears in an article."""

    NATIVE = auto()  # <a>: another WeChat article
    ADDRESS = auto()  # its text is its own address already
    NUMBERED = auto()  # text, a raised number, and a reference at the end
    REFUSED = auto()  # text alone: no reader should follow this address


@dataclass(frozen=True, slots=True)
class LabelRule:
    """Which link texts say something when they stand alone in the list of references."""

    longer_than: int
    stop_words: frozenset[str]

    def admits(self, label: str) -> bool:
        return len(label) > self.longer_than and label.casefold() not in self.stop_words


@dataclass(frozen=True, slots=True)
class Reference:
    """`label` is "" when no link to this address has a text worth repeating."""

    number: int
    href: str
    label: str


def shown(link: Link) -> Shown:
    try:
        address = urlsplit(link.href)
    except ValueError:  # an open bracket where a host stands
        return Shown.REFUSED
    if address.scheme not in SCHEMES:
        return Shown.REFUSED
    if NATIVE_HOST in address.netloc.lower() and address.hostname == NATIVE_HOST:
        return Shown.NATIVE
    return Shown.ADDRESS if names_itself(link) else Shown.NUMBERED


def names_itself(link: Link) -> bool:
    """Whether its text is its own address already."""
    return _bare(plain_text(link.children)) == _bare(link.href)


def shown_links(document: Document) -> list[tuple[Link, Shown]]:
    return [(link, shown(link)) for link in links(document)]


def references(found: Iterable[tuple[Link, Shown]], rule: LabelRule) -> dict[str, Reference]:
    """The numbered addresses in reading order; one address has one number."""
    numbered: dict[str, Reference] = {}
    for link, how in found:
        if how is not Shown.NUMBERED:
            continue
        known = numbered.get(link.href)
        if known and known.label:
            continue
        label = " ".join(plain_text(link.children).split())
        number = known.number if known else len(numbered) + 1
        numbered[link.href] = Reference(number, link.href, label if rule.admits(label) else "")
    return numbered


def links(document: Document) -> list[Link]:
    """Every link in reading order, those of notes last; a picture's link follows its caption's."""
    found: list[Link] = []
    for block in every_block(document):
        if isinstance(block, (Paragraph, Heading)):
            _add_links(block.children, found)
            continue
        for run, _ in own_runs(block):
            _add_links(run, found)
        if isinstance(block, Figure) and block.href:
            found.append(figure_link(block))
        elif isinstance(block, Embed):
            found.append(embed_link(block))
    return found


def _add_links(children: tuple[Inline, ...], found: list[Link]) -> None:
    for child in children:
        if isinstance(child, Link):
            found.append(child)
        if type(child) not in LEAVES:
            _add_links(child.children, found)  # type: ignore[union-attr]


def figure_link(figure: Figure) -> Link:
    """The link that a picture carries, with the caption as its words."""
    return Link(figure.href, (Text(plain_text(figure.caption)),), line=figure.line)


def embed_link(embed: Embed) -> Link:
    return Link(embed.url, (Text(embed.title or embed.url),), line=embed.line)


@lru_cache(maxsize=256)
def _bare(address: str) -> str:
    """An address without the parts that people leave out when they write it."""
    text = unquote(address.strip()).removeprefix("https://").removeprefix("http://")
    return text.removeprefix("mailto:").rstrip("/")
