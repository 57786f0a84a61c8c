"""A stored draft as readers and the writer see it, however the editor spells it.

Opening a draft is enough for the editor to save it in its own words: other names of nodes and
marks, attributes of its own, pictures by way of another host. None of that is a change.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from urllib.parse import unquote

from adapters.base import Json, canonical_json

# One name where the editor has several; both of its vocabularies are in contract section 5.2.
NAMES = {
    "bulletList": "bullet_list", "orderedList": "ordered_list", "listItem": "list_item",
    "hardBreak": "hard_break", "horizontalRule": "horizontal_rule", "latexBlock": "latex_block",
    "code_block": "code", "codeBlock": "code", "highlighted_code_block": "code",
    "bold": "strong", "italic": "em", "strike": "strikethrough",
}  # fmt: skip
# What of a node's attributes shows; the others are the editor's affair.
ATTRIBUTES = {
    "heading": ("level",), "ordered_list": ("start",), "code": ("language",),
    "image2": ("src", "alt", "href"), "latex_block": ("persistentExpression",),
    "footnote": ("number",), "footnoteAnchor": ("number",), "youtube2": ("videoId",),
    "button": ("url", "text"), "subscribeWidget": ("url", "text"),
    "captionedShareButton": ("url", "text"), "link": ("href",),
}  # fmt: skip
NOTHING_WHEN_EMPTY = frozenset({"paragraph", "caption"})
PICTURES = frozenset({"cover_image", "src"})

# The fields of a draft that we write and a person may change: nobody's change is written over.
WATCHED = (
    "draft_title", "draft_subtitle", "draft_body", "slug", "description",
    "search_engine_description", "cover_image", "search_engine_title", "social_title",
    "draft_section_id",
)  # fmt: skip
SECTION = "draft_section_id"


def digest(draft: Mapping[str, Json]) -> str:
    """Of title, subtitle and text, with everything that shows in them."""
    return _sha256([normal(name, draft.get(name)) for name in WATCHED[:3]])


def normal(name: str, value: Json) -> Json:
    """A field as it is compared: a text, the digest of a document, the file of a picture."""
    match name, value:
        case "draft_body", _:
            return _sha256(_document(value))
        case "postSchedules", list():
            return len(value)
        case _, str() if name in PICTURES:
            return _file(value)
        case "draft_section_id", int():
            return str(value)
        case _:
            return "" if value is None else value


def expected(draft: Mapping[str, Json]) -> dict[str, Json]:
    """What stands there if nobody changed it: every watched field that `draft` has, no schedule.

    A section that was not ours to choose may be any.
    """
    fields = {name: normal(name, draft[name]) for name in WATCHED if name in draft}
    if not fields.get(SECTION):
        fields.pop(SECTION, None)
    return {**fields, "postSchedules": 0}


def as_sent(name: str, value: Json) -> Json:
    """A field as the service takes it: the id of a section is a number, and came as a text."""
    return int(value) if name == SECTION and isinstance(value, str) and value else value


def differing(draft: Mapping[str, Json], stands: Mapping[str, Json]) -> list[str]:
    """The names of what is expected otherwise; `digest` stands for title, subtitle and text."""
    return [
        name
        for name, value in stands.items()
        if value != (digest(draft) if name == "digest" else normal(name, draft.get(name)))
    ]


def _document(body: Json) -> Json:
    try:
        return _shape(json.loads(body)) if isinstance(body, str) else None
    except ValueError:
        return body


def _shape(node: Json) -> Json:
    """[name, attributes, children], or [text, marks] for a run of text; None for what is empty."""
    if not isinstance(node, dict):
        return node
    if node.get("type") == "text":
        return [node.get("text"), _marks(node.get("marks"))]
    name = NAMES.get(str(node.get("type")), str(node.get("type")))
    children = _joined(node.get("content"))
    if name in NOTHING_WHEN_EMPTY and not children:
        return None
    return [name, _attributes(name, node.get("attrs")), children]


def _joined(content: Json) -> list[Json]:
    """The children; neighbouring runs with the same marks are one, where they end says nothing."""
    found: list[Json] = []
    for child in content if isinstance(content, list) else []:
        shape = _shape(child)
        match found[-1:], shape:
            case _, None:
                continue
            case [[str(before), list(marks)]], [str(text), list(same)] if marks == same:
                found[-1] = [before + text, marks]
            case _:
                found.append(shape)
    return found


def _marks(marks: Json) -> list[Json]:
    found = [
        [NAMES.get(str(mark.get("type")), str(mark.get("type"))), _attributes_of(mark)]
        for mark in (marks if isinstance(marks, list) else [])
        if isinstance(mark, dict)
    ]
    return sorted(found, key=canonical_json)  # type: ignore[arg-type]


def _attributes_of(mark: Mapping[str, Json]) -> list[Json]:
    return _attributes(str(mark.get("type")), mark.get("attrs"))


def _attributes(name: str, attrs: Json) -> list[Json]:
    values = attrs if isinstance(attrs, dict) else {}
    if name == "ordered_list":
        values = {"start": values.get("start") or values.get("order") or 1}
    if name == "code" and values.get("language") == "plaintext":
        values = {}
    return [normal(key, values.get(key)) for key in ATTRIBUTES.get(name, ())]


def _file(address: str) -> str:
    """A picture's own name: the host that shows it, and the size, are not part of it."""
    return address if address.startswith("pressrun:") else unquote(address).rsplit("/", 1)[-1]


def _sha256(value: Json) -> str:
    return hashlib.sha256(canonical_json(value).encode()).hexdigest()
