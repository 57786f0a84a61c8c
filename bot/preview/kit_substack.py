"""The document of Substack's editor as markup that the same editor takes when it is pasted."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from urllib.parse import quote

from markupsafe import Markup

from bot.preview.payload import Object, obj, rows, text
from bot.preview.safe import element, joined, linkable
from bot.preview.substack_text import as_words, level, marked

SIMPLE = {
    "paragraph": "p", "bullet_list": "ul", "list_item": "li", "blockquote": "blockquote",
    "pullquote": "blockquote", "captionedImage": "figure", "caption": "figcaption",
    "ctaCaption": "p",
}  # fmt: skip
BUTTONS = ("button", "subscribeWidget", "captionedShareButton")
STEPS = {  # what a person has to do about a node once it is pasted
    "latex_block": "formulas", "youtube2": "videos", "paywall": "paywall", "footnote": "notes",
    **dict.fromkeys(BUTTONS, "buttons"),
}  # fmt: skip


def markup(node: Object, words: SimpleNamespace) -> Markup:
    """The children of a node; pictures keep their references."""
    nodes = rows(node.get("content"), "content")
    return joined([_node(obj(child, "a node"), words) for child in nodes])


def steps(document: Object) -> Sequence[str]:
    """The names of the steps that its nodes ask for, in their order, each once."""
    kinds = (obj(n, "a node").get("type") for n in rows(document.get("content"), "content"))
    return tuple(dict.fromkeys(STEPS[k] for k in kinds if isinstance(k, str) and k in STEPS))


def _node(node: Object, words: SimpleNamespace) -> Markup:  # noqa: C901 - one case per kind
    attrs, inner = obj(node.get("attrs") or {}, "attrs"), markup(node, words)
    match kind := text(node.get("type"), "type"):
        case "text":
            return marked(node, _link)
        case "hard_break":
            return Markup("<br>")
        case "horizontal_rule":
            return Markup("<hr>")
        case "heading":
            return element(f"h{level(attrs)}", inner)
        case "ordered_list":
            return Markup('<ol start="{}">{}</ol>').format(as_words(attrs.get("start")) or 1, inner)
        case "highlighted_code_block":
            return element("pre", element("code", inner))
        case "latex_block":
            return element("pre", element("code", as_words(attrs.get("persistentExpression"))))
        case "image2":
            return _picture(attrs)
        case "footnoteAnchor":
            return element("sup", f"[{as_words(attrs.get('number'))}]")
        case "footnote":
            return _footnote(as_words(attrs.get("number")), inner)
        case "youtube2":
            return _video(as_words(attrs.get("videoId")))
        case "paywall":
            return element("p", f"[{words.paywall_mark}]")
        case _ if kind in BUTTONS:
            return joined([inner, element("p", f"[{as_words(attrs.get('text'))}]")])
        case _ if kind in SIMPLE:
            return element(SIMPLE[kind], inner)
        case _:  # the schema knows no other; its text is kept all the same
            return element("p", inner)


def _link(href: str, inner: Markup) -> Markup:
    return Markup('<a href="{}">{}</a>').format(href, inner) if linkable(href) else inner


def _video(video: str) -> Markup:
    """The address on a line of its own."""
    address = f"https://www.youtube.com/watch?v={quote(video, safe='')}"
    return element("p", _link(address, Markup("{}").format(address)))


def _picture(attrs: Object) -> Markup:
    src, alt = text(attrs.get("src"), "src"), as_words(attrs.get("alt"))
    return _link(as_words(attrs.get("href")), Markup('<img src="{}" alt="{}">').format(src, alt))


def _footnote(number: str, inner: Markup) -> Markup:
    """Its number stands in its first paragraph."""
    head = element("sup", f"[{number}]") + Markup(" ")
    if inner.startswith("<p>"):
        return Markup("<p>") + head + inner[len("<p>") :]
    return element("p", head) + inner
