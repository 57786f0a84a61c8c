"""Links: WeChat keeps only those to its own articles, all others become numbered references."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto
from urllib.parse import unquote, urlsplit

from adapters.wechat.reading import reading
from content.document import Document, Embed, Figure, Link, Text, plain_text

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
    if address.hostname == NATIVE_HOST:
        return Shown.NATIVE
    if _bare(plain_text(link.children)) == _bare(link.href):
        return Shown.ADDRESS
    return Shown.NUMBERED


def references(document: Document, rule: LabelRule) -> dict[str, Reference]:
    """The numbered addresses in reading order; one address has one number."""
    numbered: dict[str, Reference] = {}
    for link in links(document):
        if shown(link) is not Shown.NUMBERED:
            continue
        known = numbered.setdefault(link.href, Reference(len(numbered) + 1, link.href, ""))
        label = " ".join(plain_text(link.children).split())
        if not known.label and rule.admits(label):
            numbered[link.href] = replace(known, label=label)
    return numbered


def links(document: Document) -> Iterator[Link]:
    """Every link in reading order, those of pictures and embedded media among them."""
    for node in reading(document):
        match node:
            case Link():
                yield node
            case Figure() if node.href:
                yield figure_link(node)
            case Embed():
                yield embed_link(node)
            case _:
                pass


def figure_link(figure: Figure) -> Link:
    """The link that a picture carries, with the caption as its words."""
    return Link(figure.href, (Text(plain_text(figure.caption)),), line=figure.line)


def embed_link(embed: Embed) -> Link:
    return Link(embed.url, (Text(embed.title or embed.url),), line=embed.line)


def _bare(address: str) -> str:
    """An address without the parts that people leave out when they write it."""
    text = unquote(address.strip())
    for prefix in ("https://", "http://", "mailto:"):
        text = text.removeprefix(prefix)
    return text.rstrip("/")
