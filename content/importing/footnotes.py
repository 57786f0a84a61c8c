"""Notes: the references in the text, and the texts at its end that belong to them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bs4 import Tag
from bs4.element import NavigableString, PageElement

from content.importing.trees import attr, classes, is_in, made, text_of


@dataclass(frozen=True, slots=True)
class Notes:
    """The texts of the notes by their number, counted from 1 in order of first reference."""

    texts: Mapping[int, Tag] = field(default_factory=dict)


_LISTS = (
    ".footnotes, .footnote-list, .endnotes, section[data-footnotes], [role=doc-endnotes], "
    "#footnotes"
)
_BACK = re.compile(r"^[\s\u21a9\u21aa\ufe0e\ufe0f^↑⏎]*$")


def take_notes(body: Tag) -> Notes:
    """Replace each reference by `<pr-note n>`, and take the notes out of the article."""
    targets = _targets(body)
    numbers: dict[str, int] = {}
    for link in body.find_all("a", href=True):
        name = attr(link, "href").rpartition("#")[2]
        target = targets.get(name)
        if target is None or "#" not in attr(link, "href") or _holds(target, link):
            continue
        number = numbers.setdefault(name, len(numbers) + 1)
        _mark_of(link).replace_with(made("pr-note", n=str(number)))
    texts = {number: _text(targets[name], name) for name, number in numbers.items()}
    for place in [*body.select(_LISTS)]:
        if not place.decomposed and not text_of(place).strip():
            _with_rule(place)
    return Notes(texts)


def _targets(body: Tag) -> dict[str, Tag]:
    """Each note by the id that references name."""
    found: dict[str, Tag] = {}
    for place in body.select(_LISTS):
        for item in place.find_all("li"):
            inner = item.find(id=True)
            name = attr(item, "id") or (attr(inner, "id") if isinstance(inner, Tag) else "")
            if name:
                found[name] = item
    for note in body.select("div.footnote"):  # Substack
        mark = note.find("a", id=True)
        if isinstance(mark, Tag):
            found[attr(mark, "id")] = note
    return found


def _holds(target: Tag, link: Tag) -> bool:
    return any(parent is target for parent in link.parents)


def _mark_of(link: Tag) -> Tag:
    """The reference with the superscript around it."""
    above = link.parent
    if above is not None and above.name in {"sup", "span"} and len(_shown(above)) == 1:
        return above
    return link


def _shown(tag: Tag) -> list[PageElement]:
    return [
        one for one in tag.children if not (isinstance(one, NavigableString) and not one.strip())
    ]


def _text(note: Tag, name: str) -> Tag:
    """The note without its number and without the arrow back to the text."""
    for link in note.find_all("a", href=True):
        if attr(link, "id") == name or _is_back(link):
            link.decompose()
    inner = note.select_one(".footnote-content") if "footnote" in classes(note) else None
    taken = made("div")
    taken.extend(list((inner or note).contents))
    note.decompose()
    return taken


def _is_back(link: Tag) -> bool:
    href = attr(link, "href")
    return "#" in href and bool(_BACK.match(link.get_text()) or "fnref" in href)


def _with_rule(place: Tag) -> None:
    """The emptied list, with the rule or the heading that stood above it."""
    above = place.find_previous_sibling()
    if isinstance(above, Tag) and above.name == "hr" and is_in(above, above.parent or above):
        above.decompose()
    place.decompose()
