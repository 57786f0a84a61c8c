"""What differs between two articles, in words that a person can search for and replace.

A published article cannot be edited by a program, so each difference is told with the exact old
and new words: the fields above the text, then its lines, with pictures and link targets among them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from adapters.base import Json

if TYPE_CHECKING:
    from lxml.html import HtmlElement

FIELDS = {
    "title": "The title",
    "author": "The byline",
    "digest": "The digest",
    "content_source_url": "The link to the original (阅读原文)",
    "thumb_media_id": "The cover",
    "pic_crop_235_1": "The wide crop of the cover",
    "pic_crop_1_1": "The square crop of the cover",
}
TEXT = "The text"
EMPHASIS = "The emphasis"
LOOK = "The look"
RULE = "———"
MARKS = {"strong": "**", "em": "*", "s": "~~", "u": "__", "code": "`", "sup": "^", "sub": "~"}
BLOCKS = frozenset({"section", "p", "pre", "table", "tbody", "tr", "td", "th"})
CONTENT = "content"


@dataclass(frozen=True, slots=True)
class Change:
    """`before` is "" where something is new, `after` where it goes.

    `near` are the lines above, so many that they stand there once, or all of them.
    """

    what: str
    before: str
    after: str
    near: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line as readers see it, with marks for its emphasis, and how it looks."""

    text: str
    marked: str
    look: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    around: tuple[str, ...]  # `tag style` of the elements that enclose it


def changes(
    old: Mapping[str, Json], new: Mapping[str, Json], names: Mapping[str, str]
) -> list[Change]:
    """Every difference between two articles; `names` are the sources of pictures by address."""
    found = [
        Change(
            FIELDS.get(key, f"`{key}`"), _named(old.get(key), names), _named(new.get(key), names)
        )
        for key in dict.fromkeys((*old, *new))
        if key != CONTENT and old.get(key) != new.get(key)
    ]
    before, after = str(old.get(CONTENT, "")), str(new.get(CONTENT, ""))
    return [*found, *_in_text(before, after, names)] if before != after else found


def lines(content: str, names: Mapping[str, str]) -> list[Line]:
    """The lines of an article, empty ones left out."""
    from lxml import html  # half of the start-up time of a render, and needed only here

    root = html.fragment_fromstring(content, create_parent="section")
    pieces: list[Piece | None] = list(_pieces(root, (), names))
    found: list[Line] = []
    start = 0
    for end, piece in enumerate([*pieces, None]):
        if piece is None:
            run = [p for p in pieces[start:end] if p]
            if "".join(p.text for p in run).strip():
                found.append(_line(run))
            start = end + 1
    return found


def _in_text(before: str, after: str, names: Mapping[str, str]) -> Iterator[Change]:
    olds, news = lines(before, names), lines(after, names)
    texts = [one.text for one in olds], [one.text for one in news]
    matcher = SequenceMatcher(None, *texts, autojunk=False)
    told, looks_otherwise = False, False
    for word, a, b, c, d in matcher.get_opcodes():
        if word != "equal":
            told = True
            yield Change(TEXT, _joined(olds[a:b]), _joined(news[c:d]), _near(texts[0], a))
            continue
        for old, new in zip(olds[a:b], news[c:d], strict=True):
            if old.marked != new.marked:
                told = True
                yield Change(EMPHASIS, old.marked, new.marked)
            elif old.look != new.look:
                looks_otherwise = True
    if looks_otherwise or not told:
        yield Change(LOOK, "", "")


def _near(texts: Sequence[str], end: int) -> str:
    start = end - 1
    while start > 0 and _occurs_again(texts, start, end):
        start -= 1
    return "\n".join(texts[max(start, 0) : end])


def _occurs_again(texts: Sequence[str], start: int, end: int) -> bool:
    wanted, length = texts[start:end], end - start
    places = range(len(texts) - length + 1)
    return sum(texts[place : place + length] == wanted for place in places) > 1


def _joined(found: Sequence[Line]) -> str:
    return "\n".join(line.text for line in found)


def _line(run: Sequence[Piece]) -> Line:
    marked = "".join(_marked(piece) for piece in run)
    return Line("".join(p.text for p in run), marked, tuple(" > ".join(p.around) for p in run))


def _marked(piece: Piece) -> str:
    marks = [MARKS[tag] for tag in (step.split(" ")[0] for step in piece.around) if tag in MARKS]
    return "".join(marks) + piece.text + "".join(reversed(marks))


def _pieces(
    element: HtmlElement, around: tuple[str, ...], names: Mapping[str, str]
) -> Iterator[Piece | None]:
    """Runs of text in reading order; None where a line ends."""
    inside = (*around, f"{element.tag} {element.get('style') or ''}".strip())
    is_block = element.tag in BLOCKS
    if is_block:
        yield None
    if element.text:
        yield Piece(element.text, inside)
    for child in element:
        yield from _child(child, inside, names)
        if child.tail:
            yield Piece(child.tail, inside)
    if is_block:
        yield None


def _child(
    child: HtmlElement, inside: tuple[str, ...], names: Mapping[str, str]
) -> Iterator[Piece | None]:
    match child.tag:
        case "br":
            yield None
        case "hr":
            yield from (None, Piece(RULE, (*inside, f"hr {child.get('style') or ''}")), None)
        case "img":
            yield Piece(_picture(child, names), inside)
        case "a":
            yield from _pieces(child, inside, names)
            yield Piece(f" ({child.get('href')})", inside)
        case _:
            yield from _pieces(child, inside, names)


def _picture(image: HtmlElement, names: Mapping[str, str]) -> str:
    source = _named(image.get("src"), names)
    return f"[{source}: {image.get('alt')}]" if image.get("alt") else f"[{source}]"


def _named(value: Json, names: Mapping[str, str]) -> str:
    text = "" if value is None else str(value)
    return names.get(text, text)
