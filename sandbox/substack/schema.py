"""The nodes and marks that the editor knows: contract 5.2, both of its columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from sandbox.service import Switches

Check = Callable[[object], bool]


@dataclass(frozen=True, slots=True)
class Kind:
    """`holds` are the nodes that may stand inside, `first` the one that must come first, `attrs`
    what must be there, `optional` what is looked at when it is; `plain`: no marks inside; `top`:
    not inside other blocks; `opaque`: nothing is known of it, so nothing is checked."""

    holds: frozenset[str] = frozenset()
    least: int = 0
    most: int | None = None
    first: str = ""
    attrs: Mapping[str, Check] = field(default_factory=dict)
    optional: Mapping[str, Check] = field(default_factory=dict)
    plain: bool = False
    top: bool = False
    opaque: bool = False


def is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


def is_level(value: object) -> bool:
    return is_count(value) and value in range(1, 7)


def is_start(value: object) -> bool:
    return value is None or (isinstance(value, int) and not isinstance(value, bool))


def is_size(value: object) -> bool:
    return value is None or is_count(value)


def is_href(value: object) -> bool:
    """Absolute; a link within the page leads nowhere."""
    if not isinstance(value, str):
        return False
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return (parts.scheme in ("http", "https") and bool(parts.netloc)) or (
        parts.scheme == "mailto" and bool(parts.path)
    )


def _is_word(value: object) -> bool:
    return value is None or is_text(value)


MENTIONS = "substack_mentions"
INLINE = frozenset(
    {"text", "hard_break", "hardBreak", "footnoteAnchor", "inline_latex", "latex", MENTIONS}
)
LISTS = frozenset({"bullet_list", "ordered_list", "bulletList", "orderedList"})
ITEMS = frozenset({"list_item", "listItem"})
SIMPLE = LISTS | {"paragraph"}
PARAGRAPHS = frozenset({"paragraph"})
TEXT = frozenset({"text"})
CAPTION = frozenset({"ctaCaption"})
CELLS = frozenset({"table_header", "table_cell"})
OPAQUE = frozenset({"digestPostEmbed", "embeddedPublication", "directMessage", "audio", "video"})

LIST = Kind(ITEMS, least=1, optional={"start": is_start, "order": is_start})
ITEM = Kind(SIMPLE, least=1, first="paragraph")
CODE = Kind(TEXT, least=1, most=1, plain=True, optional={"language": _is_word})
CALL = {"url": is_text, "text": is_text}
NODES: Mapping[str, Kind] = {
    "text": Kind(),
    "hard_break": Kind(),
    "hardBreak": Kind(),
    "footnoteAnchor": Kind(attrs={"number": is_count}),
    "inline_latex": Kind(attrs={"persistentExpression": is_text}),
    "latex": Kind(attrs={"persistentExpression": is_text}),
    "paragraph": Kind(INLINE),
    "heading": Kind(INLINE, least=1, attrs={"level": is_level}),
    **dict.fromkeys(LISTS, LIST),
    **dict.fromkeys(ITEMS, ITEM),
    "blockquote": Kind(SIMPLE, least=1),
    "pullquote": Kind(PARAGRAPHS, least=1),
    "calloutBlock": Kind(PARAGRAPHS, least=1),
    "highlighted_code_block": CODE,
    "code_block": CODE,
    "codeBlock": CODE,
    "horizontal_rule": Kind(),
    "captionedImage": Kind(
        frozenset({"image2", "caption"}), least=1, most=2, first="image2", top=True
    ),
    "image2": Kind(
        attrs={"src": is_text},
        optional={"width": is_size, "height": is_size, "bytes": is_size, "href": _is_word},
    ),
    "caption": Kind(INLINE),
    "footnote": Kind(PARAGRAPHS, least=1, attrs={"number": is_count}, top=True),
    "latex_block": Kind(attrs={"persistentExpression": is_text}),
    "button": Kind(attrs=CALL),
    "subscribeWidget": Kind(CAPTION, least=1, most=1, attrs={**CALL, "language": is_text}),
    "captionedShareButton": Kind(CAPTION, least=1, most=1, attrs=CALL),
    "ctaCaption": Kind(TEXT),
    "paywall": Kind(top=True),
    "youtube2": Kind(attrs={"videoId": is_text}),
    "vimeo": Kind(attrs={"videoId": is_text}),
    "twitter2": Kind(attrs={"url": is_text}),
    "spotify2": Kind(attrs={"url": is_text}),
    "soundcloud": Kind(attrs={"url": is_text}),
    "table": Kind(frozenset({"table_row"}), least=1),
    "table_row": Kind(CELLS, least=1),
    **dict.fromkeys(CELLS, Kind(INLINE | PARAGRAPHS)),
    **dict.fromkeys((*OPAQUE, MENTIONS), Kind(opaque=True)),
}
NESTED = INLINE | ITEMS | CELLS | CAPTION | {"image2", "caption", "table_row"}
BLOCKS = (frozenset(NODES) - NESTED) | {MENTIONS}
MARKS: Mapping[str, Kind] = {
    **dict.fromkeys(("strong", "em", "code", "strikethrough", "bold", "italic", "strike"), Kind()),
    "superscript": Kind(),
    "subscript": Kind(),
    "link": Kind(attrs={"href": is_href}),
}


def hidden(switches: Switches) -> frozenset[str]:
    """What of the doubtful nodes and marks this editor does not render."""
    doubtful = {
        "camel_code": ("codeBlock",),
        "footnotes": ("footnote", "footnoteAnchor"),
        "tables": ("table", "table_row", *CELLS),
        "rare_nodes": ("calloutBlock", "inline_latex", "latex", "superscript", "subscript"),
    }
    return frozenset(
        name for switch, names in doubtful.items() if not switches.flag(switch) for name in names
    )
