"""The author's marks for Substack, `<!-- substack:subscribe -->`: buttons, and the paywall."""

from __future__ import annotations

from collections.abc import Iterator

from adapters.base import Json
from adapters.substack.inline import Node, text_node
from content.document import Block, Cue, Document, Footnote, List, Quote
from content.problems import Level, Problem

PAYWALL = "paywall"
WORDS = (PAYWALL, "subscribe", "share", "comment")

# Substack fills in these addresses, for the reader who clicks.
CHECKOUT, SHARE, COMMENTS = "%%checkout_url%%", "%%share_url%%", "%%half_magic_comments_url%%"

# By language and word: what stands on the button, and above it.
LABELS = {
    ("en", "subscribe"): ("Subscribe", "Get every new issue by email."),
    ("en", "share"): ("Share", "Pass it on to someone who would like it."),
    ("en", "comment"): ("Leave a comment", ""),
    ("zh", "subscribe"): ("订阅", "订阅后，每一期都会发到你的邮箱。"),
    ("zh", "share"): ("分享", "觉得有用的话，欢迎转给朋友。"),
    ("zh", "comment"): ("写评论", ""),
}


def cue_nodes(word: str, language: str) -> list[Json]:
    """What a mark at the top level becomes; nothing for a word that is not known."""
    if word == PAYWALL:
        return [{"type": PAYWALL}]
    if word not in WORDS:
        return []
    tongue = language if (language, word) in LABELS else "en"
    text, caption = LABELS[tongue, word]
    match word:
        case "subscribe":
            attrs: Node = {"url": CHECKOUT, "text": text, "language": tongue}
            return [_captioned("subscribeWidget", attrs, caption)]
        case "share":
            return [_captioned("captionedShareButton", {"url": SHARE, "text": text}, caption)]
        case _:
            button: Node = {"url": COMMENTS, "text": text, "action": None, "class": None}
            return [{"type": "button", "attrs": button}]


def one_paywall(content: list[Json]) -> list[Json]:
    """The blocks with their first paywall alone: the editor takes no second one."""
    walls = [node for node in content if isinstance(node, dict) and node["type"] == PAYWALL]
    if len(walls) < 2:
        return content
    return [node for node in content if not any(node is wall for wall in walls[1:])]


def mark_problems(lowered: Document, file: str) -> Iterator[Problem]:
    """Marks that do nothing: unknown words, those within other blocks; and a second paywall."""
    seen = False
    for cue in (block for block in lowered.blocks if isinstance(block, Cue)):
        if cue.word not in WORDS:
            yield _idle(cue, file, "is not known", f"Known: {', '.join(WORDS)}.")
        elif cue.word == PAYWALL and seen:
            words = "A second paywall: Substack takes one."
            yield Problem(Level.ERROR, "paywall-twice", file, cue.line, words, "Keep one of them.")
        seen = seen or cue.word == PAYWALL
    for cue in _inside((*lowered.blocks, *lowered.footnotes)):
        step = "Put it on a line of its own between two blocks."
        yield _idle(cue, file, "does nothing in a list, quotation or footnote", step)


def _inside(held: tuple[Block | Footnote, ...]) -> Iterator[Cue]:
    for block in held:
        match block:
            case Quote(blocks) | Footnote(_, blocks):
                inner = blocks
            case List(items):
                inner = tuple(each for item in items for each in item.blocks)
            case _:
                continue
        yield from (each for each in inner if isinstance(each, Cue))
        yield from _inside(inner)


def _captioned(kind: str, attrs: Node, caption: str) -> Node:
    above: Node = {"type": "ctaCaption", "content": [text_node(caption)]}
    return {"type": kind, "attrs": attrs, "content": [above]}


def _idle(cue: Cue, file: str, what: str, step: str) -> Problem:
    words = f"The mark `{cue.channel}:{cue.word}` {what}."
    return Problem(Level.WARNING, "mark-idle", file, cue.line, words, step)
