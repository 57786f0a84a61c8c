"""Reading and changing the tree of a page, without recursion: pages may nest as they like."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from bs4 import BeautifulSoup, Comment, Tag
from bs4.element import NavigableString, PageElement, PreformattedString

UNSEEN = frozenset(
    {"script", "style", "template", "noscript", "svg", "canvas", "head", "title", "meta", "link",
     "base", "select", "textarea", "datalist", "applet", "object", "param", "map", "area", "button"}
)  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_MAKER = BeautifulSoup("", "lxml")


def made(name: str, *inner: PageElement | str, **attrs: str) -> Tag:
    """A new element with this content."""
    tag = _MAKER.new_tag(name, attrs=attrs)
    tag.extend(NavigableString(one) if isinstance(one, str) else one for one in inner)
    return tag


def attr(tag: Tag, name: str) -> str:
    """An attribute as one text, "" where there is none."""
    value = tag.get(name)
    return " ".join(value) if isinstance(value, list) else value or ""


def classes(tag: Tag) -> frozenset[str]:
    return frozenset(attr(tag, "class").split())


def settings(tag: Tag) -> dict[str, object]:
    """Substack's `data-attrs`, a JSON object; {} where it is none."""
    try:
        found = json.loads(attr(tag, "data-attrs") or "{}")
    except (ValueError, RecursionError):  # not JSON: the page's own words stay
        return {}
    return found if isinstance(found, dict) else {}


def number(text: str) -> float:
    """The number that a size such as `18px` begins with, else 0."""
    found = re.match(r"\s*(\d{1,6}(?:\.\d{1,6})?)", text)
    return float(found[1]) if found else 0.0


def style(tag: Tag, name: str) -> str:
    """One property of an element's own style, in lower case."""
    pattern = rf"(?:^|;)\s*{name}\s*:\s*([^;]*)"
    found = re.search(pattern, attr(tag, "style"), re.IGNORECASE)
    return found[1].strip().lower() if found else ""


def is_hidden(tag: Tag) -> bool:
    """WeChat's article itself is hidden until its script runs; that is no hiding."""
    return tag.has_attr("hidden") or bool(_HIDDEN.search(attr(tag, "style")))


def is_text(node: PageElement) -> bool:
    """Text that a reader sees; a comment, a doctype or CDATA is none."""
    return isinstance(node, NavigableString) and not isinstance(node, PreformattedString)


def text_of(tag: Tag) -> str:
    """The text below an element, unseen elements left out."""
    return "".join(
        str(node)
        for node in tag.descendants
        if is_text(node) and (node.parent is None or node.parent.name not in UNSEEN)
    )


def depths(root: Tag) -> Iterator[tuple[Tag, int]]:
    """Every element below `root` with its depth, parents first."""
    known = {id(root): 0}
    for tag in root.find_all(lambda _tag: True):
        depth = known[id(tag.parent)] + 1
        known[id(tag)] = depth
        yield tag, depth


def holders(root: Tag, names: Iterable[str]) -> frozenset[int]:
    """The ids of the elements that are, or hold, one of these names."""
    found: set[int] = set()
    for tag in root.find_all(list(names)):
        above: Tag | None = tag
        while above is not None and id(above) not in found and above is not root:
            found.add(id(above))
            above = above.parent
    return frozenset(found)


def drop_comments(root: Tag) -> None:
    for node in root.find_all(string=lambda text: isinstance(text, Comment)):
        node.extract()


def is_in(node: PageElement, root: Tag) -> bool:
    """Whether a node still hangs below `root`."""
    return any(parent is root for parent in node.parents)
