"""Rich text for an editor: markup from a list, with its pictures numbered; and as plain text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from adapters.base import Media
from bot.preview.payload import referred
from bot.preview.safe import harmless, linkable
from bot.preview.wechat import ATTRIBUTES, DROPPED, TAGS

KeyOf = Callable[[Media], str]  # how the page names a picture; "" when its bytes cannot be read

KEPT = ATTRIBUTES | {"start"}
BLOCKS = frozenset(
    {
        "blockquote", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol",
        "p", "pre", "section", "table", "tr", "ul",
    }
)  # fmt: skip
APART = BLOCKS | {"br", "td", "th"}  # words on their two sides are no one word
SUFFIXES = {"image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "image/webp": "webp"}
LONGEST_NAME = 40
BEFORE = 24  # characters of the text before a picture, to find its place by


@dataclass(frozen=True, slots=True)
class Placed:
    """A picture with its number: `file` is its name in a kit of files, `key` that in a page.

    `after` are the last words of the text before it, "" at the beginning; None when it has no
    place in the text.
    """

    number: int
    file: str
    key: str
    media: Media
    after: str | None


@dataclass(slots=True)
class Numbers:
    """Numbers for pictures in the order of their first places; the same bytes have one number."""

    key_of: KeyOf
    placed: dict[str, Placed] = field(default_factory=dict)

    def place(self, media: Media, after: str | None = None) -> Placed:
        if media.sha256 not in self.placed:
            number = 1 + len(self.placed)
            name = file_name(number, media)
            self.placed[media.sha256] = Placed(number, name, self.key_of(media), media, after)
        return self.placed[media.sha256]


@dataclass(frozen=True, slots=True)
class Rich:
    """What a clipboard gets. In `html` a picture is named by `data-picture` and `data-place`."""

    html: str
    plain: str
    left_out: tuple[str, ...]


def file_name(number: int, media: Media) -> str:
    """`01-chart.jpg`: the number, what the author called it, and the kind that would be sent."""
    stem = PurePosixPath(media.source.split("?")[0]).stem
    known = re.sub(r"[^\w]+", "-", stem).strip("-_")[:LONGEST_NAME]
    return f"{number:02}-{known or 'picture'}.{SUFFIXES.get(media.mime, 'bin')}"


def rich(html: str, media: Mapping[str, Media], numbers: Numbers) -> Rich:
    """Markup with references to pictures, reduced to what an editor may safely be given."""
    from lxml.html import fragment_fromstring, tostring

    root = fragment_fromstring(html, create_parent="div")
    left_out = list(_reduce(root))
    _put_pictures(root, media, numbers, left_out)
    inner = "".join(tostring(child, encoding="unicode", method="html") for child in root)
    lead = tostring(_only_text(root), encoding="unicode", method="html")[
        len("<div>") : -len("</div>")
    ]
    return Rich(lead + inner, plain(root), tuple(dict.fromkeys(left_out)))


def _only_text(root: Any) -> Any:
    """The text before the first element, so that it is escaped as everything else."""
    from lxml.html import Element

    lead = Element("div")
    lead.text = root.text
    return lead


def _reduce(root: Any) -> Iterator[str]:
    """Take out every element, attribute and declaration that is not on the lists; their names."""
    from lxml import etree

    for node in list(root.iterdescendants()):
        if isinstance(node, etree.CommentBase | etree.PIBase):
            _take_out(node)
        elif node.tag in DROPPED:
            yield f"<{node.tag}>"
            _take_out(node)
        elif node.tag not in TAGS:
            yield f"<{node.tag}>"
            node.drop_tag()
        elif node.tag != "img":
            yield from _strip(node)


def _take_out(node: Any) -> None:
    if node.getparent() is not None:
        node.drop_tree()


def _strip(node: Any) -> Iterator[str]:
    for name, value in list(node.attrib.items()):
        if name in KEPT or (name == "href" and linkable(value)):
            continue
        del node.attrib[name]
        kept = _declarations(value) if name == "style" else ""
        if kept:
            node.set("style", kept)
        if name != "style" or kept != value.strip().rstrip(";"):
            yield name


def _declarations(css: str) -> str:
    pieces = (piece.strip() for piece in css.split(";"))
    return ";".join(piece for piece in pieces if piece and harmless(piece))


def _put_pictures(
    root: Any, media: Mapping[str, Media], numbers: Numbers, left_out: list[str]
) -> None:
    """The edition's pictures by number; any other address is left out, for it would be loaded."""
    for node, before in list(_pictures(root)):
        found = media.get(referred(node.get("src", "")))
        alt, css = node.get("alt", ""), _declarations(node.get("style", ""))
        node.attrib.clear()
        if found is None:
            left_out.append("<img>")
            _take_out(node)
            continue
        placed = numbers.place(found, before)
        values = {"alt": alt, "style": css, "data-picture": placed.key, "data-place": placed.file}
        for name, value in values.items():
            if value or name == "alt":
                node.set(name, value)


def _pictures(root: Any) -> Iterator[tuple[Any, str]]:
    """Every picture with the last words before it."""
    from lxml.etree import iterwalk

    text = ""
    for event, node in iterwalk(root, events=("start", "end")):
        if event == "start" and node.tag == "img":
            yield node, " ".join(text.split())[-BEFORE:]
        text += " " if node.tag in APART else ""
        text += (node.text or "") if event == "start" else (node.tail or "")


# --- plain text ---------------------------------------------------------------------------------


def plain(root: Any) -> str:
    """The same as text: a line per block, a number in the place of a picture."""
    from lxml.etree import iterwalk

    text = ""
    for event, node in iterwalk(root, events=("start", "end")):
        if node.tag in BLOCKS and not text.endswith("\n") and not _follows_mark(node, event):
            text += "\n"
        if event == "start":
            text += _opening(node) + (node.text or "")
        else:
            text += _closing(node) + (node.tail or "")
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def _follows_mark(node: Any, event: str) -> bool:
    """Whether a block begins on the line of its item's mark."""
    parent = node.getparent()
    return event == "start" and parent is not None and parent.tag == "li" and parent[0] is node


def _opening(node: Any) -> str:
    match node.tag:
        case "br":
            return "\n"
        case "li":
            return "• " if node.getparent().tag != "ol" else f"{_place_in(node)}. "
        case "img":
            return f"[{node.get('data-place')}]"
        case _:
            return ""


def _closing(node: Any) -> str:
    if node.tag in ("td", "th"):
        return "\t"
    return "\n" if node.tag in BLOCKS and node.tag not in ("li", "tr") else ""


def _place_in(item: Any) -> int:
    first: str = item.getparent().get("start", "1")
    place: int = item.getparent().index(item)
    return place + (int(first) if first.isdecimal() else 1)
