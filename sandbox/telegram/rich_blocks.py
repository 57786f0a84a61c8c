"""The tree of a rich message as its blocks, each where it may stand, counted against the limits."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from sandbox.exchange import Json
from sandbox.telegram.errors import Malformed
from sandbox.telegram.rich_markup import INLINE, Node

Block = dict[str, Json]

MOST_BLOCKS = 500
MOST_DEPTH = 16
MOST_COLUMNS = 20
STYLES = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline",
    "ins": "underline", "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
    "mark": "marked", "sub": "subscript", "sup": "superscript", "tg-spoiler": "spoiler",
    "code": "code",
}  # fmt: skip
HEADINGS = {f"h{size}": size for size in range(1, 7)}
COLLECTIONS = {"tg-collage": "collage", "tg-slideshow": "slideshow"}


@dataclass(slots=True)
class Counting:
    """`photo` gives the file that the address of a picture stands for, or Malformed."""

    photo: Callable[[str], str]
    blocks: int = 0
    photos: list[str] = field(default_factory=list)

    def add(self, depth: int) -> None:
        self.blocks += 1
        if self.blocks > MOST_BLOCKS:
            raise Malformed("rich message has too many blocks")
        if depth > MOST_DEPTH:
            raise Malformed("rich message is nested too deeply")


def blocks_of(root: Node, counting: Counting) -> list[Json]:
    found = _contents(root.children, counting, 1)
    if not found:
        raise Malformed("message text is empty")
    return found


def _contents(children: Sequence[Node | str], counting: Counting, depth: int) -> list[Json]:
    """Blocks, and runs of text between them as paragraphs."""
    found: list[Json] = []
    run: list[Node | str] = []
    for child in [*children, Node("")]:
        if isinstance(child, str) or child.tag in INLINE:
            run.append(child)
            continue
        if "".join(c if isinstance(c, str) else c.words() for c in run).strip():
            counting.add(depth)
            found.append({"type": "paragraph", "text": _text(run)})
        run = []
        if child.tag:
            found.append(_block(child, counting, depth))
    return found


def _block(node: Node, counting: Counting, depth: int) -> Json:
    counting.add(depth)
    match node.tag:
        case "ul" | "ol":
            return _list(node, counting, depth)
        case "blockquote" | "aside":
            return _quotation(node, counting, depth)
        case "details":
            return _details(node, counting, depth)
        case "table":
            return _table(node, counting, depth)
        case "img":
            return _photo(node, counting)
        case "figure":
            return _figure(node, counting)
        case tag if tag in COLLECTIONS:
            return _collection(node, counting, depth)
        case _:
            return _leaf(node)


def _leaf(node: Node) -> Json:
    match node.tag:
        case "p":
            return {"type": "paragraph", "text": _text(node.children)}
        case "footer":
            return {"type": "footer", "text": _text(node.children)}
        case tag if tag in HEADINGS:
            return {"type": "heading", "text": _text(node.children), "size": HEADINGS[tag]}
        case "hr":
            return {"type": "divider"}
        case "pre":
            return _pre(node)
        case "tg-math-block":
            return {"type": "mathematical_expression", "expression": _plain(node)}
        case tag:
            raise Malformed(f'Tag "{tag}" can\'t be used here')


# --- text ---------------------------------------------------------------------------------------


def _text(children: Sequence[Node | str]) -> Json:
    pieces: list[Json] = [c if isinstance(c, str) else _style(c) for c in children]
    return pieces[0] if len(pieces) == 1 else pieces


def _style(node: Node) -> Json:
    if node.tag in STYLES:
        return {"type": STYLES[node.tag], "text": _text(node.children)}
    if node.tag == "a":
        return _anchor(node)
    if node.tag == "tg-math":
        return {"type": "mathematical_expression", "expression": _plain(node)}
    if node.tag == "tg-reference":
        name = node.attributes.get("name", "")
        return {"type": "reference", "text": _text(node.children), "name": name}
    raise Malformed(f'Tag "{node.tag}" can\'t be used within text')


def _anchor(node: Node) -> Json:
    href, name = node.attributes.get("href", ""), node.attributes.get("name", "")
    words = _text(node.children)
    if name:
        return {"type": "anchor", "name": name}
    if href.startswith("#"):
        return {"type": "anchor_link", "text": words, "anchor_name": href[1:]}
    if href.startswith("mailto:"):
        address = href.removeprefix("mailto:")
        return {"type": "email_address", "text": words, "email_address": address}
    return {"type": "url", "text": words, "url": href} if href else words


def _plain(node: Node) -> str:
    if node.nodes():
        raise Malformed(f'Tag "{node.tag}" holds text alone')
    return node.words()


def _pre(node: Node) -> Json:
    inner = node.nodes()
    if len(inner) == 1 and inner[0].tag == "code" and len(node.children) == 1:
        language = inner[0].attributes.get("class", "").removeprefix("language-")
        shown: Block = {"type": "pre", "text": _plain(inner[0])}
        return shown | ({"language": language} if language else {})
    return {"type": "pre", "text": _text(node.children)}


# --- blocks that hold others --------------------------------------------------------------------


def _list(node: Node, counting: Counting, depth: int) -> Json:
    first = int(node.attributes.get("start") or 1)
    items: list[Json] = []
    for n, item in enumerate(_only(node, {"li"}), start=first):
        counting.add(depth + 1)
        children = list(item.children)
        shown: Block = {"label": "•" if node.tag == "ul" else f"{n}."}
        box = children[0] if children else ""
        if isinstance(box, Node) and box.tag == "input":
            children.pop(0)
            shown |= {"has_checkbox": True}
            shown |= {"is_checked": True} if "checked" in box.attributes else {}
        shown |= {"value": n} if node.tag == "ol" else {}
        items.append({**shown, "blocks": _contents(children, counting, depth + 2)})
    return {"type": "list", "items": items}


def _quotation(node: Node, counting: Counting, depth: int) -> Json:
    cites = [child for child in node.nodes() if child.tag == "cite"]
    rest = [child for child in node.children if not (isinstance(child, Node) and child in cites)]
    credit: Block = {"credit": _text(cites[0].children)} if cites else {}
    if node.tag == "aside":
        return {"type": "pullquote", "text": _text(rest), **credit}
    shown: Block = {"type": "blockquote", "blocks": _contents(rest, counting, depth + 1)}
    expandable: Block = {"is_expandable": True} if "expandable" in node.attributes else {}
    return shown | expandable | credit


def _details(node: Node, counting: Counting, depth: int) -> Json:
    first = node.children[0] if node.children else ""
    if not isinstance(first, Node) or first.tag != "summary" or not first.words().strip():
        raise Malformed('Tag "details" must begin with a summary')
    shown: Block = {"type": "details", "summary": _text(first.children)}
    shown["blocks"] = _contents(node.children[1:], counting, depth + 1)
    return shown | ({"is_open": True} if "open" in node.attributes else {})


def _table(node: Node, counting: Counting, depth: int) -> Json:
    shown: Block = {"type": "table"}
    rows: list[Json] = []
    for child in _only(node, {"caption", "tr"}):
        if child.tag == "caption":
            shown["caption"] = _text(child.children)
            continue
        counting.add(depth + 1)
        cells = _only(child, {"td", "th"})
        if sum(int(cell.attributes.get("colspan") or 1) for cell in cells) > MOST_COLUMNS:
            raise Malformed("table has too many columns")
        rows.append([_cell(cell) for cell in cells])
    flags = {"bordered": "is_bordered", "striped": "is_striped"}
    more: Block = {flags[name]: True for name in flags if name in node.attributes}
    return {**shown, "cells": rows, **more}


def _cell(node: Node) -> Json:
    sides: Mapping[str, str] = node.attributes
    shown: Block = {"text": _text(node.children)} if node.words() else {}
    shown |= {"is_header": True} if node.tag == "th" else {}
    align, valign = sides.get("align", "left"), sides.get("valign", "top")
    return {**shown, "align": align, "valign": valign}


# --- pictures -----------------------------------------------------------------------------------


def _photo(node: Node, counting: Counting) -> Block:
    file = counting.photo(node.attributes.get("src", ""))
    counting.photos.append(file)
    return {"type": "photo", "file": file}


def _figure(node: Node, counting: Counting) -> Json:
    images = [child for child in _only(node, {"img", "figcaption"}) if child.tag == "img"]
    captions = [child for child in node.nodes() if child.tag == "figcaption"]
    if len(images) != 1 or len(captions) > 1:
        raise Malformed('Tag "figure" holds one picture and at most one caption')
    shown = _photo(images[0], counting)
    return shown | ({"caption": {"text": _text(captions[0].children)}} if captions else {})


def _collection(node: Node, counting: Counting, depth: int) -> Json:
    inner = [child for child in _only(node, {"img", "figcaption"}) if child.tag == "img"]
    captions = [child for child in node.nodes() if child.tag == "figcaption"]
    blocks = [_block(image, counting, depth + 1) for image in inner]
    shown: Block = {"type": COLLECTIONS[node.tag], "blocks": blocks}
    return shown | ({"caption": {"text": _text(captions[0].children)}} if captions else {})


def _only(node: Node, tags: set[str]) -> list[Node]:
    """The nodes within, when there are none but these, and no text between them."""
    loose = "".join(child for child in node.children if isinstance(child, str)).strip()
    strangers = [child.tag for child in node.nodes() if child.tag not in tags]
    if loose or strangers:
        what = f'tag "{strangers[0]}"' if strangers else "text"
        raise Malformed(f'A {what} can\'t be used directly in the tag "{node.tag}"')
    return node.nodes()
