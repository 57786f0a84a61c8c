"""The document in draft_body, as a reader of the page sees it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from html import escape, unescape
from typing import Any
from urllib.parse import urlsplit

Node = Mapping[str, Any]

DEEPEST = 100
SCHEMES = ("http", "https", "mailto")
PLAIN: Mapping[str, str] = {
    "paragraph": "p", "blockquote": "blockquote", "bullet_list": "ul", "bulletList": "ul",
    "list_item": "li", "listItem": "li", "caption": "figcaption", "ctaCaption": "p",
    "table": "table", "table_row": "tr", "table_header": "th", "table_cell": "td",
}  # fmt: skip
MARKS: Mapping[str, str] = {
    "strong": "strong", "bold": "strong", "em": "em", "italic": "em", "code": "code",
    "strikethrough": "s", "strike": "s", "superscript": "sup", "subscript": "sub",
}  # fmt: skip
BREAK = re.compile(r"<(?:br|hr)>|</(?:p|h[1-6]|li|pre|div|figure|figcaption|th|td)>")
TAG = re.compile(r"<[^>]*>")
SOURCE = re.compile(r'<img src="([^"]*)"')
WORD = re.compile(r"[\u3040-\u9fff]|[^\s\u3040-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Look:
    """`picture` gives the address to show for a src, or nothing when it never renders; `hidden`
    are the nodes and marks that this editor drops."""

    picture: Callable[[str], str]
    hidden: frozenset[str] = frozenset()


def read_document(body: object) -> Node | None:
    """The document that the text holds; None when it is none, as after encoding it twice."""
    try:
        value = json.loads(body) if isinstance(body, str) else None
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) and value.get("type") == "doc" else None


def body_html(body: object, look: Look) -> str:
    """A body that is no document shows as the text it is."""
    document = read_document(body)
    if document is None:
        return f"<p>{escape(body)}</p>" if isinstance(body, str) and body else ""
    return _inside(document, look, 0)


def visible_text(html: str) -> str:
    lines = unescape(TAG.sub("", BREAK.sub("\n", html))).split("\n")
    return "\n".join(line for line in lines if line.strip())


def shown_pictures(html: str) -> list[str]:
    return [unescape(source) for source in SOURCE.findall(html)]


def word_count(document: Node | None) -> int:
    """Words, and characters of Chinese and Japanese."""
    return len(WORD.findall(" ".join(_texts(document or {}, 0))))


def children(node: Node) -> list[Node]:
    content = node.get("content")
    return [one for one in content if isinstance(one, dict)] if isinstance(content, list) else []


def attributes(node: Node) -> Node:
    attrs = node.get("attrs")
    return attrs if isinstance(attrs, dict) else {}


def _texts(node: Node, depth: int) -> list[str]:
    own = [str(node["text"])] if "text" in node else []
    if depth > DEEPEST:
        return own
    return own + [text for child in children(node) for text in _texts(child, depth + 1)]


def _inside(node: Node, look: Look, depth: int) -> str:
    if depth > DEEPEST:
        return ""
    return "".join(_shown(child, look, depth + 1) for child in children(node))


def _shown(node: Node, look: Look, depth: int) -> str:
    """A node that the editor does not know is gone, with all it holds."""
    kind = str(node.get("type"))
    if kind in look.hidden:
        return ""
    if kind == "text":
        return _text(node, look)
    if kind == "image2":
        return _picture(node, look)
    if kind in OWN:
        return OWN[kind](node, _inside(node, look, depth))
    if kind in PLAIN:
        tag = PLAIN[kind]
        return f"<{tag}>{_inside(node, look, depth)}</{tag}>"
    return ""


def _text(node: Node, look: Look) -> str:
    shown = escape(str(node.get("text", "")))
    marks = node.get("marks")
    for mark in marks if isinstance(marks, list) else []:
        shown = _marked(shown, mark, look) if isinstance(mark, dict) else shown
    return shown


def _marked(text: str, mark: Node, look: Look) -> str:
    kind = str(mark.get("type"))
    if kind == "link":
        return _anchor(attributes(mark).get("href"), text)
    tag = "" if kind in look.hidden else MARKS.get(kind, "")
    return f"<{tag}>{text}</{tag}>" if tag else text


def _anchor(href: object, text: str) -> str:
    """Only what a browser may follow becomes a link."""
    address = str(href)
    if _scheme(address) not in SCHEMES:
        return text
    return f'<a href="{escape(address)}" rel="noopener noreferrer nofollow">{text}</a>'


def _scheme(address: str) -> str:
    try:
        return urlsplit(address).scheme.lower()
    except ValueError:
        return ""


def _picture(node: Node, look: Look) -> str:
    attrs = attributes(node)
    source = look.picture(str(attrs.get("src")))
    if not source:
        return ""
    image = f'<img src="{escape(source)}" alt="{escape(str(attrs.get("alt") or ""))}">'
    return _anchor(attrs["href"], image) if attrs.get("href") else image


def _heading(node: Node, inner: str) -> str:
    level = attributes(node).get("level")
    tag = f"h{level}" if level in range(1, 7) else "p"
    return f"<{tag}>{inner}</{tag}>"


def _numbered(node: Node, inner: str) -> str:
    attrs = attributes(node)
    start = attrs.get("start") or attrs.get("order")
    number = f' start="{start}"' if isinstance(start, int) and start != 1 else ""
    return f"<ol{number}>{inner}</ol>"


def _code(_node: Node, inner: str) -> str:
    return f"<pre><code>{inner}</code></pre>"


def _figure(_node: Node, inner: str) -> str:
    """A captionedImage without an image inside is what crashes the editor."""
    return f"<figure>{inner}</figure>" if inner else ""


def _footnote(node: Node, inner: str) -> str:
    number = escape(str(attributes(node).get("number")))
    return f'<div class="footnote"><b>{number}</b> {inner}</div>'


def _footnote_anchor(node: Node, _inner: str) -> str:
    return f"<sup>{escape(str(attributes(node).get('number')))}</sup>"


def _math(tag: str, node: Node, _inner: str) -> str:
    expression = escape(str(attributes(node).get("persistentExpression")))
    return f'<{tag} class="math">{expression}</{tag}>'


def _button(node: Node, inner: str) -> str:
    attrs = attributes(node)
    label = escape(str(attrs.get("text") or ""))
    return f'{inner}<p class="button">{_anchor(attrs.get("url"), label)}</p>'


def _embed(prefix: str, name: str, node: Node, _inner: str) -> str:
    address = prefix + str(attributes(node).get(name))
    return f'<p class="embed">{_anchor(address, escape(address))}</p>'


OWN: Mapping[str, Callable[[Node, str], str]] = {
    "heading": _heading,
    "ordered_list": _numbered,
    "orderedList": _numbered,
    "pullquote": lambda _node, inner: f'<blockquote class="pull">{inner}</blockquote>',
    "calloutBlock": lambda _node, inner: f'<div class="callout">{inner}</div>',
    "highlighted_code_block": _code,
    "code_block": _code,
    "codeBlock": _code,
    "horizontal_rule": lambda _node, _inner: "<hr>",
    "hard_break": lambda _node, _inner: "<br>",
    "hardBreak": lambda _node, _inner: "<br>",
    "captionedImage": _figure,
    "footnote": _footnote,
    "footnoteAnchor": _footnote_anchor,
    "latex_block": partial(_math, "div"),
    "inline_latex": partial(_math, "span"),
    "latex": partial(_math, "span"),
    "button": _button,
    "subscribeWidget": _button,
    "captionedShareButton": _button,
    "paywall": lambda _node, _inner: '<hr class="paywall">',
    "youtube2": partial(_embed, "https://www.youtube.com/watch?v=", "videoId"),
    "vimeo": partial(_embed, "https://vimeo.com/", "videoId"),
    "twitter2": partial(_embed, "", "url"),
    "spotify2": partial(_embed, "", "url"),
    "soundcloud": partial(_embed, "", "url"),
}
