"""Template tags as nodes, by the table of `tags.py`."""

from __future__ import annotations

from content.document import Embed, Figure, Inline, Link, Strong, Text
from content.markdown.elements import clean_address
from content.markdown.pieces import Fold, Marker
from content.markdown.reading import Reading
from content.markdown.runs import Item, spans_of
from content.markdown.services import bilibili, service_and_address, youtube
from content.markdown.tags import (
    Kind,
    Literal,
    Output,
    Remark,
    Tag,
    kind_of,
    output_text,
    read_tag,
    target_text,
)  # fmt: skip

_NAMED_CALLOUTS = frozenset({"note", "tip", "info", "warning", "important", "caution", "danger"})


def tag_items(raw: str, line: int, reading: Reading) -> list[Item]:
    """What a tag, written as `raw`, shows where it stands."""
    found = read_tag(raw)
    match found:
        case Literal(text):
            return [Text(text)]
        case Remark():
            return []
        case Output(expression):
            return _output(raw, expression, line, reading)
        case Tag():
            return _tag(raw, found, line, reading)


def _output(raw: str, expression: str, line: int, reading: Reading) -> list[Item]:
    text = output_text(expression)
    if not text:
        reading.unknown_tag(raw, line)
    return [Text(text)] if text else []


def _tag(raw: str, tag: Tag, line: int, reading: Reading) -> list[Item]:
    kind = kind_of(tag, reading.table)
    match kind:
        case Kind.FIGURE:
            return _figure(raw, tag, line, reading)
        case Kind.VIDEO | Kind.AUDIO | Kind.YOUTUBE | Kind.BILIBILI | Kind.VIMEO | Kind.POST:
            return _embed(raw, kind, tag, line, reading)
        case Kind.CALLOUT:
            return [_callout(tag, line, reading)]
        case Kind.DETAILS:
            title = reading.spans(_title(tag) or " ".join(tag.words), line)
            return [Marker(tag.name, Fold.DETAILS, line, not tag.closing, title=title)]
        case Kind.GALLERY:
            return [Marker(tag.name, Fold.GALLERY, line, not tag.closing)]
        case Kind.TARGET:
            return [Text(target_text(tag))] if target_text(tag) else []
        case Kind.HIGHLIGHT | Kind.COMMENT | Kind.RAW | Kind.UNWRAP | Kind.DROP:
            return []
        case None:
            return _unknown(raw, tag, line, reading)


def _unknown(raw: str, tag: Tag, line: int, reading: Reading) -> list[Item]:
    """Its opening end is reported, its closing end only when it stands alone."""
    if not (tag.closing and tag.name in reading.unknown):
        reading.unknown_tag(raw, line)
    reading.unknown.add(tag.name)
    return []


def _figure(raw: str, tag: Tag, line: int, reading: Reading) -> list[Item]:
    source = tag.option("path", "src", "url", "file", "image", "img", "source") or tag.word(0)
    source = reading.address(source, line)
    if not source:
        reading.warn("no-source", line, f"The figure {raw[:40]}… names no picture known here.")
        return [Text(text) for text in (_title(tag),) if text]
    alt = tag.option("alt")
    href = tag.option("link", "href", "target_url")
    href = clean_address(reading.address(href, line)) if href else ""
    return [Figure(source, line, alt, _caption(tag, line, reading), href)]


def _title(tag: Tag) -> str:
    return tag.option("caption", "title", "summary")


def _caption(tag: Tag, line: int, reading: Reading) -> tuple[Inline, ...]:
    """Hugo shows a title above the caption and a credit behind it; Jekyll's title is a tooltip."""
    caption = reading.spans(_title(tag), line)
    if not tag.shortcode:
        return caption
    title, credit = tag.option("title"), tag.option("attr")
    if title and tag.option("caption"):
        caption = (Strong((Text(title),)), Text(" "), *caption)
    if credit:
        target = tag.option("attrlink")
        words = reading.spans(credit, line)
        end = (Link(clean_address(target), words, line=line),) if target else words
        caption = (*caption, Text(" "), *end) if caption else end
    return spans_of(caption)[0]


def _embed(raw: str, kind: Kind, tag: Tag, line: int, reading: Reading) -> list[Item]:
    place = tag.option("id", "src", "url", "path", "bvid", "video", "mp4", "webm") or tag.word(0)
    url = _page(kind, tag, reading.address(place, line))
    if not url:
        reading.warn("no-source", line, f"The embed {raw[:40]}… names nothing to show.")
        return []
    service, address = service_and_address(url)
    return [Embed(service or kind.value, address, line, _title(tag))]


def _page(kind: Kind, tag: Tag, place: str) -> str:
    """The address of what a tag embeds, whether it gives an id or an address."""
    if "/" in place and kind is not Kind.POST:
        return place
    match kind:
        case Kind.YOUTUBE:
            return youtube(place)
        case Kind.BILIBILI:
            return bilibili(place)
        case Kind.VIMEO:
            return f"https://vimeo.com/{place}" if place else ""
        case Kind.POST:
            return _post(tag, place)
        case _:
            return place


def _post(tag: Tag, place: str) -> str:
    if place.startswith("http"):
        return place
    user = tag.option("user") or (tag.word(0) if tag.word(1) else "i")
    number = tag.option("id") or tag.word(1) or tag.word(0)
    return f"https://x.com/{user}/status/{number}" if number else ""


def _callout(tag: Tag, line: int, reading: Reading) -> Marker:
    words = list(tag.words)
    if tag.name in _NAMED_CALLOUTS:
        kind = tag.name
    else:
        kind = tag.option("type", "kind", "class", "color") or (words.pop(0) if words else "")
    title = tag.option("title") or " ".join(words)
    spans = reading.spans(title, line) if title else ()
    return Marker(
        tag.name, Fold.CALLOUT, line, not tag.closing, kind=kind.lower() or "note", title=spans
    )
